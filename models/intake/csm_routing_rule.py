from dataclasses import dataclass

from odoo import api, fields, models, tools
from odoo.fields import Domain

from ..regulations.csm_rule_domain_mixin import Speaking


@dataclass(frozen=True, kw_only=True)
class Route(Speaking):
    """One routing rule in force, as the desk needs it."""

    mode: str
    skill_id: int
    is_exclusive: bool


class CsmRoutingRule(models.Model):
    """Who handles what has come in: whoever was asked first, or somebody of a class of work."""

    _name = "csm.routing.rule"
    _description = "Routing Rule"
    _inherit = ["csm.rule.selector.mixin"]

    mode = fields.Selection(
        [
            ("first", "Whoever is asked first, until somebody has taken it over"),
            ("skill", "A colleague of a class of work"),
        ],
        "Who Handles It",
        required=True,
        default="skill",
    )
    skill_id = fields.Many2one("csm.skill", "Class of Work", ondelete="restrict")
    is_exclusive = fields.Boolean(
        "They Alone", default=True, help="Nobody of another class takes it in hand."
    )
    preset_id = fields.Many2one("csm.routing.rule", readonly=True, ondelete="restrict")

    _class_is_named = models.Constraint(
        "CHECK((mode = 'skill') = (skill_id IS NOT NULL))",
        "Choose the class of work that handles these records; the first person asked needs none.",
    )

    _selects = "csm.routing.mixin"

    @api.model
    def _figure_fields(self):
        return (*super()._figure_fields(), "mode", "skill_id", "is_exclusive")

    # What the desk works with

    @api.model
    @tools.ormcache("model", "company_id")
    def _routes(self, model, company_id):
        """Return the :class:`Route` of each rule in force, now or once, in their order."""
        rules = self._rules_in_force(company_id, Domain("model", "=", model))
        return tuple(rule._route() for rule in rules)

    def _route(self):
        return Route(
            **self._in_force_vals(),
            mode=self.mode,
            skill_id=self.skill_id.id,
            is_exclusive=self.is_exclusive,
        )

    @api.model
    def _route_of(self, record, mode):
        """Return the first rule of this mode that speaks to a record, or None."""
        moment, team = record._routing_moment(), record.sudo().team_id
        for route in self._routes(record._name, record.company_id.id):
            # Rules may look at fields the user cannot read.
            if route.mode == mode and route.speaks_to(record.sudo(), team, moment):
                return route
        return None

    @api.model
    def _article_of(self, route):
        """Return what a refusal cites: the article a rule rests on."""
        return self.sudo().browse(route.rule_id).article_id.display_name

    # Hooks of the rule head

    @api.model
    def _demand_heading(self):
        return self.env._("Who Handles What")

    def _demand_sentence(self):
        self.ensure_one()
        if self.mode == "first":
            return self.env._(
                "Whoever is asked first stays responsible until somebody has taken it over."
            )
        text = self.env._("Goes to somebody of the class “%(skill)s”.", skill=self.skill_id.name)
        if self.is_exclusive:
            text += " " + self.env._("Nobody else takes it in hand.")
        return text
