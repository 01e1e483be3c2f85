from odoo import api, models


class CsmDeadline(models.Model):
    _inherit = "csm.deadline"

    @api.model
    def _swept_models(self):
        return (*super()._swept_models(), "csm.duty")
