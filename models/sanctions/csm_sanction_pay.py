from odoo import api, fields, models
from odoo.tools import SQL


class CsmSanctionPay(models.Model):
    """What one sanction says of a wage: for HR managers and the employee alone."""

    _name = "csm.sanction.pay"
    _description = "Wage Behind a Sanction"
    _order = "id desc"

    sanction_id = fields.Many2one(
        "csm.sanction", required=True, readonly=True, ondelete="restrict", index=True
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    employee_id = fields.Many2one("hr.employee", required=True, readonly=True, ondelete="restrict")
    user_id = fields.Many2one("res.users", readonly=True, index="btree_not_null")
    currency_id = fields.Many2one(related="company_id.currency_id")
    wage_base = fields.Monetary("Base Wage", readonly=True)
    wage_amount = fields.Monetary("Amount", readonly=True)
    deductible = fields.Monetary(readonly=True)
    not_deductible = fields.Monetary(readonly=True)
    # What the legal cap was reckoned from, where it was reached.
    cap_wage = fields.Monetary("Wage of the Month", readonly=True)
    cap_percent = fields.Float("Cap (%)", digits=(6, 2), readonly=True)
    cap_floor = fields.Monetary("Minimum Wage", readonly=True)
    cap_text = fields.Char("Why Capped", compute="_compute_cap_text")

    _one_each = models.UniqueIndex("(sanction_id)", "A sanction has one line of wages.")

    @api.depends("sanction_id")
    def _compute_display_name(self):
        for pay in self:
            # Whoever may read the wage may read the number it belongs to.
            pay.display_name = pay.sudo().sanction_id.number

    @api.depends("not_deductible", "cap_wage", "cap_percent", "cap_floor")
    @api.depends_context("lang")
    def _compute_cap_text(self):
        for pay in self:
            cap = pay.cap_wage, pay.cap_percent, pay.cap_floor
            reached = pay.not_deductible and pay.cap_wage
            pay.cap_text = self._why_capped(pay.currency_id, *cap) if reached else ""

    @api.model
    def _why_capped(self, currency, wage, percent, floor):
        """Say which bound of the law keeps the rest of a fine from being deducted."""
        part, most = wage * percent / 100, max(wage - floor, 0)
        values = {
            "percent": f"{percent:g}",
            "wage": currency.format(wage),
            "floor": currency.format(floor),
            "part": currency.format(part),
            "most": currency.format(most),
        }
        if part <= wage - floor:
            return self.env._(
                "A month at most %(percent)s %% of the wage of %(wage)s: %(part)s.", **values
            )
        return self.env._(
            "Of the wage of %(wage)s the minimum of %(floor)s must remain: at most %(most)s a "
            "month.",
            **values,
        )

    @api.model
    def _keep_wages(self, arrays):
        """Write base and amount of many sanctions at once, by columns of arrays."""
        self.env.cr.execute(
            SQL(
                """INSERT INTO csm_sanction_pay
                          (sanction_id, company_id, employee_id, user_id, wage_base, wage_amount)
                   SELECT * FROM unnest(%s)
                       ON CONFLICT (sanction_id) DO UPDATE
                      SET wage_base = EXCLUDED.wage_base, wage_amount = EXCLUDED.wage_amount""",
                arrays,
            )
        )

    @api.model
    def _keep_parts(self, rows):
        """Write what of each fine is deducted and what is not.

        :param rows: ``[(sanction, deductible, not deductible, (wage, percent, floor))]``; the
            last three say what the cap was reckoned from
        """
        if not rows:
            return
        self.env.flush_all()
        lines = [row[0] for row in rows]
        # Below the cap nobody needs to know what it was reckoned from.
        caps = [cap if rest else (None,) * 3 for _line, _part, rest, cap in rows]
        columns = [
            [line.id for line in lines],
            [line.company_id.id for line in lines],
            [line.employee_id.id for line in lines],
            [line.user_id.id or None for line in lines],
            [part for _line, part, _rest, _cap in rows],
            [rest for _line, _part, rest, _cap in rows],
            *map(list, zip(*caps, strict=True)),
        ]
        kinds = ("int",) * 4 + ("numeric",) * 5
        self.env.cr.execute(
            SQL(
                """INSERT INTO csm_sanction_pay
                          (sanction_id, company_id, employee_id, user_id, deductible,
                           not_deductible, cap_wage, cap_percent, cap_floor)
                   SELECT * FROM unnest(%s)
                       ON CONFLICT (sanction_id) DO UPDATE
                      SET deductible = EXCLUDED.deductible,
                          not_deductible = EXCLUDED.not_deductible,
                          cap_wage = EXCLUDED.cap_wage,
                          cap_percent = EXCLUDED.cap_percent,
                          cap_floor = EXCLUDED.cap_floor""",
                self.env["csm.sanction"]._arrays(columns, kinds),
            )
        )
        self.invalidate_model(flush=False)
        self.env["csm.sanction"].invalidate_model(["pay_ids"], flush=False)
