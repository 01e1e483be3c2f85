from odoo import models

# What somebody did who sold or gave away what was to be kept secret is no light case.
SERIOUS = ("sold",)


class CsmLeakSanctionMixin(models.AbstractModel):
    """What a leak brings: to whoever did it, to who knew and said nothing, to who reported it."""

    _name = "csm.leak.sanction.mixin"
    _description = "Sanctions That Come of a Leak"
    _inherit = ["csm.sanction.source.mixin"]

    def _leak_judged(self):
        result = super()._leak_judged()
        self._answer_leak()
        return result

    def _moved(self, move):
        result = super()._moved(move)
        if move.name == "close":
            # Who did it may have been found after the judgement.
            for report in self:
                report._answer_leak()
        return result

    def _answer_leak(self):
        report = self.sudo()
        moment = report["discovered_at"]
        tier = "serious" if report["kind"] in SERIOUS and not report["recovered_at"] else "light"
        for employee in report._employees_of(report["offender_ids"]):
            report._propose_sanction(employee, "leak", moment, severity=tier)
        for employee in report._employees_of(report["concealer_ids"]):
            report._propose_sanction(employee, "leak_concealed", moment)
        if report["is_rewardable"]:
            merit = "loss_averted" if report["recovered_at"] else "leak_found"
            for employee in report._employees_of(report["reporter_id"]):
                report._propose_sanction(employee, merit, moment)

    def _employees_of(self, users):
        return users.employee_ids.filtered(lambda one: one.company_id == self["company_id"])
