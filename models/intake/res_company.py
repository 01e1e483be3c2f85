from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    csm_hotline = fields.Char(
        "Complaint Hotline", help="The telephone number for complaints, shown to customers."
    )
    csm_desk_address = fields.Char(
        "Complaint Desk", help="Where customers complain in person, shown to customers."
    )
    csm_desk_owner_id = fields.Many2one(
        "res.users",
        "In Charge of the Complaint Desk",
        domain="[('share', '=', False)]",
        help="Who receives complaints on behalf of the company.",
    )
    csm_duplicate_days = fields.Integer(
        "Days Back for Duplicates",
        default=30,
        help="How far back cases are looked through for the same matter.",
    )

    _csm_duplicate_days_are_not_negative = models.Constraint(
        "CHECK(csm_duplicate_days >= 0)", "Days back cannot be below zero. Enter 0 or more."
    )
