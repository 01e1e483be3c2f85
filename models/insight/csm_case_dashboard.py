from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import formatLang

from ...tools import periods
from ..cases.csm_case_chain_mixin import OPEN

# The figures of the month that stand beside those of the month before.
COMPARED = (
    "cases",
    "founded_rate",
    "overdue_rate",
    "reply_mean",
    "reply_median",
    "satisfied_rate",
    "closing_mean",
)
# Of these less is better; of the others more, or neither.
LESS_IS_BETTER = ("overdue_rate", "reply_mean", "reply_median", "closing_mean")
MORE_IS_BETTER = ("satisfied_rate",)
TREND_MONTHS, HOT_SPOTS = 12, 5


class CsmCaseDashboard(models.AbstractModel):
    """What one looks at in the morning: today's cases, the month so far, the trend, hot spots.

    Everybody sees the figures of what they may read; each figure names the list behind it.
    """

    _name = "csm.case.dashboard"
    _description = "Dashboard"
    _inherit = ["csm.company.clock.mixin"]

    @api.model
    @api.readonly
    def read_dashboard(self):
        """Return all that stands on the page.

        :return: ``{tiles, month, trend, hot_spots}``; each entry holds its texts and its action
        """
        # Whoever may not read cases has no figures of them either.
        self.env["csm.case.statistic"].check_access("read")
        today = self._today()
        month = periods.begin("month", today)
        return {
            "day": fields.Date.to_string(today),
            "tiles": self._tiles(today),
            "month": self._month(month),
            "trend": self._trend(month),
            "hot_spots": self._hot_spots(month),
        }

    @api.model
    def _today(self):
        return self._today_of(self.env.company)

    @api.model
    def _midnight(self, day):
        return self._midnight_of(self.env.company, day)

    # Today

    @api.model
    def _tiles(self, today):
        now, tomorrow = self.env.cr.now(), self._midnight(today + timedelta(days=1))
        mine = Domain("user_id", "=", self.env.uid)
        is_open = Domain("state", "in", OPEN)
        received = Domain("received_at", ">=", self._midnight(today))
        received &= Domain("received_at", "<", tomorrow) & Domain("state", "!=", "void")
        late = is_open & Domain("next_due_at", "<", now)
        due = is_open & Domain("next_due_at", ">=", now) & Domain("next_due_at", "<", tomorrow)
        return [
            self._tile("received", self.env._("Received Today"), received),
            self._tile("open", self.env._("Open"), is_open),
            self._tile("due", self.env._("Due Today"), due, "warning"),
            self._tile("overdue", self.env._("Overdue"), late, "danger"),
            self._tile("mine", self.env._("Mine, Open"), is_open & mine),
            self._tile_of_approvals(),
        ]

    @api.model
    def _tile(self, code, label, domain, tone=""):
        count = self.env["csm.case"].search_count(domain)
        return {
            "code": code,
            "label": label,
            "value": formatLang(self.env, count, digits=0),
            "tone": tone if count else "",
            "action": self._list_of("csm.case", label, domain),
        }

    @api.model
    def _tile_of_approvals(self):
        label = self.env._("Waiting for My Decision")
        domain = Domain("state", "=", "waiting") & Domain("waiting_user_id", "=", self.env.uid)
        count = self.env["csm.approval"].search_count(domain)
        return {
            "code": "approvals",
            "label": label,
            "value": formatLang(self.env, count, digits=0),
            "tone": "warning" if count else "",
            "action": self._list_of("csm.approval", label, domain),
        }

    @api.model
    def _list_of(self, model, name, domain, views=("list", "kanban", "form")):
        # Not every model has a board of cards.
        shown = [view for view in views if view != "kanban" or model == "csm.case"]
        return {
            "type": "ir.actions.act_window",
            "name": name,
            "res_model": model,
            "views": [(False, view) for view in shown],
            "domain": [*domain],
        }

    @api.model
    def _statistics_of(self, name, domain):
        return self._list_of("csm.case.statistic", name, domain, ("list", "pivot", "graph"))

    # The month so far, beside the one before

    @api.model
    def _complaints(self, first, following):
        """Return the domain of complaints received from a day on, up to before another."""
        within = self.env["csm.case.statistic"]._received_within(first, following)
        return Domain("kind", "=", "complaint") & within

    @api.model
    def _month(self, first):
        Statistic = self.env["csm.case.statistic"]
        domain = self._complaints(first, periods.following("month", first))
        before = self._complaints(periods.preceding("month", first), first)
        now, earlier = Statistic._figures(domain), Statistic._figures(before)
        labels = Statistic._figure_labels()
        return [
            {
                "code": name,
                "label": labels[name],
                "value": Statistic._figure_text(name, now[name]),
                "before": Statistic._figure_text(name, earlier[name]),
                "trend": self._better_or_worse(name, now[name], earlier[name]),
                "action": self._statistics_of(labels[name], domain & self._behind(name)),
                "action_before": self._statistics_of(labels[name], before & self._behind(name)),
            }
            for name in COMPARED
        ]

    @api.model
    def _behind(self, name):
        """Return which cases a figure is about, besides those of its month."""
        return {
            "founded_rate": Domain("judged_count", "=", 1),
            "satisfied_rate": Domain("asked_count", "=", 1),
            "closing_mean": Domain("closed_count", "=", 1),
            "overdue_rate": Domain("overdue_count", "=", 1),
        }.get(name, Domain.TRUE)

    @api.model
    def _better_or_worse(self, name, now, earlier):
        """Return "better", "worse" or nothing where no comparison can be made."""
        if now is None or earlier is None or now == earlier:
            return ""
        if name in LESS_IS_BETTER:
            return "better" if now < earlier else "worse"
        if name in MORE_IS_BETTER:
            return "better" if now > earlier else "worse"
        return ""

    # Trend and hot spots

    @api.model
    def _trend(self, month):
        first = periods.month_later(month, 1 - TREND_MONTHS)
        domain = self._complaints(first, periods.following("month", month))
        rows = self.env["csm.case.statistic"]._trend_rows(domain, first, TREND_MONTHS)
        title = self.env._("Complaints by Month")
        action = self._list_of("csm.case.statistic", title, domain, ("graph", "pivot", "list"))
        return {
            "title": title,
            "svg": self.env["csm.case.statistic"]._trend_svg(rows),
            "is_empty": not any(row["cases"] for row in rows),
            "action": action,
        }

    @api.model
    def _hot_spots(self, month):
        """Return the categories with most complaints of the month, with those of the one before."""
        Statistic = self.env["csm.case.statistic"]
        domain = self._complaints(month, periods.following("month", month))
        before = self._complaints(periods.preceding("month", month), month)
        now = Statistic._counts_by_category(domain)
        earlier = dict(Statistic._counts_by_category(before))
        return [
            {
                "id": category.id,
                "label": category.display_name,
                "value": count,
                "before": earlier.get(category, 0),
                "action": self._statistics_of(
                    category.display_name, domain & Domain("category_id", "=", category.id)
                ),
            }
            for category, count in now[:HOT_SPOTS]
        ]
