from odoo import models


class CsmCaseSanctionMixin(models.AbstractModel):
    """A complaint about an employee, closed as founded, is answered by the ladders in force."""

    _name = "csm.case.sanction.mixin"
    _description = "Sanctions That Come of a Case"
    _inherit = ["csm.sanction.source.mixin"]

    def _moved(self, move):
        result = super()._moved(move)
        if move.name == "close":
            for case in self.sudo():
                case._answer_complaint()
        elif move.name == "void":
            for case in self.sudo():
                case._take_sanctions_back(
                    self.env._("%(case)s is void.", case=case["number"] or case.display_name)
                )
        return result

    def _answer_complaint(self):
        """Propose for each person complained about; take back what is no longer founded."""
        is_founded = self["kind"] == "complaint" and self["judgement"] == "founded"
        accused = self["accused_employee_ids"] if is_founded else self.env["hr.employee"]
        # Only a case that was closed before may have been answered before.
        others = self._sanctioned_employees() - accused if self["reopened_at"] else accused.browse()
        if others:
            reason = self.env._(
                "%(case)s is closed: the complaint about this person is not founded.",
                case=self["number"],
            )
            self._take_sanctions_back(reason, others)
        serious = "light" if self["severity"] == "general" else "serious"
        for employee in accused:
            self._propose_sanction(
                employee, "service_complaint", self["received_at"], severity=serious
            )

    def _sanctioned_employees(self):
        complaint = self.env.ref("csm.csm_offence_service_complaint")
        found = self.env["csm.sanction"].search(
            [
                ("res_model", "=", self._name),
                ("res_id", "=", self.id),
                ("offence_id", "=", complaint.id),
                ("state", "!=", "waived"),
            ]
        )
        return found.employee_id
