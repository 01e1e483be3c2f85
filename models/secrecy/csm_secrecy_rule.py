from dataclasses import dataclass

from odoo import api, fields, models, tools

from ..regulations.csm_rule_mixin import InForce

RELATIONS = [
    ("ordinary", "Ordinary Dealings"),
    ("important", "Important Dealings"),
    ("key", "Directly Affects the Company"),
]


@dataclass(frozen=True, kw_only=True)
class Ranking(InForce):
    """One rule in force: which relation, or which class of content, asks for which level."""

    relation: str | None
    class_id: int | None
    rank: int


class CsmSecrecyRule(models.Model):
    """Which level a classified record is given: by the relation to the customer, or by content."""

    _name = "csm.secrecy.rule"
    _description = "Secrecy Rule"
    _inherit = ["csm.rule.mixin"]

    relation = fields.Selection(RELATIONS, help="The relation to the customer.")
    class_id = fields.Many2one(
        "csm.secrecy.class", "Content", ondelete="restrict", help="What the record holds."
    )
    rank = fields.Integer(
        "Level of Secrecy", required=True, default=1, help="1 Secret, 2 Confidential, 3 Top Secret."
    )
    level_id = fields.Many2one(
        "csm.secrecy.level", "Name of the Level", compute="_compute_level_id"
    )
    preset_id = fields.Many2one("csm.secrecy.rule", readonly=True, ondelete="restrict")

    _rank_is_known = models.Constraint(
        "CHECK(rank BETWEEN 1 AND 3)", "The levels are 1 Secret, 2 Confidential, 3 Top Secret."
    )
    _speaks_of_one = models.Constraint(
        "CHECK((relation IS NULL) <> (class_id IS NULL))",
        "A secrecy rule speaks of a relation or of a class of content: choose one of them.",
    )

    @api.depends("rank")
    def _compute_level_id(self):
        for rule in self:
            rule.level_id = rule.level_id._ranked(rule.rank)

    @api.model
    def _figure_fields(self):
        return (*super()._figure_fields(), "relation", "class_id", "rank")

    @api.model
    @tools.ormcache("company_id")
    def _rankings(self, company_id):
        """Return the :class:`Ranking` of each rule in force, now or once, for a company."""
        return tuple(
            Ranking(
                **rule._in_force_vals(),
                relation=rule.relation or None,
                class_id=rule.class_id.id or None,
                rank=rule.rank,
            )
            for rule in self._rules_in_force(company_id)
        )

    @api.model
    def _speaking(self, company, team, relation, classes):
        """Return the rules that speak of a relation and of these classes, the highest first."""
        now = self.env.cr.now()
        speaking = [
            ranking
            for ranking in self._rankings(company.id)
            if ranking.covers(now)
            and (not ranking.team_ids or team.id in ranking.team_ids)
            and (ranking.relation == relation if ranking.relation else ranking.class_id in classes)
        ]
        ids = [r.rule_id for r in sorted(speaking, key=lambda r: -r.rank)]
        # Whoever classifies a record need not be able to read the books of rules.
        return self.sudo().browse(ids)

    # Hooks of the rule head

    def _figures(self):
        return [(rule, "rank", 1) for rule in self]

    @api.model
    def _demand_heading(self):
        return self.env._("Levels of Secrecy")

    def _demand_sentence(self):
        self.ensure_one()
        relations = dict(self._fields["relation"]._description_selection(self.env))
        return self.env._(
            "%(about)s: at least “%(level)s”.",
            about=relations.get(self.relation) or self.class_id.name,
            level=self.level_id.name,
        )
