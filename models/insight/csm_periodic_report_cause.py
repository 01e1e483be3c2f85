from odoo import fields, models

from ...tools import periods
from ...tools.carries import carries


class CsmPeriodicReportCause(models.Model):
    """How many complaints of a report's period one category has caused, and what lies behind."""

    _name = "csm.periodic.report.cause"
    _description = "Cause in a Complaint Report"
    _inherit = ["csm.periodic.line.mixin"]
    _order = "report_id, case_count desc, category_id"
    _rec_name = "category_id"

    report_id = fields.Many2one(
        "csm.periodic.report", required=True, readonly=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(related="report_id.company_id", store=True, index=True)
    category_id = fields.Many2one(
        "csm.case.category", required=True, readonly=True, ondelete="restrict"
    )
    case_count = fields.Integer("Complaints", readonly=True)
    before_count = fields.Integer("Period Before", readonly=True)
    share = fields.Float("Percent", readonly=True, digits=(5, 1), aggregator=None)
    cumulative_share = fields.Float(
        "With Those Before", readonly=True, digits=(5, 1), aggregator=None
    )
    is_hot = fields.Boolean("Hot Spot", readonly=True)
    finding = fields.Text("Root of the Problem")

    _once = models.UniqueIndex(
        "(report_id, category_id)", "This category is in the report already."
    )
    _counted_fields = (
        "category_id",
        "case_count",
        "before_count",
        "share",
        "cumulative_share",
        "is_hot",
    )

    def _follow(self, report):
        """Let the lines of a report follow its cases; what was found about a category stays."""
        rows = self._prepare_rows(report)
        present = {cause.category_id.id: cause for cause in self}
        for category_id, vals in rows.items():
            if category_id in present:
                present[category_id].write(vals)
        missing = [vals for category_id, vals in rows.items() if category_id not in present]
        self.create([{"report_id": report.id, **vals} for vals in missing])
        self.filtered(lambda cause: cause.category_id.id not in rows).unlink()

    def _prepare_rows(self, report):
        """Return ``{category id: values}`` of the causes of a report's period."""
        Statistic = self.env["csm.case.statistic"]
        first, hot_from = report.begins_on, report.rule_id.hot_from
        earlier = report._counted(periods.preceding(report.period, first), first)
        before = dict(Statistic._counts_by_category(earlier))
        rows = Statistic._pareto_rows(report._counted(first, report._following()))
        return {
            row["category"].id: {
                "category_id": row["category"].id,
                "case_count": row["cases"],
                "before_count": before.get(row["category"], 0),
                "share": row["share"],
                "cumulative_share": row["cumulative_share"],
                "is_hot": self._is_hot_spot(row["cases"], hot_from),
            }
            for row in rows
        }

    @carries("S3-13-10", "S3-06-06", neutral=False)
    def _is_hot_spot(self, count, hot_from):
        """Tell whether so many complaints of one category in one period are a hot spot."""
        return bool(hot_from) and count >= hot_from
