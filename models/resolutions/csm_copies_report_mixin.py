from odoo import api, models


class CsmCopiesReportMixin(models.AbstractModel):
    """Prints as many copies of a paper as the adopted regulations want, each for its holder."""

    _name = "csm.copies.report.mixin"
    _description = "Paper Printed in Copies"
    _inherit = ["csm.paper.report.mixin"]

    @api.model
    def _form_copies(self, doc, version):
        ruled = self.env["csm.copy.rule"]._copies_of(doc)
        return ruled or super()._form_copies(doc, version)
