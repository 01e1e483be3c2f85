from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from ..common.csm_http_base import CsmHttpBase


@tagged("post_install", "-at_install", "csm", "csm_deadlines_tour")
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

    def test_a_missed_deadline_is_taken_care_of_from_the_list_of_things_to_do(self):
        asking = {"answer_amount": 2, "answer_unit": "hour"}
        step = {"kind": "breach", "when": "at", "addressee": "team_leader", **asking}
        self.adopt_regulation(self.new_rule(self.new_regulation(), steps=[step]).regulation_id)
        received = fields.Datetime.now() - timedelta(days=2)
        case = self.new_case(user_id=self.agent.id, received_at=received)
        self.run_steps(fields.Datetime.to_string(fields.Datetime.now()))
        self.assertTrue(case.with_user(self.leader).is_asked)
        self.start_tour("/odoo/my-cases", "csm_deadline_take_care", login=self.leader.login)
        events = case.sudo().deadline_ids.event_ids
        taken = events.filtered(lambda event: event.kind == "acknowledge")
        self.assertEqual(taken.author_id, self.leader)
