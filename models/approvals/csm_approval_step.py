from typing import NamedTuple

from odoo import api, fields, models
from odoo.exceptions import ValidationError

# How high the word of those stands who are addressed without a role; roles have a rank.
RANKS = {"responsible": 0, "field": 5, "team_leader": 10, "superior": 20, "superiors": 25}
DEPARTMENT = 40


class StepPlan(NamedTuple):
    """One step as the engine needs it; two rules with the same ``key`` ask once."""

    step_id: int
    key: tuple
    rank: int
    sequence: int


class CsmApprovalStep(models.Model):
    """One signature an approval rule wants: by role, by rank, or of somebody the record names."""

    _name = "csm.approval.step"
    _description = "Step of an Approval"
    _inherit = ["csm.rule.line.mixin"]

    rule_id = fields.Many2one("csm.approval.rule", required=True, ondelete="cascade", index=True)
    sequence = fields.Integer(default=10)
    addressee = fields.Selection(
        [
            ("responsible", "The person responsible"),
            ("team_leader", "The team leader"),
            ("department_manager", "The manager of the department"),
            ("superior", "A superior of whoever asks"),
            ("superiors", "Every superior, level by level"),
            ("role", "Who holds a role"),
            ("field", "Whoever the record names"),
        ],
        required=True,
        default="superior",
    )
    level = fields.Integer(default=1, help="1 is the direct superior, 2 the superior's superior …")
    role_id = fields.Many2one("csm.role", ondelete="restrict", index="btree_not_null")
    field_name = fields.Char(
        "Named in", help="The technical name of a field of the record that names users."
    )
    field_text = fields.Char("Field", compute="_compute_field_text")

    _role_is_named = models.Constraint(
        "CHECK(addressee <> 'role' OR role_id IS NOT NULL)", "Choose the role that approves."
    )
    _field_is_named = models.Constraint(
        "CHECK(addressee <> 'field' OR field_name IS NOT NULL)",
        "Name the field that says who approves.",
    )
    _level_is_above = models.Constraint(
        "CHECK(addressee <> 'superior' OR level > 0)", "The direct superior is level 1."
    )

    @api.depends("field_name", "rule_id.model_id")
    @api.depends_context("lang")
    def _compute_field_text(self):
        for step in self:
            field = step._field()
            step.field_text = field._description_string(self.env) if field else step.field_name

    def _field(self):
        """Return the field of the records that this step names, if there is one."""
        model = self.rule_id.model_id.sudo().model
        return self.env[model]._fields.get(self.field_name) if model in self.env else None

    @api.depends("addressee", "level", "role_id", "field_name")
    @api.depends_context("lang")
    def _compute_display_name(self):
        labels = dict(self._fields["addressee"]._description_selection(self.env))
        for step in self:
            if step.addressee == "superior" and step.level > 1:
                step.display_name = self.env._("superior, level %(level)s", level=step.level)
            elif step.addressee == "superior":
                step.display_name = self.env._("direct superior")
            else:
                # Whoever must ask may read whom to ask.
                named = step.sudo().role_id.name or step.field_text
                step.display_name = named or labels.get(step.addressee, "")

    @api.constrains("field_name", "rule_id")
    def _check_field_names_users(self):
        for step in self.filtered("field_name"):
            field = step._field()
            if not field or field.comodel_name != "res.users":
                raise ValidationError(
                    self.env._(
                        "“%(rule)s”: “%(field)s” names no user of its records.",
                        rule=step.rule_id.name,
                        field=step.field_name,
                    )
                )

    def _planned(self):
        return tuple(
            StepPlan(
                step_id=step.id,
                key=step._key(),
                rank=step._rank(),
                sequence=step.sequence,
            )
            for step in self
        )

    def _key(self):
        level = self.level if self.addressee == "superior" else 0
        field = self.field_name if self.addressee == "field" else ""
        return self.addressee, level, self.role_id.id, field

    def _rank(self):
        """Return how high this step stands: the highest authority signs last."""
        if self.addressee == "role":
            return self.role_id.rank
        if self.addressee == "department_manager":
            return DEPARTMENT
        return RANKS[self.addressee] + (self.level if self.addressee == "superior" else 0)
