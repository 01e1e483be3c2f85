from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    csm_fallback_user_id = fields.Many2one(
        "res.users",
        "Last Resort",
        domain="[('share', '=', False)]",
        help="Hears of a deadline when nobody the rule addresses can be reached.",
    )
