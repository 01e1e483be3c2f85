from dataclasses import dataclass
from typing import NamedTuple

from odoo import api, fields, models, tools
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from ..regulations.csm_rule_domain_mixin import Speaking

PAPERS = [
    ("csm.return", "Return Note"),
    ("csm.allowance", "Allowance Certificate"),
    ("csm.case", "Complaint Form"),
]


class CopyLine(NamedTuple):
    """One copy a rule in force wants: with which step, for whom, and who is told of it."""

    move: str
    number: int
    holder: str
    role_id: int
    is_to_act: bool


@dataclass(frozen=True, kw_only=True)
class Handing(Speaking):
    """One rule in force about the copies of a paper."""

    lines: tuple


class CsmCopyRule(models.Model):
    """How many copies a paper of a regulation has, and who gets which with which step."""

    _name = "csm.copy.rule"
    _description = "Rule of Copies"
    _inherit = ["csm.rule.domain.mixin"]

    model = fields.Selection(PAPERS, "Paper", required=True, default="csm.return")
    line_ids = fields.One2many("csm.copy.rule.line", "rule_id", "Copies", copy=True)
    preset_id = fields.Many2one("csm.copy.rule", readonly=True, ondelete="restrict")

    def _spoken_models(self):
        return (self.model,)

    @api.constrains("model", "line_ids")
    def _check_steps_are_declared(self):
        for rule in self:
            steps = {move.name for move in self.env[rule.model]._moves}
            unknown = rule.line_ids.filtered(lambda line, steps=steps: line.move not in steps)
            if unknown:
                raise ValidationError(
                    self.env._(
                        "“%(rule)s”: “%(step)s” is no step of the paper. Choose one of: %(steps)s.",
                        rule=rule.name,
                        step=unknown[0].move,
                        steps=", ".join(sorted(steps)),
                    )
                )

    @api.model
    def _figure_fields(self):
        return (*super()._figure_fields(), "model", "line_ids")

    @api.model
    @tools.ormcache("model", "company_id")
    def _handings(self, model, company_id):
        """Return a :class:`Handing` for each rule of a company about a paper."""
        rules = self._rules_in_force(company_id, Domain("model", "=", model))
        return tuple(
            Handing(
                **rule._in_force_vals(),
                lines=tuple(rule._copy_lines()),
            )
            for rule in rules
        )

    def _copy_lines(self):
        return [
            CopyLine(line.move, line.number, line.holder, line.role_id.id, line.is_to_act)
            for line in self.line_ids
        ]

    @api.model
    def _handed(self, paper, step):
        """Return a :class:`CopyLine` for each copy that goes somewhere with a step."""
        return [line for line in self._spoken(paper, step) if line.move == step]

    @api.model
    def _spoken(self, paper, step=""):
        """Return the lines of the rules that speak to a paper, and to a step if one is named."""
        handings = [
            handing
            for handing in self._handings(paper._name, paper.sudo().company_id.id)
            if not step or any(line.move == step for line in handing.lines)
        ]
        if not handings:
            return []
        # Rules may look at fields the user cannot read.
        paper = paper.sudo()
        team, start = paper.team_id, paper._entry_start()
        lines = [
            line
            for handing in handings
            if handing.speaks_to(paper, team, start)
            for line in handing.lines
        ]
        return list(dict.fromkeys(lines))

    @api.model
    def _copies_of(self, paper):
        """Return ``[(number, holder)]``: who keeps each copy in the end, in words."""
        order = {move.name: place for place, move in enumerate(paper._moves)}
        lines = sorted(self._spoken(paper), key=lambda line: order[line.move])
        holders = dict(self.env["csm.copy"]._fields["holder"]._description_selection(self.env))
        return sorted(
            {
                line.number: self.env._("%(holder)s (to act)", holder=holders[line.holder])
                if line.is_to_act
                else holders[line.holder]
                for line in lines
            }.items()
        )

    # Hooks of the rule head

    def _figures(self):
        return [(line, "number", 1) for line in self.line_ids]

    def _roles(self):
        return super()._roles() | self.line_ids.role_id

    @api.model
    def _demand_heading(self):
        return self.env._("Copies of Papers")

    def _demand_sentence(self):
        self.ensure_one()
        holders = dict(self.line_ids._fields["holder"]._description_selection(self.env))
        return self.env._(
            "%(paper)s: %(copies)s.",
            paper=dict(self._fields["model"]._description_selection(self.env))[self.model],
            copies="; ".join(
                self.env._(
                    "copy %(number)s to %(holder)s", number=line.number, holder=holders[line.holder]
                )
                for line in self.line_ids
            ),
        )
