from odoo import api, models
from odoo.tools import format_date


class ReportCsmCsmCaseLetter(models.AbstractModel):
    """Prints the letter that answers a complaint: the customer reads it, and nothing internal."""

    _name = "report.csm.csm_case_letter"
    _description = "Reply Letter"
    _inherit = ["csm.customer.report.mixin"]

    _form_report = "csm.ir_actions_report_csm_case_letter"
    _form_model = "csm.case"
    _needs_reply = True

    @api.model
    def _form_values(self, doc):
        values = super()._form_values(doc)
        return {
            **values,
            "address": self._address(doc),
            "subject": self.env._(
                "Your complaint %(number)s of %(day)s",
                number=doc.number,
                day=format_date(
                    self.env, self._local_day(doc, doc.received_at), date_format="long"
                ),
            ),
            "greeting": self.env._("Dear %(name)s,", name=doc.partner_name or ""),
            "opening": self._opening(doc),
            "paragraphs": [line for line in doc.reply_text.splitlines() if line.strip()],
            "offers": self._offers(doc),
            "closing": self._closing(values["contact"]),
            # The handler is who the customer has spoken with.
            "handler": doc.sudo().user_id.name or "",
        }

    @api.model
    def _opening(self, doc):
        """Return the first sentences: what it is about, and an apology where it is due."""
        order = doc.order_number and self.env._("order %(number)s", number=doc.order_number)
        matter = ", ".join(filter(None, (doc.product, order)))
        sentences = [
            self.env._("Thank you for telling us what was not right (%(matter)s).", matter=matter)
            if matter
            else self.env._("Thank you for telling us what was not right.")
        ]
        if doc.judgement == "founded":
            sentences.append(self.env._("We are sorry for the trouble you had."))
        return " ".join(sentences)

    @api.model
    def _closing(self, contact):
        if not contact:
            return self.env._("If something remains open, please turn to us at any time.")
        return self.env._(
            "If something remains open, please turn to us at any time (%(contact)s) and name the "
            "number of your complaint.",
            contact=contact,
        )

    @api.model
    def _address(self, doc):
        """Return the lines of the address field."""
        # Whoever writes the letter writes the address on it.
        customer = doc.sudo().partner_id
        street = customer._display_address(without_company=True) if customer else ""
        lines = [doc.partner_name, *(doc.partner_address or street).splitlines()]
        return [line.strip(" ,") for line in lines if line and line.strip(" ,")]

    @api.model
    def _offers(self, doc):
        """Hook: what the customer is offered or was given, one line each."""
        return []
