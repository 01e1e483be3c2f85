from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools.misc import format_date

from ...tools import periods


class CsmAttendanceSheet(models.Model):
    """The attendance of one department in one month, as its timekeeper hands it to personnel."""

    _name = "csm.attendance.sheet"
    _description = "Attendance Sheet"
    _order = "month desc, department_id"
    _rec_name = "department_id"
    _check_company_auto = True

    company_id = fields.Many2one(
        "res.company",
        required=True,
        readonly=True,
        index=True,
        default=lambda self: self.env.company,
    )
    department_id = fields.Many2one(
        "hr.department", required=True, ondelete="restrict", check_company=True, index=True
    )
    month = fields.Date(
        required=True,
        default=lambda self: periods.begin("month", fields.Date.context_today(self)),
        help="Any day of the month.",
    )
    prepared_by_id = fields.Many2one(
        "res.users", "Kept by", required=True, readonly=True, default=lambda self: self.env.user
    )
    note = fields.Text(help="Stands on the sheet.")

    _one_per_month = models.UniqueIndex(
        "(department_id, month)", "This department has a sheet of that month. Open it instead."
    )

    @api.depends("department_id", "month")
    def _compute_display_name(self):
        for sheet in self:
            month = sheet.month and format_date(self.env, sheet.month, date_format="yyyy-MM")
            sheet.display_name = f"{sheet.department_id.name or ''} {month or ''}".strip()

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            vals["prepared_by_id"] = self.env.uid
            vals["month"] = self._first_of(vals.get("month"))
        sheets = super().create(vals_list)
        sheets._check_keeper()
        return sheets

    def write(self, vals):
        if "month" in vals:
            vals = {**vals, "month": self._first_of(vals["month"])}
        result = super().write(vals)
        if {"department_id", "company_id", "prepared_by_id"} & vals.keys():
            self._check_keeper()
        return result

    @api.model
    def _first_of(self, day):
        day = fields.Date.to_date(day) if day else fields.Date.context_today(self)
        return periods.begin("month", day)

    def _check_keeper(self):
        """Refuse whoever is not to know when the people of this department come and go."""
        if self.env.su or self.env.user.has_group("hr.group_hr_user"):
            return
        for sheet in self:
            if self.env.user not in sheet._keepers():
                raise AccessError(
                    self.env._(
                        "The attendance of %(department)s is kept by its manager, its timekeeper "
                        "and personnel. Ask one of them for the sheet.",
                        department=sheet.sudo().department_id.name,
                    )
                )

    def _keepers(self):
        """Return who of the department may keep its sheet: its manager, and its timekeepers."""
        self.ensure_one()
        # Who leads a department and who holds a role is no secret.
        sheet = self.sudo()
        role = sheet.env.ref("csm.csm_role_timekeeper")
        today = fields.Date.context_today(self)
        holders = role._employees_on(sheet.company_id, today).filtered(
            lambda employee: employee.department_id == sheet.department_id
        )
        return (sheet.department_id.manager_id | holders).user_id

    def action_print(self):
        """Print the sheet of the month."""
        return self.env.ref("csm.ir_actions_report_csm_attendance_sheet_paper").report_action(self)

    def action_print_statement(self):
        """Print what the month brought the department."""
        report = self.env.ref("csm.ir_actions_report_csm_attendance_statement_department")
        return report.report_action(self)
