from datetime import datetime
from typing import NamedTuple

from odoo import api, fields, models, tools

from .csm_case import KINDS


class Offer(NamedTuple):
    """One rule in force: which categories it offers to which cases; no record, no query."""

    rule_id: int
    kind: str
    category_ids: frozenset
    valid_from: datetime
    valid_to: datetime
    team_ids: frozenset

    def covers(self, moment):
        return self.valid_from <= moment and not (self.valid_to and moment >= self.valid_to)


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

    _kept_fields = ("company_id", "adoption_id", "version", "valid_from", "valid_to", "preset_id")

    @api.model
    def _figure_fields(self):
        return (*super()._figure_fields(), "kind", "category_ids")

    @api.model
    @tools.ormcache("company_id")
    def _offers(self, company_id):
        """Return the :class:`Offer` of each rule in force, now or once, for a company."""
        rules = self.sudo().search(
            [
                ("company_id", "=", company_id),
                ("valid_from", "!=", False),
                ("adoption_id.state", "in", ("adopted", "ended")),
            ]
        )
        return tuple(
            Offer(
                rule_id=rule.id,
                kind=rule.kind,
                category_ids=frozenset(rule.category_ids.ids),
                valid_from=rule.valid_from,
                valid_to=rule.valid_to or None,
                team_ids=frozenset(rule.adoption_id.team_ids.ids),
            )
            for rule in rules
        )

    # Hooks of the rule head

    @api.model
    def _demand_heading(self):
        return self.env._("How Cases Are Classified")

    def _demand_sentence(self):
        self.ensure_one()
        return ", ".join(self.category_ids.mapped("name"))
