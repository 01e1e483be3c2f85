from odoo import models


class CsmClientPersonChange(models.Model):
    """One change in what is private of a decision-maker."""

    _name = "csm.client.person.change"
    _description = "Change in Personal Data"
    _inherit = ["csm.client.personal.mixin", "csm.client.change.mixin"]
