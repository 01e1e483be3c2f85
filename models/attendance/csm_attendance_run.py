from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.misc import get_lang

from ...tools.monthname import month_name
from ..common.csm_state_mixin import Move

CLOSED = ("locked", "handed_over")


class CsmAttendanceRun(models.Model):
    """The month of a company: who came late, left early or stayed away, and what follows."""

    _name = "csm.attendance.run"
    _description = "Month of Attendance"
    _inherit = [
        "mail.thread",
        "csm.fact.mixin",
        "csm.attendance.run.work.mixin",
        "csm.attendance.run.follow.mixin",
    ]
    _order = "month desc, company_id"
    _rec_name = "month"

    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    month = fields.Date(required=True, help="Any day of the month.")
    state = fields.Selection(
        [
            ("draft", "To Do"),
            ("computed", "Computed"),
            ("confirmed", "Confirmed"),
            ("locked", "Locked"),
            ("handed_over", "Handed Over"),
        ],
        required=True,
        readonly=True,
        default="draft",
        tracking=True,
    )
    computed_at = fields.Datetime(readonly=True, copy=False)
    confirmed_at = fields.Datetime(readonly=True, copy=False)
    locked_at = fields.Datetime(readonly=True, copy=False)
    handed_over_at = fields.Datetime(readonly=True, copy=False)
    line_ids = fields.One2many("csm.attendance.line", "run_id", "Lines", readonly=True)
    problem_ids = fields.One2many("csm.attendance.problem", "run_id", "Open Points", readonly=True)
    line_count = fields.Integer("Attendance Findings", compute="_compute_counts")
    problem_count = fields.Integer("Open Points Counted", compute="_compute_counts")
    sanction_count = fields.Integer("Penalties", compute="_compute_counts")
    capped_count = fields.Integer(
        "Capped Fines", compute="_compute_capped_count", groups="hr.group_hr_manager"
    )
    is_closed = fields.Boolean(compute="_compute_is_closed")

    _one_per_month = models.UniqueIndex(
        "(company_id, month)", "This company has that month already. Open it instead."
    )

    _facts = ("computed_at", "confirmed_at", "locked_at", "handed_over_at")
    _moves = (
        Move("compute", ("draft", "computed"), "computed", "computed_at", "_why_not_compute"),
        Move("confirm", ("computed",), "confirmed", "confirmed_at", "_why_not_confirm"),
        Move("lock", ("confirmed",), "locked", "locked_at", "_why_not_lock"),
        Move("hand_over", ("locked",), "handed_over", "handed_over_at", "_why_not_hand_over"),
    )

    def _compute_counts(self):
        lines, problems = self.env["csm.attendance.line"], self.env["csm.attendance.problem"]
        found = [("run_id", "in", self.ids)]
        counts = dict(lines._read_group(found, ["run_id"], ["__count"]))
        punished = [*found, ("sanction_id", "!=", False), ("state", "=", "counted")]
        sanctions = dict(lines._read_group(punished, ["run_id"], ["__count"]))
        open_points = dict(problems._read_group(found, ["run_id"], ["__count"]))
        for run in self:
            run.line_count = counts.get(run, 0)
            run.sanction_count = sanctions.get(run, 0)
            run.problem_count = open_points.get(run, 0)

    def _compute_capped_count(self):
        lines = self.env["csm.payroll.line"]
        capped = [("run_id", "in", self.ids), ("not_deductible", "!=", 0)]
        counts = dict(lines._read_group(capped, ["run_id"], ["__count"]))
        for run in self:
            run.capped_count = counts.get(run, 0)

    @api.depends("state")
    def _compute_is_closed(self):
        for run in self:
            run.is_closed = run.state in CLOSED

    @api.depends("month", "company_id")
    @api.depends_context("lang", "company")
    def _compute_display_name(self):
        for run in self:
            month = month_name(run.month, get_lang(self.env).code) if run.month else ""
            run.display_name = f"{month} · {run.company_id.name}"

    @api.model_create_multi
    def create(self, vals_list):
        vals_list = [self._at_first(vals) for vals in vals_list]
        return super().create(vals_list)

    def write(self, vals):
        if {"month", "company_id"} & vals.keys() and any(run.state != "draft" for run in self):
            raise UserError(
                self.env._(
                    "%(run)s is computed and stays the month of its company. Make another one.",
                    run=self[:1].display_name,
                )
            )
        return super().write(self._at_first(vals))

    @api.model
    def _at_first(self, vals):
        """Return values in which the month is its first day."""
        month = fields.Date.to_date(vals.get("month"))
        return {**vals, "month": month.replace(day=1)} if month else vals

    @api.ondelete(at_uninstall=False)
    def _unlink_except_draft(self):
        for run in self:
            if run.state != "draft":
                raise UserError(
                    self.env._(
                        "%(run)s is computed and stays on file. Compute it again instead.",
                        run=run.display_name,
                    )
                )

    # The month

    def _days(self):
        """Return the first and the last day of the month."""
        self.ensure_one()
        first = self.month.replace(day=1)
        return first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)

    def _midnight(self, day, later=0):
        """Return when a day begins in the zone of the company, naive UTC."""
        day += timedelta(days=later)
        return self.env["csm.company.clock.mixin"]._midnight_of(self.company_id, day)

    # Buttons

    def action_compute(self):
        """Compute the month, or compute it again: what is the same stays as it is."""
        self.check_access("write")
        for run in self:
            run._start_computing()
        return True

    def action_confirm(self):
        return self._act("confirm")

    def action_lock(self):
        return self._act("lock")

    def action_hand_over(self):
        return self._act("hand_over")

    def action_open_lines(self):
        return self._open("csm_attendance_line_action")

    def action_show_cap(self):
        """Show what the legal cap will leave of the fines that this month hands over."""
        first, _last = self._days()
        ready = self.env["csm.sanction"]._ready_for(first)
        ready += ["|", ("is_wage_based", "=", True), ("amount", "!=", 0)]
        return {
            **self._open("csm_sanction_action_cap"),
            "domain": [("company_id", "=", self.company_id.id), *ready],
            "context": {"csm_month": str(first), "search_default_is_above_cap": 1},
        }

    def action_open_problems(self):
        return self._open("csm_attendance_problem_action")

    def _open(self, action):
        self.ensure_one()
        return {
            **self.env["ir.actions.act_window"]._for_xml_id(f"csm.{action}"),
            "domain": [("run_id", "=", self.id)],
            "context": {},
        }

    # Reasons

    def _why_not_compute(self):
        if self.month > self._today():
            return self.env._("%(run)s has not begun yet.", run=self.display_name)
        return ""

    def _why_not_confirm(self):
        return (
            self._why_not_manager()
            or self._why_not_over()
            or self._why_not_done()
            or self._why_not_after("confirmed")
        )

    def _why_not_lock(self):
        return self._why_not_manager() or self._why_not_after("locked")

    def _why_not_hand_over(self):
        return self._why_not_manager() or self._why_not_after("handed_over")

    def _why_not_manager(self):
        if self.env.su or self.env.user.has_group("hr.group_hr_manager"):
            return ""
        return self.env._(
            "%(run)s is confirmed, locked and handed over by an HR manager. Ask one.",
            run=self.display_name,
        )

    def _why_not_over(self):
        """A month is confirmed when it is over and was computed after that."""
        _first, last = self._days()
        if self.reckoned_until and self.reckoned_until >= self._midnight(last, 1):
            return ""
        return self.env._(
            "%(run)s was computed before the month was over. Compute it again when it is.",
            run=self.display_name,
        )

    def _why_not_done(self):
        if not self.is_running:
            return ""
        return self.env._(
            "%(run)s is still being computed: %(done)s of %(all)s employees. Wait for the rest.",
            run=self.display_name,
            done=self.done_count,
            all=self.employee_count,
        )

    def _why_not_after(self, state):
        """Months go their way one after the other: what an earlier one changes comes first."""
        order = ["draft", "computed", "confirmed", "locked", "handed_over"]
        before = order[: order.index(state)]
        earlier = self._earlier().filtered(lambda run: run.state in before)[:1]
        if not earlier:
            return ""
        return self.env._(
            "%(run)s comes after %(earlier)s, which is not that far. Finish that one first.",
            run=self.display_name,
            earlier=earlier.display_name,
        )

    def _earlier(self):
        # Whoever may handle a month may know that an earlier one is open.
        earlier = [("company_id", "=", self.company_id.id), ("month", "<", self.month)]
        return self.sudo().search(earlier, order="month")

    def _today(self):
        return self.env["csm.company.clock.mixin"]._today_of(self.company_id)

    # What a step brings about

    def _moved(self, move):
        result = super()._moved(move)
        for run in self:
            if move.name == "confirm":
                run._confirm_sanctions()
            elif move.name == "hand_over":
                run._hand_over_sanctions()
        return result

    def _sanctions(self):
        """Return the penalties of the month that still count."""
        # The gate of the month was passed; what each may see of a penalty is its own affair.
        return self.sudo().line_ids.filtered(lambda line: line.state == "counted").sanction_id
