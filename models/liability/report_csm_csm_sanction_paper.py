from odoo import api, models
from odoo.exceptions import UserError

# What is only proposed is nobody's to read on paper.
SPOKEN = ("confirmed", "appealed", "upheld", "handed_over")


class ReportCsmCsmSanctionPaper(models.AbstractModel):
    """Prints the notice of a sanction (奖罚通知单): for the issuer, accounting and the department.

    Its copies go from hand to hand, so that nothing of a wage stands on it: there the notice says
    which part it is, and the amount stands in the statement of the employee.
    """

    _name = "report.csm.csm_sanction_paper"
    _description = "Printed Notice of a Sanction"
    _inherit = ["csm.paper.report.mixin"]

    _form_report = "csm.ir_actions_report_csm_sanction_paper"
    _form_model = "csm.sanction"

    @api.model
    def _form_docs(self, docids, data):
        docs = super()._form_docs(docids, data)
        early = docs.filtered(lambda sanction: sanction.state not in SPOKEN)
        if early:
            raise UserError(
                self.env._(
                    "%(sanction)s is not confirmed. There is no notice to print yet.",
                    sanction=early[0].display_name,
                )
            )
        return docs

    @api.model
    def _sections(self, doc):
        brings = doc.outcome_text or self.env._("put on record only")
        return [
            *super()._sections(doc),
            self._grid(
                "head",
                self.env._("Notice"),
                [
                    *self._cells(doc, "number! kind! confirmed_at!"),
                    *self._cells(doc, "employee_id! department_id! offence_on!"),
                    *self._cells(doc, "offence_id:2! occurrence!"),
                    *self._cells(doc, "description:3 source_text article_id:2!"),
                    (self.env._("Brings"), brings, 3),
                    *self._cells(doc, "destination appeal_until:2 statement:3 decision_text:3"),
                ],
            ),
            self._signs(
                "signs",
                [
                    self._signed(doc, self.env._("Issued by"), "confirmed_at"),
                    (self.env._("Approved by"), "", ""),
                    (self.env._("Accounting"), "", ""),
                    (self.env._("Read by the Person"), "", ""),
                ],
            ),
        ]
