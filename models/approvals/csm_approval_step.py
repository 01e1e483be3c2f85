from typing import NamedTuple

from odoo import api, fields, models

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
    _inherit = ["csm.addressee.line.mixin"]

    rule_id = fields.Many2one("csm.approval.rule", required=True, ondelete="cascade", index=True)
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

    _role_is_named = models.Constraint(
        "CHECK(addressee <> 'role' OR role_id IS NOT NULL)", "Choose the role that approves."
    )
    _field_is_named = models.Constraint(
        "CHECK(addressee <> 'field' OR field_name IS NOT NULL)",
        "Name the field that says who approves.",
    )

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
