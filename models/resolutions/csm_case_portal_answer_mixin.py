from odoo import models

from .csm_solution_portal_mixin import SHOWN


class CsmCasePortalAnswerMixin(models.AbstractModel):
    """Shows the customer what is proposed in the present round, and says who heard the answer."""

    _name = "csm.case.portal.answer.mixin"
    _description = "Case Whose Customer Answers Proposals"

    def _portal_proposals(self):
        """Return the proposals of the present round that the customer was told of."""
        return self.sudo()._present().filtered(lambda solution: solution.state in SHOWN)

    def _portal_values(self, zone=""):
        proposals = [proposal._portal_values() for proposal in self._portal_proposals()]
        return {**super()._portal_values(zone), "proposals": proposals}

    def _portal_state(self):
        state = super()._portal_state()
        standing = self._portal_proposals().filtered(lambda solution: solution.state != "declined")
        return "proposed" if standing and state in ("received", "handling") else state

    def _portal_had_proposal(self):
        return bool(self._portal_proposals())

    def _proposal_answered(self, solution, step):
        """Tell whoever answers for the case what the customer said and what the rules want now."""
        values = {"proposal": solution.name, "person": solution.signed_by or self["partner_name"]}
        if step == "accept":
            text = self.env._(
                "The customer accepted “%(proposal)s” and signed: %(person)s.", **values
            )
            self._remind_of_customer(self.env._("The customer accepted"), text)
        else:
            text = self.env._("The customer declined “%(proposal)s”.", **values)
            next_step = self._why_not_next_round() or self.env._("Propose another solution.")
            self._remind_of_customer(self.env._("The customer declined"), f"{text} {next_step}")
        self._message_log(body=text)

    def _wants_content_customer(self):
        rule = self.env["csm.round.rule"]._in_force("again_until_satisfied", self)
        return bool(rule) or super()._wants_content_customer()
