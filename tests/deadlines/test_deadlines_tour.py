from odoo.tests import tagged

from ..common.csm_http_base import CsmHttpBase


@tagged("post_install", "-at_install", "csm", "csm_deadlines")
class TestDeadlinesTour(CsmHttpBase):
    """Clocks are stopped and run on in the browser."""

    def test_clocks_are_stopped_with_a_reason_and_run_on(self):
        self.new_rule(self.new_regulation())
        self.adopt_regulation(self.env["csm.regulation"].search([("code", "=", "T-01")]))
        reason = self.env.ref("csm.csm_pause_reason_customer").with_company(self.company)
        reason.write({"cap_amount": 2, "cap_unit": "day"})
        case = self.new_case(user_id=self.agent.id)
        due = case.next_due_at
        self.start_tour("/odoo/my-cases", "csm_deadline_pause", login=self.agent.login)
        self.assertEqual(case.pause_ids.reason, "The customer sends the sample")
        self.assertEqual(case.pause_ids.reason_id, reason)
        self.assertTrue(case.pause_ids.ended_at)
        self.assertGreaterEqual(case.next_due_at, due)
