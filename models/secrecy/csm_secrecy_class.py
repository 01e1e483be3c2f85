from odoo import fields, models


class CsmSecrecyClass(models.Model):
    """One class of content that is not for everybody's ears."""

    _name = "csm.secrecy.class"
    _description = "Class of Confidential Content"
    _inherit = ["csm.shipped.mixin"]
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=100)
    active = fields.Boolean(default=True)
    description = fields.Text("What Belongs to It", translate=True)
    company_id = fields.Many2one("res.company", index=True, help="Empty: known in all companies.")
