import doctest
from datetime import date, datetime, timedelta
from unittest.mock import patch

import pytz
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from odoo.addons.csm.tools import clock

from .clock_oracle import DAY, MINUTE, SECOND, DayWalk, MinuteWalk, Roster

HOUR = timedelta(hours=1)
OFFICE = {weekday: ((540, 720), (780, 1080)) for weekday in range(5)}
NIGHT = {weekday: ((0, 360), (1320, 1440)) for weekday in range(7)}
# Days on which clocks change (at midnight in three of the zones), and their neighbours.
PLACES = {
    "Africa/Casablanca": (date(2026, 2, 15), date(2026, 3, 22)),
    "America/Havana": (date(2026, 3, 8), date(2026, 11, 1)),
    "America/New_York": (date(2026, 3, 8), date(2026, 11, 1)),
    "America/Sao_Paulo": (date(2017, 10, 15), date(2018, 2, 18)),
    "America/St_Johns": (date(2010, 3, 14), date(2010, 11, 7)),
    "Asia/Kathmandu": (date(2028, 2, 29),),
    "Asia/Shanghai": (date(2028, 2, 29), date(2026, 12, 31)),
    "Australia/Lord_Howe": (date(2026, 4, 5), date(2026, 10, 4)),
    "Europe/Berlin": (date(2026, 3, 29), date(2026, 10, 25), date(2027, 12, 31)),
}


def utc(text):
    return datetime.fromisoformat(text)


def calendar_of(roster):
    return clock.WorkCalendar(roster.zone, roster)


def office(zone="Asia/Shanghai", hours=OFFICE, **exceptions):
    return calendar_of(Roster(zone, hours, **exceptions))


def pairs(bounds):
    """Return disjoint intervals; an odd bound at the end is left out."""
    return list(zip(bounds[::2], bounds[1::2], strict=False))


def examples(count):
    return settings(
        database=None,
        deadline=None,
        derandomize=True,
        max_examples=count,
        suppress_health_check=list(HealthCheck),
    )


@st.composite
def hours_of_a_day(draw):
    quarters = sorted(draw(st.lists(st.integers(0, 96), max_size=6)))
    hours = [(begin * 15, end * 15) for begin, end in pairs(quarters)]
    if draw(st.booleans()):
        hours.append((1320, 1440 + 60 * draw(st.integers(0, 6))))
    return hours


@st.composite
def rosters(draw, zone, around):
    """Return random hours, with four on two days of the week so that walks come to an end."""
    hours = draw(st.dictionaries(st.integers(0, 6), hours_of_a_day()))
    for weekday in (0, 3):
        hours.setdefault(weekday, []).append((600, 840))
    days = st.integers(-3, 9).map(lambda number: around + DAY * number)
    holidays = draw(st.sets(days, max_size=4))
    worked_as = draw(st.dictionaries(days, st.integers(0, 6), max_size=3))
    return Roster(zone, hours, holidays, worked_as)


@st.composite
def situations(draw):
    """Return a roster, a start near an odd day, and disjoint pauses."""
    zone = draw(st.sampled_from(sorted(PLACES)))
    around = draw(st.sampled_from(PLACES[zone]))
    roster = draw(rosters(zone, around))
    midnight = datetime(around.year, around.month, around.day)
    start = midnight + MINUTE * draw(st.integers(-3 * 1440, 2 * 1440))
    bounds = sorted(draw(st.lists(st.integers(-600, 7000), max_size=6)))
    moments = [start + MINUTE * bound for bound in bounds]
    return roster, start, pairs(moments)


