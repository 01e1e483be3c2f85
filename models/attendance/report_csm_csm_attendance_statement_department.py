from odoo import api, models

from ...tools import periods

# A total of wages tells nobody's wage only when so many persons are in it.
SUMMED_FROM = 5


class ReportCsmCsmAttendanceStatementDepartment(models.AbstractModel):
    """Prints what a month brought a department, one line per employee.

    It goes to the department, so nothing on it leads back to a wage, whoever prints it: what is
    based on the wage is one total, and only of five persons or more.
    """

    _name = "report.csm.csm_attendance_statement_department"
    _description = "Department Statement"
    _inherit = ["csm.attendance.sheet.paper.mixin"]

    _form_report = "csm.ir_actions_report_csm_attendance_statement_department"

    @api.model
    def _sections(self, doc):
        lines, sanctions = self._of_month(doc)
        return [
            *super()._sections(doc),
            self._head(doc, lines, sanctions),
            self._employee_list(lines, sanctions),
            self._words(doc.note) if doc.note else None,
            self._signs(
                "signs",
                [
                    (self.env._("Department"), "", ""),
                    (self.env._("Personnel"), "", ""),
                    (self.env._("Accounting"), "", ""),
                ],
            ),
        ]

    @api.model
    def _of_month(self, doc):
        """Return the findings and the sanctions of a department that count."""
        # Whoever keeps the sheet of a department prints what its month brought; wages are left
        # out below.
        end = periods.following("month", doc.month)
        mine = [
            ("department_id", "=", doc.department_id.id),
            ("company_id", "=", doc.company_id.id),
        ]
        lines = self.env["csm.attendance.line"].sudo()
        lines = lines.search(
            [*mine, ("day", ">=", doc.month), ("day", "<", end), ("state", "=", "counted")]
        )
        sanctions = self.env["csm.sanction"].sudo()
        sanctions = sanctions.search(
            [
                *mine,
                ("offence_on", ">=", doc.month),
                ("offence_on", "<", end),
                ("state", "!=", "waived"),
            ]
        )
        return lines, sanctions

    @api.model
    def _head(self, doc, lines, sanctions):
        by_wage = sanctions.filtered("is_wage_based")
        return self._grid(
            "head",
            self.env._("Department Statement"),
            [
                (self.env._("Department"), doc.department_id.name, 1),
                (self.env._("Month"), f"{doc.month:%Y-%m}", 1),
                (self.env._("Attendance Findings"), str(len(lines)), 1),
                (self.env._("Penalties and Merits"), str(len(sanctions)), 1),
                (self.env._("Amounts Not Based on Wages"), self._plain_sum(sanctions), 1),
                (self.env._("Total Based on Wages"), self._wage_sum(by_wage), 1),
            ],
        )

    @api.model
    def _signed_amount(self, sanction, amount):
        return amount if sanction.kind == "merit" else -amount

    @api.model
    def _plain_sum(self, sanctions):
        plain = sanctions.filtered(lambda each: not each.is_wage_based)
        total = sum(self._signed_amount(each, each.amount) for each in plain)
        return self._money(total, sanctions.currency_id[:1] or self.env.company.currency_id)

    @api.model
    def _wage_sum(self, sanctions):
        if not sanctions:
            return ""
        if len(sanctions.employee_id) < SUMMED_FROM:
            return self.env._("not shown for fewer than %(n)s persons", n=SUMMED_FROM)
        total = sum(
            self._signed_amount(each, sum(each.pay_ids.mapped("wage_amount"))) for each in sanctions
        )
        return self._money(total, sanctions.currency_id[:1])

    @api.model
    def _employee_list(self, lines, sanctions):
        kinds = dict(lines._fields["kind"]._description_selection(self.env))
        employees = (lines.employee_id | sanctions.employee_id).sorted("name")
        found, brought = lines.grouped("employee_id"), sanctions.grouped("employee_id")
        return self._list(
            "employees",
            self.env._("Employees"),
            [
                (self.env._("Employee"), 22, "left"),
                *((label, 9, "right") for label in kinds.values()),
                (self.env._("Points"), 10, "right"),
                (self.env._("Amount"), 12, "right"),
                (self.env._("Based on the Wage"), 11, "right"),
            ],
            [
                self._employee_row(
                    employee,
                    kinds,
                    found.get(employee, lines.browse()),
                    brought.get(employee, sanctions.browse()),
                )
                for employee in employees
            ],
        )

    @api.model
    def _employee_row(self, employee, kinds, lines, sanctions):
        counts = (len(lines.filtered(lambda line, kind=kind: line.kind == kind)) for kind in kinds)
        points = sum(sanctions.mapped("points"))
        return [
            employee.name,
            *(str(count or "") for count in counts),
            f"{points:+g}" if points else "",
            self._plain_sum(sanctions) if any(sanctions.mapped("amount")) else "",
            str(len(sanctions.filtered("is_wage_based")) or ""),
        ]
