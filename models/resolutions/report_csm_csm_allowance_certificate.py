from odoo import api, models

from ...tools.capitals import capitals_of


class ReportCsmCsmAllowanceCertificate(models.AbstractModel):
    """Prints the sales allowance certificate (销货折让证明单), which the customer seals."""

    _name = "report.csm.csm_allowance_certificate"
    _description = "Printed Allowance Certificate"
    _inherit = ["csm.copies.report.mixin", "csm.customer.report.mixin"]

    _form_report = "csm.ir_actions_report_csm_allowance_certificate"
    _form_model = "csm.allowance"

    @api.model
    def _sections(self, doc):
        company, words = doc.sudo().company_id, self._in_words(doc)
        return [
            self._grid(
                "head",
                self.env._("Allowance Certificate"),
                [
                    *self._cells(doc, "number! approved_at! order_number!"),
                    (self.env._("Seller"), company.name, 3),
                    *self._cells(doc, "partner_id:3!"),
                    # The number by which the customer knows the matter.
                    (self.env._("Complaint"), doc.sudo().case_id.number, 1),
                    *self._cells(doc, "kind:2 reason:3!"),
                ],
            ),
            self._grid(
                "money",
                self.env._("Amount the Customer Is Let Off"),
                [
                    (self.env._("Amount"), self._money(doc.amount, doc.currency_id), 1),
                    words and (self.env._("Amount in Words"), words, 2),
                ],
            ),
            self._words(
                self.env._(
                    "The customer owes the seller less by this amount. The customer seals the "
                    "certificate and gives it back to the seller."
                )
            ),
            self._signs("signs", self._boxes(doc)),
        ]

    @api.model
    def _in_words(self, doc):
        """Return the amount in the words of the sheet: never a mixture of two languages."""
        lang, currency = self.env.lang or "", doc.currency_id
        if lang.startswith("zh"):
            return capitals_of(doc.amount, currency.name, is_traditional=lang != "zh_CN")
        return currency.amount_to_text(doc.amount)

    @api.model
    def _boxes(self, doc):
        sealed = self._text(doc, "sealed_on")
        approved = self._signed(doc, self.env._("Approved by"), "approved_at")
        return [
            (self.env._("Prepared by"), doc.sudo().create_uid.name, self._text(doc, "drafted_at")),
            approved,
            (self.env._("Seal of the Customer"), "", ""),
            (self.env._("Day of the Seal"), sealed, ""),
        ]
