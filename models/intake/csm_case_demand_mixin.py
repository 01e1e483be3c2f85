from odoo import api, models


class CsmCaseDemandMixin(models.AbstractModel):
    """Lets a case hand a new demand to the sales team."""

    _name = "csm.case.demand.mixin"
    _description = "New Demand Out of a Case"
    _inherit = ["csm.demand.mixin"]

    @api.model
    def _demand_field(self):
        return "csm_case_id"
