from odoo import api, models


class ReportCsmCsmRequestMemorialPaper(models.AbstractModel):
    """Prints a memorial or another application (签呈) with what was decided about it."""

    _name = "report.csm.csm_request_memorial_paper"
    _description = "Memorial"
    _inherit = ["csm.paper.report.mixin"]

    _form_report = "csm.ir_actions_report_csm_request_memorial_paper"
    _form_model = "csm.request"

    @api.model
    def _sections(self, doc):
        return [
            *super()._sections(doc),
            self._grid(
                "head",
                self.env._("Asked For"),
                [
                    *self._cells(
                        doc,
                        "number! kind_id! submitted_at! user_id! department_id team_id name:3! ",
                    ),
                    self._case_cell(doc),
                    *self._cells(
                        doc,
                        "partner_id order_ref amount reference_amount planned_on is_urgent "
                        "instructor_id budget_id",
                    ),
                ],
            ),
            self._grid(
                "text", self.env._("Reasons"), self._cells(doc, "text:3! second_text:3 stops_case")
            ),
            self._approvals(doc),
            self._grid(
                "end",
                self.env._("Decision"),
                self._cells(doc, "state! granted_at refused_at executed_at refuse_reason:3"),
            ),
            self._signs(
                "signs",
                [
                    self._signed(doc, self.env._("Asked by"), "submitted_at"),
                    (self.env._("Seen by the Superior"), "", ""),
                    (self.env._("Decided by"), "", ""),
                ],
            ),
        ]

    @api.model
    def _case_cell(self, doc):
        """Return the case it objects to, by its number: its subject is not for everybody."""
        number = doc.sudo().case_id.number
        return (self.env._("Case"), number, 1) if number else None
