from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    csm_return_tolerance = fields.Float(related="company_id.csm_return_tolerance", readonly=False)
    csm_books_closed_on = fields.Date(related="company_id.csm_books_closed_on", readonly=False)
    csm_portal_sign_by_link = fields.Boolean(
        related="company_id.csm_portal_sign_by_link", readonly=False
    )
