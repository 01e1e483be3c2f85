from markupsafe import Markup

from odoo import api, models
from odoo.tools import format_date


class ReportCsmCsmPeriodicReportAnalysis(models.AbstractModel):
    """Prints a complaint report (用户投诉分析报告): figures, causes and measures, with graphs."""

    _name = "report.csm.csm_periodic_report_analysis"
    _description = "Complaint Analysis Report"
    _inherit = ["csm.paper.report.mixin"]

    _form_report = "csm.ir_actions_report_csm_periodic_report_analysis"
    _form_model = "csm.periodic.report"

    @api.model
    def _form_record_name(self, doc):
        return ", ".join(doc.mapped("display_name"))

    @api.model
    def _stamp(self, doc):
        if doc.state != "draft":
            return {}
        return {"text": doc._state_labels()["draft"], "reason": "", "note": ""}

    @api.model
    def _sections(self, doc):
        return [
            *super()._sections(doc),
            self._head(doc),
            self._figure_list(doc),
            self._graph(doc.trend_html),
            self._cause_list(doc),
            self._graph(doc.pareto_html) if doc.cause_ids else None,
            self._grid("analysis", self.env._("Analysis"), self._cells(doc, "analysis:3")),
            self._measure_list(doc),
            self._suggestion_list(doc),
            self._lesson_list(doc),
            self._grid(
                "proposal", self.env._("Improvements Proposed"), self._cells(doc, "proposal:3")
            ),
            self._approvals(doc),
            self._signs(
                "signs",
                [
                    self._signed(doc, self.env._("Submitted by"), "submitted_at"),
                    (self.env._("Departments"), "", ""),
                    self._signed(doc, self.env._("Approved by"), "approved_at"),
                ],
            ),
        ]

    @api.model
    def _head(self, doc):
        title = doc.with_context(lang=self.env.lang).display_name
        return self._grid(
            "head",
            title,
            [
                self._cell(doc, "begins_on"),
                self._cell(doc, "ends_on"),
                self._cell(doc, "state"),
                self._cell(doc, "user_id"),
                self._cell(doc, "team_id"),
                self._cell(doc, "department_id"),
                self._cell(doc, "article_id", 2),
                self._cell(doc, "base_quantity"),
                self._cell(doc, "complaint_rate") if doc.base_quantity else None,
            ],
        )

    @api.model
    def _graph(self, drawing):
        # Drawn by the system itself, and every text in it is escaped.
        return self._words(Markup('<span style="display: block; width: 100%%">%s</span>') % drawing)

    @api.model
    def _figure_list(self, doc):
        heads = [
            (self.env._("Figure"), 50, "left"),
            (self.env._("Period"), 25, "right"),
            (self.env._("Period Before"), 25, "right"),
        ]
        rows = [[row["label"], row["value"], row["before"]] for row in doc._figure_rows()]
        return self._list("figures", self.env._("Figures"), heads, rows)

    @api.model
    def _cause_list(self, doc):
        heads = [
            (self.env._("Cause"), 26, "left"),
            (self.env._("Complaints"), 11, "right"),
            (self.env._("Period Before"), 10, "right"),
            (self.env._("Percent"), 11, "right"),
            (self.env._("With Those Before"), 13, "right"),
            (self.env._("Root of the Problem"), 29, "left"),
        ]
        rows = [
            [
                self._cause_name(cause),
                str(cause.case_count),
                str(cause.before_count),
                f"{cause.share:.1f} %",
                f"{cause.cumulative_share:.1f} %",
                cause.finding or "",
            ]
            for cause in doc.cause_ids
        ]
        return self._list("causes", self.env._("Causes"), heads, rows)

    @api.model
    def _cause_name(self, cause):
        name = self._text(cause, "category_id")
        return self.env._("%(category)s (hot spot)", category=name) if cause.is_hot else name

    @api.model
    def _measure_list(self, doc):
        heads = [
            (self.env._("Department"), 13, "left"),
            (self.env._("Complaints"), 12, "right"),
            (self.env._("Analysis"), 21, "left"),
            (self.env._("Corrective Measure"), 22, "left"),
            (self.env._("Preventive Measure"), 22, "left"),
            (self.env._("Responsible"), 12, "left"),
        ]
        rows = [self._measure_row(measure) for measure in doc.measure_ids]
        return self._list("measures", self.env._("Measures of the Departments"), heads, rows)

    @api.model
    def _measure_row(self, measure):
        days = [
            text + format_date(self.env, day, date_format="yyyy-MM-dd")
            for text, day in ((" → ", measure.due_on), (" ✓ ", measure.done_on))
            if day
        ]
        return [
            self._text(measure, "department_id"),
            str(measure.case_count),
            measure.analysis or "",
            measure.corrective or "",
            measure.preventive or "",
            self._text(measure, "user_id") + "".join(days),
        ]

    @api.model
    def _suggestion_list(self, doc):
        heads = [
            (self.env._("Case"), 12, "left"),
            (self.env._("What Should Change"), 40, "left"),
            (self.env._("Department"), 18, "left"),
            (self.env._("Answer"), 30, "left"),
        ]
        rows = [
            [row.case_id.number, row.name, self._text(row, "department_id"), row.answer or ""]
            for row in self._single(doc, "suggestion_ids")
        ]
        return self._list("suggestions", self.env._("Improvements Suggested"), heads, rows)

    @api.model
    def _lesson_list(self, doc):
        heads = [(self.env._("Case"), 15, "left"), (self.env._("Lessons Learned"), 85, "left")]
        rows = [[case.number, case.lessons] for case in self._single(doc, "lesson_case_ids")]
        return self._list("lessons", self.env._("Lessons Learned"), heads, rows)

    @api.model
    def _single(self, doc, name):
        """Return what a report gathers of single cases: nothing for whoever reads none."""
        return doc[name] if doc._has_field_access(doc._fields[name], "read") else ()
