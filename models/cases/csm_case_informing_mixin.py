from markupsafe import Markup, escape

from odoo import fields, models
from odoo.exceptions import UserError

from ...tools.carries import carries

# Steps by which the customer hears from us, and those that are news to the customer.
WORDS = ("reply", "tell")
STEPS = ("judge", "plan", "investigate", "report", "decide", "execute")


class CsmCaseInformingMixin(models.AbstractModel):
    """Keeps the customer informed: what was promised, what they were told, how often they asked.

    ``informed_at`` is repeatable: each time the customer is told how things stand, the clock of
    the next word begins. What they were told stays in the history of the case.
    """

    _name = "csm.case.informing.mixin"
    _description = "Keeping the Customer Informed"
    _inherit = ["csm.case.limit.mixin", "csm.case.timeline.mixin"]

    reply_promised_at = fields.Datetime(
        "Next Word Promised for",
        copy=False,
        tracking=True,
        help="When the customer was promised to hear from us, whatever the progress by then.",
    )
    solve_by_at = fields.Datetime(
        "To Be Settled by",
        copy=False,
        tracking=True,
        help="The time limit set for this case. Only a supervisor grants more time.",
    )
    progress_note = fields.Text(
        "What the Customer Was Told", copy=False, help="Goes into the history of the case."
    )
    untold_since = fields.Datetime(
        "Progress Untold Since",
        readonly=True,
        copy=False,
        help="The first step after the customer last heard from us.",
    )
    asked_again_at = fields.Datetime(
        "Customer Asked Again",
        readonly=True,
        copy=False,
        help="The first question after our last reply, which owes another one.",
    )
    chase_count = fields.Integer(
        "Times the Customer Had to Ask",
        readonly=True,
        copy=False,
        help="How often the customer asked again before hearing from us.",
    )

    _limit_fields = ("solve_by_at",)
    _promise_fields = ("reply_promised_at",)

    # The customer is told how things stand

    def _prepare_move_vals(self, move):
        """Whoever answers the customer tells how things stand; any other step is news to tell."""
        values = super()._prepare_move_vals(move)
        if move.name in WORDS:
            values["informed_at"] = values[move.fact]
        return values

    def _note_step(self):
        """Remember since when there is news: the first step after the customer last heard."""
        told = self.filtered(
            lambda case: (
                not case.untold_since
                or (case["informed_at"] and case["informed_at"] >= case.untold_since)
            )
        )
        values = {"untold_since": self.env.cr.now().replace(microsecond=0)}
        told._with_pass(values).write(values)

    def _why_not_inform(self):
        promised = self.reply_promised_at
        if promised and promised <= self.env.cr.now():
            return self.env._(
                "%(case)s: the moment promised to the customer (%(moment)s) has come. Agree on the "
                "next one, or empty it when none was promised.",
                case=self.display_name,
                moment=self._local_text(promised),
            )
        return self._why_not_without(
            ("progress_note",), self.env._("Write what the customer was told.")
        )

    def _moved(self, move):
        result = super()._moved(move)
        if move.name in STEPS:
            self._note_step()
        if move.name == "inform":
            for case in self:
                case._note_progress()
        return result

    def _note_progress(self):
        """Put what the customer was told into the history; the next time asks for new words."""
        text = self.env._("The customer was told how things stand:")
        lines = Markup("<br/>").join(map(escape, self.progress_note.splitlines()))
        self._message_log(body=Markup("<p>%s</p><p>%s</p>") % (text, lines))
        self.progress_note = False

    def action_inform(self):
        return self._act("inform")

    # The customer asks again

    def action_customer_asked(self):
        """Note that the customer asked again by telephone, in person or otherwise."""
        for case in self:
            case.check_access("write")
            if case["state"] in ("closed", "void"):
                raise UserError(
                    self.env._(
                        "%(case)s is over. Open it again if the customer is not content.",
                        case=case.display_name,
                    )
                )
            case._customer_asked()
        return True

    def _customer_asked(self):
        """Count a question; the first one after our last reply owes another reply."""
        values = self._count_question()
        replied = self["replied_at"]
        if replied and replied >= (self.asked_again_at or replied):
            values["asked_again_at"] = self.env.cr.now().replace(microsecond=0)
        self._with_pass(values).write(values)

    @carries("S2-08-07", neutral={})
    def _count_question(self):
        return {"chase_count": self.chase_count + 1}

    def _owes_another_reply(self):
        """Whether the customer asked again after our last reply."""
        asked, replied = self.asked_again_at, self["replied_at"]
        return bool(asked and replied and replied < asked)

    # On the screen

    def _timeline(self):
        """An answer is a word to the customer; the same moment is not shown twice."""
        timeline = super()._timeline()
        words = {str(self[name]) for name in ("replied_at", "told_at") if self[name]}
        timeline["past"] = [
            entry
            for entry in timeline["past"]
            if entry["fact"] != "informed_at" or entry["pins"] or entry["at"] not in words
        ]
        return timeline

    def _is_open(self, name, step, running):
        # How things stand can be told again and again.
        if name == "informed_at":
            return self["state"] in step.sources
        return super()._is_open(name, step, running)

    def _ask_titles(self):
        return {**super()._ask_titles(), "inform": self.env._("Tell the Customer How Things Stand")}
