from odoo import api, models


class ReportCsmCsmLiabilityNoticePaper(models.AbstractModel):
    """Prints a reward or penalty notice (奖罚通知单) in its copies."""

    _name = "report.csm.csm_liability_notice_paper"
    _description = "Printed Reward or Penalty Notice"
    _inherit = ["csm.copies.report.mixin"]

    _form_report = "csm.ir_actions_report_csm_liability_notice_paper"
    _form_model = "csm.liability.notice"

    @api.model
    def _sections(self, doc):
        return [
            *super()._sections(doc),
            self._grid(
                "head",
                self.env._("Notice"),
                [
                    *self._cells(doc, "number! kind! issued_at! department_id! employee_id scope"),
                    # The notice names the case by its number, which tells nothing else of it.
                    (self.env._("Case"), doc.sudo().case_id.number, 1),
                    *self._cells(doc, "liability_id:2 cause:3! reason:3!"),
                    *self._cells(doc, "amount:3!"),
                ],
            ),
            self._approvals(doc),
            self._signs(
                "signs",
                [
                    self._signed(doc, self.env._("Issued by"), "issued_at"),
                    (self.env._("Approved by"), "", ""),
                    (self.env._("Accounting"), "", ""),
                    (self.env._("Read by the Unit or Person"), "", ""),
                ],
            ),
        ]
