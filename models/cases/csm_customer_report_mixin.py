from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date


class CsmCustomerReportMixin(models.AbstractModel):
    """Prints a paper the customer reads: in their language, and only what they may know."""

    _name = "csm.customer.report.mixin"
    _description = "Paper for the Customer"
    _inherit = ["csm.paper.report.mixin"]

    # Whether the paper is about a case that has a reply fit for the customer.
    _needs_reply = False

    @api.model
    def _form_check(self, docs):
        result = super()._form_check(docs)
        if self._needs_reply:
            self._check_reply(docs)
        return result

    @api.model
    def _form_lang(self, doc):
        # In which language somebody is written to is no secret to whoever writes.
        customer = doc.sudo()["partner_id"]
        return customer.lang or super()._form_lang(doc)

    @api.model
    def _withheld(self, doc):
        """The complainant may read their own name."""
        return set()

    @api.model
    def _form_values(self, doc):
        company = self._form_company(doc).sudo()
        return {
            **super()._form_values(doc),
            "contact": ", ".join(self._contacts(company)),
            "today": format_date(self.env, self._local_day(doc), date_format="long"),
        }

    @api.model
    def _local_day(self, doc, moment=None):
        zone = self._form_company(doc).sudo().resource_calendar_id.tz or "UTC"
        here = self.with_context(tz=zone)
        return fields.Datetime.context_timestamp(here, moment or self.env.cr.now()).date()

    @api.model
    def _contacts(self, company):
        """Hook: how the customer reaches us."""
        return [text for text in (company.phone, company.email) if text]

    @api.model
    def _check_reply(self, docs):
        refusals = [reason for case in docs if (reason := case._why_not_to_customer())]
        if refusals:
            raise UserError("\n".join(refusals))
