from odoo import api, fields, models
from odoo.tools.misc import format_date

from ...tools import periods


class ReportCsmCsmAttendanceStatementPaper(models.AbstractModel):
    """Prints what a month says of an employee: findings, points, money as far as the reader may."""

    _name = "report.csm.csm_attendance_statement_paper"
    _description = "Statement of a Month"
    _inherit = ["csm.paper.report.mixin"]

    _form_report = "csm.ir_actions_report_csm_attendance_statement_paper"
    _form_model = "csm.attendance.statement"

    @api.model
    def _form_record_name(self, doc):
        return ", ".join(each.month.strftime("%Y-%m") for each in doc[:3])

    @api.model
    def _form_link(self, doc):
        return ""

    @api.model
    def _sections(self, doc):
        sanctions = self._sanctions(doc)
        return [
            *super()._sections(doc),
            self._head(doc, sanctions),
            self._finding_list(doc),
            self._sanction_list(doc, sanctions),
            self._cap_words(sanctions),
            self._words(self._term(sanctions)),
            self._signs(
                "signs",
                [
                    (self.env._("Employee"), "", ""),
                    (self.env._("Direct Superior"), "", ""),
                    (self.env._("Personnel"), "", ""),
                ],
            ),
        ]

    @api.model
    def _term(self, sanctions):
        days = sanctions.company_id[:1].sudo().csm_appeal_days
        if not days:
            return self.env._("Whoever disagrees appeals on the page “My Attendance”.")
        return self.env._(
            "Whoever disagrees appeals on the page “My Attendance”, within %(days)s working days "
            "from the day a sanction was told.",
            days=days,
        )

    @api.model
    def _head(self, doc, sanctions):
        counted = sanctions.filtered(lambda sanction: sanction.state != "waived")
        # Whoever may read the statement reads whose it is.
        employee, department = doc.sudo().employee_id, doc.sudo().department_id
        points = f"{sum(counted.mapped('points')):+g}" if counted else "0"
        return self._grid(
            "head",
            self.env._("Statement of %(month)s", month=f"{doc.month:%Y-%m}"),
            [
                (self.env._("Employee"), employee.name, 1),
                (self.env._("Department"), department.name or "", 1),
                (self.env._("Employee No."), employee.barcode or "", 1),
                (self.env._("Attendance Findings"), str(doc.finding_count), 1),
                (self.env._("Points"), points, 1),
                (self.env._("Amount"), self._sum(counted), 1),
            ],
        )

    # Money: the amounts a reader may see are those the rules give

    @api.model
    def _pay_of(self, sanction):
        """Return what the reader may know of the wage behind a sanction."""
        pay = self.env["csm.sanction.pay"]
        return pay.search([("sanction_id", "=", sanction.id)], limit=1)

    @api.model
    def _amount(self, sanction):
        """Return the signed amount, or None when it is not the reader's to know."""
        amount = sanction.amount
        if sanction.is_wage_based:
            pay = self._pay_of(sanction)
            if not pay:
                return None
            amount = pay.wage_amount
        return amount if sanction.kind == "merit" else -amount

    @api.model
    def _cap_words(self, sanctions):
        """Say why not all of the money is deducted, to those who may know the wage."""
        reasons = {self._pay_of(sanction).cap_text for sanction in sanctions} - {False, ""}
        return self._words(" ".join(sorted(reasons))) if reasons else None

    @api.model
    def _sum(self, sanctions):
        amounts = [self._amount(sanction) for sanction in sanctions]
        if None in amounts:
            return self.env._("not shown here")
        currency = sanctions.currency_id[:1] or self.env.company.currency_id
        return self._money(sum(amounts), currency)

    @api.model
    def _money_text(self, sanction):
        amount = self._amount(sanction)
        if amount is None:
            return self.env._("%(percent)s %% of the wage", percent=f"{sanction.percent:g}")
        if not amount:
            return ""
        text = self._money(amount, sanction.currency_id)
        pay = self._pay_of(sanction)
        if pay.not_deductible:
            cut = self._money(pay.not_deductible, sanction.currency_id)
            text = self.env._("%(amount)s (not deductible: %(cut)s)", amount=text, cut=cut)
        return text

    # Lists

    @api.model
    def _month_of(self, doc, name):
        first = fields.Date.to_date(doc.month)
        return [
            ("employee_id", "=", doc.employee_id.id),
            (name, ">=", first),
            (name, "<", periods.following("month", first)),
        ]

    @api.model
    def _sanctions(self, doc):
        domain = self._month_of(doc, "offence_on")
        return self.env["csm.sanction"].search(domain, order="offence_on, id")

    @api.model
    def _finding_list(self, doc):
        lines = self.env["csm.attendance.line"].search(
            self._month_of(doc, "day"), order="day, expected_start, id"
        )
        kinds = dict(lines._fields["kind"]._description_selection(self.env))
        states = dict(lines._fields["state"]._description_selection(self.env))
        return self._list(
            "findings",
            self.env._("Attendance Findings"),
            [
                (self.env._("Date"), 12, "left"),
                (self.env._("What"), 14, "left"),
                (self.env._("Minutes"), 9, "right"),
                (self.env._("Explanation"), 53, "left"),
                (self.env._("State"), 12, "left"),
            ],
            [
                [
                    format_date(self.env, line.day, date_format="yyyy-MM-dd"),
                    kinds[line.kind],
                    f"{line.minutes:g}",
                    line.explanation or "",
                    states[line.state],
                ]
                for line in lines
            ],
        )

    @api.model
    def _sanction_list(self, _doc, sanctions):
        states = dict(sanctions._fields["state"]._description_selection(self.env))
        measures = dict(sanctions._fields["measure"]._description_selection(self.env))
        return self._list(
            "sanctions",
            self.env._("Penalties and Merits"),
            [
                (self.env._("Number"), 15, "left"),
                (self.env._("Date"), 11, "left"),
                (self.env._("What"), 20, "left"),
                (self.env._("Which Time"), 8, "right"),
                (self.env._("Points"), 8, "right"),
                (self.env._("Amount"), 16, "right"),
                (self.env._("Disciplinary Measure"), 12, "left"),
                (self.env._("State"), 10, "left"),
            ],
            [
                [
                    each.number or "",
                    format_date(self.env, each.offence_on, date_format="yyyy-MM-dd"),
                    each.offence_id.name,
                    str(each.occurrence or ""),
                    f"{each.points:+g}" if each.points else "",
                    self._money_text(each),
                    measures.get(each.measure, "") if each.measure != "none" else "",
                    states[each.state],
                ]
                for each in sanctions
            ],
        )
