from odoo import models


class CsmCase(models.Model):
    """A case on whose liability a verdict is given."""

    _name = "csm.case"
    _inherit = ["csm.case", "csm.case.liability.mixin"]
