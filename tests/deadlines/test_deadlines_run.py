from unittest.mock import patch

from odoo.tests import tagged
from odoo.tools import mute_logger

from ...models.deadlines.csm_deadline_run import CsmDeadlineRun
from .deadline_rows_base import BREACH, CLIMB, REMIND, DeadlineRowsBase

DUE = "2026-03-03 01:00:01"  # the first late second of a case received at 9:00 on Monday
SECOND_CLIMB = {**CLIMB, "amount": 8, "level": 2}


@tagged("post_install", "-at_install", "csm", "csm_deadlines")
class TestDeadlinesRun(DeadlineRowsBase):
    """The job: who hears what, once, and what it costs."""

    def mails(self):
        return self.env["csm.deadline.notice"].search([("is_delivered", "=", True)]).mail_id

    def test_a_rule_without_steps_still_has_its_breach_recorded(self):
        self.regulate({})
        case = self.new_case(user_id=self.agent.id)
        self.run_steps("2026-03-03 01:00:00")
        self.assertFalse(self.events(case))
        self.run_steps(DUE)
        self.assertEqual(self.events(case, "breach").mapped("happened_at"), [self.env.cr.now()])
        self.assertTrue(self.rows(case).breached_at)
        self.assertFalse(self.rows(case).next_step_at)

    def test_a_held_step_waits_for_working_hours_and_a_late_answer_is_still_a_breach(self):
        self.regulate({"steps": [{**BREACH, "hold": True}]})
        self.at("2026-03-02 04:30:00")  # in the lunch break
        waiting, answered = self.new_case(), self.new_case()
        self.run_steps("2026-03-03 04:45:00")
        self.assertFalse(self.events(waiting) | self.events(answered))
        self.assertTrue(self.rows(waiting).breached_at)
        self.assertEqual(str(self.rows(waiting).next_step_at), "2026-03-03 05:00:00")
        self.reply(answered)
        self.assertEqual(self.rows(answered).state, "late")
        self.run_steps("2026-03-03 05:00:00")
        self.assertEqual(self.events(waiting).mapped("kind"), ["breach"])
        self.assertEqual(self.events(answered).mapped("kind"), ["breach", "met"])

    def test_a_rung_taken_is_not_repeated_when_another_rule_binds(self):
        first, second = self.regulate(
            {"domain": "[('severity', '=', 'general')]", "steps": [REMIND, BREACH, CLIMB]},
            {"delay": 30, "steps": [REMIND, BREACH, CLIMB, SECOND_CLIMB]},
        )
        case = self.new_case(user_id=self.agent.id)
        self.run_steps(DUE)
        self.assertEqual(self.events(case).mapped("kind"), ["remind", "breach"])
        case.severity = "serious"
        row = self.rows(case, second)
        self.assertTrue(row.is_binding)
        self.assertEqual(self.rows(case, first).state, "released")
        self.run_steps("2026-03-03 07:00:01")
        self.assertEqual(row.event_ids.sorted("id").mapped("kind"), ["skip", "skip"])
        self.run_steps("2026-03-03 16:00:00")
        self.assertEqual(row.event_ids.filtered("user_id").user_id, self.leader | self.manager)

    def test_overdue_steps_of_a_row_fire_when_it_becomes_binding(self):
        first, second = self.regulate(
            {"domain": "[('severity', '=', 'general')]"},
            {"delay": 30, "steps": [{**REMIND, "amount": 1, "unit": "day"}]},
        )
        case = self.new_case(user_id=self.agent.id)
        self.run_steps("2026-03-02 12:00:00")
        self.assertFalse(self.events(case))
        case.severity = "serious"
        self.run_steps()
        self.assertEqual(self.rows(case, second).event_ids.mapped("kind"), ["remind"])
        self.assertFalse(self.rows(case, first).event_ids.filtered("user_id"))

    def test_two_reminders_of_one_rule_are_two_rungs(self):
        early = {**REMIND, "amount": 8}
        self.regulate({"steps": [early, REMIND]})
        case = self.new_case(user_id=self.agent.id)
        self.run_steps("2026-03-02 17:00:00")
        self.run_steps("2026-03-02 21:00:00")
        self.assertEqual(len(self.events(case, "remind")), 2)

    def test_one_mail_for_each_recipient_over_several_batches(self):
        self.regulate({"steps": [BREACH]})
        cases = [self.new_case(user_id=self.agent.id) for _number in range(5)]
        self.at(DUE)
        with self.commits_nothing():
            self.env["csm.deadline.run"]._cron_take_steps(batch=2)
        mail = self.mails()
        self.assertEqual(len(mail), 1)
        self.assertEqual(mail.email_to, self.leader.email_formatted)
        for case in cases:
            self.assertIn(case.number, mail.body_html)
        self.assertEqual(mail.state, "outgoing")
        self.assertIn("5 of 5", mail.subject)

    def test_a_mail_that_cannot_be_written_holds_up_nobody_elses(self):
        breaches = [{**BREACH, "addressee": who} for who in ("responsible", "team_leader")]
        self.regulate({"steps": breaches})
        self.new_case(user_id=self.agent.id)
        Notice = type(self.env["csm.deadline.notice"])
        write = Notice._prepare_mail_vals

        def fail_for_the_agent(notices, user):
            if user == self.agent:
                raise ValueError("no such template")
            return write(notices, user)

        with (
            patch.object(Notice, "_prepare_mail_vals", fail_for_the_agent),
            self.assertLogs("odoo.addons.csm.models.deadlines.csm_deadline_notice", "ERROR"),
        ):
            self.run_steps(DUE)
        self.assertEqual(self.mails().mapped("email_to"), [self.leader.email_formatted])
        self.run_steps("2026-03-03 01:05:00")
        self.assertEqual(len(self.mails()), 2)

    def test_lines_left_by_a_killed_run_are_delivered_by_the_next(self):
        self.regulate({"steps": [BREACH]})
        self.new_case(user_id=self.agent.id)
        self.at(DUE)
        run = self.env["csm.deadline.run"]
        run._take_batch(10)
        self.assertFalse(self.mails())
        self.run_steps("2026-03-03 01:05:00")
        self.assertEqual(len(self.mails()), 1)
        self.run_steps("2026-03-03 01:06:00")
        self.assertEqual(len(self.mails()), 1)

    def test_a_reminder_not_yet_delivered_is_withdrawn_when_the_answer_is_there(self):
        self.regulate({"steps": [REMIND, BREACH]})
        case = self.new_case(user_id=self.agent.id)
        self.at("2026-03-02 21:00:00")
        self.env["csm.deadline.run"]._take_batch(10)
        self.reply(case)
        self.run_steps()
        self.assertFalse(self.mails())

    def test_who_has_no_address_or_has_left_gets_no_mail_and_nothing_fails(self):
        self.regulate({"steps": [REMIND, BREACH]})
        case = self.new_case(user_id=self.agent.id)
        self.agent.email = False
        self.run_steps("2026-03-02 21:00:00")
        self.assertEqual(case.activity_ids.user_id, self.agent)
        self.assertFalse(self.mails())
        self.at(DUE)
        self.env["csm.deadline.run"]._take_batch(10)
        self.leader.active = False
        self.run_steps()
        self.assertFalse(self.mails())
        self.assertFalse(self.env["csm.deadline.notice"].search([("is_delivered", "=", False)]))

    def test_breaches_and_climbs_stand_in_the_history_in_the_companys_language(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        self.company.partner_id.lang = "zh_CN"
        self.regulate({"steps": [REMIND, {**CLIMB, "level": 9}]})
        case = self.new_case(user_id=self.agent.id)
        languages = []
        stepped = type(case)._deadline_stepped
        with patch.object(
            type(case),
            "_deadline_stepped",
            lambda records, events: languages.append(records.env.lang) or stepped(records, events),
        ):
            self.run_steps("2026-03-03 05:00:00")
        self.assertEqual(languages, ["zh_CN"])
        bodies = "".join(case.message_ids.mapped("body"))
        self.assertIn(self.executive.name, bodies)

    # What goes wrong

    @mute_logger("odoo.addons.csm.models.deadlines.csm_deadline_run")
    def test_a_row_that_fails_says_so_and_the_others_go_on(self):
        self.regulate({"steps": [BREACH]})
        bad, *good = (self.new_case(user_id=self.agent.id) for _number in range(5))
        step_event = CsmDeadlineRun._step_event

        def fail_once(run, row, *args):
            if row.res_id == bad.id:
                raise ValueError("the ladder is broken")
            return step_event(run, row, *args)

        with patch.object(CsmDeadlineRun, "_step_event", fail_once):
            self.run_steps(DUE)
            for case in good:
                self.assertEqual(self.events(case).mapped("kind"), ["breach"])
            self.assertEqual(self.events(bad).mapped("kind"), ["fail"])
            self.assertIn("the ladder is broken", bad.deadline_failure)
            self.assertEqual(str(self.rows(bad).next_step_at), "2026-03-03 02:00:01")
            self.run_steps("2026-03-03 01:30:00")
            self.run_steps("2026-03-03 02:00:01")
            self.assertEqual(self.events(bad).mapped("kind"), ["fail", "fail"])
        self.run_steps("2026-03-03 03:00:01")
        self.assertEqual(self.events(bad).mapped("kind"), ["fail", "fail", "breach"])
        self.assertFalse(bad.deadline_failure)

    # What it costs

    def test_the_job_costs_what_is_due_not_what_is_open(self):
        self.regulate({"steps": [REMIND, BREACH]})
        costs = []
        for count in (1, 30):
            self.env["csm.case"].with_user(self.agent).with_company(self.company).create(
                [{"name": "Open", "team_id": self.team.id} for _number in range(count)]
            )
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.run_steps()
            costs.append(self.env.cr.sql_log_count - before)
        self.assertEqual(costs[0], costs[1])
        self.assertLessEqual(costs[0], 4)

    def test_a_batch_of_cases_opens_its_rows_in_few_queries(self):
        self.regulate({}, {"obligation": "close", "stop": "closed_at"})
        vals = {"name": "Many", "team_id": self.team.id, "user_id": self.agent.id}
        Case = self.env["csm.case"].with_user(self.agent).with_company(self.company)
        Case.create([vals] * 3)
        opening, costs = type(self.env["csm.deadline.keeper"])._open, []

        def measure(keeper, records):
            keeper.env.flush_all()
            before = keeper.env.cr.sql_log_count
            opening(keeper, records)
            costs.append(keeper.env.cr.sql_log_count - before)

        with patch.object(type(self.env["csm.deadline.keeper"]), "_open", measure):
            Case.create([vals] * 10)
            Case.create([vals] * 60)
        self.assertEqual(costs[0], costs[1])
        self.assertLessEqual(costs[0], 4)
