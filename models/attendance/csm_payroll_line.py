from odoo import api, fields, models


class CsmPayrollLine(models.Model):
    """What one sanction takes from, or adds to, one wage of one month: what payroll reads.

    Made at the hand-over and never changed; what is set right later is a line of a later month.
    """

    _name = "csm.payroll.line"
    _description = "Payroll Line"
    _order = "month desc, employee_id, id"
    _rec_name = "sanction_id"

    run_id = fields.Many2one(
        "csm.attendance.run", "Handed Over with", readonly=True, ondelete="restrict", index=True
    )
    month = fields.Date(required=True, readonly=True, index=True)
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    employee_id = fields.Many2one(
        "hr.employee", required=True, readonly=True, ondelete="restrict", index=True
    )
    employee_number = fields.Char("Employee No.", compute="_compute_employee_number")
    sanction_id = fields.Many2one(
        "csm.sanction", required=True, readonly=True, ondelete="restrict", index=True
    )
    code = fields.Char(related="sanction_id.offence_id.code")
    offence_id = fields.Many2one(related="sanction_id.offence_id")
    offence_on = fields.Date(related="sanction_id.offence_on")
    article_id = fields.Many2one(related="sanction_id.article_id")
    kind = fields.Selection(related="sanction_id.kind")
    is_wage_based = fields.Boolean(readonly=True)
    amount = fields.Monetary(
        readonly=True, help="What payroll books: minus is deducted, plus is added."
    )
    not_deductible = fields.Monetary(
        readonly=True, help="What exceeds the legal cap. It is not carried forward."
    )
    cap_text = fields.Char("Why Capped", compute="_compute_cap_text")

    _once = models.UniqueIndex("(sanction_id)", "This sanction was handed to payroll already.")

    def _compute_employee_number(self):
        for line in self:
            line.employee_number = line.employee_id.barcode or ""

    @api.depends_context("lang")
    def _compute_cap_text(self):
        for line in self:
            line.cap_text = line.sanction_id.pay_ids.cap_text or ""

    @api.model
    def _hand_over(self, run, sanctions):
        """Make the lines of sanctions that were settled within the cap; each only once.

        The system makes them: nobody types what payroll books.
        """
        # Lines are nobody's to make; whoever hands the month over has just been asked for the
        # right to.
        lines = self.sudo()
        known = lines.search([("sanction_id", "in", sanctions.ids)]).sanction_id
        payroll = sanctions.sudo().filtered(lambda each: each.destination == "payroll") - known
        values = [self._line_vals(run, sanction) for sanction in payroll]
        return lines.create([vals for vals in values if vals["amount"] or vals["not_deductible"]])

    @api.model
    def _line_vals(self, run, sanction):
        pay, money = sanction.pay_ids, sanction._money()
        is_fine = sanction.kind == "penalty" and money
        return {
            "run_id": run.id,
            "month": run.month,
            "company_id": run.company_id.id,
            "employee_id": sanction.employee_id.id,
            "sanction_id": sanction.id,
            "is_wage_based": sanction.is_wage_based,
            # What is taken keeps within the cap; what is given has none.
            "amount": -sum(pay.mapped("deductible")) if is_fine else money,
            "not_deductible": sum(pay.mapped("not_deductible")) if is_fine else 0,
        }
