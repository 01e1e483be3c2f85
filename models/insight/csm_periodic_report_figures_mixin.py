from markupsafe import Markup

from odoo import api, fields, models
from odoo.fields import Domain

from ...tools import periods

TREND_MONTHS = 12
# What a report tells, in the order people read it.
TOLD = (
    "cases",
    "founded",
    "founded_rate",
    "overdue",
    "overdue_rate",
    "reply_mean",
    "reply_median",
    "closed",
    "closing_mean",
    "satisfied_rate",
    "reopened",
)


class CsmPeriodicReportFiguresMixin(models.AbstractModel):
    """The figures of a periodic report, as they were when they were taken."""

    _name = "csm.periodic.report.figures.mixin"
    _description = "Figures of a Periodic Report"

    figures = fields.Json("Figures as Taken", readonly=True, copy=False)
    figures_before = fields.Json("Figures of the Period Before", readonly=True, copy=False)
    trend = fields.Json("Trend as Taken", readonly=True, copy=False)
    case_count = fields.Integer("Complaints", compute="_compute_counts", store=True)
    overdue_count = fields.Integer("Overdue", compute="_compute_counts", store=True)
    hot_count = fields.Integer("Hot Spots", compute="_compute_hot_count", store=True)
    figures_html = fields.Html("Figures", compute="_compute_html", sanitize=False)
    trend_html = fields.Html("Trend", compute="_compute_html", sanitize=False)
    pareto_html = fields.Html("Graph of Causes", compute="_compute_html", sanitize=False)
    base_quantity = fields.Integer(
        "Orders, Deliveries or Households",
        help="How many of them the period had. The complaint rate is the part that complained.",
    )
    complaint_rate = fields.Float(
        "Complaints per Hundred", compute="_compute_complaint_rate", store=True, digits=(16, 2)
    )

    _base_is_not_negative = models.Constraint(
        "CHECK(base_quantity >= 0)", "What complaints are compared with is counted from 0."
    )

    @api.depends("figures")
    def _compute_counts(self):
        for report in self:
            figures = report.figures or {}
            report.case_count = figures.get("cases", 0)
            report.overdue_count = figures.get("overdue", 0)

    @api.depends("cause_ids.is_hot")
    def _compute_hot_count(self):
        for report in self:
            report.hot_count = len(report["cause_ids"].filtered("is_hot"))

    @api.depends("case_count", "base_quantity")
    def _compute_complaint_rate(self):
        for report in self:
            base = report.base_quantity
            report.complaint_rate = 100.0 * report.case_count / base if base else 0

    @api.depends("figures", "figures_before", "trend", "cause_ids.case_count")
    @api.depends_context("lang")
    def _compute_html(self):
        Statistic, draw = self.env["csm.case.statistic"], self.env["ir.qweb"]._render
        for report in self:
            rows = {"rows": report._figure_rows()}
            report.figures_html = draw("csm.csm_periodic_report_figures", rows)
            # Drawn by the system itself, and every text in it is escaped.
            report.trend_html = Markup(Statistic._trend_svg(report.trend or []))
            report.pareto_html = Markup(Statistic._pareto_svg(report._pareto_rows()))

    def _figure_rows(self):
        """Return ``[{label, value, before}]`` of the figures, as people read them."""
        Statistic = self.env["csm.case.statistic"]
        labels, now, before = Statistic._figure_labels(), self.figures or {}, self.figures_before
        return [
            {
                "label": labels[name],
                "value": Statistic._figure_text(name, now.get(name)),
                "before": Statistic._figure_text(name, (before or {}).get(name)),
            }
            for name in TOLD
        ]

    def _pareto_rows(self):
        return [(cause.category_id.name, cause.case_count) for cause in self["cause_ids"]]

    # Taking the figures

    def action_refresh(self):
        """Take the figures anew; the texts and measures stay."""
        self.check_access("write")
        for report in self.filtered(lambda report: report["state"] == "draft"):
            report._take_figures()
        return True

    def _take_figures(self):
        """Keep the figures as they are now: of all complaints the report is about."""
        # A report tells what the company's cases add up to, whoever may open which of them.
        for report in self.sudo():
            Statistic = self.env["csm.case.statistic"].sudo()
            first, following = report["begins_on"], report._following()
            before = periods.preceding(report["period"], first)
            report.figures = Statistic._figures(report._counted(first, following))
            report.figures_before = Statistic._figures(report._counted(before, first))
            begin = periods.month_later(report["ends_on"], 1 - TREND_MONTHS)
            months = report._counted(begin, following)
            report.trend = Statistic._trend_rows(months, begin, TREND_MONTHS)
            report["cause_ids"]._follow(report)
            report["measure_ids"]._follow(report)

    def _following(self):
        return periods.following(self["period"], self["begins_on"])

    def _counted(self, first, following):
        """Return the domain of the complaints received in a stretch that the report is about."""
        domain = Domain("kind", "=", "complaint") & Domain("company_id", "=", self["company_id"].id)
        for name in ("team_id", "department_id"):
            if self[name]:
                domain &= Domain(name, "=", self[name].id)
        return domain & self.env["csm.case.statistic"]._received_within(first, following)
