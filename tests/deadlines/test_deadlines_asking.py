from psycopg2 import IntegrityError

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .deadline_rows_base import BREACH, CLIMB, REMIND, DeadlineRowsBase

# Received on Monday at 9:00 in Shanghai, due on Tuesday at 9:00; two hours to answer.
ASKING = {**BREACH, "answer_amount": 2, "answer_unit": "hour"}
TOLD = "2026-03-03 01:00:01"
IN_TIME = "2026-03-03 03:00:01"
LATE = "2026-03-03 03:00:02"


@tagged("post_install", "-at_install", "csm", "csm_deadlines")
class TestDeadlinesAsking(DeadlineRowsBase):
    """Whoever hears of a breach takes care of it in time; else the next superior hears."""

    def setUp(self):
        super().setUp()
        self.company.csm_fallback_user_id = False

    def asked(self, step=None, at=TOLD, **values):
        """Let the breach of a new case be told to the leader."""
        self.regulate({"steps": [{**ASKING, **(step or {})}]})
        case = self.new_case(**{"user_id": self.agent.id, **values})
        self.run_steps(at)
        return case

    def heard(self, case):
        return [
            event.user_id.name for event in self.events(case) if event.kind in ("breach", "climb")
        ]

    def care(self, case, user, at=None):
        if at:
            self.at(at)
        return self.rows(case).with_user(user).action_take_care()

    def test_an_answer_in_the_last_second_stops_the_climb(self):
        case = self.asked()
        row = self.rows(case)
        self.assertEqual(str(self.events(case).answer_by), IN_TIME)
        self.assertEqual(str(row.next_step_at), LATE)
        self.run_steps(IN_TIME)
        self.assertEqual(self.heard(case), ["Leader"])
        self.care(case, self.leader, IN_TIME)
        self.assertFalse(row.next_step_at)
        self.run_steps("2026-03-05 01:00:00")
        self.assertEqual(self.heard(case), ["Leader"])
        event = self.events(case, "acknowledge")
        self.assertEqual((event.author_id, str(event.happened_at)), (self.leader, IN_TIME))
        self.assertIn("Leader", row.care_text)
        self.assertIn("takes care of it", "".join(case.message_ids.mapped("body")))

    def test_without_an_answer_the_chain_hears_once_each_up_to_the_top(self):
        case = self.asked()
        self.run_steps(LATE)
        self.run_steps(LATE)
        self.assertEqual(self.heard(case), ["Leader", "Manager"])
        self.run_steps("2026-03-03 05:00:02")
        self.assertEqual(len(self.heard(case)), 2)
        self.run_steps("2026-03-03 05:00:03")
        self.run_steps("2026-03-03 07:00:04")
        self.run_steps("2026-03-09 07:00:04")
        self.assertEqual(self.heard(case), ["Leader", "Manager", "Executive", False])
        self.assertFalse(self.rows(case).next_step_at)
        self.assertIn("Nobody above", self.events(case)[-1].note)
        self.assertEqual(case.activity_ids.user_id, self.leader | self.manager | self.executive)

    def test_the_first_late_second_is_late_even_before_the_job_comes_by(self):
        case = self.asked()
        self.care(case, self.leader, LATE)
        self.assertEqual(self.heard(case), ["Leader", "Manager"])
        self.run_steps("2026-03-09 01:00:00")
        self.assertEqual(self.heard(case), ["Leader", "Manager"])
        self.assertEqual(self.events(case, "acknowledge").author_id, self.leader)

    def test_only_whoever_was_told_answers_and_only_once(self):
        case = self.asked()
        for user in (self.agent, self.manager):
            self.assertFalse(self.rows(case).with_user(user).is_asked)
            with self.assertRaisesRegex(UserError, "does not wait for your word"):
                self.care(case, user)
        self.assertTrue(self.rows(case).with_user(self.leader).is_asked)
        self.care(case, self.leader)
        self.assertFalse(self.rows(case).with_user(self.leader).is_asked)
        with self.assertRaisesRegex(UserError, "taken care of already: Leader"):
            self.care(case, self.leader)
        self.assertEqual(len(self.events(case, "acknowledge")), 1)

    def test_meeting_the_obligation_stops_it(self):
        case = self.asked()
        self.reply(case, "2026-03-03 02:00:00")
        self.run_steps("2026-03-05 01:00:00")
        self.assertEqual(self.heard(case), ["Leader"])
        self.assertFalse(case.with_user(self.leader).is_asked)
        with self.assertRaises(UserError):
            self.care(case, self.leader)

    def test_a_pause_during_the_time_to_answer_moves_its_end(self):
        case = self.asked()
        self.at("2026-03-03 02:00:01")
        case._pause_deadlines("Waiting")
        self.run_steps("2026-03-04 02:00:01")
        self.assertEqual(self.heard(case), ["Leader"])
        case._resume_deadlines()
        self.assertEqual(str(self.rows(case).next_step_at), "2026-03-04 03:00:02")
        self.run_steps("2026-03-04 03:00:01")
        self.assertEqual(self.heard(case), ["Leader"])
        self.run_steps("2026-03-04 03:00:02")
        self.assertEqual(self.heard(case), ["Leader", "Manager"])

    def test_working_hours_count_and_holidays_do_not(self):
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Holiday",
                "company_id": self.company.id,
                "calendar_id": self.company.resource_calendar_id.id,
                "date_from": "2026-03-04 00:00:00",
                "date_to": "2026-03-04 23:59:59",
            }
        )
        # Nine hours from 9:00:01: eight on Tuesday, the rest after the holiday.
        case = self.asked({"answer_amount": 9, "answer_unit": "working_hour"})
        self.assertEqual(str(self.rows(case).next_step_at), "2026-03-05 02:00:02")

    def test_a_held_step_climbs_further_in_working_hours(self):
        case = self.asked({"hold": True, "answer_amount": 5})
        # 14:00:01 lies in working hours, 19:00:02 after them.
        self.assertEqual(str(self.rows(case).next_step_at), "2026-03-03 06:00:02")
        self.run_steps("2026-03-03 06:00:02")
        self.assertEqual(str(self.rows(case).next_step_at), "2026-03-04 01:00:00")
        self.run_steps("2026-03-04 00:59:59")
        self.assertEqual(len(self.heard(case)), 2)
        self.run_steps("2026-03-04 01:00:00")
        self.assertEqual(len(self.heard(case)), 3)

    def test_an_absent_superior_is_passed_over_and_the_last_resort_hears_last(self):
        self.company.csm_fallback_user_id = self.outsider
        self.on_leave(self.manager, "2026-03-02", "2026-03-06")
        case = self.asked()
        self.run_steps(LATE)
        event = self.events(case)[-1]
        self.assertEqual(event.user_id, self.executive)
        self.assertIn("Manager is on leave.", event.note)
        self.run_steps("2026-03-03 05:00:03")
        self.run_steps("2026-03-03 07:00:04")
        self.assertEqual(self.heard(case), ["Leader", "Executive", "Outsider", False])

    def test_whoever_is_complained_about_does_not_hear_on_the_way_up(self):
        case = self.asked(accused_employee_ids=[(6, 0, self.employee(self.manager).ids)])
        self.run_steps(LATE)
        self.assertEqual(self.heard(case), ["Leader", "Executive"])

    def test_a_loop_of_superiors_ends(self):
        case = self.asked()
        self.env.cr.execute(
            "UPDATE hr_employee SET parent_id = %s WHERE id = %s",
            [self.employee(self.leader).id, self.employee(self.manager).id],
        )
        self.env.invalidate_all()
        for text in (LATE, "2026-03-03 05:00:03", "2026-03-03 09:00:00"):
            self.run_steps(text)
        self.assertEqual(self.heard(case), ["Leader", "Manager", False])

    def test_each_step_that_asks_wants_an_answer_of_its_own(self):
        climb = {**CLIMB, "level": 2, "answer_amount": 2, "answer_unit": "hour"}
        self.regulate({"steps": [ASKING, climb]})
        case = self.new_case(user_id=self.agent.id)
        self.run_steps(TOLD)
        self.care(case, self.leader)
        self.run_steps("2026-03-03 05:00:00")
        self.assertEqual(self.heard(case), ["Leader", "Manager"])
        with self.assertRaises(UserError):
            self.care(case, self.leader)
        self.run_steps("2026-03-03 07:00:01")
        self.assertEqual(self.heard(case), ["Leader", "Manager", "Executive"])

    def test_a_revoked_breach_asks_nobody_any_more(self):
        case = self.asked()
        supervisor = self.new_user("corrector", "group_manager")
        case.with_user(supervisor)._correct_fact("received_at", "2026-03-02 23:00:00", "Misheard")
        self.run_steps("2026-03-03 12:00:00")
        self.assertEqual(self.heard(case), ["Leader"])

    def test_the_answer_is_given_from_the_list_of_things_to_do_and_from_the_record(self):
        case = self.asked()
        activity = case.activity_ids
        self.assertTrue(activity.with_user(self.leader).csm_is_asked)
        self.assertFalse(activity.with_user(self.manager).csm_is_asked)
        self.assertIn("Say by", str(activity.note))
        with self.assertRaises(UserError):
            activity.with_user(self.agent).action_csm_take_care()
        activity.with_user(self.leader).action_csm_take_care()
        other = self.new_case(user_id=self.agent.id)
        self.run_steps("2026-03-06 01:00:00")
        mine = other.with_user(self.leader)
        self.assertIn("First Reply", mine.asking_text)
        self.assertFalse(other.with_user(self.agent).is_asked)
        mine.action_take_care()
        self.assertFalse(mine.is_asked)

    def test_the_mail_says_until_when(self):
        case = self.asked()
        notice = self.env["csm.deadline.notice"].search([("event_id", "in", self.events(case).ids)])
        self.assertIn("Say by", notice.mail_id.body_html)
        self.assertIn("11:00", notice.mail_id.body_html, notice.mail_id.body_html[-900:])

    def test_a_reminder_cannot_ask(self):
        regulation = self.new_regulation("T-09")
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"), self.env.cr.savepoint():
            self.new_rule(regulation, steps=[{**REMIND, "answer_amount": 2}])

    @mute_logger("odoo.sql_db")
    def test_the_database_lets_one_thing_follow(self):
        case = self.asked()
        self.care(case, self.leader)
        told, answer = self.events(case)
        with self.assertRaises(IntegrityError), self.env.cr.savepoint():
            answer.copy({"follows_id": told.id})

    def test_rules_that_ask_nobody_cost_no_query_more(self):
        self.regulate({"steps": [BREACH]})
        row = self.rows(self.new_case(user_id=self.agent.id))
        self.env.flush_all()
        row.mapped("state")
        before = self.env.cr.sql_log_count
        row._open_asks()
        self.assertEqual(self.env.cr.sql_log_count, before)
