from odoo import api, fields, models

from ..common.csm_state_mixin import Move


class CsmSuggestion(models.Model):
    """One improvement somebody suggests because of a case, and what became of it."""

    _name = "csm.suggestion"
    _description = "Suggested Improvement"
    _inherit = ["csm.report.mixin", "csm.fact.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "suggested_at desc, id desc"
    _check_company_auto = True

    name = fields.Char("What Should Change", required=True, tracking=True)
    problem = fields.Text(help="What the case has shown: the problem of the goods or the service.")
    case_id = fields.Many2one(
        "csm.case", required=True, index=True, ondelete="restrict", check_company=True
    )
    company_id = fields.Many2one(related="case_id.company_id", store=True, index=True)
    team_id = fields.Many2one(related="case_id.team_id", store=True, index="btree_not_null")
    category_id = fields.Many2one(related="case_id.category_id")
    department_id = fields.Many2one(
        "hr.department",
        "For the Department",
        compute="_compute_department_id",
        store=True,
        readonly=False,
        check_company=True,
        ondelete="restrict",
    )
    user_id = fields.Many2one(
        "res.users",
        "Suggested by",
        required=True,
        default=lambda self: self.env.user,
        check_company=True,
        index=True,
        ondelete="restrict",
    )
    state = fields.Selection(
        [("open", "Open"), ("taken_up", "Taken Up"), ("declined", "Declined")],
        required=True,
        default="open",
        copy=False,
        index=True,
        tracking=True,
    )
    suggested_at = fields.Datetime(
        "Suggested",
        readonly=True,
        copy=False,
        default=lambda self: self.env.cr.now().replace(microsecond=0),
    )
    answered_at = fields.Datetime("Answered", readonly=True, copy=False)
    answer = fields.Text(copy=False, tracking=True, help="What is done about it, or why not.")

    _facts = ("suggested_at", "answered_at")
    _kept_fields = ("is_on_hold", "next_due_at", "next_deadline_id", "report_cycle")
    _moves = (
        Move("take_up", ("open",), "taken_up", "answered_at", "_why_not_answer"),
        Move("decline", ("open",), "declined", "answered_at", "_why_not_answer"),
    )

    @api.depends("case_id.department_id")
    def _compute_department_id(self):
        for suggestion in self:
            suggestion.department_id = suggestion.department_id or suggestion.case_id.department_id

    def action_take_up(self):
        return self._act("take_up")

    def action_decline(self):
        return self._act("decline")

    def _why_not_answer(self):
        if (self.answer or "").strip():
            return ""
        return self.env._(
            "%(suggestion)s: write what is done about it, or why not, then answer it.",
            suggestion=self.display_name,
        )

    # Hooks of the engines

    def _workers(self):
        return self.user_id

    @api.model
    def _report_restarts(self):
        return ()
