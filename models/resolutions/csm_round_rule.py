from dataclasses import dataclass

from odoo import api, fields, models, tools
from odoo.fields import Domain

from ..regulations.csm_rule_domain_mixin import Speaking


@dataclass(frozen=True, kw_only=True)
class Order(Speaking):
    """One rule in force about the rounds in which solutions are offered."""

    demand: str


class CsmRoundRule(models.Model):
    """One demand of a regulation on how solutions are offered and what follows a refusal."""

    _name = "csm.round.rule"
    _description = "Rule of Rounds"
    _inherit = ["csm.rule.domain.mixin"]

    domain = fields.Char("Which Cases")
    model = fields.Char(default="csm.case", readonly=True, export_string_translation=False)
    demand = fields.Selection(
        [
            ("confirm_first", "Best first; nothing is carried out before the customer accepts"),
            ("new_form", "Not accepted: a new form with the original attached"),
            ("again_until_satisfied", "Not accepted: handled again until the customer is content"),
        ],
        required=True,
    )
    preset_id = fields.Many2one("csm.round.rule", readonly=True, ondelete="restrict")

    _speaks_of = ("csm.case",)

    @api.model
    def _figure_fields(self):
        return (*super()._figure_fields(), "demand")

    @api.model
    @tools.ormcache("demand", "company_id")
    def _orders(self, demand, company_id):
        """Return an :class:`Order` for each rule of a company with this demand."""
        rules = self._rules_in_force(company_id, Domain("demand", "=", demand))
        return tuple(Order(**rule._in_force_vals(), demand=rule.demand) for rule in rules)

    @api.model
    def _in_force(self, demand, case):
        """Return the rule with this demand that speaks to a case; empty when none does."""
        # Rules may look at fields the user cannot read.
        case = case.sudo()
        for order in self._orders(demand, case.company_id.id):
            if order.speaks_to(case, case.team_id, case.received_at):
                return self.sudo().browse(order.rule_id)
        return self.sudo().browse()

    # Hooks of the rule head

    @api.model
    def _demand_heading(self):
        return self.env._("Solutions and Rounds")

    def _demand_sentence(self):
        demands = dict(self._fields["demand"]._description_selection(self.env))
        return self.env._("%(demand)s.", demand=demands[self.demand])
