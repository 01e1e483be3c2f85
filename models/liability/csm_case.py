from odoo import api, models


class CsmCase(models.Model):
    """A case on whose liability a verdict is given."""

    _name = "csm.case"
    _inherit = ["csm.case", "csm.case.liability.mixin"]

    @api.model
    def _papers_of_cases(self):
        return [*super()._papers_of_cases(), "csm.liability", "csm.liability.notice"]
