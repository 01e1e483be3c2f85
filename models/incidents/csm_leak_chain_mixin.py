from odoo import fields, models

from ...tools.carries import carries
from ..common.csm_state_mixin import Move


class CsmLeakChainMixin(models.AbstractModel):
    """The course of a report of a leak: looked into, stopped, judged, closed."""

    _name = "csm.leak.chain.mixin"
    _description = "Course of a Report of a Leak"
    _inherit = ["csm.fact.mixin"]

    state = fields.Selection(
        [("reported", "Reported"), ("examined", "Looked Into"), ("closed", "Closed")],
        required=True,
        readonly=True,
        default="reported",
        copy=False,
        index=True,
        group_expand=True,
    )
    discovered_at = fields.Datetime(
        "Discovered",
        required=True,
        copy=False,
        default=lambda self: self.env.cr.now().replace(microsecond=0),
    )
    reported_at = fields.Datetime(
        "Reported at",
        readonly=True,
        copy=False,
        default=lambda self: self.env.cr.now().replace(microsecond=0),
    )
    examined_at = fields.Datetime("Taken Up", readonly=True, copy=False)
    recovered_at = fields.Datetime(
        "Recovered", readonly=True, copy=False, help="What was out is back, or out of use."
    )
    judged_at = fields.Datetime("Judged", readonly=True, copy=False)
    closed_at = fields.Datetime("Closed at", readonly=True, copy=False)
    verdict = fields.Selection(
        [
            ("prompt", "Reported promptly"),
            ("late", "Reported late"),
            ("concealed", "Concealed by somebody who knew"),
        ],
        copy=False,
    )
    concealer_ids = fields.Many2many(
        "res.users",
        "csm_leak_report_concealer_rel",
        "report_id",
        "user_id",
        "Who Knew and Said Nothing",
        copy=False,
    )
    is_rewardable = fields.Boolean(
        "For a Reward",
        readonly=True,
        copy=False,
        help="Reported promptly: whoever reported it is to be rewarded.",
    )

    _typed_facts = ("discovered_at",)
    _facts = (
        "discovered_at",
        "reported_at",
        "examined_at",
        "recovered_at",
        "judged_at",
        "closed_at",
    )
    _moves = (
        Move("examine", ("reported", "closed"), "examined", "examined_at", "_why_not_in_charge"),
        Move("recover", ("examined",), "", "recovered_at", "_why_not_in_charge"),
        Move("judge", ("examined",), "", "judged_at", "_why_not_judge"),
        Move("close", ("examined",), "closed", "closed_at", "_why_not_close"),
    )

    def action_examine(self):
        return self._act("examine")

    def action_recover(self):
        return self._act("recover")

    def action_judge(self):
        return self._act("judge")

    def action_close(self):
        return self._act("close")

    # Why a step must not be made

    def _why_not_in_charge(self):
        if self.env.su or self._is_in_charge():
            return ""
        return self.env._(
            "%(report)s is looked into by a manager, or by whoever is cleared for level 3, who has "
            "not reported it.",
            report=self.display_name,
        )

    def _is_in_charge(self):
        """Hook: whether the reader looks into this report."""
        return False

    @carries("S1-12-16", neutral="")
    def _why_not_judge(self):
        """Say whether it was reported promptly or concealed, and by whom."""
        if not self.verdict:
            return self.env._(
                "%(report)s: say first whether it was reported promptly, late or concealed.",
                report=self.display_name,
            )
        if self.verdict == "concealed" and not self.concealer_ids:
            return self.env._(
                "%(report)s: name who knew of it and said nothing.", report=self.display_name
            )
        return self._why_not_in_charge()

    def _why_not_close(self):
        return self._why_not_in_charge()

    # What follows from a step

    def _moved(self, move):
        result = super()._moved(move)
        if move.name == "judge":
            for report in self:
                report._note_reward()
                report._leak_judged()
        return result

    @carries("S1-12-16", neutral=None)
    def _note_reward(self):
        """Whoever reported it promptly is to be rewarded."""
        # What follows from the verdict is kept by the system.
        self.sudo().is_rewardable = self.verdict == "prompt"

    def _leak_judged(self):
        """Hook: it is known now whether the leak was reported promptly or concealed."""
