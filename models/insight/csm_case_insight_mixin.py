from odoo import api, fields, models


class CsmCaseInsightMixin(models.AbstractModel):
    """What of a case goes into statistics and reports: the first reply, lessons, suggestions."""

    _name = "csm.case.insight.mixin"
    _description = "Case That Is Counted and Learned From"

    first_replied_at = fields.Datetime(
        "Very First Reply",
        compute="_compute_first_replied_at",
        store=True,
        help="The first reply of all rounds; a case opened again is answered anew.",
    )
    lessons = fields.Text(
        "Lessons Learned",
        copy=False,
        help="How the handling went, looked at afterwards, and what is to be done better.",
    )
    suggestion_ids = fields.One2many("csm.suggestion", "case_id", "Improvements Suggested")

    @api.depends("replied_at")
    def _compute_first_replied_at(self):
        for case in self:
            replied, reopened = case["replied_at"], case["reopened_at"]
            is_of_later_round = replied and reopened and replied >= reopened
            if not (is_of_later_round and case.first_replied_at):
                case.first_replied_at = replied
            else:
                # What the first round was answered with stays what it was.
                case.first_replied_at = case.first_replied_at
