from ast import literal_eval
from datetime import datetime
from typing import NamedTuple

from odoo import api, fields, models, tools
from odoo.exceptions import ValidationError
from odoo.fields import Domain


class Route(NamedTuple):
    """One routing rule in force, as the desk needs it: no record, no query."""

    rule_id: int
    domain: object
    mode: str
    skill_id: int
    is_exclusive: bool
    valid_from: datetime
    valid_to: datetime
    team_ids: frozenset

    def covers(self, moment):
        return self.valid_from <= moment and not (self.valid_to and moment >= self.valid_to)


class CsmRoutingRule(models.Model):
    """Who handles what has come in: whoever was asked first, or somebody of a class of work."""

    _name = "csm.routing.rule"
    _description = "Routing Rule"
    _inherit = ["csm.rule.mixin"]

    model_id = fields.Many2one(
        "ir.model",
        "Applies to",
        required=True,
        ondelete="cascade",
        domain=lambda self: [("model", "in", self._routing_models())],
    )
    model = fields.Char("Model Name", related="model_id.model", store=True, index=True)
    domain = fields.Char("Which Records", default="[]", required=True)
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

    _kept_fields = ("company_id", "adoption_id", "version", "valid_from", "valid_to", "preset_id")

    @api.constrains("domain", "model_id")
    def _check_domain_fits_its_model(self):
        for rule in self:
            try:
                Domain(literal_eval(rule.domain)).validate(self.env[rule.model_id.model])
            except (ValueError, SyntaxError, TypeError) as error:
                raise ValidationError(
                    self.env._(
                        "“%(rule)s” cannot tell its records: %(error)s",
                        rule=rule.name,
                        error=error,
                    )
                ) from error

    @api.model
    def _routing_models(self):
        names = self.env.registry.descendants(["csm.routing.mixin"], "_inherit")
        return sorted(name for name in names if not self.env[name]._abstract)

    @api.model
    def _figure_fields(self):
        own = ("model_id", "domain", "mode", "skill_id", "is_exclusive")
        return (*super()._figure_fields(), *own)

    # What the desk works with

    @api.model
    @tools.ormcache("model", "company_id")
    def _routes(self, model, company_id):
        """Return the :class:`Route` of each rule in force, now or once, in their order."""
        rules = self.sudo().search(
            [
                ("model", "=", model),
                ("company_id", "=", company_id),
                ("valid_from", "!=", False),
                ("adoption_id.state", "in", ("adopted", "ended")),
            ]
        )
        return tuple(rule._route() for rule in rules)

    def _route(self):
        return Route(
            rule_id=self.id,
            domain=Domain(literal_eval(self.domain)),
            mode=self.mode,
            skill_id=self.skill_id.id,
            is_exclusive=self.is_exclusive,
            valid_from=self.valid_from,
            valid_to=self.valid_to or None,
            team_ids=frozenset(self.adoption_id.team_ids.ids),
        )

    @api.model
    def _route_of(self, record, mode):
        """Return the first rule of this mode that speaks to a record, or None."""
        moment, team = record._routing_moment(), record.sudo().team_id
        for route in self._routes(record._name, record.company_id.id):
            if route.mode != mode or not route.covers(moment):
                continue
            # Rules may look at fields the user cannot read.
            is_of_team = not route.team_ids or team.id in route.team_ids
            if is_of_team and record.sudo().filtered_domain(route.domain):
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
