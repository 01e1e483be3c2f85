from odoo import models


class CsmLiabilityProposalSanctionMixin(models.AbstractModel):
    """Administrative discipline that was handed over becomes a sanction proposed to HR."""

    _name = "csm.liability.proposal.sanction.mixin"
    _description = "Discipline Handed Over"
    _inherit = ["csm.sanction.source.mixin"]

    def _sanction_act(self):
        return self.sudo()["case_id"]

    def _moved(self, move):
        result = super()._moved(move)
        if move.name == "hand_over":
            for row in self.sudo().filtered(lambda row: row["kind"] == "administrative"):
                row._propose_discipline()
        return result

    def _propose_discipline(self):
        # What the verdict found stays with the verdict; the sanction names the case by its number.
        moment = self["case_id"].received_at
        self._propose_sanction(self["employee_id"], "case_discipline", moment)