@tagged("post_install", "-at_install", "csm", "csm_deadlines")
class TestClockMeaning(BaseCase):
    """What each unit means, at the edges."""

    def assertDue(self, expected, start, amount, unit, calendar, *pauses):
        pauses = [(utc(begin), utc(end)) for begin, end in pauses]
        due = clock.due_at(utc(start), amount, unit, calendar, pauses)
        self.assertEqual(due, utc(expected))

    def assertStep(self, expected, due, amount, unit, calendar, **options):
        moment = clock.step_at(utc(due), amount, unit, calendar, **options)
        self.assertEqual(moment, utc(expected))

    def test_doctests(self):
        result = doctest.testmod(clock)
        self.assertGreater(result.attempted, 10)
        self.assertEqual(result.failed, 0)

    def test_hours_run_through_nights_and_clock_changes(self):
        berlin = office("Europe/Berlin")
        self.assertDue("2026-03-29 12:00", "2026-03-28 12:00", 24, "hour", berlin)
        self.assertDue("2026-03-28 12:45", "2026-03-28 12:00", 45, "minute", berlin)
        self.assertDue("2026-03-28 12:00:07", "2026-03-28 12:00:07", 0, "hour", berlin)

    def test_working_hours_are_used_up_at_the_end_of_an_interval(self):
        china = office()
        self.assertDue("2026-03-06 10:00", "2026-03-06 09:00", 1, "working_hour", china)
        self.assertDue("2026-03-09 01:01", "2026-03-06 09:00", 61, "working_minute", china)
        self.assertDue("2026-03-06 05:30:10", "2026-03-06 03:30:10", 1, "working_hour", china)
        self.assertDue("2026-03-07 02:00", "2026-03-07 02:00", 0, "working_hour", china)

    def test_working_time_crosses_the_year(self):
        china = office()
        self.assertDue("2026-12-31 10:00", "2026-12-31 09:00", 1, "working_hour", china)
        self.assertStep(
            "2027-01-01 01:00", "2027-01-01 02:00", 1, "working_hour", china, before=True
        )
        start, end = utc("2026-12-31 09:00"), utc("2029-01-01 02:00")
        # 2027 has 261 working days of eight hours, 2028 has 260.
        self.assertEqual(china.working_time(start, end), HOUR * (1 + 521 * 8 + 1))
        self.assertEqual(china.working_time(end, start), timedelta())

    def test_days_end_with_their_last_second(self):
        china = office()
        self.assertDue("2026-03-06 15:59:59", "2026-03-05 16:00", 0, "day", china)
        self.assertDue("2026-03-05 15:59:59", "2026-03-05 15:59:59", 0, "day", china)
        self.assertDue("2026-03-08 15:59:59", "2026-03-06 09:00", 2, "day", china)
        self.assertDue("2026-03-20 15:59:59", "2026-03-06 09:00", 2, "week", china)

    def test_months_end_at_the_months_end(self):
        china = office()
        self.assertDue("2028-02-29 15:59:59", "2028-01-31 02:00", 1, "month", china)
        self.assertDue("2027-02-28 15:59:59", "2026-12-31 15:00", 2, "month", china)
        self.assertDue("2029-02-28 15:59:59", "2028-02-29 02:00", 12, "month", china)
        self.assertDue("2026-01-31 15:59:59", "2026-01-31 02:00", 0, "month", china)

    def test_working_days_end_with_their_last_interval(self):
        china = office()
        self.assertDue("2026-03-06 10:00", "2026-03-06 01:00", 0, "working_day", china)
        self.assertDue("2026-03-06 10:00", "2026-03-06 09:59:59", 0, "working_day", china)
        self.assertDue("2026-03-09 10:00", "2026-03-06 10:00", 0, "working_day", china)
        self.assertDue("2026-03-09 10:00", "2026-03-07 01:00", 0, "working_day", china)
        self.assertDue("2026-03-09 10:00", "2026-03-06 01:00", 1, "working_day", china)
        self.assertDue("2026-03-09 10:00", "2026-03-07 01:00", 1, "working_day", china)

    def test_holidays_and_make_up_days_count_as_they_are_worked(self):
        china = office(holidays=[date(2026, 10, 1)], worked_as={date(2026, 10, 10): 0}.items())
        self.assertDue("2026-10-02 10:00", "2026-09-30 01:00", 1, "working_day", china)
        self.assertDue("2026-10-10 10:00", "2026-10-09 01:00", 1, "working_day", china)
        self.assertIsNone(china.working_day_end(date(2026, 10, 1)))

    def test_night_shifts_are_cut_at_midnight(self):
        china = office(hours=NIGHT)
        self.assertDue("2026-03-05 22:00", "2026-03-05 14:00", 8, "working_hour", china)
        self.assertDue("2026-03-05 16:00", "2026-03-05 14:00", 0, "working_day", china)
        self.assertDue("2026-03-06 16:00", "2026-03-05 16:00", 0, "working_day", china)
        self.assertEqual(
            china.intervals(date(2026, 3, 6)),
            [
                (utc("2026-03-05 16:00"), utc("2026-03-05 22:00")),
                (utc("2026-03-06 14:00"), utc("2026-03-06 16:00")),
            ],
        )

    def test_a_full_day_of_odoo_ends_at_midnight(self):
        def load(first_day, last_day):
            return [(utc("2026-03-05 14:00"), utc("2026-03-05 15:59:59.999999"))]

        china = clock.WorkCalendar("Asia/Shanghai", load)
        self.assertEqual(china.working_day_end(date(2026, 3, 5)), utc("2026-03-05 16:00"))

    def test_years_are_loaded_once_and_only_when_needed(self):
        roster = Roster("Asia/Shanghai", OFFICE)
        china = calendar_of(roster)
        self.assertDue("2056-03-31 15:59:59", "2026-03-31 01:00", 360, "month", china)
        self.assertEqual(roster.loads, [])
        for _number in range(2):
            self.assertDue("2027-01-01 02:00", "2026-12-31 09:00", 2, "working_hour", china)
        years = [(date(year, 1, 1), date(year, 12, 31)) for year in (2026, 2027)]
        self.assertEqual(roster.loads, years)

    def test_a_calendar_without_work_says_so(self):
        roster = Roster("Asia/Shanghai", {})
        empty = calendar_of(roster)
        for unit in ("working_minute", "working_hour", "working_day"):
            with self.subTest(unit=unit), self.assertRaises(clock.NoWorkingTime) as caught:
                clock.due_at(utc("2026-03-06 17:00"), 1, unit, empty)
            self.assertEqual(caught.exception.after, date(2026, 3, 7))
        with self.assertRaises(clock.NoWorkingTime):
            clock.step_at(utc("2026-03-06 17:00"), 1, "working_day", empty, before=True)
        self.assertDue("2026-03-06 17:00", "2026-03-06 17:00", 0, "working_hour", empty)
        self.assertLessEqual(len(roster.loads), 12)

    def test_a_gap_of_some_years_is_bridged(self):
        holidays = [date(2027, 1, 1) + DAY * number for number in range(5 * 365 + 1)]
        china = office(holidays=holidays)
        self.assertDue("2032-01-01 02:00", "2026-12-31 09:00", 2, "working_hour", china)
        self.assertDue("2032-01-01 10:00", "2026-12-31 09:00", 1, "working_day", china)

    def test_days_begin_where_midnight_is_skipped_or_repeated(self):
        starts = {
            ("America/Sao_Paulo", date(2018, 11, 4)): "2018-11-04 03:00",
            ("America/Havana", date(2026, 3, 8)): "2026-03-08 05:00",
            ("America/Havana", date(2026, 11, 1)): "2026-11-01 04:00",
            ("America/St_Johns", date(2010, 11, 7)): "2010-11-07 02:30",
            ("America/Toronto", date(1919, 3, 31)): "1919-03-31 04:30",
            ("Australia/Lord_Howe", date(2026, 4, 6)): "2026-04-05 13:30",
        }
        for (zone, day), expected in starts.items():
            with self.subTest(zone=zone, day=day):
                calendar = office(zone)
                self.assertEqual(calendar.day_start(day), utc(expected))
                self.assertEqual(calendar.day_end(day - DAY), utc(expected) - SECOND)
                self.assertEqual(calendar.local_day(utc(expected)), day)
                self.assertEqual(calendar.local_day(utc(expected) + MINUTE * 2), day)
                self.assertEqual(calendar.local_day(utc(expected) - SECOND), day - DAY)

    def test_summer_time_goes_on_after_2037(self):
        self.assertDue("2056-07-01 21:59:59", "2056-07-01 09:00", 0, "day", office("Europe/Berlin"))

    def test_dropped_names_of_zones_are_known(self):
        new_name = pytz.timezone("Asia/Kolkata")
        with patch.object(pytz, "timezone", {"Asia/Dropped": new_name}.get):
            india = clock.WorkCalendar("Asia/Dropped", Roster("Asia/Kolkata", OFFICE))
        self.assertEqual(india.day_start(date(2026, 3, 6)), utc("2026-03-05 18:30"))

    def test_pauses_move_by_what_they_take_away(self):
        china = office()
        pause = ("2026-03-06 02:00", "2026-03-09 02:00")
        self.assertDue("2026-03-09 03:00", "2026-03-06 01:00", 2, "hour", china, pause)
        self.assertDue("2026-03-09 03:00", "2026-03-06 01:00", 2, "working_hour", china, pause)
        self.assertDue("2026-03-09 15:59:59", "2026-03-06 01:00", 0, "day", china, pause)
        self.assertDue("2026-03-10 10:00", "2026-03-06 01:00", 1, "working_day", china, pause)
        self.assertDue("2026-04-09 15:59:59", "2026-03-06 01:00", 1, "month", china, pause)

    def test_a_pause_takes_a_day_when_it_covers_its_end(self):
        china = office()
        start = "2026-03-05 01:00"
        until_end = ("2026-03-05 09:00", "2026-03-05 10:00")
        after_work = ("2026-03-05 10:00", "2026-03-06 01:00")
        self.assertDue("2026-03-09 10:00", start, 1, "working_day", china, until_end)
        self.assertDue("2026-03-06 10:00", start, 1, "working_day", china, after_work)
        until_midnight = ("2026-03-05 15:59", "2026-03-05 16:00")
        until_last_second = ("2026-03-05 15:00", "2026-03-05 15:59:59")
        self.assertDue("2026-03-07 15:59:59", start, 1, "day", china, until_midnight)
        self.assertDue("2026-03-06 15:59:59", start, 1, "day", china, until_last_second)

    def test_pauses_never_undo_a_breach(self):
        china = office()
        start = "2026-03-06 01:00"
        at_due = ("2026-03-06 03:00", "2026-03-06 08:00")
        self.assertDue("2026-03-06 03:00", start, 2, "hour", china, at_due)
        first = ("2026-03-06 02:00", "2026-03-06 02:30")
        self.assertDue("2026-03-06 08:30", start, 2, "hour", china, at_due, first)
        before_start = ("2026-03-05 01:00", "2026-03-06 01:30")
        self.assertDue("2026-03-06 03:30", start, 2, "hour", china, before_start)
        earlier = ("2026-03-05 01:00", "2026-03-05 09:00")
        self.assertDue("2026-03-06 03:00", start, 2, "working_hour", china, earlier)
        self.assertDue("2026-03-06 15:59:59", start, 0, "day", china, earlier)

    def test_a_fact_in_the_due_second_is_in_time(self):
        due = utc("2026-03-06 15:59:59")
        self.assertFalse(clock.is_late(due, due))
        self.assertTrue(clock.is_late(due + SECOND, due))

    def test_steps_of_time(self):
        china = office()
        due = "2026-03-09 02:00"
        self.assertStep("2026-03-09 01:30", due, 30, "minute", china, before=True)
        self.assertStep("2026-03-06 09:00", due, 2, "working_hour", china, before=True)
        self.assertStep("2026-03-09 01:00", due, 1, "working_hour", china, before=True)
        self.assertStep("2026-03-09 06:00", due, 3, "working_hour", china)
        with self.assertRaises(KeyError):
            clock.step_at(utc(due), 1, "month", china)

    def test_steps_of_days_keep_the_local_time(self):
        berlin = office("Europe/Berlin")
        self.assertStep("2026-03-28 21:00", "2026-03-29 20:00", 1, "day", berlin, before=True)
        self.assertStep("2026-03-29 01:00", "2026-03-30 00:30", 1, "day", berlin, before=True)
        self.assertStep("2026-10-25 00:30", "2026-10-24 00:30", 1, "day", berlin)
        self.assertStep("2026-10-25 01:30", "2026-10-25 01:30", 0, "day", berlin)

    def test_steps_of_working_days_stay_inside_the_hours(self):
        china = office()
        monday = "2026-03-09 15:59:59"
        self.assertStep("2026-03-06 10:00", monday, 1, "working_day", china, before=True)
        self.assertStep("2026-03-10 01:00", "2026-03-08 16:30", 1, "working_day", china)
        sunday = "2026-03-08 04:30"
        self.assertStep("2026-03-06 04:30", sunday, 1, "working_day", china, before=True)
        self.assertStep(monday, monday, 0, "working_day", china)
        night = office(hours=NIGHT)
        self.assertStep("2026-03-07 16:00", "2026-03-06 16:00", 1, "working_day", night)
        late = office(hours={weekday: ((1080, 1440),) for weekday in range(5)})
        friday = "2026-03-06 16:00"
        self.assertStep("2026-03-05 16:00", friday, 1, "working_day", late, before=True)

    def test_a_held_step_waits_for_working_time(self):
        china = office()
        self.assertStep("2026-03-09 01:00", "2026-03-06 10:00", 0, "hour", china, hold=True)
        self.assertStep("2026-03-06 09:59:59", "2026-03-06 09:59:59", 0, "hour", china, hold=True)
        self.assertStep("2026-03-06 05:00", "2026-03-06 04:30", 0, "day", china, hold=True)


