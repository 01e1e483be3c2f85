from odoo import fields, models


class CsmClientGrade(models.Model):
    """One grade of customers, such as VIP, and what it means for those who serve them."""

    _name = "csm.client.grade"
    _description = "Grade of Customers"
    _order = "sequence, id"

    sequence = fields.Integer(default=10)
    code = fields.Char(required=True)
    name = fields.Char("Grade", required=True, translate=True)
    is_urgent = fields.Boolean(
        "Comes First",
        help="Every case of a customer of this grade is urgent, and so is every contact.",
    )
    is_informed = fields.Boolean(
        "Hears of Campaigns", help="Customers of this grade are told of campaigns by mail."
    )
    policy = fields.Text(
        "Preferential Policy",
        translate=True,
        help="What customers of this grade get that others do not.",
    )
    description = fields.Text("Who Belongs Here", translate=True)
    color = fields.Integer()
    active = fields.Boolean(default=True)

    _code_is_unique = models.UniqueIndex("(code)", "Another grade already has this code.")
