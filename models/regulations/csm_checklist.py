from odoo import api, models

from ...tools.listed import listed


class CsmChecklist(models.TransientModel):
    _inherit = "csm.checklist"

    @api.model
    def _steps(self):
        adoptions = self.env["csm.adoption"].search(
            [("company_id", "=", self.env.company.id), ("state", "=", "adopted")]
        )
        return {
            **super()._steps(),
            "regulations": self._step_regulations(adoptions),
            "addressees": self._step_addressees(adoptions),
        }

    @api.model
    def _step_regulations(self, adoptions):
        return {
            "sequence": 60,
            "name": self.env._("Regulations"),
            "advice": self.env._("Only what the company has adopted is enforced."),
            "is_done": bool(adoptions),
            "action": "csm.csm_regulation_action",
        }

    @api.model
    def _step_addressees(self, adoptions):
        unheld = adoptions._unheld_roles()
        advice = self.env._("Every role the adopted regulations speak to has a holder.")
        if unheld:
            advice = self.env._(
                "The adopted regulations speak to roles nobody holds: %(roles)s.",
                roles=listed(self.env, unheld.mapped("name")),
            )
        return {
            "sequence": 70,
            "name": self.env._("Whom the Regulations Address"),
            "advice": advice,
            "is_done": bool(adoptions) and not unheld,
            "action": "csm.csm_role_action",
        }
