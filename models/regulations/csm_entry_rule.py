from dataclasses import dataclass

from odoo import api, fields, models, tools
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from ...tools.listed import listed
from .csm_rule_domain_mixin import Speaking

# The step of a rule about what a record must hold when somebody makes it.
CREATE = "create"


@dataclass(frozen=True, kw_only=True)
class Demand(Speaking):
    """One rule in force, as the gate needs it."""

    names: tuple
    forbids: bool


class CsmEntryRule(models.Model):
    """One demand of a regulation: what must be on record before a step is made."""

    _name = "csm.entry.rule"
    _description = "Entry Rule"
    _inherit = ["csm.rule.selector.mixin"]

    move = fields.Char(
        "Step",
        required=True,
        help="The name of the step that is refused, or “create” for the making of a record.",
    )
    step_text = fields.Char("Before the Step", compute="_compute_step_text", compute_sudo=True)
    field_ids = fields.Many2many(
        "ir.model.fields",
        "csm_entry_rule_field_rel",
        "rule_id",
        "field_id",
        "Fields",
        domain="[('model_id', '=', model_id)]",
        groups="base.group_erp_manager",
        help="Each must be filled in: a number above or below 0, a yes for a yes or no.",
    )
    # The register of fields is the administrator's; everybody else works with names.
    field_names = fields.Char(
        compute="_compute_field_names",
        inverse="_inverse_field_names",
        compute_sudo=True,
        help="The technical names of the fields that must be filled in, separated by commas.",
    )
    forbids = fields.Boolean(
        "Not at All", help="The step is refused for these records, whatever is on record."
    )
    advice = fields.Char(
        "What to Do", translate=True, help="Ends the refusal; empty: the fields are to be entered."
    )
    demand_text = fields.Char("Must Be on Record", compute="_compute_demand_text")
    preset_id = fields.Many2one("csm.entry.rule", readonly=True, ondelete="restrict")

    @api.depends("model_id", "move")
    @api.depends_context("lang")
    def _compute_step_text(self):
        for rule in self:
            moves = rule._moves_by_name()
            if rule.move in moves:
                rule.step_text = self.env[rule.model]._move_label(moves[rule.move])
            else:
                rule.step_text = self.env._("Made by hand") if rule.move == CREATE else rule.move

    @api.depends("field_ids")
    def _compute_field_names(self):
        for rule in self:
            rule.field_names = ", ".join(rule.field_ids.sorted("name").mapped("name"))

    def _inverse_field_names(self):
        Field = self.env["ir.model.fields"]
        for rule in self:
            names = (rule.field_names or "").replace(",", " ").split()
            # Who may change the rule was asked before; the register of fields is only read.
            found = Field.sudo().search(
                [("model_id", "=", rule.model_id.id), ("name", "in", names)]
            )
            unknown = [name for name in names if name not in found.mapped("name")]
            if unknown or not names:
                raise ValidationError(
                    self.env._(
                        "“%(rule)s” must name fields of its records. Not known: %(names)s.",
                        rule=rule.name,
                        names=", ".join(unknown) or "–",
                    )
                )
            rule.sudo().field_ids = found

    @api.depends("field_ids", "forbids")
    @api.depends_context("lang")
    def _compute_demand_text(self):
        for rule in self:
            names = listed(self.env, rule._labels(rule._names()))
            rule.demand_text = self.env._("not allowed") if rule.forbids else names

    @api.constrains("model_id", "move")
    def _check_step_is_declared(self):
        for rule in self:
            steps = rule._moves_by_name()
            if rule.move != CREATE and rule.move not in steps:
                raise ValidationError(
                    self.env._(
                        "“%(rule)s”: “%(step)s” is no step of its records. Choose one of: "
                        "%(steps)s.",
                        rule=rule.name,
                        step=rule.move,
                        steps=", ".join([CREATE, *steps]),
                    )
                )

    @api.constrains("model_id", "field_ids")
    def _check_fields_are_of_its_model(self):
        for rule in self.sudo():
            strange = rule.field_ids.filtered(lambda field, rule=rule: field.model != rule.model)
            if strange:
                raise ValidationError(
                    self.env._(
                        "“%(rule)s” asks for “%(field)s”, which its records do not have.",
                        rule=rule.name,
                        field=strange[0].field_description,
                    )
                )

    @api.model
    def _figure_fields(self):
        return (*super()._figure_fields(), "move", "field_ids", "field_names", "forbids")

    # What the gate works with

    @api.model
    @tools.ormcache("model", "company_id")
    def _demands(self, model, company_id):
        """Return ``{step: (Demand, …)}`` of the rules in force, now or once."""
        rules = self._rules_in_force(company_id, Domain("model", "=", model))
        return {
            move: tuple(rule._demand() for rule in group)
            for move, group in rules.grouped("move").items()
        }

    def _demand(self):
        return Demand(**self._in_force_vals(), names=tuple(self._names()), forbids=self.forbids)

    def _names(self):
        return self.sudo().field_ids.sorted("name").mapped("name")

    def _labels(self, names):
        """Return what users call these fields."""
        Model = self.env[self.sudo().model] if names else self
        return [Model._fields[name]._description_string(self.env) for name in names]

    # Hooks of the rule head

    @api.model
    def _demand_heading(self):
        return self.env._("What Must Be on Record")

    def _demand_sentence(self):
        self.ensure_one()
        return self.env._(
            "Before “%(step)s”: %(fields)s.", step=self.step_text, fields=self.demand_text
        )
