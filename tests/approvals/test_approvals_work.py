from unittest.mock import patch

from psycopg2 import Error

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged, warmup
from odoo.tools import mute_logger

from odoo.addons.base.models.ir_cron import IrCron

from ...models.deadlines.csm_deadline_pause_mixin import Grant
from .approval_case import ApprovalCase


@tagged("post_install", "-at_install", "csm", "csm_approvals")
class TestApprovalsWork(ApprovalCase):
    """Many requests at once, the mail about them, what is kept, and what else is joined."""

    def requests(self, count, amount=10):
        return self.env["csm.request"].union(*(self.request(amount) for _number in range(count)))

    def deliver(self):
        self.run_steps(str(self.env.cr.now().replace(microsecond=0)))

    # Many at once

    def test_the_good_ones_are_decided_and_the_others_listed(self):
        self.bands()
        good, other, done = self.request(10), self.request(2000), self.request(20)
        self.approve(done, self.sales)
        approvals = self.asked(good) | self.asked(other) | self.asked(done)
        wizard = (
            self.env["csm.approval.decide.wizard"]
            .with_user(self.sales)
            .create({"decision": "refuse", "approval_ids": [(6, 0, approvals.ids)]})
        )
        self.assertEqual(wizard.good_count, 1)
        for words in (other.number, "waits for Deputy_Gm", "decided already"):
            self.assertIn(words, wizard.reasons)
        wizard.comment = "Too dear"
        result = wizard.action_confirm()
        self.assertIn("1 done", result["params"]["message"])
        self.assertIn(other.number, result["params"]["message"])
        self.assertEqual((good.state, other.state, done.state), ("refused", "submitted", "granted"))

    @warmup
    def test_a_hundred_are_approved_with_at_most_six_queries_each(self):
        self.bands()
        requests = self.requests(100)
        approvals = self.env["csm.approval"].search([("res_id", "in", requests.ids)])
        mine = approvals.with_user(self.sales)
        self.env.flush_all()
        self.env.invalidate_all()
        with self.assertQueryCount(600):
            mine.action_approve()
            self.env.flush_all()
        self.assertEqual(set(requests.mapped("state")), {"granted"})
        self.assertEqual(set(approvals.mapped("state")), {"used"})

    def test_what_was_changed_meanwhile_is_asked_anew_instead_of_signed(self):
        self.bands()
        request = self.request(10)
        old = self.asked(request)
        # Behind the back of the record, as lines of a record change its sum.
        self.env.flush_all()
        self.env.cr.execute("UPDATE csm_request SET amount = 900 WHERE id = %s", (request.id,))
        self.env.invalidate_all()
        result = old.with_user(self.sales).action_approve()
        self.assertIn("changed since", result["params"]["message"])
        new = self.asked(request)
        self.assertEqual((old.state, new.state, new.amount), ("superseded", "waiting", 900))
        self.assertEqual((new.requested_by_id, new.waiting_user_id), (self.agent, self.sales))
        self.assertFalse(old.vote_ids.decided_at)
        self.assertEqual(request.state, "submitted")

    # The mail

    def test_one_mail_per_person_lists_all_that_waits_and_is_sent_once(self):
        self.bands()
        requests = self.requests(3)
        mails = self.env["mail.mail"].search([])
        self.deliver()
        new = self.env["mail.mail"].search([]) - mails
        self.assertEqual(len(new), 1)
        self.assertIn("sales_manager@example.com", new.email_to)
        self.assertEqual(new.subject, "3 requests wait for your decision")
        for request in requests:
            self.assertIn(request.number, new.body_html)
            self.assertIn(f"/odoo/waiting-for-me/{self.asked(request).id}", new.body_html)
        self.assertIn("T-B", new.body_html)
        self.deliver()
        self.assertEqual(self.env["mail.mail"].search([]) - mails, new)

    def test_what_is_decided_before_the_mail_leaves_is_not_in_it(self):
        self.bands()
        first, second = self.request(10), self.request(20)
        self.approve(first, self.sales)
        mails = self.env["mail.mail"].search([])
        self.deliver()
        new = self.env["mail.mail"].search([]) - mails
        self.assertEqual(new.subject, f"Waits for your decision: {second.display_name}")

    def test_a_mail_that_fails_leaves_its_lines_for_the_next_run(self):
        self.bands()
        self.request(10)
        mails = self.env["mail.mail"].search([])
        Notice = type(self.env["csm.deadline.notice"])
        broken = patch.object(Notice, "_prepare_mail_vals", side_effect=ValueError("killed"))
        with broken, self.assertLogs("odoo.addons.csm", "ERROR"):
            self.deliver()
        self.assertEqual(self.env["mail.mail"].search([]), mails)
        self.deliver()
        self.assertEqual(len(self.env["mail.mail"].search([]) - mails), 1)

    # What is kept

    def test_a_decision_cannot_be_changed_or_deleted_not_even_in_the_database(self):
        self.bands()
        request = self.request(10)
        self.approve(request, self.sales)
        vote = self.asked(request).vote_ids
        for statement in (
            "UPDATE csm_approval_vote SET decision = 'refuse' WHERE id = %s",
            "UPDATE csm_approval_vote SET decided_by_id = 1 WHERE id = %s",
            "DELETE FROM csm_approval_vote WHERE id = %s",
        ):
            with (
                mute_logger("odoo.sql_db"),
                self.assertRaisesRegex(Error, "written once"),
                self.env.cr.savepoint(),
            ):
                self.env.cr.execute(statement, (vote.id,))
        with self.assertRaises(UserError):
            vote.with_user(self.gm).write({"comment": "x"})
        with self.assertRaises(UserError):
            self.asked(request).with_user(self.gm).write({"state": "approved"})

    def test_requests_go_with_their_record(self):
        self.adopt_rules(self.step("gm"), model="hr.leave", move="approve", domain="[]")
        leave = self.leave()
        leave.with_user(self.manager).sudo().action_request_approval()
        approval = self.asked(leave, "approve")
        votes = approval.vote_ids
        leave.unlink()
        self.assertFalse(approval.exists())
        self.assertFalse(votes.exists())

    def test_what_was_deleted_behind_the_back_is_swept(self):
        self.bands()
        request = self.request(10)
        approval = self.asked(request)
        self.env.flush_all()
        self.env.cr.execute("DELETE FROM csm_request WHERE id = %s", (request.id,))
        self.env.invalidate_all()
        with patch.object(IrCron, "_commit_progress", lambda *a, **k: float("inf")):
            self.env["csm.deadline"]._cron_sweep_orphans()
        self.assertFalse(approval.exists())

    def test_only_whoever_asked_takes_a_request_back(self):
        self.bands()
        approval = self.asked(self.request(10))
        with self.assertRaisesRegex(UserError, "Only whoever asked"):
            approval.with_user(self.sales).action_withdraw()
        approval.with_user(self.agent).action_withdraw()
        self.assertEqual(approval.state, "withdrawn")
        self.assertFalse(approval.waiting_user_id)

    # Limits per step

    def test_a_signature_has_a_limit_of_its_own(self):
        self.bands()
        regulation = self.new_regulation("T-L")
        Field = self.env["ir.model.fields"]
        self.new_rule(
            regulation,
            model_id=self.env["ir.model"]._get_id("csm.approval.vote"),
            start_field_id=Field._get("csm.approval.vote", "asked_at").id,
            stop_field_id=Field._get("csm.approval.vote", "decided_at").id,
            delay=1,
            unit="working_day",
            steps=[{"kind": "breach", "when": "at", "addressee": "superior"}],
        )
        self.adopt_regulation(regulation)
        request = self.request(10)
        vote = self.asked(request).vote_ids
        self.assertEqual(str(vote.next_due_at), "2026-03-03 10:00:00")
        self.at("2026-03-03 09:00:00")
        self.approve(request, self.sales)
        self.assertEqual(vote.deadline_ids.state, "met")

    # Pauses

    def test_a_rule_says_who_grants_a_longer_pause(self):
        reason = self.env["csm.pause.reason"].create({"code": "x", "name": "Sample"})
        reason.with_company(self.company).write({"cap_amount": 1, "cap_unit": "day"})
        self.adopt_rules(self.step("gm"), model="csm.case", move="pause", domain="[]")
        case = self.new_case(user_id=self.agent.id)
        case.action_register()
        case._pause_deadlines("x", reason)
        grant = self.grant_until("2026-03-20 00:00:00")
        with self.assertRaisesRegex(UserError, "General Manager"):
            case.with_user(self.manager)._extend_pause(grant)
        case.with_context(csm_move="pause").action_request_approval()
        self.approve(case, self.gm, move="pause")
        case.with_user(self.agent)._extend_pause(grant)
        self.assertEqual(str(case.pause_ids.ends_at), "2026-03-20 00:00:00")
        self.assertEqual(self.asked(case, "pause").state, "used")
        with self.assertRaisesRegex(UserError, "Ask for Approval"):
            case._extend_pause(self.grant_until("2026-03-30 00:00:00"))

    def grant_until(self, moment):
        return Grant(fields.Datetime.to_datetime(moment), "The sample is not back")

    # Time off

    def leave(self, **values):
        kind = self.env["hr.leave.type"].create(
            {"name": "Away", "requires_allocation": False, "leave_validation_type": "hr"}
        )
        return self.env["hr.leave"].create(
            {
                "employee_id": self.employee(self.agent).id,
                "holiday_status_id": kind.id,
                "request_date_from": "2026-03-09",
                "request_date_to": "2026-03-10",
                **values,
            }
        )

    def test_time_off_waits_for_the_approval_by_button_mass_and_write(self):
        self.adopt_rules(
            self.step(addressee="superior", level=2),
            model="hr.leave",
            move="approve",
            domain="[('number_of_days', '>', 1)]",
        )
        leave = self.leave()
        short = self.leave(request_date_from="2026-03-12", request_date_to="2026-03-12")
        officer = self.gm
        officer.group_ids |= self.env.ref("hr_holidays.group_hr_holidays_user")
        for road in (
            lambda: leave.with_user(officer).action_approve(),
            lambda: (leave | short).with_user(officer).action_approve(),
            lambda: leave.with_user(officer).write({"state": "validate"}),
        ):
            with self.assertRaisesRegex(UserError, "superior, level 2"), self.env.cr.savepoint():
                road()
            self.env.invalidate_all()
            self.assertEqual(leave.state, "confirm")
        short.with_user(officer).action_approve()
        self.assertEqual(short.state, "validate")
        leave.with_user(officer).action_request_approval()
        asked = self.asked(leave, "approve")
        self.assertEqual(asked.waiting_user_id, self.manager)
        # Who is ill when is for those who ask and decide, not for every supervisor or manager.
        for user, sees in ((self.leader, False), (self.sales, False), (self.manager, True)):
            found = self.env["csm.approval"].with_user(user).search([("id", "=", asked.id)])
            votes = self.env["csm.approval.vote"].with_user(user).search([])
            self.assertEqual((bool(found), asked.vote_ids <= votes), (sees, sees), user.login)
        self.approve(leave, self.manager, move="approve")
        # Other days are another request.
        leave.with_user(officer).write({"request_date_to": "2026-03-11"})
        self.assertEqual(self.asked(leave, "approve").state, "waiting")
        with self.assertRaises(UserError), self.env.cr.savepoint():
            leave.with_user(officer).action_approve()
        self.env.invalidate_all()
        self.approve(leave, self.manager, move="approve")
        leave.with_user(officer).action_approve()
        self.assertEqual((leave.state, self.asked(leave, "approve").state), ("validate", "used"))
