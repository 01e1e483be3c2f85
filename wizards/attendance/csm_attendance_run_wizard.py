from odoo import fields, models


class CsmAttendanceRunWizard(models.TransientModel):
    """Opens a month for one company or several and computes it."""

    _name = "csm.attendance.run.wizard"
    _description = "Compute a Month of Attendance"

    month = fields.Date(
        required=True,
        default=lambda self: fields.Date.start_of(
            fields.Date.subtract(fields.Date.context_today(self), months=1), "month"
        ),
        help="Any day of the month.",
    )
    company_ids = fields.Many2many(
        "res.company", required=True, default=lambda self: self.env.companies
    )

    def action_compute(self):
        """Compute the month of each company, anew where it was computed before."""
        self.ensure_one()
        runs = self.env["csm.attendance.run"]
        month = fields.Date.start_of(self.month, "month")
        for company in self.company_ids:
            own = [("company_id", "=", company.id), ("month", "=", month)]
            run = runs.search(own) or runs.create({"company_id": company.id, "month": month})
            run.action_compute()
            runs |= run
        action = self.env["ir.actions.act_window"]._for_xml_id("csm.csm_attendance_run_action")
        if len(runs) == 1:
            return {**action, "res_id": runs.id, "views": [(False, "form")]}
        return {**action, "domain": [("id", "in", runs.ids)]}
