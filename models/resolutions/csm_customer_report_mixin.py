from odoo import api, models


class CsmCustomerReportMixin(models.AbstractModel):
    """Names the hotline on what the customer reads."""

    _inherit = "csm.customer.report.mixin"

    @api.model
    def _contacts(self, company):
        contacts = super()._contacts(company)
        return list(dict.fromkeys(filter(None, (company.csm_hotline, *contacts))))
