from dataclasses import dataclass

from odoo import api, fields, models, tools
from odoo.fields import Domain

from ..regulations.csm_rule_domain_mixin import Speaking

DEMANDS = [
    ("unconditional", "Taken back without conditions within days of the dispatch"),
    ("refused", "Not taken back"),
    ("quality", "Taken back when the quality department has confirmed it"),
    ("ratio", "Taken back up to the ratio of the contract"),
    ("instruction", "A quantity that differs is received on instruction only"),
    ("equal", "Booked when the received quantity equals the approved one"),
    ("tolerance", "Booked as received when below, or above within the tolerance"),
    ("proof", "Booked with one of three proofs"),
    ("checked", "Nothing defective is handed out in exchange"),
]


@dataclass(frozen=True, kw_only=True)
class Verdict(Speaking):
    """One rule in force about goods that come back."""

    days: int
    regulation_id: int


class CsmReturnRule(models.Model):
    """One demand of a regulation on goods that come back: whether, how many, with what proof."""

    _name = "csm.return.rule"
    _description = "Rule of Returns"
    _inherit = ["csm.rule.domain.mixin"]

    domain = fields.Char("Which Returns")
    model = fields.Char(default="csm.return", readonly=True, export_string_translation=False)
    demand = fields.Selection(DEMANDS, required=True)
    days = fields.Integer(help="The last day on which goods are taken back without conditions.")
    advice = fields.Char("What to Do", translate=True, help="Ends the refusal.")
    preset_id = fields.Many2one("csm.return.rule", readonly=True, ondelete="restrict")

    _speaks_of = ("csm.return",)
    _blank_fields = ("days",)

    _days_are_not_negative = models.Constraint(
        "CHECK(days >= 0)", "Days are counted from 0 on: the day of the dispatch."
    )

    @api.model
    def _figure_fields(self):
        return (*super()._figure_fields(), "demand", "days")

    @api.model
    @tools.ormcache("demand", "company_id")
    def _verdicts(self, demand, company_id):
        """Return a :class:`Verdict` for each rule of a company with this demand."""
        rules = self._rules_in_force(company_id, Domain("demand", "=", demand))
        return tuple(
            Verdict(**rule._in_force_vals(), days=rule.days, regulation_id=rule.regulation_id.id)
            for rule in rules
        )

    @api.model
    def _speaking_to(self, note, demand):
        """Return the :class:`Verdict` s with this demand that speak to a return note."""
        # Rules may look at fields the user cannot read.
        note = note.sudo()
        return [
            verdict
            for verdict in self._verdicts(demand, note.company_id.id)
            if verdict.speaks_to(note, note.team_id, note._entry_start())
        ]

    @api.model
    def _rule_of(self, verdict):
        return self.sudo().browse(verdict.rule_id)

    # Hooks of the rule head

    def _figures(self):
        rules = self.filtered(lambda rule: rule.demand == "unconditional")
        return [(rule, "days", 1) for rule in rules]

    @api.model
    def _demand_heading(self):
        return self.env._("Goods That Come Back")

    def _demand_sentence(self):
        self.ensure_one()
        if self.is_incomplete:
            return self._blank_sentence()
        if self.demand == "unconditional":
            return self.env._(
                "Taken back without conditions up to day %(days)s after the dispatch.",
                days=self.days,
            )
        demands = dict(self._fields["demand"]._description_selection(self.env))
        text = self.env._("%(demand)s.", demand=demands[self.demand])
        return " ".join(filter(None, (text, self.advice)))
