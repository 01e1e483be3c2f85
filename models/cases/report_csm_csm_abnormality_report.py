from odoo import api, models


class ReportCsmCsmAbnormalityReport(models.AbstractModel):
    """Prints the abnormality report (异常处理单): what a unit is to improve, and its answer."""

    _name = "report.csm.csm_abnormality_report"
    _description = "Abnormality Report"
    _inherit = ["csm.paper.report.mixin"]

    _form_report = "csm.ir_actions_report_csm_abnormality_report"
    _form_model = "csm.abnormality"

    @api.model
    def _sections(self, doc):
        case = doc.sudo().case_id
        return [
            *super()._sections(doc),
            self._grid(
                "head",
                self.env._("Abnormality"),
                [
                    *self._cells(doc, "name:3! department_id! user_id! sent_at!"),
                    (self.env._("Case"), case.number, 1) if case else None,
                    *self._cells(doc, "filed_by_id team_id state"),
                ],
            ),
            self._grid(
                "found", self.env._("What Was Found"), self._cells(doc, "found:3! request:3!")
            ),
            self._grid(
                "answer",
                self.env._("Answer of the Unit"),
                self._cells(doc, "answer:3! answered_at closed_at"),
            ),
            self._signs(
                "signs",
                [
                    self._signed(doc, self.env._("Filed by"), "sent_at"),
                    self._signed(doc, self.env._("Answered by"), "answered_at"),
                    self._signed(doc, self.env._("Checked and Closed by"), "closed_at"),
                ],
            ),
        ]
