from odoo import fields, models


class CsmClientClassification(models.Model):
    """One change of the level, the period or the custody of a client file."""

    _name = "csm.client.classification"
    _description = "Change of a Client File's Classification"
    _inherit = ["csm.secrecy.change.mixin"]

    file_id = fields.Many2one("csm.client.file", required=True, index=True, ondelete="cascade")

    _one_at_a_time = models.UniqueIndex(
        "(file_id) WHERE state = 'proposed'",
        "A change of this file is proposed already. Decide on it, or withdraw it first.",
    )
