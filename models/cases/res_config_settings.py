from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    csm_retention_months = fields.Integer(related="company_id.csm_retention_months", readonly=False)
