from odoo import models
from odoo.exceptions import UserError

from ...tools.carries import carries

# The steps of a matter that is over with the first word; each still passes the gate.
COURSE = ("register", "reply", "judge", "close")


class CsmCaseSettlingMixin(models.AbstractModel):
    """Lets whoever receives a minor complaint answer it on the spot and be done with it."""

    _name = "csm.case.settling.mixin"
    _description = "Case Settled at Once"

    def action_settle(self):
        """Register, judge, answer and close these minor complaints in one step, all or none.

        :raise UserError: when one of them is not minor, or any step of it is refused
        """
        refusals = [reason for case in self if (reason := case._why_not_settle())]
        if refusals:
            raise UserError("\n".join(refusals))
        with self.env.cr.savepoint():
            self._settle()
        return True

    @carries("S2-08-02")
    def _settle(self):
        for case in self:
            if case.kind == "complaint" and not case.judgement:
                case.judgement = "founded"
            for name in COURSE:
                move = case._move_named(name)
                if not (move.fact and case[move.fact]):
                    case._go(move)

    @carries("S2-08-02", neutral="")
    def _why_not_settle(self):
        if self.severity != "general":
            return self.env._(
                "%(case)s is serious and takes its course step by step (S2-08 § 2). Register it, "
                "then judge it.",
                case=self.display_name,
            )
        if self.state not in ("new", "registered"):
            return self.env._(
                "%(case)s is in hand already. Go on step by step.", case=self.display_name
            )
        return self._why_not_without(
            ("decision",), self.env._("Write what the customer was told, then settle it.")
        )
