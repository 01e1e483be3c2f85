from odoo import fields
from odoo.tests import tagged

from ..common.csm_http_base import CsmHttpBase
from .approval_case import ApprovalCase


@tagged("post_install", "-at_install", "csm", "csm_approvals_tour")
class TestApprovalsTour(ApprovalCase, CsmHttpBase):
    """In the browser: asked, approved under “Waiting for My Decision”, carried out."""

    def setUp(self):
        super().setUp()
        # A browser lives in the present.
        self.at(str(fields.Datetime.now().replace(microsecond=0)))
        self.adopt("csm_regulation_s1_08")
        self.kind = self.env.ref("csm.csm_request_kind_hospitality")

    def test_asked_approved_and_carried_out(self):
        other = self.request(500, name="Supper with the inspectors")
        self.start_tour("/odoo/applications", "csm_approval_ask", login=self.agent.login)
        request = self.env["csm.request"].search([("name", "=", "Dinner with the inspectors")])
        self.assertEqual((request.state, request.user_id), ("submitted", self.agent))
        self.start_tour("/odoo/waiting-for-me", "csm_approval_decide", login=self.leader.login)
        self.assertEqual((request.state, other.state), ("granted", "refused"))
        self.assertEqual(other.refuse_reason, "Lunch will do")
        self.start_tour("/odoo/applications", "csm_approval_carry_out", login=self.agent.login)
        self.assertEqual(request.state, "done")
        votes = self.asked(request).vote_ids
        self.assertEqual((votes.decided_by_id, votes.decision), (self.leader, "approve"))
