from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from .deadline_rows_base import BREACH, CLIMB, REMIND, DeadlineRowsBase

NO_HOURS = {"attendance_ids": [(5, 0, 0)]}


@tagged("post_install", "-at_install", "csm", "csm_deadlines")
class TestDeadlinesCycles(DeadlineRowsBase):
    """Pauses, corrections, reopenings, and calendars that say nothing."""

    def correct(self, case, fact, moment):
        known = self.env["res.users"].search([("login", "=", f"csm_supervisor_{fact}")])
        supervisor = known or self.new_user(f"supervisor_{fact}", "group_manager")
        case.with_user(supervisor)._correct_fact(fact, moment, "Misheard")

    def close(self, case):
        case.sudo().write({"judgement": "unfounded"})
        case.action_judge()
        case.action_tell()
        case.action_close()

    # Pauses

    def test_a_pause_moves_elapsed_hours_by_its_length(self):
        self.regulate({"steps": [REMIND, BREACH]})
        case = self.new_case(user_id=self.agent.id)
        self.at("2026-03-02 02:00:00")
        case._pause_deadlines("Waiting for a sample")
        row = self.rows(case)
        self.assertTrue(row.is_paused)
        self.assertFalse(row.next_step_at)
        self.assertFalse(case.next_due_at)
        self.run_steps("2026-03-04 01:00:00")
        self.assertFalse(self.events(case))
        self.at("2026-03-04 02:00:00")
        case._resume_deadlines()
        self.assertEqual(str(case.next_due_at), "2026-03-05 01:00:00")
        self.assertEqual(str(row.next_step_at), "2026-03-04 21:00:00")
        pause = case.pause_ids
        self.assertEqual((pause.user_id, pause.reason), (self.agent, "Waiting for a sample"))

    def test_a_pause_moves_working_units_and_days_by_what_it_takes_from_them(self):
        hours, days, working = self.regulate(
            {"delay": 10, "unit": "working_hour"},
            {"delay": 2, "unit": "day", "obligation": "close", "stop": "closed_at"},
            {"delay": 1, "unit": "working_day", "obligation": "report", "stop": "reported_at"},
        )
        case = self.new_case()
        self.at("2026-03-02 09:00:00")  # 17:00, an hour before the end
        case._pause_deadlines("Waiting")
        self.at("2026-03-03 03:00:00")  # 11:00 the next day
        case._resume_deadlines()
        dues = {row.rule_id: str(row.due_at) for row in self.rows(case)}
        # Due at 11:00, and three working hours stood still: 15:00 after lunch.
        self.assertEqual(dues[hours], "2026-03-03 07:00:00")
        self.assertEqual(dues[days], "2026-03-05 15:59:59")
        self.assertEqual(dues[working], "2026-03-04 10:00:00")

    def test_a_pause_never_undoes_a_breach(self):
        self.regulate({"steps": [BREACH, CLIMB]})
        case = self.new_case(user_id=self.agent.id)
        self.run_steps("2026-03-03 01:00:01")
        self.at("2026-03-03 02:00:00")
        case._pause_deadlines("Too late")
        self.run_steps("2026-03-03 06:00:00")
        self.assertFalse(self.events(case, "climb"))
        case._resume_deadlines()
        row = self.rows(case)
        self.assertEqual((str(row.due_at), row.due_version), ("2026-03-03 01:00:00", 1))
        self.assertTrue(row.breached_at)
        self.run_steps()
        self.assertEqual(len(self.events(case, "climb")), 1)

    def test_a_fact_during_a_pause_is_judged_with_it(self):
        self.regulate({"steps": [BREACH]})
        case = self.new_case(user_id=self.agent.id)
        self.at("2026-03-02 02:00:00")
        case._pause_deadlines("Waiting")
        self.reply(case, "2026-03-05 01:00:00")
        self.assertEqual(self.rows(case).state, "met")

    def test_a_row_opened_during_a_pause_stands_still_too(self):
        _general, serious = self.regulate(
            {"domain": "[('severity', '=', 'general')]", "steps": [BREACH]},
            {"domain": "[('severity', '=', 'serious')]", "delay": 12, "steps": [BREACH]},
        )
        case = self.new_case(user_id=self.agent.id)
        case._pause_deadlines("Waiting")
        case.severity = "serious"
        row = self.rows(case, serious)
        self.assertTrue(row.is_paused)
        self.assertFalse(row.next_step_at)
        self.at("2026-03-03 01:00:00")
        case._resume_deadlines()
        self.assertEqual(str(row.due_at), "2026-03-03 13:00:00")
        self.assertEqual(str(row.next_step_at), "2026-03-03 13:00:01")

    def test_a_short_pause_does_not_repeat_a_reminder(self):
        self.regulate({"steps": [REMIND, BREACH]})
        case = self.new_case(user_id=self.agent.id)
        self.run_steps("2026-03-02 21:00:00")
        self.at("2026-03-02 22:00:00")
        case._pause_deadlines("A moment")
        self.at("2026-03-02 22:01:00")
        case._resume_deadlines()
        self.run_steps("2026-03-02 22:02:00")
        self.assertEqual(len(self.events(case, "remind")), 1)
        self.assertEqual(self.rows(case).due_version, 2)
        self.assertEqual(self.events(case, "skip").due_version, 2)

    def test_pauses_lie_in_the_past_and_do_not_overlap(self):
        case = self.new_case()
        vals = {"res_model": "csm.case", "res_id": case.id, "user_id": self.agent.id}
        Pause = self.env["csm.deadline.pause"]
        first = ("2026-03-01 01:00:00", "2026-03-01 02:00:00")
        Pause.create({**vals, "reason": "a", "started_at": first[0], "ended_at": first[1]})
        for start, end in (
            ("2026-03-01 01:30:00", "2026-03-01 03:00:00"),
            ("2026-03-02 00:30:00", "2026-03-02 03:00:00"),
        ):
            with self.assertRaises(ValidationError), self.env.cr.savepoint():
                Pause.create({**vals, "reason": "b", "started_at": start, "ended_at": end})
        case._pause_deadlines("now")
        with self.assertRaisesRegex(UserError, "stand still already"):
            case._pause_deadlines("again")

    # Corrections

    def test_a_corrected_start_revokes_a_wrong_breach_and_what_followed(self):
        self.regulate({"steps": [REMIND, BREACH, CLIMB]})
        case = self.new_case(user_id=self.agent.id)
        self.run_steps("2026-03-03 05:00:01")
        self.assertEqual(len(case.activity_ids), 3)
        notices = self.env["csm.deadline.notice"].search([])
        notices.write({"is_delivered": False})
        self.correct(case, "received_at", "2026-03-03 01:00:00")
        row = self.rows(case)
        self.assertEqual((row.breached_at, row.due_version), (False, 2))
        self.assertEqual(self.events(case)[-1].kind, "revoke")
        self.assertFalse(case.activity_ids)
        self.assertFalse(notices.exists())
        self.assertEqual(str(row.next_step_at), "2026-03-03 21:00:00")
        self.run_steps("2026-03-04 01:00:01")
        self.assertEqual(len(self.events(case, "breach")), 2)

    def test_a_corrected_fact_turns_late_into_in_time_and_back(self):
        self.regulate({"steps": [BREACH]})
        case = self.new_case(user_id=self.agent.id)
        self.reply(case, "2026-03-03 01:00:01")
        row = self.rows(case)
        self.assertEqual(row.state, "late")
        self.assertEqual(str(row.breached_at), "2026-03-03 01:00:01")
        self.correct(case, "replied_at", "2026-03-03 01:00:00")
        self.assertEqual((row.state, row.breached_at), ("met", False))
        self.correct(case, "replied_at", "2026-03-03 01:00:01")
        self.assertEqual(row.state, "late")
        kinds = self.events(case).mapped("kind")
        self.assertEqual(kinds, ["breach", "met", "revoke", "met", "breach", "met"])

    def test_later_holidays_do_not_judge_anew_what_is_over(self):
        (rule,) = self.regulate({"delay": 1, "unit": "working_day", "steps": [BREACH]})
        case, still_open = self.new_case(), self.new_case()
        self.reply(case, "2026-03-04 01:00:00")
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Holiday",
                "company_id": self.company.id,
                "calendar_id": self.company.resource_calendar_id.id,
                # Odoo reads these as local time of the calendar.
                "date_from": "2026-03-03 00:00:00",
                "date_to": "2026-03-03 23:59:59",
            }
        )
        (case | still_open).write({"severity": "serious"})
        (case | still_open).with_user(self.manager).action_recompute_deadlines()
        self.assertEqual(self.rows(case, rule).state, "late")
        self.assertEqual(str(still_open.next_due_at), "2026-03-04 10:00:00")

    # Cycles

    def test_a_reopening_begins_the_next_cycle_and_earlier_facts_stay(self):
        closing, asking, registering = self.regulate(
            {"obligation": "close", "stop": "closed_at", "delay": 3, "unit": "day"},
            {"obligation": "follow_up", "start": "closed_at", "stop": "followed_up_at"},
            {"obligation": "register", "stop": "registered_at"},
        )
        case = self.new_case(user_id=self.agent.id)
        self.at("2026-03-03 01:00:00")
        case.action_register()
        self.close(case)
        asked = self.rows(case, asking)
        self.at("2026-03-04 01:00:00")
        case.action_follow_up()
        self.at("2026-03-09 01:00:00")
        case.reopen_reason = "Still corked"
        case.action_reopen()
        first, second = self.rows(case, closing)
        self.assertEqual(
            (first.state, first.cycle, str(first.started_at)), ("met", 1, "2026-03-02 01:00:00")
        )
        self.assertEqual((second.state, second.cycle), ("running", 2))
        self.assertEqual(str(second.due_at), "2026-03-12 15:59:59")
        self.assertEqual(self.rows(case, registering).mapped("cycle"), [1])
        self.assertEqual(self.rows(case, asking), asked)
        case.severity = "serious"
        self.assertEqual(str(second.started_at), "2026-03-09 01:00:00")
        self.correct(case, "reopened_at", "2026-03-08 01:00:00")
        self.assertEqual(str(second.due_at), "2026-03-11 15:59:59")
        self.assertEqual(str(first.started_at), "2026-03-02 01:00:00")
        self.at("2026-03-10 01:00:00")
        case.action_tell()
        case.action_close()
        self.assertEqual(self.rows(case, closing).mapped("state"), ["met", "met"])
        self.assertEqual(str(first.stopped_at), "2026-03-03 01:00:00")
        self.assertEqual(self.rows(case, asking).mapped("cycle"), [1, 2])
        self.assertEqual(str(self.rows(case, asking)[-1].due_at), "2026-03-11 01:00:00")

    def test_closing_ends_what_was_never_done_and_a_reopening_begins_it_anew(self):
        answering, closing = self.regulate(
            {"obligation": "answer", "stop": "executed_at", "delay": 3, "unit": "day"},
            {"obligation": "close", "stop": "closed_at", "delay": 9, "unit": "day"},
        )
        case = self.new_case(user_id=self.agent.id)
        case.action_register()
        self.close(case)
        self.assertEqual(self.rows(case, answering).stopped_at, case.closed_at)
        self.at("2026-03-03 01:00:00")
        case.reopen_reason = "Still corked"
        case.action_reopen()
        self.assertEqual(self.rows(case, answering).mapped("state"), ["met", "running"])
        self.assertEqual(self.rows(case, closing).mapped("cycle"), [1, 2])

    def test_a_rule_that_speaks_up_later_joins_the_present_cycle(self):
        general, serious = self.regulate(
            {
                "obligation": "close",
                "stop": "closed_at",
                "domain": "[('severity', '=', 'general')]",
            },
            {
                "obligation": "close",
                "stop": "closed_at",
                "domain": "[('severity', '=', 'serious')]",
            },
        )
        case = self.new_case(user_id=self.agent.id)
        case.action_register()
        self.close(case)
        self.at("2026-03-05 01:00:00")
        case.reopen_reason = "Still corked"
        case.action_reopen()
        case.severity = "serious"
        row = self.rows(case, serious)
        self.assertEqual(
            (row.cycle, row.state, str(row.started_at)), (2, "running", "2026-03-05 01:00:00")
        )
        self.assertEqual(self.rows(case, general).mapped("state"), ["met", "released"])

    # Calendars that say nothing

    def test_a_calendar_without_hours_says_so_and_a_manager_brings_it_back(self):
        self.regulate({"delay": 2, "unit": "working_day", "steps": [BREACH]})
        calendar = self.company.resource_calendar_id
        calendar.write(NO_HOURS)
        case = self.new_case(user_id=self.agent.id)
        row = self.rows(case)
        self.assertFalse(row.due_at)
        self.assertIn(calendar.name, row.failure)
        self.assertIn("First Reply", case.deadline_failure)
        self.run_steps("2026-03-20 01:00:00")
        hours = self.new_calendar(self.company)
        self.company.resource_calendar_id = hours
        with self.assertRaisesRegex(Exception, "manager"):
            case.with_user(self.agent).action_recompute_deadlines()
        case.with_user(self.manager).action_recompute_deadlines()
        self.assertEqual(str(case.next_due_at), "2026-03-04 10:00:00")
        self.assertFalse(case.deadline_failure)
        self.run_steps()
        self.assertTrue(self.events(case, "breach"))

    def test_steps_in_working_time_do_not_vanish_with_the_hours(self):
        held = {**CLIMB, "unit": "working_hour", "hold": True}
        self.regulate({"steps": [held]})
        self.company.resource_calendar_id.write(NO_HOURS)
        case = self.new_case(user_id=self.agent.id)
        self.assertEqual(str(case.next_due_at), "2026-03-03 01:00:00")
        self.assertTrue(case.deadline_failure)
        self.run_steps("2026-03-03 05:00:00")
        self.assertEqual(len(self.events(case, "climb")), 1)
        self.assertTrue(case.deadline_failure)

    def test_a_company_without_any_calendar_still_counts_hours(self):
        hours, working = self.regulate(
            {"steps": [BREACH]},
            {"obligation": "close", "stop": "closed_at", "unit": "working_hour"},
        )
        self.company.resource_calendar_id = False
        case = self.new_case(user_id=self.agent.id)
        self.assertEqual(str(self.rows(case, hours).due_at), "2026-03-03 01:00:00")
        self.assertIn(self.company.name, self.rows(case, working).failure)
        self.run_steps("2026-03-03 01:00:01")
        self.assertEqual(len(self.events(case, "breach")), 1)
