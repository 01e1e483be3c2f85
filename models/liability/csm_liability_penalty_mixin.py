from odoo import models


class CsmLiabilityPenaltyMixin(models.AbstractModel):
    """What a verdict brings those it finds liable, by the ladders in force.

    Money is proposed with the verdict; administrative discipline goes its own way, with the
    review of the month to the personnel office.
    """

    _name = "csm.liability.penalty.mixin"
    _description = "Penalties of a Verdict"
    _inherit = ["csm.sanction.source.mixin"]

    def _sanction_act(self):
        # A case and the verdict on it speak of one act.
        return self.sudo()["case_id"]

    def _decided(self):
        result = super()._decided()
        verdict = self.sudo()
        if verdict["discipline"] != "administrative":
            for share in verdict["share_ids"]:
                if share.kind == "employee" and not share.is_leadership:
                    verdict._penalise(share)
        return result

    def _penalise(self, share):
        """Propose the penalty of one employee; what the verdict proposed of it is handed over."""
        code = "secrecy_breach" if self["ground"] == "secrecy" else "case_liability"
        sanction, _why = self._propose_sanction(
            share.employee_id,
            code,
            self["case_id"].received_at,
            cost=share.amount,
            description=share.remark,
        )
        if sanction:
            rows = self["proposal_ids"].filtered(lambda row: row.employee_id == share.employee_id)
            rows._hand_over("money")

    def _moved(self, move):
        result = super()._moved(move)
        if move.name in ("reopen", "void"):
            for verdict in self.sudo():
                verdict._take_back_penalties(move.name)
        return result

    def _take_back_penalties(self, move):
        number = self["case_id"].number
        reasons = {
            "reopen": self.env._("The verdict on %(case)s is reopened.", case=number),
            "void": self.env._("The verdict on %(case)s is void.", case=number),
        }
        self._take_sanctions_back(reasons[move], self["share_ids"].employee_id)
