from odoo import api, models


class CsmChecklist(models.TransientModel):
    _inherit = "csm.checklist"

    @api.model
    def _steps(self):
        return {**super()._steps(), "addresses": self._step_addresses()}

    @api.model
    def _step_addresses(self):
        teams = self.env["csm.team"].search(
            [("company_id", "=", self.env.company.id), ("alias_name", "!=", False)]
        )
        return {
            "sequence": 45,
            "name": self.env._("E-mail Addresses of the Teams"),
            "advice": self.env._("What customers write to a team's address becomes a case."),
            # An address without a domain receives nothing.
            "is_done": any(team.alias_domain_id for team in teams),
            "action": "csm.csm_team_action",
        }
