from odoo import api, models


class ReportCsmCsmReturnNote(models.AbstractModel):
    """Prints the goods return note (成品退货单) in its copies."""

    _name = "report.csm.csm_return_note"
    _description = "Printed Return Note"
    _inherit = ["csm.copies.report.mixin"]

    _form_report = "csm.ir_actions_report_csm_return_note"
    _form_model = "csm.return"

    @api.model
    def _sections(self, doc):
        return [
            *super()._sections(doc),
            self._grid(
                "head",
                self.env._("Return"),
                [
                    *self._cells(doc, "number! drafted_at!"),
                    # The note names its case; the case itself is opened by those who may.
                    (self.env._("Case"), doc.sudo().case_id.number, 1),
                    *self._cells(
                        doc,
                        "partner_id:2! order_number! kind! reason_id! dispatched_on delivery "
                        "is_on_spot is_signed_for is_customer_storage method:2 logistics basis:3 "
                        "quality_by quality_confirmed_at quality_finding:3",
                    ),
                ],
            ),
            self._goods(doc),
            self._grid(
                "receipt",
                self.env._("Receipt and Booking"),
                [
                    (self.env._("Tolerance"), self._percent(doc.tolerance), 1),
                    *self._cells(
                        doc,
                        "approved_amount received_amount receivable_amount instruction:2 "
                        "instructed_by proof:2 booked_on completeness cost_difference "
                        "cost_difference_amount refuse_reason:3 revise_reason:3",
                    ),
                ],
            ),
            self._approvals(doc),
            self._signs("made", self._made_by(doc)),
            self._signs("seen", self._seen_by(doc)),
        ]

    @api.model
    def _percent(self, value):
        return f"{value:.2f} %" if value else ""

    @api.model
    def _goods(self, doc):
        heads = [
            (self.env._("Goods"), 27, "left"),
            (self.env._("Lot Number"), 13, "left"),
            (self.env._("Unit Price"), 12, "right"),
            (self.env._("Approved"), 11, "right"),
            (self.env._("Received"), 11, "right"),
            (self.env._("Difference"), 11, "right"),
            (self.env._("Amount"), 15, "right"),
        ]
        rows = [self._goods_row(doc, line) for line in doc.line_ids]
        is_in = doc.state in ("received", "booked", "settled")
        amount = doc.received_amount if is_in else doc.approved_amount
        total = [self.env._("Total"), "", "", "", "", "", self._money(amount, doc.currency_id)]
        return self._list("goods", self.env._("Goods"), heads, [*rows, total])

    @api.model
    def _goods_row(self, doc, line):
        is_in = doc.state in ("received", "booked", "settled")
        name = " ".join(filter(None, (line.item_number, line.product)))
        if line.is_unwanted:
            name = self.env._("%(goods)s (marked X)", goods=name)
        approved = self._text(line, "approved_quantity")
        if line.is_undetermined:
            approved = self.env._("not yet determined")
        return [
            name,
            line.batch_number or "",
            self._text(line, "unit_price"),
            approved,
            (self._text(line, "received_quantity") or "0") if is_in else "",
            (self._text(line, "difference") or "0") if is_in else "",
            self._money(line.received_amount if is_in else line.approved_amount, doc.currency_id),
        ]

    @api.model
    def _made_by(self, doc):
        handler = doc.sudo().user_id.name or ""
        moment = self._moment(doc, doc.handler_signed_at or doc.drafted_at)
        return [
            (self.env._("Issued by"), handler, moment),
            self._signed(doc, self.env._("Approved by"), "approved_at"),
            self._signed(doc, self.env._("Received by the Warehouse"), "received_at"),
            self._signed(doc, self.env._("Booked by Accounting"), "booked_at"),
        ]

    @api.model
    def _seen_by(self, doc):
        label, signed = self.env._("Customer"), doc.customer_signed_at
        picture = doc.customer_signature if signed else False
        name = doc.sudo().partner_id.name if signed else ""
        return [
            (label, name, self._moment(doc, signed), picture),
            self._signed(doc, self.env._("Manager of the Department"), "manager_signed_at"),
        ]
