from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    csm_cap_percent = fields.Float(related="company_id.csm_cap_percent", readonly=False)
    csm_appeal_days = fields.Integer(related="company_id.csm_appeal_days", readonly=False)
    csm_waits_for_appeal = fields.Boolean(related="company_id.csm_waits_for_appeal", readonly=False)
    csm_measure_months = fields.Integer(related="company_id.csm_measure_months", readonly=False)
