from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.base.models.ir_cron import IrCron

from .approval_case import ApprovalCase


@tagged("post_install", "-at_install", "csm", "csm_approvals")
class TestApprovalsPeople(ApprovalCase):
    """Who decides: never oneself, never twice, never who is complained about; else the next."""

    def test_nobody_decides_on_their_own_request(self):
        self.adopt_rules(self.step("sales_manager"))
        self.employee(self.sales).parent_id = self.employee(self.gm)
        request = self.request(10, user=self.sales)
        approval = self.asked(request)
        self.assertEqual(approval.waiting_user_id, self.gm)
        self.assertIn("asks for it", approval.vote_ids.note)
        self.assertEqual(approval.vote_ids.stead_of_id, self.sales)
        with self.assertRaisesRegex(UserError, "somebody else has to decide"):
            approval.with_user(self.sales).action_approve()
        approval.with_user(self.gm).action_approve()
        self.assertEqual(request.state, "granted")

    def test_not_even_when_somebody_else_asks_in_their_name_or_as_a_stand_in(self):
        self.adopt_rules(self.step("sales_manager"))
        self.hold("sales_manager", self.deputy, is_stand_in=True)
        request = self.request(10, user=self.deputy, user_id=self.sales.id)
        approval = self.asked(request)
        self.assertFalse(approval.waiting_user_id & (self.sales | self.deputy))
        self.assertIn("Nobody can decide", approval.vote_ids.note)

    def test_nobody_signs_two_steps(self):
        self.adopt_rules(self.step("quality_head"), self.step("gm"))
        self.env["csm.role.holder"].search(
            [("role_id.code", "=", "gm"), ("company_id", "=", self.company.id)]
        ).employee_id = self.employee(self.quality)
        self.employee(self.quality).parent_id = self.employee(self.gm)
        request = self.request(10)
        approval = self.asked(request)
        self.approve(request, self.quality)
        self.assertEqual(approval.waiting_user_id, self.gm)
        self.assertIn("signed another step", approval.waiting_vote_id.note)
        with self.assertRaisesRegex(UserError, "signed .* already"):
            approval.with_user(self.quality).action_approve()
        self.approve(request, self.gm)
        self.assertEqual(request.state, "granted")

    def test_who_is_absent_is_passed_over_for_the_stand_in_and_it_says_so(self):
        self.adopt_rules(self.step("gm"))
        self.hold("gm", self.deputy, is_stand_in=True)
        self.on_leave(self.gm, "2026-03-02", "2026-03-04")
        approval = self.asked(self.request(10))
        self.assertEqual(approval.waiting_user_id, self.deputy)
        self.assertEqual(approval.vote_ids.stead_of_id, self.gm)
        self.assertIn("Gm is on leave", approval.vote_ids.note)
        with self.assertRaisesRegex(UserError, "waits for Deputy_Gm"):
            approval.with_user(self.gm).sudo(False).action_approve()
        approval.with_user(self.deputy).action_approve()
        self.assertIn("in the stead of Gm", approval._decision_text())

    def test_who_left_is_passed_over_by_the_job(self):
        self.adopt_rules(self.step("gm"))
        self.hold("gm", self.deputy, is_stand_in=True)
        request = self.request(10)
        approval = self.asked(request)
        self.readdress()
        self.assertEqual(approval.waiting_user_id, self.gm)
        self.gm.active = False
        self.at("2026-03-02 02:00:00")
        self.readdress()
        self.assertEqual(approval.waiting_user_id, self.deputy)
        self.assertIn("Gm has left", approval.vote_ids.note)
        self.assertEqual(str(approval.vote_ids.asked_at), "2026-03-02 02:00:00")
        notices = self.env["csm.deadline.notice"].search([("vote_id", "in", approval.vote_ids.ids)])
        self.assertEqual(notices.user_id, self.deputy)

    def test_what_nobody_can_decide_waits_and_the_job_finds_whoever_comes(self):
        self.adopt_rules(self.step("legal_counsel"))
        approval = self.asked(self.request(10))
        self.assertFalse(approval.waiting_user_id)
        self.assertIn("Nobody holds the role", approval.vote_ids.note)
        self.readdress()
        self.assertFalse(approval.waiting_user_id)
        self.hold("legal_counsel", self.quality)
        self.readdress()
        self.assertEqual(approval.waiting_user_id, self.quality)

    def test_the_last_resort_of_deadlines_does_not_approve(self):
        self.company.csm_fallback_user_id = self.manager
        self.adopt_rules(self.step("legal_counsel"))
        self.assertFalse(self.asked(self.request(10)).waiting_user_id)

    def test_every_superior_level_by_level_and_the_role_once(self):
        self.hold("gm_office", self.executive)
        self.adopt_rules(
            self.step(addressee="superiors"), self.step("legal_counsel"), self.step("gm_office")
        )
        self.hold("legal_counsel", self.quality)
        request = self.request(10)
        approval = self.asked(request)
        asked = []
        while approval.state == "waiting":
            asked.append(approval.waiting_user_id)
            approval.with_user(approval.waiting_user_id).action_approve()
        self.assertEqual(asked, [self.quality, self.leader, self.manager, self.executive])
        self.assertEqual(request.state, "granted")

    def test_who_is_complained_about_neither_approves_nor_sees_it(self):
        self.adopt_rules(self.step("sales_manager"), model="csm.case", move="decide", domain="[]")
        self.employee(self.sales).parent_id = self.employee(self.gm)
        case = self.new_case(accused_employee_ids=[(4, self.employee(self.sales).id)])
        approval = self.env["csm.approval"].with_user(self.agent)._ask(case, "decide")
        self.assertEqual(approval.waiting_user_id, self.gm)
        self.assertFalse(self.env["csm.approval"].with_user(self.sales).search([]))
        with self.assertRaises(AccessError):
            approval.with_user(self.sales).read(["subject"])
        # Who comes to be complained about later has to let go of it.
        case.accused_employee_ids = [(4, self.employee(self.gm).id)]
        self.assertNotIn(self.gm, approval.waiting_user_id)
        self.assertFalse(self.env["csm.approval"].with_user(self.gm).search([]))

    def test_only_whoever_is_asked_decides_and_once(self):
        self.bands()
        approval = self.asked(self.request(10))
        with self.assertRaisesRegex(UserError, "not for you"):
            approval.with_user(self.gm).action_approve()
        approval.with_user(self.sales).action_approve()
        with self.assertRaisesRegex(UserError, "decided already: Used by Sales_Manager"):
            approval.with_user(self.sales).action_approve()

    def test_a_refusal_wants_a_reason_and_ends_the_application(self):
        self.bands()
        request = self.request(10)
        approval = self.asked(request)
        with self.assertRaisesRegex(UserError, "Write why"):
            approval.with_user(self.sales)._decide("refuse", " ")
        approval.with_user(self.sales)._decide("refuse", "Too dear")
        self.assertEqual((approval.state, request.state), ("refused", "refused"))
        self.assertEqual(request.refuse_reason, "Too dear")
        with self.assertRaises(UserError):
            request.with_user(self.manager).action_grant()
        request.action_revise()
        request.amount = 8
        request.action_submit()
        self.assertEqual(self.asked(request).state, "waiting")
        self.assertNotEqual(self.asked(request), approval)

    def test_whoever_changes_the_amount_does_not_approve_it(self):
        self.bands()
        self.hold("sales_manager", self.gm, is_stand_in=True)
        request = self.request(10)
        request.with_user(self.sales).write({"amount": 20})
        approval = self.asked(request)
        self.assertEqual(approval.waiting_user_id, self.gm)

    def readdress(self):
        with patch.object(IrCron, "_commit_progress", lambda *a, **k: float("inf")):
            self.env["csm.approval.vote"]._cron_readdress()

    def test_over_rpc_nobody_gets_past_the_gate(self):
        self.bands()
        request = self.request(900)
        approval, asked = self.asked(request), request.with_user(self.manager)
        roads = (
            lambda: asked.write({"state": "granted"}),
            lambda: asked.write({"granted_at": "2026-03-02 01:00:00"}),
            lambda: asked.write({"approval_ids": [(1, approval.id, {"state": "approved"})]}),
            lambda: asked.write({"approval_ids": [(2, approval.id, 0)]}),
            lambda: asked.write({"approval_ids": [(5, 0, 0)]}),
            lambda: asked.with_context(csm_pass=True, csm_by_itself=True).action_grant(),
            lambda: approval.with_user(self.manager).write({"waiting_user_id": self.manager.id}),
            lambda: approval.vote_ids.with_user(self.manager).write({"decision": "approve"}),
            lambda: approval.with_user(self.manager).unlink(),
            lambda: (
                self.env["csm.approval"]
                .with_user(self.manager)
                .create({"res_model": "csm.request", "res_id": request.id, "move": "grant"})
            ),
            lambda: (
                self.env["csm.request"]
                .with_user(self.agent)
                .load(["name", "kind_id/.id", "state"], [["x", str(self.kind.id), "granted"]])[
                    "ids"
                ]
                or self.fail_in_words()
            ),
        )
        for number, road in enumerate(roads):
            with self.subTest(road=number):
                with self.assertRaises(UserError):
                    road()
                self.env.invalidate_all()
                self.assertEqual((request.state, approval.state), ("submitted", "waiting"))

    def fail_in_words(self):
        raise UserError("not imported")
