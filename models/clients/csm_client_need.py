from odoo import fields, models


class CsmClientNeed(models.Model):
    """One person's need to know one client file."""

    _name = "csm.client.need"
    _description = "Need to Know a Client File"
    _inherit = ["csm.need.mixin"]

    file_id = fields.Many2one("csm.client.file", required=True, index=True, ondelete="cascade")

    _of_person = models.Index("(user_id, closes_at) WHERE ended_at IS NULL")
