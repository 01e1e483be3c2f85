from odoo import api, fields, models
from odoo.tools import SQL
from odoo.tools.misc import format_date


class CsmAttendanceStatement(models.Model):
    """What a month says of one employee: findings and sanctions together. Reads, keeps nothing."""

    _name = "csm.attendance.statement"
    _description = "Statement of a Month"
    _auto = False
    _order = "month desc, employee_id"
    _rec_name = "employee_id"

    month = fields.Date(readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    employee_id = fields.Many2one("hr.employee", readonly=True)
    user_id = fields.Many2one("res.users", readonly=True)
    department_id = fields.Many2one("hr.department", readonly=True)
    finding_count = fields.Integer("Attendance Findings", readonly=True)
    sanction_count = fields.Integer("Penalties and Merits", readonly=True)
    points = fields.Float(readonly=True, digits=(8, 2))

    @property
    def _table_query(self):
        # A month and an employee make one number, so that a link to a statement stays valid.
        return SQL(
            """
            SELECT ((EXTRACT(YEAR FROM month)::int - 2000) * 12
                    + EXTRACT(MONTH FROM month)::int) * 1000000 + employee_id AS id,
                   month, employee_id,
                   MAX(company_id) AS company_id,
                   MAX(user_id) AS user_id,
                   MAX(department_id) AS department_id,
                   SUM(finding)::int AS finding_count,
                   SUM(sanction)::int AS sanction_count,
                   SUM(points) AS points
              FROM (SELECT date_trunc('month', day)::date AS month, employee_id, company_id,
                           user_id, department_id, (state = 'counted')::int AS finding,
                           0 AS sanction, 0 AS points
                      FROM csm_attendance_line
                     UNION ALL
                    SELECT date_trunc('month', offence_on)::date, employee_id, company_id,
                           user_id, department_id, 0, (state <> 'waived')::int,
                           CASE WHEN state <> 'waived' THEN COALESCE(points, 0) ELSE 0 END
                      FROM csm_sanction) AS said
          GROUP BY month, employee_id
            """
        )

    @api.depends("employee_id", "month")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for statement in self:
            # Whoever may read the statement reads whose it is.
            name = statement.sudo().employee_id.name
            month = format_date(self.env, statement.month, date_format="yyyy-MM")
            statement.display_name = f"{name} {month}"

    def action_print(self):
        """Print what stands on these statements."""
        report = self.env.ref("csm.ir_actions_report_csm_attendance_statement_paper")
        return report.report_action(self)
