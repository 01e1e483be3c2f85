from dataclasses import dataclass

from odoo import api, fields, models, tools

from ...tools.listed import listed
from ..regulations.csm_rule_mixin import InForce
from .csm_case import KINDS


@dataclass(frozen=True, kw_only=True)
class Offer(InForce):
    """One rule in force: which categories it offers to which cases."""

    kind: str
    category_ids: frozenset


class CsmCategoryRule(models.Model):
    """The classes into which a regulation sorts cases: others are not registered."""

    _name = "csm.category.rule"
    _description = "Category Rule"
    _inherit = ["csm.rule.mixin"]

    kind = fields.Selection(KINDS, "For", required=True, default="complaint")
    category_ids = fields.Many2many(
        "csm.case.category",
        "csm_category_rule_rel",
        "rule_id",
        "category_id",
        "Categories",
        help="These and whatever stands below them.",
    )
    preset_id = fields.Many2one("csm.category.rule", readonly=True, ondelete="restrict")

    @api.model
    def _figure_fields(self):
        return (*super()._figure_fields(), "kind", "category_ids")

    @api.model
    @tools.ormcache("company_id")
    def _offers(self, company_id):
        """Return the :class:`Offer` of each rule in force, now or once, for a company."""
        rules = self._rules_in_force(company_id)
        return tuple(
            Offer(
                **rule._in_force_vals(),
                kind=rule.kind,
                category_ids=frozenset(rule.category_ids.ids),
            )
            for rule in rules
        )

    # Hooks of the rule head

    @api.model
    def _demand_heading(self):
        return self.env._("How Cases Are Classified")

    def _demand_sentence(self):
        self.ensure_one()
        return listed(self.env, self.category_ids.mapped("name"))
