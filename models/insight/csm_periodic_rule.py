from odoo import api, fields, models

PERIODS = [
    ("week", "Week"),
    ("half_month", "Half Month"),
    ("month", "Month"),
    ("quarter", "Quarter"),
    ("year", "Year"),
]


class CsmPeriodicRule(models.Model):
    """How often a report on complaints is due, who prepares it, and what it looks for."""

    _name = "csm.periodic.rule"
    _description = "Rule of Periodic Reports"
    _inherit = ["csm.rule.mixin"]

    occasion = fields.Selection(
        [
            ("period", "After each period"),
            ("hot", "As soon as similar complaints pile up within one period"),
        ],
        "When",
        required=True,
        default="period",
    )
    period = fields.Selection(
        PERIODS, help="Empty: the source names no interval. Choose one, else nobody is reminded."
    )
    due_days = fields.Integer(
        "Days After Its End",
        help="0: the report of one period lies before the next period is over.",
    )
    scope = fields.Selection(
        [("whole", "One report"), ("department", "One report for each department concerned")],
        required=True,
        default="whole",
    )
    role_id = fields.Many2one(
        "csm.role",
        "Prepared by",
        ondelete="restrict",
        index="btree_not_null",
        help="Empty: the leader of the team.",
    )
    hot_from = fields.Integer(
        "Hot Spot From",
        help="So many complaints of one category within the period are a hot spot; 0: none is.",
    )
    preset_id = fields.Many2one("csm.periodic.rule", readonly=True, ondelete="restrict")

    _blank_fields = ("hot_from",)

    _figures_are_not_negative = models.Constraint(
        "CHECK(due_days >= 0 AND hot_from >= 0)",
        "Days and numbers of complaints are counted from 0.",
    )

    @api.model
    def _figure_fields(self):
        own = ("occasion", "period", "due_days", "scope", "role_id", "hot_from")
        return (*super()._figure_fields(), *own)

    @api.model
    def _at_work(self, now):
        """Return the rules in force at a moment that have an interval."""
        adopted = [("adoption_id.state", "in", ("adopted", "ended")), ("period", "!=", False)]
        valid = [("company_id", "!=", False), ("valid_from", "<=", now)]
        return self.search(
            [*adopted, *valid, "|", ("valid_to", "=", False), ("valid_to", ">", now)]
        )

    # Hooks of the rule head

    def _is_used(self):
        Report = self.env["csm.periodic.report"].sudo()
        return bool(Report.search_count([("rule_id", "in", self.ids)], limit=1))

    def _figures(self):
        own = [(rule, "due_days", 1) for rule in self if rule.due_days]
        return own + [(rule, "hot_from", 1) for rule in self if rule.hot_from]

    def _roles(self):
        return self.role_id

    @api.model
    def _demand_heading(self):
        return self.env._("Periodic Reports")

    def _demand_sentence(self):
        self.ensure_one()
        parts = [self._when_sentence()]
        if self.role_id:
            parts.append(self.env._("Prepared by: %(role)s.", role=self.role_id.name))
        if self.hot_from:
            parts.append(
                self.env._("A hot spot: %(count)s complaints of one category.", count=self.hot_from)
            )
        return " ".join([*parts, *filter(None, [super()._demand_sentence()])])

    def _when_sentence(self):
        period = dict(self._fields["period"]._description_selection(self.env)).get(self.period)
        if not period:
            return self.env._("A report is made from time to time; no interval is named.")
        if self.occasion == "hot":
            return self.env._(
                "A report is made as soon as similar complaints pile up within one period: "
                "%(period)s.",
                period=period,
            )
        if self.due_days:
            return self.env._(
                "A report for each period (%(period)s), at most %(days)s days after its end.",
                period=period,
                days=self.due_days,
            )
        return self.env._(
            "A report for each period (%(period)s), before the next one is over.", period=period
        )
