from dataclasses import dataclass
from typing import NamedTuple

from odoo import api, fields, models, tools
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from ...tools import clock
from ..regulations.csm_rule_domain_mixin import Speaking

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
# What counts instead when a calendar has no working time left to count.
ELAPSED = {"working_minute": "minute", "working_hour": "hour", "working_day": "day"}


class PlannedStep(NamedTuple):
    """One step of a plan: when it happens; who is addressed is read when it does.

    ``rung`` names what happens and who is addressed, whichever rule says so.
    """

    step_id: int
    kind: str
    when: str
    amount: int
    unit: str
    hold: bool
    rung: tuple
    # Whether whoever hears is to say that they take care of it.
    asks: bool = False

    def needs_hours(self):
        return self.hold or self.unit in ELAPSED

    def moment(self, due, calendar):
        """Return when this step happens; without working time the plain clock counts."""
        # The due second itself is still in time.
        base = due + clock.SECOND if self.when == "at" else due
        before = self.when == "before"
        try:
            moment = clock.step_at(base, self.amount, self.unit, calendar, before, self.hold)
        except clock.NoWorkingTime:
            unit = ELAPSED.get(self.unit, self.unit)
            moment = clock.step_at(base, self.amount, unit, calendar, before)
        return moment if before else max(moment, due + clock.SECOND)


@dataclass(frozen=True, kw_only=True)
class Plan(Speaking):
    """One rule in force, as the engine needs it.

    ``root_id`` is the first version of the rule.
    """

    root_id: int
    obligation_id: int
    start: str
    stop: str
    delay: int
    unit: str
    steps: tuple
    # The field that holds the promised moment; without a limit of its own only a promise counts.
    promise: str = ""
    has_delay: bool = True
    # Whether each end begins the next cycle, and the fact after which none begins any more.
    is_periodic: bool = False
    until: str = ""
    is_once: bool = False

    def moments(self, due, calendar):
        """Return ``[(moment, step)]`` of a due moment, earliest first."""
        moments = [(step.moment(due, calendar), step) for step in self.steps]
        return sorted(moments, key=lambda entry: (entry[0], entry[1].step_id))

    def asks(self):
        """Tell whether any step wants to be taken care of by whoever hears."""
        return any(step.asks for step in self.steps)

    def first_moment(self, due, calendar):
        """Return when the first step, or the breach, is to be looked at."""
        return min([step.moment(due, calendar) for step in self.steps] + [due + clock.SECOND])

    def lacks_hours(self, due, calendar):
        """Tell whether a step should count working time where there is none."""
        if not any(step.needs_hours() for step in self.steps):
            return False
        try:
            calendar.next_working(due)
        except clock.NoWorkingTime:
            return True
        return False


