from dataclasses import dataclass

from odoo import api, fields, models, tools
from odoo.exceptions import ValidationError

from ..regulations.csm_rule_domain_mixin import Speaking


@dataclass(frozen=True, kw_only=True)
class Charge(Speaking):
    """One rule in force: whose cases these are."""

    role_id: int
    move: str
    may_appoint: bool


class CsmHandlerRule(models.Model):
    """Whose cases these are: the holder of a role handles them, or appoints who does."""

    _name = "csm.handler.rule"
    _description = "Handler Rule"
    _inherit = ["csm.rule.domain.mixin"]

    domain = fields.Char("Which Cases")
    model = fields.Char(default="csm.case", readonly=True, export_string_translation=False)
    role_id = fields.Many2one("csm.role", "Handled by", required=True, ondelete="restrict")
    may_appoint = fields.Boolean(
        "Or Whom They Appoint", help="The holder of the role may name somebody else as handler."
    )
    move = fields.Char(
        "From This Step on",
        required=True,
        default="judge",
        help="The technical name of the step that is refused to other handlers.",
    )
    step_text = fields.Char("From", compute="_compute_step_text")
    preset_id = fields.Many2one("csm.handler.rule", readonly=True, ondelete="restrict")

    _speaks_of = ("csm.case",)

    @api.depends("move")
    @api.depends_context("lang")
    def _compute_step_text(self):
        Case = self.env["csm.case"]
        moves = {move.name: move for move in Case._moves}
        for rule in self:
            known = moves.get(rule.move)
            rule.step_text = Case._move_label(known) if known else rule.move

    @api.constrains("move")
    def _check_speaks_of_cases(self):
        Case = self.env["csm.case"]
        names = [move.name for move in Case._moves]
        for rule in self:
            if rule.move not in names:
                raise ValidationError(
                    self.env._(
                        "“%(rule)s”: “%(step)s” is no step of a case. Choose one of: %(steps)s.",
                        rule=rule.name,
                        step=rule.move,
                        steps=", ".join(names),
                    )
                )

    @api.model
    def _figure_fields(self):
        return (*super()._figure_fields(), "role_id", "may_appoint", "move")

    @api.model
    @tools.ormcache("company_id")
    def _charges(self, company_id):
        """Return the :class:`Charge` of each rule in force, now or once, for a company."""
        rules = self._rules_in_force(company_id)
        return tuple(
            Charge(
                **rule._in_force_vals(),
                role_id=rule.role_id.id,
                move=rule.move,
                may_appoint=rule.may_appoint,
            )
            for rule in rules
        )

    # Hooks of the rule head

    def _roles(self):
        return self.role_id

    @api.model
    def _demand_heading(self):
        return self.env._("Whose Cases They Are")

    def _demand_sentence(self):
        self.ensure_one()
        # Whom a regulation names is no secret of the roles.
        values = {"role": self.sudo().role_id.name, "step": self.step_text}
        if self.may_appoint:
            return self.env._("%(role)s, or whom they appoint, from “%(step)s” on.", **values)
        return self.env._("%(role)s, from “%(step)s” on.", **values)
