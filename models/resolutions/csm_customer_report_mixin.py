from odoo import api, models


class CsmCustomerReportMixin(models.AbstractModel):
    """Names the hotline on what the customer reads, and leads them to their own page."""

    _inherit = "csm.customer.report.mixin"

    @api.model
    def _contacts(self, company):
        contacts = super()._contacts(company)
        return list(dict.fromkeys(filter(None, (company.csm_hotline, *contacts))))

    @api.model
    def _form_link(self, doc):
        """Lead the customer to their own page of the case, where a colleague finds it as well."""
        case = self._cases_of(doc)
        return f"{case.get_base_url()}{case._portal_path()}"
