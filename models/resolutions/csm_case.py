from odoo import models


class CsmCase(models.Model):
    """A case whose settling is on record."""

    _name = "csm.case"
    _inherit = ["csm.case.resolution.mixin", "csm.case"]
