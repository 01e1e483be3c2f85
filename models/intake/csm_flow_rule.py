from odoo import api, fields, models, tools

from ..regulations.csm_rule_domain_mixin import Speaking


class CsmFlowRule(models.Model):
    """One fixed flow of a regulation: the stages a case passes, in their order."""

    _name = "csm.flow.rule"
    _description = "Fixed Flow"
    _inherit = ["csm.rule.domain.mixin"]

    domain = fields.Char("Which Cases")
    step_ids = fields.One2many("csm.flow.step", "rule_id", "Stages", copy=True)
    flow_text = fields.Char("Flow", compute="_compute_flow_text")
    preset_id = fields.Many2one("csm.flow.rule", readonly=True, ondelete="restrict")

    _speaks_of = ("csm.case",)

    @api.depends("step_ids.name", "step_ids.sequence")
    @api.depends_context("lang")
    def _compute_flow_text(self):
        for rule in self:
            rule.flow_text = " → ".join(rule.step_ids.mapped("name"))

    @api.model
    def _figure_fields(self):
        return (*super()._figure_fields(), "step_ids")

    @api.model
    @tools.ormcache("company_id")
    def _flows(self, company_id):
        """Return a :class:`Speaking` for each rule in force, now or once, in their order."""
        rules = self._rules_in_force(company_id)
        return tuple(Speaking(**rule._in_force_vals()) for rule in rules)

    @api.model
    def _flow_of(self, case):
        """Return the rule of the first flow that speaks to a case, or an empty one."""
        for flow in self._flows(case.company_id.id):
            # Rules may look at fields the user cannot read.
            mine = case.sudo()
            if flow.speaks_to(mine, mine.team_id, mine.received_at):
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
