from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...tools.ladder import Step
from ...tools.listed import listed

MEASURES = [
    ("none", "None"),
    ("education", "Admonition"),
    ("criticism", "Criticism"),
    ("spoken_warning", "Spoken Warning"),
    ("warning", "Written Warning"),
    ("serious_warning", "Serious Warning"),
    ("minor_demerit", "Minor Demerit"),
    ("demerit", "Demerit"),
    ("major_demerit", "Major Demerit"),
    ("suspension", "Suspension"),
    ("bonus_withheld", "Bonus Withheld"),
    ("transfer", "Transfer to Another Post"),
    ("dismissal", "Dismissal (Proposal)"),
    ("resignation", "Counts as Resignation (Proposal)"),
]
AMOUNT_KINDS = [
    ("none", "No money"),
    ("fixed", "Amount"),
    ("range", "Amount from – to"),
    ("previous_times", "Times the previous one"),
    ("wage_percent", "Percent of the base wage"),
    ("month_wage", "Month's wage"),
    ("absence_wage", "Wage of the absence"),
    ("cost_times", "Times the cost"),
    ("full_cost", "The full cost"),
    ("up_to_cost", "Up to the full cost, as chosen"),
    ("rule_amount", "The amount the company entered"),
]


class CsmSanctionStep(models.Model):
    """One rung of a ladder: what the offence brings from a certain occurrence on."""

    _name = "csm.sanction.step"
    _description = "Step of a Ladder"
    _inherit = ["csm.sanction.step.choice.mixin", "csm.rule.line.mixin"]
    _order = "rule_id, severity, from_occurrence, id"

    rule_id = fields.Many2one("csm.sanction.rule", required=True, ondelete="cascade", index=True)
    sequence = fields.Integer(default=10)
    from_occurrence = fields.Integer("From the N-th Time", required=True, default=1)
    severity = fields.Selection(
        [("light", "Light"), ("serious", "Serious")], help="Empty: whatever the severity."
    )
    amount_kind = fields.Selection(AMOUNT_KINDS, "Money", required=True, default="none")
    amount = fields.Monetary()
    amount_max = fields.Monetary("Up to")
    factor = fields.Float("Times", digits=(8, 2), default=1)
    percent = fields.Float(digits=(6, 2))
    points = fields.Float(digits=(8, 2), help="Minus: points lost.")
    points_max = fields.Float("Points up to", digits=(8, 2))
    measure = fields.Selection(MEASURES, "Disciplinary Measure", required=True, default="none")
    suspension_days = fields.Integer("Days of Suspension")
    repays_cost = fields.Boolean("Repays the Cost")
    currency_id = fields.Many2one(related="rule_id.currency_id")

    _occurrence_is_positive = models.Constraint(
        "CHECK(from_occurrence >= 1)", "A step begins with the 1st time or a later one."
    )

    @api.constrains("amount_kind", "amount", "amount_max", "percent", "suspension_days")
    def _check_figures(self):
        for step in self:
            # Without an upper figure the range is open.
            if step.amount_kind == "range" and 0 != step.amount_max < step.amount:
                raise ValidationError(
                    self.env._(
                        "“%(rule)s”: an amount from %(low)s up to %(high)s is none. Exchange the "
                        "two.",
                        rule=step.rule_id.name,
                        low=step.amount,
                        high=step.amount_max,
                    )
                )
            if min(step.amount, step.percent, step.factor, step.suspension_days) < 0:
                raise ValidationError(
                    self.env._(
                        "“%(rule)s”: money, percentages and days are not below 0. What is lost in "
                        "points carries a minus there.",
                        rule=step.rule_id.name,
                    )
                )

    # What the counting works with

    def _plan(self):
        """Return this step as plain figures."""
        rule, kind, amount = self.rule_id, self.amount_kind, self.amount
        if kind == "rule_amount":
            kind, amount = "fixed", rule.open_amount
        return Step(
            step_id=self.id,
            from_occurrence=self.from_occurrence,
            severity=self.severity or "",
            kind=kind,
            amount=amount,
            amount_max=self.amount_max,
            factor=self.factor,
            percent=self.percent,
            points=self.points or rule.open_points,
            points_max=self.points_max,
            repays_cost=self.repays_cost,
            measure=self.measure,
            days=self.suspension_days,
            withholds_bonus=self.withholds_bonus,
            legal_action=self.legal_action,
        )

    def _figures(self):
        """Return the figures of this step, each with a step that is no other figure."""
        found = [(self, "from_occurrence", 1)] if len(self.rule_id.step_ids) > 1 else []
        names = {
            "fixed": ("amount",),
            "range": ("amount", "amount_max"),
            "previous_times": ("factor",),
            "wage_percent": ("percent",),
            "month_wage": ("factor",),
            "absence_wage": ("factor",),
            "cost_times": ("factor",),
        }.get(self.amount_kind, ())
        found += [(self, name, 10 if name.startswith("amount") else 1) for name in names]
        figures = ("points", "points_max", "suspension_days")
        return found + [(self, name, 1) for name in figures if self[name]]

    # In words

    def _demand_sentence(self):
        """Say what this step brings, and from which time on."""
        self.ensure_one()
        words = [self._money_words(), self._points_words(), self._measure_words()]
        if self.repays_cost:
            words.append(self.env._("repays the cost"))
        if self.legal_action:
            words.append(self.env._("legal action"))
        what = listed(self.env, [word for word in words if word]) or self.env._(
            "put on record only"
        )
        values = {"time": self.from_occurrence, "what": what}
        tier = dict(self._fields["severity"]._description_selection(self.env)).get(self.severity)
        if tier:
            return self.env._("From time %(time)s, %(tier)s: %(what)s.", tier=tier, **values)
        return self.env._("From time %(time)s: %(what)s.", **values)

    def _money_words(self):
        money = self.currency_id.format
        values = {
            "factor": f"{self.factor:g}",
            "percent": f"{self.percent:g}",
            "amount": money(self.amount),
            "most": money(self.amount_max),
        }
        return {
            "none": "",
            "fixed": values["amount"],
            "range": self.env._("%(amount)s to %(most)s", **values)
            if self.amount_max
            else self.env._("at least %(amount)s", **values),
            "previous_times": self.env._("%(factor)s times the previous one", **values),
            "wage_percent": self.env._("%(percent)s %% of the base wage", **values),
            "month_wage": self.env._("the month's wage (%(factor)s times)", **values),
            "absence_wage": self.env._("the wage of the absence (%(factor)s times)", **values),
            "cost_times": self.env._("%(factor)s times the cost", **values),
            "full_cost": self.env._("the full cost"),
            "up_to_cost": self.env._("up to the full cost"),
            "rule_amount": money(self.rule_id.open_amount),
        }.get(self.amount_kind, "")

    def _points_words(self):
        points = self.points or self.rule_id.open_points
        if not points:
            return ""
        if self.points_max:
            return self.env._(
                "%(points)s to %(most)s points", points=f"{points:+g}", most=f"{self.points_max:+g}"
            )
        return self.env._("%(points)s points", points=f"{points:+g}")

    def _measure_words(self):
        if self.measure == "none":
            return ""
        labels = dict(self._fields["measure"]._description_selection(self.env))
        word = labels[self.measure]
        if self.measure_max:
            word = self.env._("%(least)s up to %(most)s", least=word, most=labels[self.measure_max])
        if self.suspension_days:
            word = self.env._(
                "%(measure)s, %(days)s day(s)", measure=word, days=self.suspension_days
            )
        return word
