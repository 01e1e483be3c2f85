from odoo import fields, models

from .csm_incident_chain_mixin import KINDS


class CsmEmergencyPlan(models.Model):
    """One plan for emergencies of a kind: what is done, in which order, and by whom."""

    _name = "csm.emergency.plan"
    _description = "Emergency Plan"
    _order = "kind, name, id"

    name = fields.Char(required=True, translate=True)
    active = fields.Boolean(default=True)
    kind = fields.Selection(KINDS, required=True)
    text = fields.Html("What Is Done", required=True, translate=True)
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company, index=True
    )
