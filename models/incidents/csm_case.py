from odoo import api, models


class CsmCase(models.Model):
    _inherit = "csm.case"

    @api.model
    def _moving(self):
        """What has become of a case as an incident goes with it when it is merged."""
        return (*super()._moving(), ("csm.incident", "case_id", ""))
