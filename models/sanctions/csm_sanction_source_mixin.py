from datetime import datetime

import pytz

from odoo import models


class CsmSanctionSourceMixin(models.AbstractModel):
    """A record whose outcome proposes sanctions: one act, one sanction for each employee.

    Cases, verdicts and reports of leaks are such records. Several of them may speak of one act,
    for example a case and the verdict on it: whichever comes first proposes.
    """

    _name = "csm.sanction.source.mixin"
    _description = "Source of Sanctions"

    def _propose_sanction(self, employee, code, happened_at, **vals):
        """Propose what the rules in force answer to one act; returns the sanction, if any.

        :param code: the offence or merit of the catalogue
        :param datetime happened_at: naive UTC moment of the act
        :return: ``(sanction, sentence)``: the sentence says why there is none
        """
        # The system proposes from what is on record, whoever made the last step.
        Sanction, act = self.env["csm.sanction"].sudo(), self._sanction_act()
        offence = self.env.ref(f"csm.csm_offence_{code}")
        if not self.env["csm.sanction.rule"]._answers_to(offence, act["company_id"]):
            return Sanction, ""
        earlier = self._sanctions_of_act(employee)
        if earlier.filtered(lambda one: one.state != "waived" and not one.reversed_at):
            return Sanction, ""
        problems = []
        proposed = Sanction._propose(
            [
                {
                    "company_id": act["company_id"].id,
                    "employee_id": employee.id,
                    "offence_id": offence.id,
                    "offence_at": happened_at,
                    "offence_on": self._sanction_day(employee, happened_at),
                    "res_model": act._name,
                    "res_id": act.id,
                    "source_text": act["number"],
                    "batch_key": f"{self._act_key(employee)}{len(earlier)}",
                    **vals,
                }
            ],
            problems,
        )
        return proposed, " ".join(sentence for _vals, sentence in problems)

    def _take_sanctions_back(self, reason, employees=None):
        """Take back what was proposed of this act, for some employees or for all."""
        act = self._sanction_act()
        Sanction = self.env["csm.sanction"].sudo()
        domain = [("res_model", "=", act._name), ("res_id", "=", act.id)]
        domain += [("state", "!=", "waived"), ("reversed_at", "=", False)]
        if employees is not None:
            domain.append(("employee_id", "in", employees.ids))
        found = Sanction.search(domain)
        if found:
            found._reverse(reason)
        return found

    def _sanctions_of_act(self, employee):
        act = self._sanction_act()
        return (
            self.env["csm.sanction"]
            .sudo()
            .search(
                [
                    ("company_id", "=", act["company_id"].id),
                    ("batch_key", "=like", f"{self._act_key(employee)}%"),
                ]
            )
        )

    def _act_key(self, employee):
        act = self._sanction_act()
        return f"{act._name},{act.id},{employee.id},".replace("_", "-")

    @staticmethod
    def _sanction_day(employee, moment):
        """Return the day of a moment where the employee works."""
        zone = pytz.timezone(employee.tz or "UTC")
        return pytz.utc.localize(moment or datetime.min).astimezone(zone).date()

    def _sanction_act(self):
        """Hook: the numbered record that tells this act from others."""
        return self
