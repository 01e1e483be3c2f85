from odoo import fields, models


class CsmCaseGoodsMixin(models.AbstractModel):
    """What a case is about when it is about goods: product, order, batch, quantities."""

    _name = "csm.case.goods.mixin"
    _description = "Goods a Case Concerns"

    product = fields.Char()
    item_number = fields.Char()
    specification = fields.Char()
    order_number = fields.Char()
    batch_number = fields.Char("Lot Number")
    shipped_on = fields.Date("Shipping Date")
    quantity = fields.Float("Quantity Delivered", digits=(16, 3))
    defective_quantity = fields.Float(digits=(16, 3))
    has_sample = fields.Boolean("Sample Attached")
    sales_opinion = fields.Text("Salesperson's Opinion")

    _quantities_are_not_negative = models.Constraint(
        "CHECK(quantity >= 0 AND defective_quantity >= 0)",
        "Quantities cannot be below zero. Enter the quantity itself.",
    )
