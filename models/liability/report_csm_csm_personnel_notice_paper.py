from odoo import api, models


class ReportCsmCsmPersonnelNoticePaper(models.AbstractModel):
    """Prints a personnel announcement (人事公布单) for the board: measures, never amounts."""

    _name = "report.csm.csm_personnel_notice_paper"
    _description = "Printed Personnel Announcement"
    _inherit = ["csm.paper.report.mixin"]

    _form_report = "csm.ir_actions_report_csm_personnel_notice_paper"
    _form_model = "csm.personnel.notice"

    @api.model
    def _sections(self, doc):
        return [
            *super()._sections(doc),
            self._grid(
                "head",
                self.env._("Announcement"),
                self._cells(doc, "number! month_on! published_at! remark:3"),
            ),
            self._list(
                "measures",
                self.env._("Measures Announced"),
                [
                    (self.env._("Employee"), 16, "left"),
                    (self.env._("Department"), 16, "left"),
                    (self.env._("Day"), 12, "left"),
                    (self.env._("What For"), 22, "left"),
                    (self.env._("Disciplinary Measure"), 16, "left"),
                    (self.env._("Rests on"), 18, "left"),
                ],
                [self._row(line) for line in doc.line_ids],
            ),
            self._signs(
                "signs",
                [
                    self._signed(doc, self.env._("Approved by"), "approved_at"),
                    self._signed(doc, self.env._("Published by"), "published_at"),
                ],
            ),
        ]

    @api.model
    def _row(self, line):
        measure = self._text(line, "measure")
        if line.withholds_bonus:
            measure = self.env._("%(measure)s, bonus withheld", measure=measure)
        names = ("employee_name", "department_name", "day", "offence_id")
        return [
            *(self._text(line, name) for name in names),
            measure,
            self._text(line, "article_id"),
        ]
