from ast import literal_eval
from datetime import datetime
from typing import NamedTuple

from odoo import api, fields, models, tools
from odoo.exceptions import ValidationError
from odoo.fields import Domain

UNITS = [
    ("minute", "Minutes"),
    ("hour", "Hours"),
    ("working_minute", "Working Minutes"),
    ("working_hour", "Working Hours"),
    ("day", "Days"),
    ("week", "Weeks"),
    ("month", "Months"),
    ("working_day", "Working Days"),
]


class Plan(NamedTuple):
    """One rule in force, as the engine needs it: no record, no query."""

    rule_id: int
    obligation_id: int
    domain: object
    start: str
    stop: str
    delay: int
    unit: str
    valid_from: datetime
    valid_to: datetime
    team_ids: frozenset
    steps: tuple

    def covers(self, moment):
        return self.valid_from <= moment and not (self.valid_to and moment >= self.valid_to)


class PlannedStep(NamedTuple):
    """One step of a plan: when it happens; who is addressed is read when it does."""

    step_id: int
    kind: str
    when: str
    amount: int
    unit: str
    hold: bool


class CsmDeadlineRule(models.Model):
    """One time limit of a regulation: from which fact to which, how long, and who hears of it."""

    _name = "csm.deadline.rule"
    _description = "Deadline Rule"
    _inherit = ["csm.rule.mixin"]

    obligation_id = fields.Many2one("csm.obligation", required=True, ondelete="restrict")
    model_id = fields.Many2one(
        "ir.model",
        "Applies to",
        required=True,
        ondelete="cascade",
        domain=lambda self: [("model", "in", self._deadline_models())],
    )
    model = fields.Char("Model Name", related="model_id.model", store=True, index=True)
    domain = fields.Char("Which Records", default="[]", required=True)
    start_field_id = fields.Many2one(
        "ir.model.fields",
        "Starts with",
        required=True,
        ondelete="cascade",
        domain="[('model_id', '=', model_id), ('ttype', '=', 'datetime')]",
    )
    stop_field_id = fields.Many2one(
        "ir.model.fields",
        "Ends with",
        required=True,
        ondelete="cascade",
        domain="[('model_id', '=', model_id), ('ttype', '=', 'datetime')]",
    )
    delay = fields.Integer("Time Limit")
    unit = fields.Selection(UNITS, required=True, default="day")
    step_ids = fields.One2many("csm.deadline.step", "rule_id", "Steps", copy=True)
    preset_id = fields.Many2one("csm.deadline.rule", readonly=True, ondelete="restrict")
    limit_text = fields.Char("Limit", compute="_compute_limit_text")

    _delay_is_not_negative = models.Constraint(
        "CHECK(delay >= 0)", "A time limit cannot be negative. Enter 0 or more."
    )

    _blank_fields = ("delay",)

    @api.depends("delay", "unit", "is_blank")
    def _compute_limit_text(self):
        units = dict(self._fields["unit"]._description_selection(self.env))
        for rule in self:
            rule.limit_text = (
                self.env._("not stated") if rule.is_blank else f"{rule.delay} {units[rule.unit]}"
            )

    @api.constrains("domain", "model_id", "start_field_id", "stop_field_id")
    def _check_speaks_of_its_model(self):
        for rule in self:
            Model = self.env[rule.model_id.model]
            facts = rule.start_field_id | rule.stop_field_id
            if any(field.model != Model._name or field.ttype != "datetime" for field in facts):
                raise ValidationError(
                    self.env._(
                        "“%(rule)s” must start and end with moments of “%(model)s”.",
                        rule=rule.name,
                        model=rule.model_id.name,
                    )
                )
            try:
                Domain(literal_eval(rule.domain)).validate(Model)
            except (ValueError, SyntaxError, TypeError) as error:
                raise ValidationError(
                    self.env._(
                        "“%(rule)s” cannot tell its records: %(error)s",
                        rule=rule.name,
                        error=error,
                    )
                ) from error

    @api.model
    def _deadline_models(self):
        names = self.env.registry.descendants(["csm.deadline.mixin"], "_inherit")
        return sorted(name for name in names if not self.env[name]._abstract)

    @api.model
    def _figure_fields(self):
        return (
            *super()._figure_fields(),
            "obligation_id",
            "model_id",
            "domain",
            "start_field_id",
            "stop_field_id",
            "delay",
            "unit",
            "step_ids",
        )

    # The plans the engine works with

    @api.model
    @tools.ormcache("model", "company_id")
    def _plans(self, model, company_id):
        """Return the :class:`Plan` of each rule in force, now or once, for a model and company."""
        rules = self.sudo().search(
            [
                ("model", "=", model),
                ("company_id", "=", company_id),
                ("valid_from", "!=", False),
                ("adoption_id.state", "in", ("adopted", "ended")),
            ]
        )
        return tuple(rule._plan() for rule in rules)

    def _plan(self):
        return Plan(
            rule_id=self.id,
            obligation_id=self.obligation_id.id,
            domain=Domain(literal_eval(self.domain)),
            start=self.start_field_id.name,
            stop=self.stop_field_id.name,
            delay=self.delay,
            unit=self.unit,
            valid_from=self.valid_from,
            valid_to=self.valid_to or None,
            team_ids=frozenset(self.adoption_id.team_ids.ids),
            steps=tuple(step._planned() for step in self.step_ids),
        )

    @api.model
    @tools.ormcache("model")
    def _watched_fields(self, model):
        """Return ``(facts, selectors)``: which fields of a model its rules look at."""
        rules = self.sudo().search([("model", "=", model), ("valid_from", "!=", False)])
        facts = set((rules.start_field_id | rules.stop_field_id).mapped("name"))
        selectors = {
            condition.field_expr.split(".")[0]
            for rule in rules
            for condition in Domain(literal_eval(rule.domain)).iter_conditions()
        }
        return frozenset(facts), frozenset(selectors)

    # Hooks of the rule head

    def _is_used(self):
        return bool(
            self.env["csm.deadline"].sudo().search_count([("rule_id", "in", self.ids)], limit=1)
        )

    def _figures(self):
        own = [(rule, "delay", 1) for rule in self if not rule.is_blank]
        return own + [(step, "amount", 1) for step in self.step_ids if step.when != "at"]

    def _roles(self):
        return self.step_ids.role_id
