from odoo import api, models


class ReportCsmCsmCaseLetter(models.AbstractModel):
    """Names nobody of the house on a letter that customers print from their own pages."""

    _inherit = "report.csm.csm_case_letter"

    @api.model
    def _form_values(self, doc):
        values = super()._form_values(doc)
        if self.env.user.share and not doc.sudo().company_id.csm_portal_names:
            values["handler"] = ""
        return values
