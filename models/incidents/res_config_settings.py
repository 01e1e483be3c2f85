from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    csm_watch_days = fields.Integer(related="company_id.csm_watch_days", readonly=False)
