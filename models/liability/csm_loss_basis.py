from dataclasses import dataclass

from odoo import api, fields, models, tools

from ..regulations.csm_rule_mixin import InForce

LOSSES = [
    ("allowance", "Allowance"),
    ("compensation", "Compensation"),
    ("returned_goods", "Returned Goods"),
    ("rework", "Rework or Repair"),
    ("freight", "Freight"),
    ("travel", "Travel"),
    ("tools", "Tools and Equipment"),
    ("goods", "Lost Objects"),
    ("other", "Other"),
]


@dataclass(frozen=True, kw_only=True)
class Count(InForce):
    """One basis in force, as a line of the loss needs it."""

    category: str


class CsmLossBasis(models.Model):
    """How much of what a case cost counts as loss (损失金额核算基准)."""

    _name = "csm.loss.basis"
    _description = "Loss Accounting Basis"
    _inherit = ["csm.rule.mixin"]

    category = fields.Selection(LOSSES, "Kind of Loss", required=True)
    method = fields.Selection(
        [("percent", "Percent of What It Cost"), ("rate", "Rate per Unit")],
        "Counted by",
        required=True,
        default="percent",
    )
    percent = fields.Float("Counted (%)", digits=(5, 2), default=100, aggregator=None)
    rate = fields.Float(
        "Rate per Unit",
        digits=(16, 2),
        aggregator=None,
        help="In the currency of the company.",
    )
    preset_id = fields.Many2one("csm.loss.basis", readonly=True, ondelete="restrict")

    _blank_fields = ("percent", "rate")

    _percent_is_possible = models.Constraint(
        "CHECK(percent >= 0 AND percent <= 100)",
        "Between 0 and 100 percent of what it cost counts as loss.",
    )
    _rate_is_not_negative = models.Constraint(
        "CHECK(rate >= 0)", "A rate cannot be below zero. Enter what one unit costs."
    )

    @api.model
    def _figure_fields(self):
        return (*super()._figure_fields(), "category", "method", "percent", "rate")

    # What the lines of a loss work with

    @api.model
    @tools.ormcache("company_id")
    def _counts(self, company_id):
        """Return a :class:`Count` for each basis of a company in force, now or once."""
        rules = self._rules_in_force(company_id)
        return tuple(Count(**rule._in_force_vals(), category=rule.category) for rule in rules)

    @api.model
    def _basis_for(self, category, liability):
        """Return the basis that counts for a kind of loss of a case; empty when none does."""
        moment, team = liability._entry_start(), liability._entry_team()
        for count in self._counts(liability._entry_company().id):
            in_team = not count.team_ids or team.id in count.team_ids
            if count.category == category and in_team and count.covers(moment):
                # Whoever works out a loss need not read the books of adoptions.
                return self.sudo().browse(count.rule_id)
        return self.sudo().browse()

    def _count(self, quantity, cost, rounding):
        """Return how much of a cost counts, in the currency of the company.

        :param quantity: how many units
        :param cost: what they cost together
        :param rounding: the currency of the company, which knows its smallest coin
        """
        if not self:
            return rounding.round(cost)
        if self.method == "rate":
            return rounding.round(quantity * self.rate)
        return rounding.round(cost * self.percent / 100)

    # Hooks of the rule head

    def _is_used(self):
        lines = self.env["csm.loss.line"].sudo()
        return bool(lines.search_count([("basis_id", "in", self.ids)], limit=1))

    def _figures(self):
        return [
            (basis, "percent" if basis.method == "percent" else "rate", 1)
            for basis in self
            if not basis.is_blank
        ]

    @api.model
    def _demand_heading(self):
        return self.env._("What Counts as Loss")

    def _demand_sentence(self):
        kinds = dict(self._fields["category"]._description_selection(self.env))
        values = {"kind": kinds[self.category], "percent": self.percent, "rate": self.rate}
        if self.is_blank:
            said = self.env._("%(kind)s.", **values)
        elif self.method == "rate":
            said = self.env._("%(kind)s: %(rate).2f for each unit.", **values)
        else:
            said = self.env._("%(kind)s: %(percent).2f %% of what it cost.", **values)
        return " ".join(filter(None, [said, super()._demand_sentence()]))
