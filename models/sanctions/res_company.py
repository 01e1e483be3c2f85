from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    csm_cap_percent = fields.Float(
        "Highest Deduction",
        digits=(5, 2),
        default=20,
        help="At most this part of a month's wage is deducted, and never below the minimum wage.",
    )
    csm_appeal_days = fields.Integer(
        "Days to Appeal", default=5, help="Working days from the day the employee was told."
    )
    csm_waits_for_appeal = fields.Boolean(
        "Hand Over After the Time to Appeal",
        default=True,
        help="A sanction is handed over only when it can no longer be appealed.",
    )
    csm_measure_months = fields.Integer(
        "Measures Lapse After", help="In months after the confirmation. 0: they never lapse."
    )

    _cap_is_a_part = models.Constraint(
        "CHECK(csm_cap_percent >= 0 AND csm_cap_percent <= 100)",
        "The highest deduction lies between 0 and 100 percent of the wage.",
    )
    _days_are_not_negative = models.Constraint(
        "CHECK(csm_appeal_days >= 0 AND csm_measure_months >= 0)",
        "Days to appeal and months until a measure lapses are not below 0.",
    )

    def _wage_floors(self, employees, first):
        """Return ``{employee id: minimum wage}`` of a month."""
        self.ensure_one()
        return self.env["csm.wage.floor"]._floors_of(self, employees.ids, first)
