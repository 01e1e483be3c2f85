from odoo.tests import tagged

from .deadline_rows_base import BREACH, CLIMB, REMIND, DeadlineRowsBase

# 9:00 in Shanghai; the case received then falls due a day later.
DUE = "2026-03-03 01:00:01"
MINE = {**BREACH, "addressee": "responsible"}


@tagged("post_install", "-at_install", "csm", "csm_deadlines")
class TestDeadlinesDelivery(DeadlineRowsBase):
    """Mails that wait for their reader's working hours, and one line where one is enough."""

    def mails(self):
        return self.env["csm.deadline.notice"].search([("is_delivered", "=", True)]).mail_id

    def test_a_mail_waits_for_the_hours_of_its_reader_and_the_rest_does_not(self):
        self.company.csm_mail_in_hours = True
        self.regulate({"steps": [MINE]})
        self.at("2026-03-02 14:00:00")  # 22:00
        case = self.new_case(user_id=self.agent.id)
        self.run_steps("2026-03-03 14:00:01")
        self.assertEqual(self.events(case).mapped("kind"), ["breach"])
        self.assertEqual(case.activity_ids.user_id, self.agent)
        self.run_steps("2026-03-04 00:59:59")
        self.assertFalse(self.mails())
        self.run_steps("2026-03-04 01:00:00")
        self.assertEqual(self.mails().email_to, self.agent.email_formatted)

    def test_each_reader_has_hours_of_their_own(self):
        self.company.csm_mail_in_hours = True
        late_shift = self.new_calendar(self.company, hours=((14, 22),))
        self.employee(self.leader).resource_calendar_id = late_shift
        self.regulate({"steps": [MINE, BREACH]})
        self.new_case(user_id=self.agent.id)
        self.run_steps(DUE)
        self.assertEqual(self.mails().mapped("email_to"), [self.agent.email_formatted])
        self.run_steps("2026-03-03 06:00:00")
        self.assertEqual(len(self.mails()), 2)

    def test_holidays_and_weekends_pass_before_the_mail_leaves(self):
        self.company.csm_mail_in_hours = True
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Holiday",
                "company_id": self.company.id,
                "calendar_id": self.company.resource_calendar_id.id,
                "date_from": "2026-03-09 00:00:00",
                "date_to": "2026-03-09 23:59:59",
            }
        )
        self.regulate({"steps": [MINE]})
        self.at("2026-03-06 02:00:00")
        self.new_case(user_id=self.agent.id)
        self.run_steps("2026-03-07 02:00:01")
        notice = self.env["csm.deadline.notice"].search([])
        self.assertEqual(str(notice.deliver_at), "2026-03-10 01:00:00")

    def test_what_is_very_serious_is_mailed_at_any_hour(self):
        self.company.csm_mail_in_hours = True
        self.regulate({"steps": [MINE]})
        self.at("2026-03-02 14:00:00")
        self.new_case(user_id=self.agent.id)
        grave = self.new_case(user_id=self.agent.id, severity="very_serious")
        self.run_steps("2026-03-03 14:00:01")
        self.assertIn(grave.number, self.mails().body_html)
        self.assertEqual(
            self.env["csm.deadline.notice"].search_count([("is_delivered", "=", False)]), 1
        )

    def test_a_reminder_that_waited_is_withdrawn_when_the_answer_is_there(self):
        self.company.csm_mail_in_hours = True
        self.regulate({"steps": [REMIND]})
        case = self.new_case(user_id=self.agent.id)
        self.run_steps("2026-03-02 21:00:00")
        self.reply(case, "2026-03-03 00:30:00")
        self.run_steps("2026-03-03 01:00:00")
        self.assertFalse(self.mails())

    def test_without_the_setting_or_without_hours_the_mail_leaves_at_once(self):
        self.regulate({"steps": [REMIND]})
        self.new_case(user_id=self.agent.id)
        self.run_steps("2026-03-02 21:00:00")
        self.assertEqual(len(self.mails()), 1)
        self.company.csm_mail_in_hours = True
        self.company.resource_calendar_id.write({"attendance_ids": [(5, 0, 0)]})
        self.new_case(user_id=self.agent.id)
        self.run_steps("2026-03-03 17:00:00")
        self.assertEqual(len(self.mails()), 2)

    # One line where one is enough

    def test_a_reminder_leaves_the_list_when_the_breach_comes_to_the_same_person(self):
        self.regulate({"steps": [REMIND, MINE, BREACH]})
        case = self.new_case(user_id=self.agent.id)
        self.run_steps("2026-03-02 21:00:00")
        remind, breach = (self.env.ref(f"csm.mail_activity_type_{k}") for k in ("remind", "breach"))
        self.assertEqual(case.activity_ids.activity_type_id, remind)
        self.run_steps(DUE)
        self.assertEqual(case.activity_ids.activity_type_id, breach)
        self.assertEqual(case.activity_ids.user_id, self.agent | self.leader)

    def test_a_job_that_comes_late_does_not_remind_beside_the_breach(self):
        self.regulate({"steps": [REMIND, MINE]})
        case = self.new_case(user_id=self.agent.id)
        self.run_steps(DUE)
        self.assertEqual(self.events(case).mapped("kind"), ["remind", "breach"])
        self.assertEqual(case.activity_ids.mapped("activity_type_id.name"), ["Deadline Missed"])
        self.assertEqual(self.mails().body_html.count(case.number), 1)

    def test_a_reminder_of_somebody_else_stays(self):
        self.regulate({"steps": [REMIND, BREACH]})
        case = self.new_case(user_id=self.agent.id)
        self.run_steps(DUE)
        self.assertEqual(len(case.activity_ids), 2)

    def test_without_handler_the_leader_has_one_line_in_the_history_too(self):
        self.regulate({"steps": [MINE, BREACH]})
        case = self.new_case()
        self.run_steps(DUE)
        bodies = "".join(case.message_ids.mapped("body"))
        self.assertEqual(bodies.count("Breached:"), 1)
        self.assertEqual(len(self.mails()), 1)
        self.assertEqual(self.mails().body_html.count(case.number), 1)

    def test_two_climbs_to_one_person_are_one_thing_to_do(self):
        again = {**CLIMB, "amount": 8, "addressee": "team_leader"}
        self.regulate({"steps": [CLIMB, again]})
        case = self.new_case(user_id=self.agent.id)
        self.run_steps("2026-03-03 05:00:01")
        self.run_steps("2026-03-03 09:00:01")
        self.assertEqual(self.events(case, "climb").user_id, self.leader)
        self.assertEqual((len(self.events(case, "climb")), len(case.activity_ids)), (2, 1))

    # Words

    def test_limits_are_said_as_a_person_would(self):
        words = {
            (1, "week"): "within 1 week",
            (0, "day"): "by the end of the same day",
            (0, "working_day"): "by the end of the same working day",
            (3, "working_day"): "within 3 working days",
            (24, "hour"): "within 24 hours",
            (0, "hour"): "at once",
        }
        rules = self.regulate(*({"delay": delay, "unit": unit} for delay, unit in words))
        self.assertEqual([rule.limit_text for rule in rules], list(words.values()))

    # Why a clock stands still

    def test_a_row_says_why_it_does_not_run_just_now(self):
        self.regulate(
            {"delay": 9, "unit": "working_hour", "obligation": "close", "stop": "closed_at"},
            {"steps": [{**BREACH, "hold": True}]},
        )
        case = self.new_case(user_id=self.agent.id)
        working, elapsed = self.rows(case)
        self.assertFalse(working.standstill or elapsed.standstill)
        self.at("2026-03-02 11:00:00")
        self.env.invalidate_all()
        self.assertIn("Outside working hours; runs on at", working.standstill)
        self.assertFalse(elapsed.standstill)
        self.at("2026-03-02 04:30:00")
        waiting = self.rows(self.new_case(user_id=self.agent.id))[1]
        self.run_steps("2026-03-03 04:45:00")
        self.env.invalidate_all()
        self.assertIn("The next step waits for working hours", waiting.standstill)

    def test_a_row_without_hours_says_so(self):
        self.regulate({"delay": 2, "unit": "working_day"})
        self.company.resource_calendar_id.write({"attendance_ids": [(5, 0, 0)]})
        case = self.new_case(user_id=self.agent.id)
        self.assertIn("has no working time", self.rows(case).standstill)

    def test_a_record_says_which_limits_have_not_yet_begun(self):
        self.regulate(
            {}, {"obligation": "follow_up", "start": "closed_at", "stop": "followed_up_at"}
        )
        case = self.new_case(user_id=self.agent.id)
        self.assertIn("Asking the Customer Afterwards, within 24 hours", case.deadlines_to_come)
        self.assertIn("“Closed”", case.deadlines_to_come)
        self.assertNotIn("First Reply", case.deadlines_to_come)
