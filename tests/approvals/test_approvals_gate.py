from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from .approval_case import ApprovalCase


@tagged("post_install", "-at_install", "csm", "csm_approvals")
class TestApprovalsGate(ApprovalCase):
    """No road leads past an approval: whose it is, for what, and for how long it is good."""

    def test_each_band_asks_its_own_person_and_the_bound_belongs_to_the_lower_one(self):
        self.bands()
        for amount, role in (
            (0, "sales_manager"),
            (999.99, "sales_manager"),
            (1000.00, "sales_manager"),
            (1000.01, "deputy_gm"),
            (5000.00, "deputy_gm"),
            (5000.01, "gm"),
        ):
            with self.subTest(amount=amount):
                request = self.request(amount)
                self.assertEqual(self.signers(request), [role])
                self.assertEqual(self.asked(request).waiting_user_id, self.holders[role])
                self.approve(request, self.holders[role])
                self.assertEqual(request.state, "granted")
                self.assertEqual(self.asked(request).state, "used")

    def test_the_refusal_names_rule_article_person_and_what_to_do(self):
        self.bands()
        request = self.request(1000.01)
        with self.assertRaises(UserError) as refusal:
            request.with_user(self.manager).action_grant()
        for words in ("Authority", "T-B", "Deputy General Manager", "Deputy_Gm", "Wait for"):
            self.assertIn(words, str(refusal.exception))
        self.asked(request)._end("withdrawn")
        with self.assertRaisesRegex(UserError, "Deputy General Manager.*Ask for Approval"):
            request.with_user(self.manager).action_grant()

    def test_write_of_the_state_and_of_amount_and_state_together_are_refused(self):
        self.bands()
        request = self.request(900)
        with self.assertRaises(UserError):
            request.with_user(self.manager).write({"state": "granted"})
        approval = self.asked(request)
        # An approval that is there but not used yet, as when another reason held the step up.
        approval.vote_ids.write({"state": "approved"})
        approval.write({"state": "approved", "waiting_user_id": False, "waiting_vote_id": False})
        with self.assertRaisesRegex(UserError, "waits for|changed since"):
            request.with_user(self.manager).write({"amount": 1200, "state": "granted"})
        request.invalidate_recordset()
        self.assertEqual((request.amount, request.state), (900, "submitted"))
        request.with_user(self.manager).write({"state": "granted"})
        self.assertEqual((request.state, approval.state), ("granted", "used"))

    def test_a_change_of_amount_currency_payee_or_kind_reopens_and_keeps_the_decision(self):
        regulation = self.new_regulation("T-2")
        self.rule(regulation, self.step("quality_head"), self.step("gm"))
        self.adopt_regulation(regulation)
        other = self.env.ref("csm.csm_request_kind_purchase")
        usd = self.env.ref("base.USD")
        self.rate("2026-03-01", 0.125)
        for values in (
            {"amount": 950},
            {"currency_id": usd.id},
            {"partner_id": self.customer.id},
            {"kind_id": other.id},
        ):
            with self.subTest(values=values):
                request = self.request(900)
                self.approve(request, self.quality)
                old = self.asked(request)
                request.write(values)
                new = self.asked(request)
                self.assertNotEqual(old, new)
                self.assertEqual((old.state, new.state), ("superseded", "waiting"))
                signed = old.vote_ids.filtered("decided_at")
                self.assertEqual((signed.decided_by_id, signed.decision), (self.quality, "approve"))
                self.assertEqual(new.waiting_user_id, self.quality)
                with self.assertRaisesRegex(UserError, "decided already"):
                    old.with_user(self.gm).action_approve()

    def test_a_change_of_other_words_leaves_the_approval_alone(self):
        self.bands()
        request = self.request(900)
        old = self.asked(request)
        request.write({"name": "Allowance for corks", "order_ref": "A-17"})
        self.assertEqual(self.asked(request), old)
        self.assertEqual(old.state, "waiting")

    def test_an_approval_is_good_for_one_move_only(self):
        self.adopt_rules(self.step("gm"), model="csm.case", move="reopen", domain="[]")
        case = self.new_case(user_id=self.agent.id)
        case.write({"reopen_reason": "Again", "decision": "x", "judgement": "founded"})
        for name in ("register", "reply", "judge", "tell", "close"):
            getattr(case, f"action_{name}")()
        with self.assertRaises(UserError):
            case.action_reopen()
        case.action_request_approval()
        self.approve(case, self.gm, move="reopen")
        case.action_reopen()
        self.assertEqual(self.asked(case, "reopen").state, "used")
        case.action_tell()
        case.action_close()
        with self.assertRaisesRegex(UserError, "Ask for Approval"):
            case.action_reopen()

    def test_the_union_of_all_rules_each_step_once_the_highest_last(self):
        first, second = self.new_regulation("T-1"), self.new_regulation("T-2")
        self.rule(first, self.step("gm"), self.step("quality_head"))
        self.rule(second, self.step("deputy_gm"), self.step("gm"))
        self.adopt_regulation(first)
        self.adopt_regulation(second)
        request = self.request(10)
        self.assertEqual(self.signers(request), ["quality_head", "deputy_gm", "gm"])
        self.approve(request, self.quality, self.deputy, self.gm)
        self.assertEqual(request.state, "granted")

    def test_entry_rules_come_first(self):
        self.bands()
        regulation = self.new_regulation("T-E")
        self.env["csm.entry.rule"].create(
            {
                "name": "Order",
                "article_id": regulation.article_ids.id,
                "model_id": self.env["ir.model"]._get_id("csm.request"),
                "move": "grant",
                "field_names": "order_ref",
            }
        )
        self.adopt_regulation(regulation)
        request = self.request(900)
        with self.assertRaises(UserError) as refusal:
            request.with_user(self.manager).action_grant()
        self.assertIn("T-E", str(refusal.exception))
        self.assertNotIn("T-B", str(refusal.exception))

    def test_below_the_floor_nobody_need_be_asked(self):
        self.adopt_rules(self.step("gm"), amount_above=300)
        self.assertEqual(self.request(300).state, "granted")
        self.assertEqual(self.request(300.01).state, "submitted")

    def test_another_currency_counts_at_the_rate_of_the_day(self):
        self.bands()
        usd = self.env.ref("base.USD")
        with self.assertRaisesRegex(UserError, "no rate of USD"):
            self.request(125.01, currency_id=usd.id)
        self.rate("2026-03-01", 0.125)
        self.rate("2026-03-03", 0.1)
        self.assertEqual(self.signers(self.request(125, currency_id=usd.id)), ["sales_manager"])
        request = self.request(125.01, currency_id=usd.id)
        self.assertEqual(self.signers(request), ["deputy_gm"])
        self.assertAlmostEqual(self.asked(request).amount_company, 1000.08)
        self.at("2026-03-02 16:00:00")
        self.assertEqual(self.signers(self.request(100, currency_id=usd.id)), ["sales_manager"])
        self.assertEqual(self.signers(self.request(100.01, currency_id=usd.id)), ["deputy_gm"])

    def test_an_amount_below_zero_is_refused_in_a_sentence(self):
        self.adopt_rules(self.step("gm"), model="csm.case", move="decide", domain="[]")
        case = self.new_case()
        below = (-1.0, self.company.currency_id)
        self.patch(type(case), "_approval_amount", lambda case, move: below)
        with self.assertRaisesRegex(UserError, "below zero"):
            self.env["csm.approval"]._ask(case, "decide")
        self.assertIn("below zero", case._why_not_approved("decide"))

    def test_without_a_rule_a_supervisor_who_did_not_ask_decides(self):
        mate = self.new_user("mate", "group_agent")
        self.team.member_ids |= mate
        request = self.request(10)
        with self.assertRaisesRegex(UserError, "your own"):
            request.action_grant()
        with self.assertRaisesRegex(UserError, "supervisor"):
            request.with_user(mate).action_grant()
        request.with_user(self.leader).action_grant()
        self.assertEqual(request.state, "granted")
        request.action_carry_out()
        self.assertEqual(request.state, "done")

    def test_what_is_not_granted_is_not_carried_out(self):
        self.bands()
        request = self.request(900)
        with self.assertRaisesRegex(UserError, "not granted yet"):
            request.action_carry_out()
        self.approve(request, self.sales)
        with self.assertRaisesRegex(UserError, "decided and stays"):
            request.write({"amount": 90000})
        request.action_carry_out()

    def test_one_acts_first_and_is_approved_afterwards(self):
        self.adopt_rules(self.step("gm"), move="carry_out", is_afterwards=True)
        request = self.request(0, submit=False)
        request.action_carry_out()
        self.assertEqual(request.state, "done")
        approval = self.asked(request, "carry_out")
        self.assertEqual((approval.state, approval.is_afterwards), ("waiting", True))
        self.assertIn("Done before it was approved", request.approval_text)
        self.approve(request, self.gm, move="carry_out")
        self.assertEqual(approval.state, "used")
        self.assertFalse(request.approval_text)

    # Bands

    def test_bands_neither_overlap_nor_leave_gaps(self):
        regulation = self.new_regulation("T-O")
        self.rule(regulation, self.step("gm"), is_unbounded=False, amount_up_to=1000)
        with self.assertRaisesRegex(ValidationError, "nobody can tell which"):
            self.rule(regulation, self.step("gm"), is_unbounded=False, amount_up_to=1000)
        regulation = self.new_regulation("T-P")
        self.rule(regulation, self.step("gm"), is_unbounded=False, amount_up_to=1000)
        with self.assertRaisesRegex(ValidationError, "ends where it begins"):
            self.rule(
                regulation,
                self.step("gm"),
                is_unbounded=False,
                amount_up_to=500,
                amount_above=500,
            )
        regulation = self.new_regulation("T-Q")
        self.rule(regulation, self.step("gm"), is_unbounded=False, amount_up_to=1000)
        adoption = self.env["csm.adoption"].create(
            {
                "regulation_id": regulation.id,
                "company_id": self.company.id,
                "adopted_on": "2010-01-01",
                "reason": "Test",
            }
        )
        with self.assertRaisesRegex(UserError, "nobody would have to approve"):
            adoption.action_adopt()
        adoption.approval_rule_ids.is_unbounded = True
        adoption.action_adopt()
        self.assertEqual(adoption.state, "adopted")

    def test_a_gap_between_two_bands_is_found(self):
        regulation = self.new_regulation("T-G")
        self.rule(regulation, self.step("sales_manager"), is_unbounded=False, amount_up_to=1000)
        self.rule(regulation, self.step("gm"), amount_above=2000)
        with self.assertRaisesRegex(UserError, "1,000.00.*2,000.00"):
            self.adopt_regulation(regulation)

    def test_a_new_version_of_a_bound_moves_where_the_next_band_begins(self):
        adoption = self.bands()
        low = adoption.approval_rule_ids.filtered(lambda rule: rule.amount_up_to == 1000)
        middle = adoption.approval_rule_ids.filtered(lambda rule: rule.amount_up_to == 5000)
        self.assertIn("1,000", middle.amount_text)
        self.at("2026-03-03 01:00:00")
        old = self.request(1500)
        low._new_version(self.env.cr.now().replace(hour=2), {"amount_up_to": 2000})
        self.at("2026-03-03 03:00:00")
        self.assertEqual(self.signers(self.request(1500)), ["sales_manager"])
        self.assertEqual(self.signers(self.request(2000.01)), ["deputy_gm"])
        self.assertEqual(self.signers(old), ["deputy_gm"])

    def test_a_rule_names_a_step_of_its_records(self):
        regulation = self.new_regulation("T-S")
        with self.assertRaisesRegex(ValidationError, "no step of its records"):
            self.rule(regulation, self.step("gm"), move="dance")
