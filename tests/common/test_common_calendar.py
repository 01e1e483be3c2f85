from datetime import date, datetime, timedelta

import pytz
from psycopg2 import IntegrityError

from odoo.tests import tagged
from odoo.tools import mute_logger

from .csm_case_base import CsmBase

SHANGHAI = pytz.timezone("Asia/Shanghai")
SATURDAY = date(2026, 2, 28)


@tagged("post_install", "-at_install", "csm", "csm_common")
class TestCommonCalendar(CsmBase):
    """Make-up workdays are working time for Odoo itself, for time off and for deadlines alike."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.at("2026-02-20 01:00:00")
        cls.calendar = cls.company.resource_calendar_id

    def make_up(self, day=SATURDAY, as_weekday="0", calendar=None):
        return self.env["csm.makeup.day"].create(
            {
                "calendar_id": (calendar or self.calendar).id,
                "date": day,
                "worked_as": as_weekday,
                "name": "Spring Festival",
            }
        )

    def hours(self, day, calendar=None, lunch=False):
        """Return the attendance of a local day as ``[(hour, hour)]``."""
        calendar = calendar or self.calendar
        start = SHANGHAI.localize(datetime.combine(day, datetime.min.time()))
        spans = calendar._attendance_intervals_batch(start, start + timedelta(days=1), lunch=lunch)[
            False
        ]
        return [
            (
                begin.astimezone(SHANGHAI).strftime("%H:%M"),
                end.astimezone(SHANGHAI).strftime("%H:%M"),
            )
            for begin, end, _line in spans
        ]

    def spans(self, day, calendar=None, company=None):
        """Return the working time the deadlines read on a local day, in local hours."""
        clock = (calendar or self.calendar)._working_spans(day.year, (company or self.company).id)
        local = [(self._local(begin), self._local(end)) for begin, end in clock]
        return [(b.strftime("%H:%M"), e.strftime("%H:%M")) for b, e in local if b.date() == day]

    def _local(self, moment):
        return pytz.utc.localize(moment).astimezone(SHANGHAI)

    def holiday(self, start, stop, calendar=None, company=None):
        """Close a calendar, or a company when there is none, between two moments in UTC."""
        Leaves = self.env["resource.calendar.leaves"].with_company(company or self.company)
        leaves = Leaves.create(
            {
                "name": "Closed",
                "date_from": start,
                "date_to": stop,
                "calendar_id": calendar and calendar.id,
            }
        )
        # Odoo shifts what is created from the user's zone to the calendar's.
        leaves.write({"date_from": start, "date_to": stop})
        return leaves

    # Odoo's own arithmetic

    def test_a_make_up_day_is_worked_as_the_weekday_it_stands_for(self):
        self.assertEqual(self.hours(SATURDAY), [])
        self.assertFalse(self.calendar._works_on_date(SATURDAY))
        self.make_up()
        self.assertEqual(self.hours(SATURDAY), [("09:00", "12:00"), ("13:00", "18:00")])
        self.assertTrue(self.calendar._works_on_date(SATURDAY))
        start = SHANGHAI.localize(datetime(2026, 2, 23))
        work = self.calendar._work_intervals_batch(start, start + timedelta(days=7))[False]
        hours = sum((stop - begin).total_seconds() / 3600 for begin, stop, _line in work)
        self.assertEqual(hours, 48)
        self.assertEqual(self.hours(date(2026, 3, 7)), [])

    def test_intervals_are_cut_to_the_bounds_asked_for(self):
        self.make_up()
        start = SHANGHAI.localize(datetime(2026, 2, 28, 10))
        spans = self.calendar._attendance_intervals_batch(start, start + timedelta(hours=1))[False]
        self.assertEqual([(b, e) for b, e, _line in spans], [(start, start + timedelta(hours=1))])

    def test_the_time_off_of_an_employee_counts_a_make_up_day(self):
        self.employee(self.agent).resource_calendar_id = self.calendar
        plain = self.on_leave(self.agent, "2026-02-27", "2026-02-28")
        self.assertEqual(plain.number_of_days, 1)
        plain.sudo().action_refuse()
        self.make_up()
        leave = self.on_leave(self.agent, "2026-02-27", "2026-02-28")
        self.assertEqual((leave.number_of_days, leave.number_of_hours), (2, 16))

    def test_an_employee_s_own_intervals_contain_the_make_up_day(self):
        employee = self.employee(self.agent)
        employee.resource_calendar_id = self.calendar
        self.make_up()
        start = SHANGHAI.localize(datetime(2026, 2, 28))
        spans = self.calendar._work_intervals_batch(
            start, start + timedelta(days=1), resources=employee.resource_id
        )[employee.resource_id.id]
        self.assertEqual(sum((e - b).total_seconds() for b, e, _line in spans), 8 * 3600)

    def test_a_calendar_of_two_weeks_takes_the_week_of_the_date(self):
        self.calendar.switch_calendar_type()
        self.assertTrue(self.calendar.two_weeks_calendar)
        week_type = self.env["resource.calendar.attendance"].get_week_type(SATURDAY)
        mondays = self.calendar.attendance_ids.filtered(
            lambda line: (
                line.dayofweek == "0"
                and line.week_type == str(week_type)
                and not line.display_type
                and line.day_period == "morning"
            )
        )
        mondays[:1].write({"hour_from": 10.0})
        self.make_up()
        self.assertEqual(self.hours(SATURDAY)[0][0], "10:00")

    def test_a_flexible_calendar_is_left_alone(self):
        flexible = self.env["resource.calendar"].create(
            {
                "name": "Free",
                "company_id": self.company.id,
                "tz": "Asia/Shanghai",
                "flexible_hours": True,
                "full_time_required_hours": 40,
                "hours_per_day": 8,
            }
        )
        before = self.hours(SATURDAY, flexible)
        self.make_up(calendar=flexible)
        self.assertEqual(self.hours(SATURDAY, flexible), before)

    def test_one_make_up_day_per_date(self):
        self.make_up()
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self.make_up()

    # What the deadlines read

    def test_deadlines_read_the_same_hours(self):
        self.assertEqual(self.spans(SATURDAY), [])
        day = self.make_up()
        self.assertEqual(self.spans(SATURDAY), [("09:00", "12:00"), ("13:00", "18:00")])
        day.date = date(2026, 3, 1)
        self.assertEqual(self.spans(SATURDAY), [])
        self.assertEqual(self.spans(date(2026, 3, 1)), [("09:00", "12:00"), ("13:00", "18:00")])
        day.unlink()
        self.assertEqual(self.spans(date(2026, 3, 1)), [])

    def test_a_holiday_is_forgotten_or_learned_at_once(self):
        monday = date(2026, 3, 2)
        self.assertEqual(len(self.spans(monday)), 2)
        holiday = self.holiday("2026-03-01 16:00:00", "2026-03-02 15:59:59", self.calendar)
        self.assertEqual(self.spans(monday), [])
        holiday.write({"date_from": "2026-03-02 05:00:00"})
        self.assertEqual(self.spans(monday), [("09:00", "12:00")])
        holiday.unlink()
        self.assertEqual(len(self.spans(monday)), 2)

    def test_a_holiday_of_the_company_without_calendar_counts(self):
        monday = date(2026, 3, 2)
        self.assertEqual(len(self.spans(monday)), 2)
        self.holiday("2026-03-01 16:00:00", "2026-03-02 15:59:59")
        self.assertEqual(self.spans(monday), [])

    def test_a_holiday_of_another_company_does_not_count(self):
        other = self.new_company("Testlabor")
        monday = date(2026, 3, 2)
        self.holiday("2026-03-01 16:00:00", "2026-03-02 15:59:59", company=other)
        self.assertEqual(len(self.spans(monday)), 2)
        self.assertEqual(self.spans(monday, company=other), [])

    def test_an_absence_of_one_person_is_no_holiday(self):
        self.on_leave(self.agent, "2026-03-02", "2026-03-02")
        self.assertEqual(len(self.spans(date(2026, 3, 2))), 2)

    def test_a_day_off_that_ends_a_second_before_midnight_leaves_nothing_over(self):
        whole = self.new_calendar(self.company, days="0123456", hours=((0, 24),))
        self.assertEqual(self.spans(SATURDAY, whole)[-1][1], "00:00")
        self.holiday("2026-02-27 16:00:00", "2026-02-28 15:59:59", whole)
        self.assertEqual(self.spans(SATURDAY, whole), [])

    def test_night_hours_meet_at_midnight(self):
        night = self.new_calendar(self.company, days="0123456", hours=((0, 6), (22, 24)))
        spans = night._working_spans(2026, self.company.id)
        lengths = {stop - begin for begin, stop in spans[1:-1]}
        self.assertLessEqual(lengths, {timedelta(hours=2), timedelta(hours=6), timedelta(hours=8)})
        total = sum((stop - begin for begin, stop in spans), timedelta())
        self.assertEqual(total, timedelta(hours=8 * 365))

    def test_new_hours_count_at_once(self):
        monday = date(2026, 3, 2)
        self.assertEqual(self.spans(monday)[0][0], "09:00")
        line = self.calendar.attendance_ids.filtered(
            lambda line: line.dayofweek == "0" and line.hour_from == 9
        )
        line.hour_from = 8
        self.assertEqual(self.spans(monday)[0][0], "08:00")
        line.unlink()
        self.assertEqual(self.spans(monday), [("13:00", "18:00")])
        self.calendar.tz = "UTC"
        self.assertEqual(self.spans(monday), [("21:00", "02:00")])
