from odoo import models


class CsmClientChange(models.Model):
    """One change in a client file: what it was, what it is now, who entered it, and whence."""

    _name = "csm.client.change"
    _description = "Change in a Client File"
    _inherit = ["csm.client.change.mixin"]

    _of_section = models.Index("(file_id, section, changed_at)")
