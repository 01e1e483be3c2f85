from odoo import api, fields, models, tools
from odoo.fields import Domain

from ..regulations.csm_rule_mixin import InForce


class CsmIncidentRule(models.Model):
    """One rule of the order in which incidents are reported upward and instructions obeyed."""

    _name = "csm.incident.rule"
    _description = "Incident Rule"
    _inherit = ["csm.rule.mixin"]

    demand = fields.Selection(
        [
            ("level_by_level", "Reports go up level by level; who is skipped is told afterwards"),
            ("execute_first", "An instruction is carried out, also by whoever disagrees"),
        ],
        required=True,
    )
    preset_id = fields.Many2one("csm.incident.rule", readonly=True, ondelete="restrict")

    @api.model
    def _figure_fields(self):
        return (*super()._figure_fields(), "demand")

    @api.model
    @tools.ormcache("demand", "company_id")
    def _orders(self, demand, company_id):
        """Return an :class:`InForce` for each rule of a company with this demand."""
        rules = self._rules_in_force(company_id, Domain("demand", "=", demand))
        return tuple(InForce(**rule._in_force_vals()) for rule in rules)

    @api.model
    def _in_force(self, demand, incident):
        """Return the rule with this demand that counts for an incident; empty when none does."""
        for order in self._orders(demand, incident.company_id.id):
            in_team = not order.team_ids or incident.team_id.id in order.team_ids
            if in_team and order.covers(incident.reported_at):
                return self.sudo().browse(order.rule_id)
        return self.sudo().browse()

    def _is_used(self):
        companies = self.filtered("valid_from").company_id
        return bool(
            self.env["csm.incident.report"]
            .sudo()
            .search_count([("company_id", "in", companies.ids)], limit=1)
        )

    @api.model
    def _demand_heading(self):
        return self.env._("Reports and Instructions")

    def _demand_sentence(self):
        demands = dict(self._fields["demand"]._description_selection(self.env))
        return self.env._("%(demand)s.", demand=demands[self.demand])
