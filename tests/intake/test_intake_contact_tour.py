from odoo.tests import tagged
from odoo.tools import mute_logger

from ..common.csm_http_base import CsmHttpBase


@tagged("post_install", "-at_install", "csm", "csm_intake_tour")
class TestIntakeContactTour(CsmHttpBase):
    """A call becomes a case and is handed over; a stranger complains without an account."""

    def test_a_call_becomes_a_case_and_is_handed_over(self):
        self.adopt("csm_regulation_s0_15")
        # The server notes every refusal; this one is wanted.
        with mute_logger("odoo.http"):
            self.start_tour("/odoo/my-cases", "csm_contact_call", login=self.agent.login)
        case = self.env["csm.case"].search([("name", "=", "Cork taint in three cartons")])
        contact = case.contact_ids
        self.assertEqual((case.state, case.kind), ("registered", "complaint"))
        self.assertEqual((case.first_responder_id, case.user_id), (self.agent, self.agent))
        self.assertEqual((contact.state, contact.outcome), ("closed", "case"))
        self.assertEqual(contact.missed_rule_ids.article_id.mapped("catalog_ids"), ["S0-15-01"])

        url = f"/odoo/all-cases/{case.id}"
        self.start_tour(url, "csm_contact_handed_over", login=self.leader.login)
        self.assertEqual((case.user_id, case.first_responder_id), (self.leader, self.agent))

    def test_a_stranger_complains(self):
        self.team.has_complaint_form = True
        self.env.flush_all()
        url = f"/csm/complaint/{self.team.complaint_token}"
        self.start_tour(url, "csm_contact_complaint", login=None)
        case = self.env["csm.case"].search([("partner_name", "=", "Ms Zhou")])
        self.assertEqual((case.channel, case.team_id), ("web", self.team))
