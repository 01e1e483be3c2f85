from odoo import api, models


class ReportCsmCsmCaseFeedback(models.AbstractModel):
    """Prints the slip (客户处理反馈单) on which the customer says whether they are content."""

    _name = "report.csm.csm_case_feedback"
    _description = "Handling Feedback Slip"
    _inherit = ["csm.customer.report.mixin"]

    _form_report = "csm.ir_actions_report_csm_case_feedback"
    _form_model = "csm.case"
    _needs_reply = True

    @api.model
    def _sections(self, doc):
        return [
            self._grid(
                "matter",
                self.env._("Your Complaint"),
                self._cells(
                    doc,
                    "number! received_at! partner_name! product order_number batch_number demand:3",
                ),
            ),
            self._grid(
                "reply",
                self.env._("What We Have Done"),
                [
                    (self.env._("Reply"), doc.reply_text.strip(), 3),
                    *self._cells(doc, "told_at executed_at"),
                ],
            ),
            *self._given(doc),
        ]

    @api.model
    def _given(self, doc):
        """Hook: sections about what the customer was given."""
        return []