@tagged("post_install", "-at_install", "csm", "csm_deadlines")
class TestClockAgainstWalk(BaseCase):
    """The clock agrees with walks through the minutes, or the days, of random calendars."""

    def assertDueAsWalked(self, situation, amount, unit):
        roster, start, pauses = situation
        self.assertEqual(
            clock.due_at(start, amount, unit, calendar_of(roster), pauses),
            MinuteWalk(roster, start).due(start, amount, unit, pauses),
        )

    @examples(25)
    @given(situations(), st.integers(0, 300), st.sampled_from(("minute", "hour")))
    def test_elapsed_time(self, situation, amount, unit):
        self.assertDueAsWalked(situation, amount if unit == "minute" else amount // 10, unit)

    @examples(50)
    @given(situations(), st.integers(0, 600), st.sampled_from(("working_minute", "working_hour")))
    def test_working_time(self, situation, amount, unit):
        is_minute = unit == "working_minute"
        self.assertDueAsWalked(situation, amount if is_minute else amount // 60, unit)

    @examples(30)
    @given(situations(), st.integers(0, 4))
    def test_days(self, situation, amount):
        self.assertDueAsWalked(situation, amount, "day")

    @examples(45)
    @given(situations(), st.integers(0, 4))
    def test_working_days(self, situation, amount):
        self.assertDueAsWalked(situation, amount, "working_day")

    @examples(8)
    @given(situations(), st.sampled_from(("week", "month")))
    def test_weeks_and_months(self, situation, unit):
        self.assertDueAsWalked(situation, 1, unit)

    @examples(70)
    @given(situations(), st.integers(0, 3), st.sampled_from(clock.STEP_UNITS), st.booleans())
    def test_steps(self, situation, amount, unit, before):
        roster, due, _pauses = situation
        walk = MinuteWalk(roster, due, days_before=25 if before else 2)
        self.assertEqual(
            clock.step_at(due, amount, unit, calendar_of(roster), before),
            walk.step(due, amount, unit, before),
        )

    @examples(35)
    @given(situations(), st.integers(0, 3000))
    def test_questions(self, situation, minutes):
        roster, start, _pauses = situation
        calendar, walk = calendar_of(roster), MinuteWalk(roster, start)
        end = start + MINUTE * minutes
        self.assertEqual(calendar.local_day(end), walk.day(end))
        self.assertEqual(calendar.is_working(end), walk.works(end))
        self.assertEqual(calendar.next_working(end), walk.after(end, 1, walk.works) - MINUTE)
        worked = walk.count(start, end, walk.works)
        self.assertEqual(calendar.working_time(start, end), MINUTE * worked)
        for working, ends in ((False, walk.ends_day), (True, walk.ends_working_day)):
            counted = clock.count_day_ends(start, end, calendar, working)
            self.assertEqual(counted, walk.count(start, end, ends))

    @examples(7)
    @given(
        st.sampled_from(("America/New_York", "Asia/Shanghai", "Australia/Lord_Howe")),
        st.integers(0, 1000),
        st.integers(0, 30 * 250),
    )
    def test_thirty_years_ahead(self, zone, first, amount):
        day = date(2026, 1, 1) + DAY * first
        holidays = [day + DAY * (number * 37) for number in range(300)]
        roster = Roster(zone, OFFICE | {5: ((480, 700),)}, holidays, {day + DAY * 40: 6}.items())
        calendar, walk = calendar_of(roster), DayWalk(roster)
        start = roster.utc(day, 625)
        due = clock.due_at(start, amount + 1, "working_day", calendar)
        self.assertEqual(due, walk.working_day(day, amount + 1))
        due = clock.due_at(start, amount * 7 + 1, "working_hour", calendar)
        self.assertEqual(due, walk.working(start, day, HOUR * (amount * 7 + 1)))
        self.assertEqual(calendar.working_time(start, due), HOUR * (amount * 7 + 1))
        due = clock.due_at(start, amount, "day", calendar)
        self.assertEqual(due, walk.day_end(day, amount))
