from odoo import fields, models


class CsmAdoption(models.Model):
    _inherit = "csm.adoption"

    loss_basis_ids = fields.One2many("csm.loss.basis", "adoption_id", "What Counts as Loss")
