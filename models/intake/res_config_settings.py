from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    csm_hotline = fields.Char(related="company_id.csm_hotline", readonly=False)
    csm_desk_address = fields.Char(related="company_id.csm_desk_address", readonly=False)
    csm_desk_owner_id = fields.Many2one(related="company_id.csm_desk_owner_id", readonly=False)
    csm_duplicate_days = fields.Integer(related="company_id.csm_duplicate_days", readonly=False)
    csm_portal_team_id = fields.Many2one(related="company_id.csm_portal_team_id", readonly=False)
    csm_portal_link_days = fields.Integer(related="company_id.csm_portal_link_days", readonly=False)
    csm_portal_names = fields.Boolean(related="company_id.csm_portal_names", readonly=False)
    csm_portal_ask = fields.Boolean(related="company_id.csm_portal_ask", readonly=False)
