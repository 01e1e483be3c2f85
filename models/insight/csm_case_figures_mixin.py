from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL, format_duration, formatLang

from ...tools.carries import carries

# The figures in one statement: each with what it counts.
COUNTS = {
    "cases": SQL("COUNT(*)"),
    "judged": SQL("SUM(csm_case_statistic.judged_count)"),
    "founded": SQL("SUM(csm_case_statistic.founded_count)"),
    "overdue": SQL("SUM(csm_case_statistic.overdue_count)"),
    "closed": SQL("SUM(csm_case_statistic.closed_count)"),
    "asked": SQL("SUM(csm_case_statistic.asked_count)"),
    "satisfied": SQL("SUM(csm_case_statistic.satisfied_count)"),
    "reopened": SQL("SUM(csm_case_statistic.reopened_count)"),
    "replied": SQL("COUNT(csm_case_statistic.reply_minutes)"),
    "reply_mean": SQL("AVG(csm_case_statistic.reply_minutes)"),
    "reply_median": SQL(
        "PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY csm_case_statistic.reply_minutes)"
    ),
    "closing_mean": SQL("AVG(csm_case_statistic.closing_days)"),
}
# What is measured, not counted: empty where there was nothing to measure.
MEASURED = ("reply_mean", "reply_median", "closing_mean")
# Which part of what each rate is.
RATES = {
    "founded_rate": ("founded", "judged"),
    "overdue_rate": ("overdue", "cases"),
    "satisfied_rate": ("satisfied", "asked"),
}


class CsmCaseFiguresMixin(models.AbstractModel):
    """Computes the figures of a set of cases; pages, reports and prints all take them from here."""

    _name = "csm.case.figures.mixin"
    _description = "Figures of Cases"

    @api.model
    @carries("S0-14-11", neutral={})
    def _figures(self, domain):
        """Return the figures of the cases of a domain that the user may read, in one query.

        :return: ``{name: number}``; a rate (in percent), a mean or a median of nothing is ``None``
        """
        query = self._counted(domain)
        values = self.env.execute_query(query.select(*COUNTS.values()))[0]
        return self._with_rates(dict(zip(COUNTS, values, strict=True)))

    @api.model
    def _figures_by(self, domain, field, counts=None):
        """Return ``{value: figures}`` of the cases of a domain, by a column of the statistics.

        :param field: the name of a column, or ``column:month`` for the month of a day
        :param counts: the names of what is counted; all by default
        """
        names = counts or tuple(COUNTS)
        name, _colon, part = field.partition(":")
        query = self._counted(domain)
        column = SQL("%s.%s", SQL.identifier(self._table), SQL.identifier(name))
        group = SQL("date_trunc(%s, %s)::date", part, column) if part else column
        query.groupby = SQL("1")
        # Compiling the statement takes longer than reading all the cases of a year.
        self.env.cr.execute("SET LOCAL jit = off")
        columns = [COUNTS[name] for name in names]
        rows = self.env.execute_query(query.select(group, *columns))
        return {
            value: self._with_rates(dict(zip(names, values, strict=True)))
            for value, *values in rows
        }

    @api.model
    def _received_within(self, first, following):
        """Return the domain of cases received from a day on, up to before another.

        Which day it was depends on the zone of the company; the moments narrow it down by index.
        """
        margin = timedelta(days=2)
        days = Domain("received_on", ">=", first) & Domain("received_on", "<", following)
        begin, end = (fields.Datetime.to_datetime(day) for day in (first, following))
        return (
            days
            & Domain("received_at", ">=", begin - margin)
            & Domain("received_at", "<", end + margin)
        )

    @api.model
    def _counted(self, domain):
        """Return the query of the cases of a domain that the user may read, in no order."""
        query = self._search(domain)
        query.order = None
        return query

    @api.model
    def _with_rates(self, counts):
        figures = {
            name: (None if value is None else float(value)) if name in MEASURED else int(value or 0)
            for name, value in counts.items()
        }
        for rate, (part, whole) in RATES.items():
            if part in figures and whole in figures:
                base = figures[whole]
                figures[rate] = 100.0 * figures[part] / base if base else None
        return figures

    # In words

    @api.model
    def _figure_labels(self):
        """Return the name of each figure that people read, in the order they read them."""
        return {
            "cases": self.env._("Received"),
            "founded": self.env._("Founded"),
            "founded_rate": self.env._("Share Founded"),
            "overdue": self.env._("Overdue"),
            "overdue_rate": self.env._("Overdue Rate"),
            "reply_mean": self.env._("First Reply, Mean"),
            "reply_median": self.env._("First Reply, Median"),
            "closed": self.env._("Closed"),
            "closing_mean": self.env._("Days to the Closing, Mean"),
            "satisfied_rate": self.env._("Satisfied Customers"),
            "reopened": self.env._("Reopened"),
        }

    @api.model
    def _figure_text(self, name, value):
        """Return a figure as people read it; a dash where there is nothing to tell."""
        if value is None:
            return "–"
        if name.endswith("_rate"):
            return f"{formatLang(self.env, value, digits=1)} %"
        if name.startswith("reply"):
            return self.env._("%(hours)s h", hours=format_duration(value / 60))
        if name == "closing_mean":
            return formatLang(self.env, value, digits=1)
        return formatLang(self.env, value, digits=0)
