from odoo import api, fields, models

from ...tools.carries import carries


class CsmClientCareMixin(models.AbstractModel):
    """What whoever serves the customer keeps: interests, opinion, and when to call back."""

    _name = "csm.client.care.mixin"
    _description = "Care of a Client"
    _inherit = ["csm.client.section.mixin"]

    is_enquirer = fields.Boolean("Has Not Bought Yet", index="btree_not_null")
    purchase_urgency = fields.Selection(
        [("3", "Wants to Buy Now"), ("2", "Wants to Buy Soon"), ("1", "Only Looks Around")],
        "Urgency of Purchase",
        index="btree_not_null",
        help="How urgent the purchase is to them; they are called back in this order.",
    )
    call_back_on = fields.Date(
        "Call Back on", index="btree_not_null", help="The day they are to be called again."
    )
    relation_closeness = fields.Selection(
        [("distant", "Distant"), ("known", "Known"), ("trusted", "Trusted"), ("close", "Close")],
        "Closeness",
    )
    products_of_interest = fields.Text("Products of Interest")
    opinion = fields.Text("Opinion of Us")
    suggestions = fields.Text()

    @api.model
    def _section_fields(self):
        return {**super()._section_fields(), "care": self._care_fields()}

    @api.model
    @carries("S2-17-16", neutral=())
    def _care_fields(self):
        return (
            "relation_closeness",
            "products_of_interest",
            "opinion",
            "suggestions",
            "is_enquirer",
            "purchase_urgency",
            "call_back_on",
        )
