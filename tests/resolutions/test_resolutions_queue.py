from odoo.tests import tagged

from ..approvals.approval_case import ApprovalCase


@tagged("post_install", "-at_install", "csm", "csm_resolutions")
class TestResolutionsQueue(ApprovalCase):
    """What waits for my decision stands in my queue, also where I stand in for somebody."""

    def setUp(self):
        super().setUp()
        self.hold("gm", self.deputy, is_stand_in=True)
        self.case = self.new_case(user_id=self.agent.id, partner_id=self.customer.id)
        self.case.action_register()

    def needs(self):
        """Return who of those concerned finds the case in their queue."""
        Case, found = self.env["csm.case"], []
        for user in (self.gm, self.deputy, self.quality):
            mine = Case.with_user(user).with_company(self.company)
            if mine.search([("needs_me", "=", True), ("id", "=", self.case.id)]):
                found.append(user.login.removeprefix("csm_"))
            self.env.invalidate_all()
            self.assertEqual(self.case.with_user(user).needs_me, found[-1:] == [user.login[4:]])
        return found

    def test_a_case_that_waits_for_my_decision(self):
        self.adopt_rules(self.step("gm"), model="csm.case", move="judge")
        self.assertEqual(self.needs(), [])
        self.case.judgement = "founded"
        self.case.with_user(self.agent).action_request_approval()
        self.assertEqual(self.needs(), ["gm"])
        self.approve(self.case, self.gm, move="judge")
        self.assertEqual(self.needs(), [])

    def test_whoever_stands_in_has_it_and_the_absent_has_not(self):
        self.adopt_rules(self.step("gm"), model="csm.case", move="judge")
        self.on_leave(self.gm, "2026-03-02", "2026-03-04")
        self.case.judgement = "founded"
        self.case.with_user(self.agent).action_request_approval()
        self.assertEqual(self.needs(), ["deputy_gm"])
        self.asked(self.case, "judge").with_user(self.agent).action_withdraw()
        self.assertEqual(self.needs(), [])

    def test_a_certificate_of_the_case_that_waits_for_my_decision(self):
        self.adopt_rules(self.step("gm"), model="csm.allowance", move="approve")
        paper = self.env["csm.allowance"].with_user(self.agent).with_company(self.company)
        paper = paper.create({"case_id": self.case.id, "amount": 10, "reason": "Corks"})
        paper.action_request_approval()
        self.assertEqual(self.asked(paper, "approve").waiting_user_id, self.gm)
        self.assertEqual(self.needs(), ["gm"])
        self.asked(paper, "approve").with_user(self.gm)._decide("refuse", "Too much")
        self.assertEqual(self.needs(), [])
