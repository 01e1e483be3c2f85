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
