from dataclasses import dataclass

from odoo import api, fields, models, tools
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools import formatLang

from ...tools import bands
from ...tools.listed import listed
from ..regulations.csm_rule_domain_mixin import Speaking


@dataclass(frozen=True, kw_only=True)
class ApprovalPlan(Speaking):
    """One approval rule in force, as the gate needs it; rules of one ``group`` are its bands."""

    group: tuple
    floor: float
    top: float | None
    currency_id: int
    guard: str
    is_afterwards: bool
    steps: tuple

    @property
    def band(self):
        return self.floor, self.top


class CsmApprovalRule(models.Model):
    """Whose approval a step wants, for which records and which amounts."""

    _name = "csm.approval.rule"
    _description = "Approval Rule"
    _inherit = ["csm.rule.selector.mixin"]

    move = fields.Char(
        "Step", required=True, help="The technical name of the step, for example “decide”."
    )
    step_text = fields.Char("Before the Step", compute="_compute_step_text", compute_sudo=True)
    amount_above = fields.Float(
        "Only Above",
        digits=(16, 2),
        help="Up to this amount, itself included, nobody need be asked. A higher band begins by "
        "itself where the one below it ends.",
    )
    is_unbounded = fields.Boolean("No Upper Bound", default=True)
    amount_up_to = fields.Float(
        "Up To", digits=(16, 2), help="This amount itself still belongs to the band."
    )
    currency_id = fields.Many2one(
        "res.currency",
        required=True,
        default=lambda self: self.env.company.currency_id,
        ondelete="restrict",
    )
    amount_text = fields.Char("Amounts", compute="_compute_amount_text")
    is_afterwards = fields.Boolean(
        "Afterwards", help="One acts first; the approval is asked for by the step itself."
    )
    guard = fields.Selection(
        [
            ("none", "Each by itself"),
            ("customer", "Of one customer, by month"),
            ("order", "Of one order, by month"),
            ("approver", "Of one approver, by month"),
        ],
        "Amounts Count",
        required=True,
        default="none",
        help="Whether what was approved earlier in the calendar month counts together with the "
        "amount, so that nothing is split to stay below a limit.",
    )
    step_ids = fields.One2many("csm.approval.step", "rule_id", "Who Approves", copy=True)
    preset_id = fields.Many2one("csm.approval.rule", readonly=True, ondelete="restrict")
    root_id = fields.Many2one(
        "csm.approval.rule", "First Version", readonly=True, ondelete="restrict", index=True
    )

    _bounds_are_not_negative = models.Constraint(
        "CHECK(amount_above >= 0 AND amount_up_to >= 0)",
        "Amounts that are approved begin at 0. Enter a bound of 0 or more.",
    )

    _selects = "csm.approval.subject.mixin"

    @property
    def _blank_fields(self):
        """Of a band the upper bound may be missing, of a rule without one from where it asks."""
        return ("amount_above",) if all(self.mapped("is_unbounded")) else ("amount_up_to",)

    @api.depends("model_id", "move")
    @api.depends_context("lang")
    def _compute_step_text(self):
        for rule in self:
            rule.step_text = rule._moves_by_name().get(rule.move, rule.move)

    @api.depends("amount_above", "amount_up_to", "is_unbounded", "currency_id", "is_blank")
    @api.depends_context("lang")
    def _compute_amount_text(self):
        for rule in self:
            floor = rule._floor()
            above = rule._money(floor)
            if rule.is_blank:
                rule.amount_text = self.env._("not stated")
            elif not rule.is_unbounded:
                up_to = rule._money(rule.amount_up_to)
                rule.amount_text = (
                    self.env._("above %(above)s, up to %(up_to)s", above=above, up_to=up_to)
                    if floor
                    else self.env._("up to %(up_to)s", up_to=up_to)
                )
            else:
                rule.amount_text = (
                    self.env._("above %(above)s", above=above)
                    if floor
                    else self.env._("any amount")
                )

    def _money(self, amount):
        return formatLang(self.env, amount, currency_obj=self.currency_id)

    def _floor(self):
        """Return above which amount this band begins: its own floor, or where a lower one ends."""
        self.ensure_one()
        lower = [
            rule.amount_up_to
            for rule in self._bands() - self
            if not rule.is_unbounded
            and (self.is_unbounded or rule.amount_up_to < self.amount_up_to)
        ]
        return max([self.amount_above, *lower])

    # What a rule may say

    def _moves_by_name(self):
        """Return ``{name: label}`` of the steps of this rule's records."""
        model = self.sudo().model_id.model
        return self.env[model]._approval_moves() if model in self._selectable_models() else {}

    @api.constrains("model_id", "move")
    def _check_step_is_declared(self):
        for rule in self:
            steps = rule._moves_by_name()
            if rule.move not in steps:
                raise ValidationError(
                    self.env._(
                        "“%(rule)s”: “%(step)s” is no step of its records. Choose one of: "
                        "%(steps)s.",
                        rule=rule.name,
                        step=rule.move,
                        steps=", ".join(steps),
                    )
                )

    @api.constrains(
        "model_id", "move", "domain", "amount_above", "amount_up_to", "is_unbounded", "is_blank"
    )
    def _check_bands_fit(self):
        for rule in self.filtered("active"):
            fault = rule._band_fault(is_whole=rule.adoption_id.state == "adopted")
            if fault:
                raise ValidationError(fault)

    def _bands(self):
        """Return the bands of this rule: those of its regulation for the same step and records."""
        self.ensure_one()
        same = [
            (name, "=", self[name].id if self._fields[name].relational else self[name])
            for name in (
                "regulation_id",
                "company_id",
                "adoption_id",
                "model_id",
                "move",
                "domain",
                "is_afterwards",
                "currency_id",
            )
        ]
        rules = self.sudo().search([*same, ("active", "=", True)]) if self.id else self
        # Versions follow each other; only those of one time are bands beside each other.
        roots = rules.filtered(lambda rule: rule._root() != self._root())
        return (roots.filtered(lambda rule: rule._is_beside(self)) | self).with_env(self.env)

    def _root(self):
        return self.root_id or self

    def _is_beside(self, other):
        """Tell whether two rules are valid at one time."""
        return not (
            self.valid_to and other.valid_from and self.valid_to <= other.valid_from
        ) and not (other.valid_to and self.valid_from and other.valid_to <= self.valid_from)

    def _band_fault(self, is_whole):
        """Say what is wrong with the bands this rule belongs to.

        :param is_whole: whether every band must be there, as of a regulation in force
        """
        rules = self._bands()
        if any(rule.is_blank for rule in rules):
            return ""
        pairs = [
            (rule.amount_above, None if rule.is_unbounded else rule.amount_up_to) for rule in rules
        ]
        values = {"rule": self.name, "article": self.article_id.display_name}
        if double := bands.overlap(pairs):
            return self.env._(
                "“%(rule)s” (%(article)s): two rules for the same step and records end at "
                "%(bound)s, so nobody can tell which counts. Give one another bound.",
                bound=self._bound(double[0][1]),
                **values,
            )
        if any(top is not None and top <= floor for floor, top in pairs):
            return self.env._(
                "“%(rule)s” (%(article)s) ends where it begins or below. Enter a higher upper "
                "bound.",
                **values,
            )
        hole = bands.gap(pairs) if is_whole else None
        if hole:
            return self.env._(
                "“%(rule)s” (%(article)s): above %(above)s, up to %(up_to)s nobody would have to "
                "approve. Close the gap: lower where the next band begins, or let the highest one "
                "have no upper bound.",
                above=self._money(hole[0]),
                up_to=self._bound(hole[1]),
                **values,
            )
        return ""

    def _bound(self, top):
        return self.env._("any amount") if top is None else self._money(top)

    @api.model
    def _figure_fields(self):
        return (
            *super()._figure_fields(),
            "move",
            "amount_above",
            "amount_up_to",
            "is_unbounded",
            "currency_id",
            "is_afterwards",
            "guard",
            "step_ids",
        )

    # The plans the gate works with

    @api.model
    @tools.ormcache("model")
    def _is_any_for(self, model):
        """Tell whether any company wants approvals of records of a model."""
        rules = [("model", "=", model), ("valid_from", "!=", False)]
        return bool(self.sudo().search_count(rules, limit=1))

    @api.model
    @tools.ormcache("model", "company_id")
    def _plans(self, model, company_id):
        """Return ``{step: (ApprovalPlan, …)}`` of the rules in force, now or once."""
        rules = self._rules_in_force(company_id, Domain("model", "=", model))
        return {
            move: tuple(rule._plan() for rule in group)
            for move, group in rules.grouped("move").items()
        }

    def _plan(self):
        return ApprovalPlan(
            **self._in_force_vals(),
            group=(self.regulation_id.id, self.domain, self.currency_id.id),
            floor=self.amount_above,
            top=None if self.is_unbounded else self.amount_up_to,
            currency_id=self.currency_id.id,
            guard=self.guard,
            is_afterwards=self.is_afterwards,
            steps=self.step_ids._planned(),
        )

    # Hooks of the rule head

    def _new_version(self, valid_from, changes):
        return super()._new_version(valid_from, {"root_id": self._root().id, **changes})

    def _is_used(self):
        # Whether anybody was asked by a rule is the system's to know.
        asked = (
            self.env["csm.approval"].sudo().search_count([("rule_ids", "in", self.ids)], limit=1)
        )
        return bool(asked)

    def _figures(self):
        bounds = [
            (rule, "amount_above" if rule.is_unbounded else "amount_up_to", 1)
            for rule in self
            if not rule.is_blank and (rule.amount_above or not rule.is_unbounded)
        ]
        superiors = self.step_ids.filtered(lambda step: step.addressee == "superior")
        return bounds + [(step, "level", 1) for step in superiors]

    def _roles(self):
        return self.step_ids.role_id

    @api.model
    def _demand_heading(self):
        return self.env._("Whose Approval Is Needed")

    def _demand_sentence(self):
        self.ensure_one()
        values = {
            "step": self.step_text,
            "amounts": self.amount_text,
            "who": listed(self.env, self.step_ids.mapped("display_name")) or "–",
        }
        if self.is_afterwards:
            told = self.env._(
                "“%(step)s”, %(amounts)s: one acts first, then approves: %(who)s.", **values
            )
        else:
            told = self.env._("Before “%(step)s”, %(amounts)s, approves: %(who)s.", **values)
        return " ".join(filter(None, [told, super()._demand_sentence()]))
