from odoo import api, fields, models
from odoo.fields import Domain

READY = ("confirmed", "appealed", "upheld")
FORECAST = (
    "expected_amount",
    "expected_deductible",
    "expected_rest",
    "expected_text",
    "is_above_cap",
)


class CsmSanctionForecastMixin(models.AbstractModel):
    """What the legal cap will leave of a fine, as things stand before its month is handed over.

    Nothing of it is kept: a fine that is waived meanwhile makes room for the others. It rests on
    wages, so HR managers alone see it.
    """

    _name = "csm.sanction.forecast.mixin"
    _description = "What the Legal Cap Will Leave of a Fine"

    company_id = fields.Many2one("res.company")
    currency_id = fields.Many2one(related="company_id.currency_id")
    expected_amount = fields.Monetary(
        "Fine", compute="_compute_forecast", groups="hr.group_hr_manager"
    )
    expected_deductible = fields.Monetary(
        "Deductible", compute="_compute_forecast", groups="hr.group_hr_manager"
    )
    expected_rest = fields.Monetary(
        "Not Deductible",
        compute="_compute_forecast",
        groups="hr.group_hr_manager",
    )
    expected_text = fields.Char(
        "Why Capped", compute="_compute_forecast", groups="hr.group_hr_manager"
    )
    is_above_cap = fields.Boolean(
        "Above the Cap",
        compute="_compute_forecast",
        search="_search_is_above_cap",
        groups="hr.group_hr_manager",
        export_string_translation=False,
    )

    @api.depends("state", "kind", "amount", "month_on", "employee_id", "company_id")
    @api.depends_context("csm_month", "lang")
    def _compute_forecast(self):
        for line in self:
            line.update(dict.fromkeys(FORECAST, False))
        # The field's groups let HR managers in; wages are read to reckon for them.
        kept = self.sudo().filtered(lambda line: line.id and line["month_on"])
        open_lines = kept.filtered(lambda line: line["state"] in READY)
        for company, lines in open_lines.grouped("company_id").items():
            lines._forecast(company)

    def _forecast(self, company):
        """Set the forecast of fines of one company, beside all others of the same people."""
        first = self._forecast_month()
        ready = [*self._ready_for(first), ("employee_id", "in", self["employee_id"].ids)]
        lines = self.search([*ready, ("company_id", "=", company.id)])
        employees = lines["employee_id"]
        floors = company._wage_floors(employees, first)
        wages = self.env["csm.wage.floor"]._month_wages(employees.ids, first)
        missing = {line: line._why_not_capped(wages, floors) for line in lines}
        asked = set(self.ids)
        for line in lines & self:
            line["expected_amount"] = line._money()
            line["expected_text"] = missing[line]
        reckoned = lines.filtered(lambda line: not missing[line])
        for line, part, rest, cap in reckoned._parts(first, wages, floors):
            if line.id in asked:
                line._tell_forecast(part, rest, cap)

    def _tell_forecast(self, part, rest, cap):
        self["expected_deductible"], self["expected_rest"] = part, rest
        if rest:
            pay = self.env["csm.sanction.pay"]
            self["is_above_cap"] = True
            self["expected_text"] = pay._why_capped(self["currency_id"], *cap)

    def _forecast_month(self):
        """Return the month these fines are reckoned with: the one looked at, else their last."""
        asked = fields.Date.to_date(self.env.context.get("csm_month"))
        return (asked or max(self.mapped("month_on"))).replace(day=1)

    @api.model
    def _ready_for(self, first):
        """Return the domain of the fines that a month hands over, appeals decided."""
        return [
            ("kind", "=", "penalty"),
            ("state", "in", READY),
            ("month_on", "<=", first),
        ]

    @api.model
    def _search_is_above_cap(self, operator, value):
        if operator != "in" or True not in value:
            return NotImplemented
        month = fields.Date.to_date(self.env.context.get("csm_month"))
        ready = self._ready_for(month.replace(day=1)) if month else [("state", "in", READY)]
        return Domain("id", "in", self.search(ready).filtered("is_above_cap").ids)
