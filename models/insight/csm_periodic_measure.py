from odoo import api, fields, models
from odoo.fields import Domain

WRITTEN = ("analysis", "corrective", "preventive")


class CsmPeriodicMeasure(models.Model):
    """What one department found about its complaints of a period, and what it does about them."""

    _name = "csm.periodic.measure"
    _description = "Measures of a Department"
    _inherit = ["csm.periodic.line.mixin"]
    _order = "report_id desc, case_count desc, id"
    _check_company_auto = True

    report_id = fields.Many2one(
        "csm.periodic.report", required=True, readonly=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(related="report_id.company_id", store=True, index=True)
    team_id = fields.Many2one(related="report_id.team_id", store=True, index="btree_not_null")
    state = fields.Selection(related="report_id.state", string="State of the Report")
    department_id = fields.Many2one(
        "hr.department", required=True, check_company=True, ondelete="restrict", index=True
    )
    case_count = fields.Integer("Complaints", readonly=True)
    overdue_count = fields.Integer("Overdue", readonly=True)
    analysis = fields.Text(help="What the department's own complaints have in common, and why.")
    corrective = fields.Text("Corrective Measure")
    preventive = fields.Text("Preventive Measure")
    user_id = fields.Many2one(
        "res.users",
        "Responsible",
        check_company=True,
        index="btree_not_null",
        ondelete="restrict",
        domain="[('share', '=', False)]",
    )
    due_on = fields.Date("Done by")
    done_on = fields.Date("Done", copy=False)
    effect = fields.Text(help="Whether the measure has helped, looked at afterwards.")
    is_complete = fields.Boolean(
        "Written Up", compute="_compute_is_complete", store=True, precompute=True
    )
    is_late = fields.Boolean(compute="_compute_is_late", search="_search_is_late")

    _once = models.UniqueIndex(
        "(report_id, department_id)", "This department is in the report already."
    )
    _counted_fields = ("case_count", "overdue_count", "is_complete")
    _later_fields = ("done_on", "effect", "user_id", "due_on")

    @api.depends("department_id", "report_id")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for measure in self:
            # Whoever may read the line may read of which report it is.
            report = measure.sudo().report_id.with_env(self.env).sudo()
            measure.display_name = f"{report.period_text or ''} {measure.department_id.name or ''}"

    @api.depends(*WRITTEN)
    def _compute_is_complete(self):
        for measure in self:
            measure.is_complete = all((measure[name] or "").strip() for name in WRITTEN)

    @api.depends("due_on", "done_on")
    def _compute_is_late(self):
        today = fields.Date.context_today(self)
        for measure in self:
            due = measure.due_on
            measure.is_late = bool(due) and not measure.done_on and due < today

    def _search_is_late(self, operator, value):
        if operator != "in":
            return NotImplemented
        today = fields.Date.context_today(self)
        return Domain("due_on", "<", today) & Domain("done_on", "=", False)

    def action_done(self):
        """Note that the measure is in place, as of today."""
        for measure in self.filtered(lambda measure: not measure.done_on):
            measure.done_on = fields.Date.context_today(measure)
            measure._close_reminders()
        return True

    def _follow(self, report):
        """Give each department with complaints in the period its line; what was written stays."""
        first, following = report.begins_on, report._following()
        counted = report._counted(first, following)
        found = self.env["csm.case.statistic"]._figures_by(counted, "department_id")
        found.pop(None, None)
        present = {measure.department_id.id: measure for measure in self}
        for department_id, figures in found.items():
            vals = {"case_count": figures["cases"], "overdue_count": figures["overdue"]}
            if department_id in present:
                present[department_id].write(vals)
            else:
                self.create(self._prepare_measure_vals(report, department_id, vals))
        empty = self.filtered(lambda measure: measure.department_id.id not in found)
        empty.write({"case_count": 0, "overdue_count": 0})

    @api.model
    def _prepare_measure_vals(self, report, department_id, counts):
        head = self.env["hr.department"].browse(department_id).manager_id.user_id
        ours = head.filtered(lambda user: report.company_id in user.company_ids)
        return {
            "report_id": report.id,
            "department_id": department_id,
            "user_id": ours.id,
            **counts,
        }

    # Follow-up

    def _remind(self):
        """Let whoever is responsible find each measure among the things to do."""
        for measure in self.filtered(lambda line: line.user_id and not line.done_on):
            told = measure.report_id.with_context(lang=measure.user_id.lang)
            # The reminder is the system's; whoever submits need not plan for others.
            told.sudo().activity_schedule(
                "mail.mail_activity_data_todo",
                date_deadline=measure.due_on or None,
                user_id=measure.user_id.id,
                summary=told.env._(
                    "Measures of %(department)s", department=measure.department_id.name
                ),
            )

    def _close_reminders(self):
        for measure in self:
            activities = measure.sudo().report_id.activity_ids
            activities.filtered(lambda a, u=measure.user_id: a.user_id == u).action_done()
