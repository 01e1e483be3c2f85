from odoo.exceptions import UserError
from odoo.tests import tagged

from ..common.proves import proves
from .duty_case import SECOND, DutyCase

# When the periods after the first Monday of March 2026 begin in Shanghai.
WEEK, MONTH, TUESDAY = "2026-03-08 16:00:00", "2026-03-31 16:00:00", "2026-03-02 16:00:00"
WEDNESDAY = "2026-03-03 16:00:00"


@tagged("post_install", "-at_install", "csm", "csm_duties")
class TestDutiesPresets(DutyCase):
    """What each shipped regulation wants done again and again: when, by whom, with which proof."""

    @proves("S0-10-11")
    def test_marketing_reports_on_the_first_monday_of_the_month(self):
        self.hold_role("marketing_office_head", self.outsider)
        self.hold_role("service_manager", self.manager)
        self.adopt_article("S0-10-11")
        duty = self.assert_next("2026-03-29 16:00:00", "2026-04-06 15:59:59")
        self.assertEqual(duty.user_id, self.outsider)
        self.assert_signed_by(self.assert_proof(duty, text=1), self.manager)
        duty = self.assert_next("2026-04-26 16:00:00", "2026-05-04 15:59:59")
        row = duty.sudo().deadline_ids
        self.run_steps("2026-05-04 16:00:00")
        self.assertEqual(self.events(duty, "breach").user_id, self.outsider | self.leader)
        self.assertTrue(duty.is_overdue)
        self.assertTrue(row.breached_at)

    @proves("S1-12-11")
    def test_each_person_scans_for_viruses_every_working_day(self):
        self.adopt_article("S1-12-11")
        duties = self.assert_next(TUESDAY, "2026-03-03 15:59:59")
        self.assertEqual(duties.user_id, self.leader | self.agent)
        points = (
            "The computer was scanned for viruses today",
            "No unverified software, download or page",
        )
        self.assert_proof(duties[0], *points)
        self.assert_next(WEDNESDAY, "2026-03-04 15:59:59")
        self.make_duties(WEDNESDAY)
        self.assertEqual(duties.mapped("state"), ["done", "missed"])
        self.make_duties("2026-03-05 16:00:00")
        # Neither Saturday nor Sunday.
        self.assertFalse(self.make_duties("2026-03-06 16:00:00"))
        self.assertFalse(self.make_duties("2026-03-07 16:00:00"))

    @proves("S3-06-39")
    def test_papers_are_looked_after_as_often_as_the_company_says(self):
        self.adopt_article("S3-06-39", every=1)
        duty = self.assert_next(WEEK, "2026-03-13 15:59:59")
        self.assertEqual((duty.team_id, duty.user_id), (self.team, self.leader))
        points = ("All papers are filed", "Nothing lies on desks or anywhere else")
        self.assert_proof(duty, *points)

    @proves("S0-02-44")
    def test_the_cleaning_company_is_met_at_the_end_of_the_month(self):
        self.adopt_article("S0-02-44")
        duty = self.assert_next(MONTH, "2026-04-30 15:59:59")
        points = ("The month is summed up", "The arrangement for the next month is handed in")
        self.assert_proof(duty, *points, file=True)

    @proves("S0-02-45")
    def test_the_month_is_summed_up_in_writing_for_the_manager(self):
        self.adopt_article("S0-02-45")
        duty = self.assert_next(MONTH, "2026-04-30 15:59:59")
        self.assert_signed_by(self.assert_proof(duty, text=1, file=True), self.manager)

    @proves("S0-02-48")
    def test_the_menu_comes_before_noon_on_monday(self):
        self.adopt_article("S0-02-48")
        duty = self.assert_next("2026-03-05 16:00:00", "2026-03-09 04:00:00")
        self.assert_proof(duty, file=True)
        self.assert_next("2026-03-12 16:00:00", "2026-03-16 04:00:00")

    @proves("S0-02-54")
    def test_the_caterer_reports_on_friday(self):
        self.adopt_article("S0-02-54")
        duty = self.assert_next(WEEK, "2026-03-13 15:59:59")
        self.assert_proof(duty, "Summary of the week", "Key points of the next week", text=1)

    @proves("S0-02-60")
    def test_septic_tanks_are_emptied_every_quarter_and_the_sludge_is_accounted_for(self):
        self.adopt_article("S0-02-60")
        duty = self.assert_next(MONTH, "2026-06-30 15:59:59")
        points = ("The tanks are emptied", "The sludge went to the composting station")
        self.assert_proof(duty, *points, text=1)

    @proves("S1-07-14")
    def test_the_monday_meeting_takes_place_at_half_past_two(self):
        self.adopt_article("S1-07-14")
        duty = self.assert_next(WEEK, "2026-03-09 15:59:59", "2026-03-09 06:30:00")
        self.assert_not_before(duty)
        point = "Each employee has reported goals, problems and improvements"
        self.assert_proof(duty, point, text=1)

    def assert_not_before(self, duty):
        """A meeting is not said to be held before it began."""
        mine = self.as_user(duty, duty.user_id)
        mine.line_ids.is_checked = True
        mine.note = "Minutes"
        self.at(str(duty.held_at - SECOND))
        with self.assertRaisesRegex(UserError, "takes place on"):
            mine.action_do()
        mine.line_ids.is_checked = False
        mine.note = False

    @proves("S2-03-15")
    def test_the_coordination_meeting_takes_place_on_friday_at_nine(self):
        self.adopt_article("S2-03-15")
        duty = self.assert_next(WEEK, "2026-03-13 15:59:59", "2026-03-13 01:00:00")
        self.assert_not_before(duty)
        points = (
            "The week is reviewed",
            "The next week is planned",
            "What has piled up is settled",
        )
        self.assert_proof(duty, *points, text=1)

    @proves("S3-06-22")
    def test_the_plan_is_due_on_the_thirtieth_and_the_report_on_the_fifth(self):
        self.adopt_article("S3-06-22")
        name = "Plan of the next month"
        plan = self.assert_next("2026-04-30 16:00:00", "2026-05-30 15:59:59", name=name)
        self.assert_signed_by(self.assert_proof(plan, text=1), self.manager)
        name = "Detailed report on the last month"
        report = self.assert_next("2026-05-31 16:00:00", "2026-06-05 15:59:59", name=name)
        self.assert_signed_by(self.assert_proof(report, text=1), self.manager)

    @proves("S3-06-24")
    def test_the_timekeeper_hands_the_attendance_in_on_the_twenty_fifth(self):
        self.hold_role("timekeeper", self.agent)
        self.hold_role("personnel_office", self.manager)
        self.adopt_article("S3-06-24")
        duty = self.assert_next(MONTH, "2026-04-25 15:59:59")
        self.assertEqual((duty.team_id, duty.user_id), (self.team, self.agent))
        self.assert_signed_by(self.assert_proof(duty, file=True), self.manager)

    @proves("S3-06-33")
    def test_the_friday_meeting_takes_place_at_four(self):
        self.hold_role("service_manager", self.manager)
        self.adopt_article("S3-06-33")
        duty = self.assert_next(WEEK, "2026-03-13 15:59:59", "2026-03-13 08:00:00")
        self.assertEqual(duty.user_id, self.manager)
        self.assert_not_before(duty)
        points = (
            "The week is summed up",
            "Solutions are decided",
            "The next week is planned",
            "Decisions of the leadership are passed on",
        )
        self.assert_proof(duty, *points, text=1)

    @proves("S3-08-06")
    def test_each_person_writes_two_hundred_characters_by_saturday_at_five(self):
        self.adopt_article("S3-08-06")
        duties = self.assert_next(WEEK, "2026-03-14 09:00:00")
        self.assertEqual(duties.user_id, self.leader | self.agent)
        duty = duties.filtered(lambda duty: duty.user_id == self.agent)
        self.assert_signed_by(self.assert_proof(duty, text=200), self.leader)

    @proves("S3-11-18")
    def test_the_sunday_meeting_takes_place_at_half_past_two(self):
        self.adopt_article("S3-11-18")
        duty = self.assert_next(WEEK, "2026-03-15 15:59:59", "2026-03-15 06:30:00")
        self.assert_not_before(duty)
        point = "Each agent has reported goals, problems and improvements"
        self.assert_proof(duty, point, text=1)

    @proves("S1-06-21")
    def test_month_quarter_and_year_are_summed_up(self):
        self.adopt_article("S1-06-21")
        for name, opens, due in (
            ("Summary of the month", MONTH, "2026-04-30 15:59:59"),
            ("Summary of the quarter", "2026-06-30 16:00:00", "2026-09-30 15:59:59"),
            ("Summary of the year", "2026-12-31 16:00:00", "2027-12-31 15:59:59"),
        ):
            with self.subTest(name=name):
                duty = self.assert_next(opens, due, name=name)
                self.assert_signed_by(self.assert_proof(duty, text=1), self.manager)

    @proves("S0-12-19")
    def test_each_person_reports_every_working_day(self):
        self.adopt_article("S0-12-19")
        duties = self.assert_next(TUESDAY, "2026-03-03 15:59:59")
        self.assertEqual(duties.user_id, self.leader | self.agent)
        self.assert_proof(duties[0], text=1)
        self.assert_next(WEDNESDAY, "2026-03-04 15:59:59")
        self.make_duties("2026-03-05 16:00:00")
        self.assertFalse(self.make_duties("2026-03-06 16:00:00"))
        left = duties - duties[0]
        self.assertTrue(left.is_overdue)

    @proves("S1-02-01")
    def test_each_team_meets_at_eight_every_working_day(self):
        self.adopt_article("S1-02-01")
        duty = self.assert_next(TUESDAY, "2026-03-03 15:59:59", "2026-03-03 00:00:00")
        self.assertEqual(duty.team_id, self.team)
        self.assert_not_before(duty)
        points = (
            "The problems of yesterday",
            "The work of today",
            "Exchange of experience and training",
        )
        self.assert_proof(duty, *points, text=1)
        self.assert_next(WEDNESDAY, "2026-03-04 15:59:59", "2026-03-04 00:00:00")

    @proves("S0-02-12")
    def test_the_project_manager_holds_the_department_meeting_every_week(self):
        self.hold_role("project_head", self.manager)
        self.adopt_article("S0-02-12")
        duty = self.assert_next(WEEK, "2026-03-13 15:59:59")
        self.assertEqual(duty.user_id, self.manager)
        points = (
            "The supervisor of customer coordination attended",
            "The supervisor of cleaning attended",
        )
        self.assert_proof(duty, *points)

    @proves("S0-02-13")
    def test_the_minutes_are_filed_by_a_member_with_their_agenda(self):
        self.adopt_article("S0-02-13")
        duty = self.assert_next(WEEK, "2026-03-13 15:59:59")
        self.assertFalse(duty.user_id)
        self.as_user(duty, self.leader).user_id = self.agent
        points = (
            "Work and problems of last week",
            "Plan of the next week",
            "What the manager assigned and summed up",
        )
        self.assert_proof(duty, *points, file=True)

    @proves("S0-02-14")
    def test_the_cleaning_meeting_is_weekly_and_its_minutes_are_filed(self):
        self.adopt_article("S0-02-14")
        duty = self.assert_next(WEEK, "2026-03-13 15:59:59")
        point = "Supervisor and team leaders of the cleaning company attended"
        self.assert_proof(duty, point, file=True)

    @proves("S0-02-15")
    def test_the_restaurant_meeting_is_weekly_and_its_minutes_are_filed(self):
        self.adopt_article("S0-02-15")
        duty = self.assert_next(WEEK, "2026-03-13 15:59:59")
        point = "Manager and team leaders of the catering company attended"
        self.assert_proof(duty, point, file=True)

    @proves("S0-02-43")
    def test_the_cleaning_company_hands_in_its_two_plans_every_week(self):
        self.adopt_article("S0-02-43")
        duty = self.assert_next(WEEK, "2026-03-13 15:59:59")
        points = ("Cleaning plan of the weekend", "Arrangement of the next week")
        self.assert_proof(duty, *points, file=True)

    @proves("S1-08-01")
    def test_what_was_gathered_is_fed_back_every_month(self):
        self.adopt_article("S1-08-01")
        duty = self.assert_next(MONTH, "2026-04-30 15:59:59")
        points = ("The head of customer service has it", "The departments concerned have it")
        self.assert_proof(duty, *points, text=1)

    @proves("S3-01-04")
    def test_the_supervisor_reads_and_signs_the_duty_record_every_month(self):
        self.adopt_article("S3-01-04")
        duty = self.assert_next(MONTH, "2026-04-30 15:59:59")
        self.assertEqual(duty.user_id, self.leader)
        self.assert_proof(duty, "The record of the month is read and signed")