class CsmDeadlineRule(models.Model):
    """One time limit of a regulation: from which fact to which, how long, and who hears of it."""

    _name = "csm.deadline.rule"
    _description = "Deadline Rule"
    _inherit = ["csm.deadline.version.mixin", "csm.rule.selector.mixin"]

    obligation_id = fields.Many2one("csm.obligation", required=True, ondelete="restrict")
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
    due_field_id = fields.Many2one(
        "ir.model.fields",
        "Due as Promised in",
        ondelete="cascade",
        domain="[('model_id', '=', model_id), ('ttype', '=', 'datetime')]",
        help="The moment promised for this record. With a time limit the earlier of both counts.",
    )
    has_delay = fields.Boolean(
        "Has a Time Limit",
        default=True,
        help="Without one, nothing is owed before a moment has been promised.",
    )
    delay = fields.Integer("Time Limit")
    is_periodic = fields.Boolean(
        "Again and Again", help="Each time it is done, the time limit begins anew."
    )
    until_field_id = fields.Many2one(
        "ir.model.fields",
        "Until",
        ondelete="cascade",
        domain="[('model_id', '=', model_id), ('ttype', '=', 'datetime')]",
        help="The fact after which it need not be done again.",
    )
    is_once = fields.Boolean(
        "Only Once",
        help="Does not begin anew when the record is opened again or the customer asks again.",
    )
    unit = fields.Selection(UNITS, required=True, default="day")
    step_ids = fields.One2many("csm.deadline.step", "rule_id", "Steps", copy=True)
    preset_id = fields.Many2one("csm.deadline.rule", readonly=True, ondelete="restrict")
    root_id = fields.Many2one(
        "csm.deadline.rule", "First Version", readonly=True, ondelete="restrict", index=True
    )
    limit_text = fields.Char("Limit", compute="_compute_limit_text")

    _delay_is_not_negative = models.Constraint(
        "CHECK(delay >= 0)", "A time limit cannot be negative. Enter 0 or more."
    )

    _promise_or_limit = models.Constraint(
        "CHECK(has_delay IS TRUE OR due_field_id IS NOT NULL)",
        "A deadline rule needs a time limit, or the field that holds the promised moment.",
    )
    _periodic_has_an_end = models.Constraint(
        "CHECK(is_periodic IS NOT TRUE OR (until_field_id IS NOT NULL AND is_once IS NOT TRUE))",
        "What is owed again and again needs the fact that ends it, and cannot be owed only once.",
    )

    _blank_fields = ("delay",)
    _selects = "csm.deadline.mixin"

    @api.depends("delay", "unit", "is_blank", "has_delay", "due_field_id", "is_periodic")
    @api.depends_context("lang")
    def _compute_limit_text(self):
        wording = self.env["csm.deadline.wording"]
        for rule in self:
            say = wording._every if rule.is_periodic else wording._within
            limit = say(rule.delay, rule.unit)
            if rule.is_blank:
                limit = self.env._("not stated")
            rule.limit_text = rule._promise_text(limit)

    def _promise_text(self, limit):
        """Return in words when this rule is due, given its time limit in words."""
        if self.due_field_id and not self.has_delay:
            if self.is_periodic:
                return self.env._("as promised, again and again")
            return self.env._("as promised")
        if self.due_field_id:
            return self.env._("as promised, at the latest %(limit)s", limit=limit)
        return limit

    @api.constrains("model_id", "start_field_id", "stop_field_id", "due_field_id", "until_field_id")
    def _check_speaks_of_its_model(self):
        for rule in self:
            model, facts = rule.model_id.model, rule._moments()
            if any(field.model != model or field.ttype != "datetime" for field in facts):
                raise ValidationError(
                    self.env._(
                        "“%(rule)s” must start and end with moments of “%(model)s”.",
                        rule=rule.name,
                        model=rule.model_id.name,
                    )
                )

    def _moments(self):
        """Return the moments of a record that these rules look at."""
        ends = self.stop_field_id | self.until_field_id
        return self.start_field_id | ends | self.due_field_id

    @api.model
    def _figure_fields(self):
        return (
            *super()._figure_fields(),
            "obligation_id",
            "start_field_id",
            "stop_field_id",
            "due_field_id",
            "has_delay",
            "delay",
            "unit",
            "is_periodic",
            "until_field_id",
            "is_once",
            "step_ids",
        )

    # The plans the engine works with

    @api.model
    @tools.ormcache("model", "company_id")
    def _plans(self, model, company_id):
        """Return the :class:`Plan` of each rule in force, now or once, for a model and company."""
        rules = self._rules_in_force(company_id, Domain("model", "=", model))
        return tuple(self._plan_of(rule.id) for rule in rules)

    @api.model
    @tools.ormcache("rule_id")
    def _plan_of(self, rule_id):
        """Return the :class:`Plan` of one rule."""
        rule = self.sudo().browse(rule_id)
        return Plan(
            **rule._in_force_vals(),
            root_id=rule.root_id.id or rule.id,
            obligation_id=rule.obligation_id.id,
            start=rule.start_field_id.name,
            stop=rule.stop_field_id.name,
            delay=rule.delay,
            unit=rule.unit,
            steps=rule.step_ids._planned(),
            promise=rule.due_field_id.name or "",
            has_delay=rule.has_delay,
            is_periodic=rule.is_periodic,
            until=rule.until_field_id.name or "",
            is_once=rule.is_once,
        )

    @api.model
    @tools.ormcache("model")
    def _watched_fields(self, model):
        """Return which fields of a model its rules look at: facts, and those of their domains."""
        rules = self.sudo().search([("model", "=", model), ("valid_from", "!=", False)])
        facts = set(rules._moments().mapped("name"))
        return frozenset(facts | self._selectors(model, rules))

    # Hooks of the rule head

    def _is_used(self):
        return bool(
            self.env["csm.deadline"].sudo().search_count([("rule_id", "in", self.ids)], limit=1)
        )

    def _figures(self):
        own = [(rule, "delay", 1) for rule in self if rule.has_delay and not rule.is_blank]
        return own + [(step, "amount", 1) for step in self.step_ids if step.when != "at"]

    def _roles(self):
        return self.step_ids.role_id

    @api.model
    def _demand_heading(self):
        return self.env._("Time Limits")

    def _demand_sentence(self):
        limit = self.env._(
            "%(obligation)s: %(limit)s, counted from “%(start)s”.",
            obligation=self.obligation_id.name,
            limit=self.limit_text,
            start=self.sudo().start_field_id.field_description,
        )
        steps = self.step_ids.sorted(lambda step: (step._rough_hours(), step.id))
        told = [step._demand_sentence() for step in steps]
        return " ".join([limit, *told, *filter(None, [super()._demand_sentence()])])
