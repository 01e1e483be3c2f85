from odoo import fields, models


class CsmGuidanceSaleMixin(models.AbstractModel):
    """What a buyer must be told before buying."""

    _name = "csm.guidance.sale.mixin"
    _description = "What a Buyer Was Told"

    is_colour_sensitive = fields.Boolean("Particular About the Colour")
    is_colour_warned = fields.Boolean(
        "Told of Colour Differences",
        help="The buyer knows that picture and goods differ in colour, and so do screens.",
    )
