from odoo import api, models

from ...tools import chart, periods

# What a graph of months needs; medians of many months take long.
DRAWN = ("cases", "judged", "founded", "overdue")


class CsmCaseTrendMixin(models.AbstractModel):
    """How the figures of cases went over months, and which categories cause them; as graphs too."""

    _name = "csm.case.trend.mixin"
    _description = "Trend and Causes of Cases"
    _inherit = ["csm.case.figures.mixin"]

    @api.model
    def _trend_rows(self, domain, first, months):
        """Return the figures of each month of a stretch, also of months without any case.

        :param first: the first day of the first month
        :return: ``[{month: "2026-03", cases, founded_rate, …}]``
        """
        found = self._figures_by(domain, "received_on:month", DRAWN)
        nothing = self._with_rates(dict.fromkeys(DRAWN))
        days = [periods.month_later(first, number) for number in range(months)]
        return [{"month": periods.label("month", day), **found.get(day, nothing)} for day in days]

    @api.model
    def _trend_svg(self, rows):
        """Draw complaints by month with their overdue rate and the share that was founded."""
        names = (
            self.env._("Complaints"),
            self.env._("Overdue Rate"),
            self.env._("Share Founded"),
        )
        lines = [[row[name] for row in rows] for name in ("overdue_rate", "founded_rate")]
        labels = [row["month"][2:] for row in rows]
        counts = [row["cases"] for row in rows]
        return chart.trend(labels, counts, lines, names, self.env._("Complaints by Month"))

    @api.model
    def _counts_by_category(self, domain):
        """Return ``[(category, count)]`` of the cases of a domain, the most frequent first."""
        rows = self._read_group(domain, ["category_id"], ["__count"])
        # Those without a category are no cause.
        known = [(category, count) for category, count in rows if category]
        return sorted(known, key=lambda row: (-row[1], row[0].id))

    @api.model
    def _pareto_rows(self, domain):
        """Return the causes of the cases of a domain with their shares, the most frequent first.

        :return: ``[{category, cases, share, cumulative_share}]``; shares in percent
        """
        counts = self._counts_by_category(domain)
        total, so_far, rows = sum(count for _category, count in counts), 0, []
        for category, count in counts:
            so_far += count
            rows.append(
                {
                    "category": category,
                    "cases": count,
                    "share": 100.0 * count / total,
                    "cumulative_share": 100.0 * so_far / total,
                }
            )
        return rows

    @api.model
    def _pareto_svg(self, rows):
        """Draw the causes, the most frequent first, with the share of all up to each.

        :param rows: ``[(label, count)]``
        """
        names = (self.env._("Complaints"), self.env._("Share With Those Before"))
        return chart.pareto(rows, names, self.env._("Causes of Complaints"))
