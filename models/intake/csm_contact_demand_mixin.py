from odoo import api, fields, models


class CsmContactDemandMixin(models.AbstractModel):
    """Lets a contact hand a new demand to the sales team, and shows an urgent customer."""

    _name = "csm.contact.demand.mixin"
    _description = "New Demand Out of a Contact"
    _inherit = ["csm.demand.mixin"]

    partner_is_urgent = fields.Boolean("Urgent Customer", compute="_compute_partner_is_urgent")

    @api.depends("partner_id")
    def _compute_partner_is_urgent(self):
        for contact in self:
            contact.partner_is_urgent = contact.partner_id._csm_is_urgent_now(contact.company_id)

    @api.model
    def _demand_field(self):
        return "csm_contact_id"
