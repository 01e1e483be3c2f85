from odoo import api, models


class ReportCsmCsmReturnCertificate(models.AbstractModel):
    """Prints the certificate of return (销货退回证明单) that the buyer stamps."""

    _name = "report.csm.csm_return_certificate"
    _description = "Sales-return Certificate"
    _inherit = ["csm.customer.report.mixin"]

    _form_report = "csm.ir_actions_report_csm_return_certificate"
    _form_model = "csm.return"

    @api.model
    def _sections(self, doc):
        company, buyer = doc.sudo().company_id, doc.sudo().partner_id
        return [
            self._grid(
                "head",
                self.env._("Sales-return Certificate"),
                [
                    *self._cells(doc, "number! order_number! reason_id"),
                    (self.env._("Seller"), self._party(company.partner_id), 3),
                    (self.env._("Buyer"), self._party(buyer), 3),
                ],
            ),
            self._goods(doc),
            self._words(
                self.env._(
                    "The goods listed above were returned to the seller. The sale is reduced by "
                    "their amount."
                )
            ),
            self._signs(
                "signs",
                [
                    (self.env._("For the Seller"), "", ""),
                    (self.env._("Seal of the Buyer"), "", ""),
                    (self.env._("Day of the Seal"), "", ""),
                ],
            ),
        ]

    @api.model
    def _party(self, partner):
        address = partner._display_address(without_company=True) if partner else ""
        lines = [partner.name, *(line.strip(" ,") for line in address.splitlines()), partner.vat]
        return ", ".join(filter(None, lines))

    @api.model
    def _goods(self, doc):
        is_in = any(doc.line_ids.mapped("received_quantity"))
        name = "received" if is_in else "approved"
        rows = [
            [
                str(number),
                " ".join(filter(None, (line.item_number, line.product))),
                line.batch_number or "",
                self._text(line, f"{name}_quantity"),
                self._text(line, "unit_price"),
                self._money(line[f"{name}_amount"], doc.currency_id),
            ]
            for number, line in enumerate(doc.line_ids, start=1)
        ]
        total = self._money(doc[f"{name}_amount"], doc.currency_id)
        return self._list(
            "goods",
            self.env._("Goods Returned"),
            [
                (self.env._("No."), 6, "right"),
                (self.env._("Goods"), 34, "left"),
                (self.env._("Lot Number"), 16, "left"),
                (self.env._("Quantity"), 13, "right"),
                (self.env._("Unit Price"), 14, "right"),
                (self.env._("Amount"), 17, "right"),
            ],
            [*rows, ["", self.env._("Total"), "", "", "", total]],
        )
