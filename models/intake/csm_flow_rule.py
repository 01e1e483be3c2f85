from ast import literal_eval
from datetime import datetime
from typing import NamedTuple

from odoo import api, fields, models, tools
from odoo.exceptions import ValidationError
from odoo.fields import Domain


class Flow(NamedTuple):
    """One fixed flow in force, as a case needs it: no record, no query."""

    rule_id: int
    domain: object
    valid_from: datetime
    valid_to: datetime
    team_ids: frozenset

    def covers(self, moment):
        return self.valid_from <= moment and not (self.valid_to and moment >= self.valid_to)


class CsmFlowRule(models.Model):
    """One fixed flow of a regulation: the stages a case passes, in their order."""

    _name = "csm.flow.rule"
    _description = "Fixed Flow"
    _inherit = ["csm.rule.mixin"]

    domain = fields.Char("Which Cases", default="[]", required=True)
    step_ids = fields.One2many("csm.flow.step", "rule_id", "Stages", copy=True)
    flow_text = fields.Char("Flow", compute="_compute_flow_text")
    preset_id = fields.Many2one("csm.flow.rule", readonly=True, ondelete="restrict")

    _kept_fields = ("company_id", "adoption_id", "version", "valid_from", "valid_to", "preset_id")

    @api.depends("step_ids.name", "step_ids.sequence")
    @api.depends_context("lang")
    def _compute_flow_text(self):
        for rule in self:
            rule.flow_text = " → ".join(rule.step_ids.mapped("name"))

    @api.constrains("domain")
    def _check_domain_fits_cases(self):
        for rule in self:
            try:
                Domain(literal_eval(rule.domain)).validate(self.env["csm.case"])
            except (ValueError, SyntaxError, TypeError) as error:
                raise ValidationError(
                    self.env._(
                        "“%(rule)s” cannot tell its records: %(error)s",
                        rule=rule.name,
                        error=error,
                    )
                ) from error

    @api.model
    def _figure_fields(self):
        return (*super()._figure_fields(), "domain", "step_ids")

    @api.model
    @tools.ormcache("company_id")
    def _flows(self, company_id):
        """Return the :class:`Flow` of each rule in force, now or once, in their order."""
        rules = self.sudo().search(
            [
                ("company_id", "=", company_id),
                ("valid_from", "!=", False),
                ("adoption_id.state", "in", ("adopted", "ended")),
            ]
        )
        return tuple(rule._flow() for rule in rules)

    def _flow(self):
        return Flow(
            rule_id=self.id,
            domain=Domain(literal_eval(self.domain)),
            valid_from=self.valid_from,
            valid_to=self.valid_to or None,
            team_ids=frozenset(self.adoption_id.team_ids.ids),
        )

    @api.model
    def _flow_of(self, case):
        """Return the rule of the first flow that speaks to a case, or an empty one."""
        for flow in self._flows(case.company_id.id):
            # Rules may look at fields the user cannot read.
            is_of_team = not flow.team_ids or case.sudo().team_id.id in flow.team_ids
            counts = is_of_team and flow.covers(case.received_at)
            if counts and case.sudo().filtered_domain(flow.domain):
                return self.browse(flow.rule_id)
        return self.browse()

    # Hooks of the rule head

    def _is_used(self):
        cases = self.env["csm.case"].sudo()
        return bool(cases.search_count([("flow_rule_id", "in", self.ids)], limit=1))

    @api.model
    def _demand_heading(self):
        return self.env._("Fixed Flows")

    def _demand_sentence(self):
        self.ensure_one()
        return self.env._(
            "A case passes these stages in their order and is closed after the last: %(stages)s.",
            stages=self.flow_text,
        )
