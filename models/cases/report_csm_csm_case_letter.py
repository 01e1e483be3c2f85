from odoo import api, models
from odoo.tools import format_date


class ReportCsmCsmCaseLetter(models.AbstractModel):
    """Prints the letter that answers a complaint: the customer reads it, and nothing internal."""

    _name = "report.csm.csm_case_letter"
    _description = "Reply Letter"
    _inherit = ["csm.customer.report.mixin"]

    _form_report = "csm.ir_actions_report_csm_case_letter"
    _form_model = "csm.case"

    @api.model
    def _form_check(self, docs):
        super()._form_check(docs)
        self._check_reply(docs)

    @api.model
    def _form_values(self, doc):
        return {
            **super()._form_values(doc),
            "received_on": format_date(
                self.env, self._local_day(doc, doc.received_at), date_format="long"
            ),
            "address": self._address(doc),
            "paragraphs": [line for line in doc.reply_text.splitlines() if line.strip()],
            "offers": self._offers(doc),
            "is_apology": doc.judgement == "founded",
            # The handler is who the customer has spoken with.
            "handler": doc.sudo().user_id.name or "",
        }

    @api.model
    def _address(self, doc):
        """Return the lines of the address field."""
        # Whoever writes the letter writes the address on it.
        customer = doc.sudo().partner_id
        street = customer._display_address(without_company=True) if customer else ""
        lines = [doc.partner_name, *(doc.partner_address or street).splitlines()]
        return [line.strip() for line in lines if line and line.strip()]

    @api.model
    def _offers(self, doc):
        """Hook: what the customer is offered or was given, one line each."""
        return []
