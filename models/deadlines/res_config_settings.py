from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    csm_mail_in_hours = fields.Boolean(related="company_id.csm_mail_in_hours", readonly=False)
