from odoo import fields, models


class CsmClientCreditProblem(models.Model):
    """One time a customer's credit went wrong: what happened, about how much, how it ended."""

    _name = "csm.client.credit.problem"
    _description = "Credit Problem"
    _inherit = ["csm.client.part.mixin"]
    _order = "happened_on desc, id desc"

    happened_on = fields.Date("Happened", required=True)
    kind = fields.Selection(
        [
            ("late", "Paid Late"),
            ("unpaid", "Not Paid"),
            ("returned", "Goods Returned without Cause"),
            ("fraud", "Deceived Us"),
            ("other", "Other"),
        ],
        required=True,
        default="late",
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    amount = fields.Monetary(aggregator=None)
    description = fields.Text("What Happened", required=True)
    resolved_on = fields.Date("Resolved")
    resolution = fields.Text("How It Ended")

    _section = "trading"
    _told = ("happened_on", "kind", "amount", "description", "resolved_on", "resolution")
