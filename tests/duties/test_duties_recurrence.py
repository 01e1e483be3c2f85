import doctest
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from odoo.addons.csm.tools import recurrence
from odoo.addons.csm.tools.recurrence import Recurrence

from . import recurrence_oracle as oracle

DAY, SECOND = timedelta(days=1), timedelta(seconds=1)
ZONES = (
    "Asia/Shanghai",
    "Europe/Berlin",
    "America/Havana",
    "America/Sao_Paulo",
    "Australia/Lord_Howe",
    "America/St_Johns",
)
# Days on which clocks change, leap days, ends of months and years, and their neighbours.
EDGES = (
    date(2026, 3, 29),
    date(2026, 10, 25),
    date(2018, 11, 4),
    date(2028, 2, 29),
    date(2026, 12, 31),
    date(2027, 2, 28),
)


def examples(count):
    return settings(
        database=None,
        deadline=None,
        derandomize=True,
        max_examples=count,
        suppress_health_check=list(HealthCheck),
    )


def days():
    near = st.builds(lambda day, off: day + off * DAY, st.sampled_from(EDGES), st.integers(-40, 40))
    return st.one_of(near, st.dates(date(1999, 1, 1), date(2045, 12, 31)))


@st.composite
def rules(draw):
    unit = draw(st.sampled_from(recurrence.UNITS))
    every = draw(st.sampled_from((1, 1, 2, 3, 5, 6, 12)))
    kind = draw(st.sampled_from(recurrence.DAY_KINDS))
    top = {"day": 31, "weekday": 5, "working_day": 23}[kind]
    return Recurrence(
        unit=unit,
        every=every,
        weekday=draw(st.integers(0, 6)),
        day_kind=kind,
        number=draw(st.one_of(st.just(-1), st.integers(1, top))),
        month=draw(st.integers(0, every if unit == "month" else 0)),
        on_holiday=draw(st.sampled_from(recurrence.MOVES)),
    )


@st.composite
def calendars(draw):
    """A week of some working days, with stretches of holidays and single make-up days."""
    weekdays = draw(st.sets(st.integers(0, 6)))
    off = [
        (day, day + length * DAY)
        for day, length in draw(st.lists(st.tuples(days(), st.integers(0, 12)), max_size=3))
    ]
    makeup = draw(st.sets(days(), max_size=3))

    def is_working(day):
        if day in makeup:
            return True
        return day.weekday() in weekdays and not any(a <= day <= b for a, b in off)

    return is_working


@tagged("post_install", "-at_install", "csm", "csm_duties")
class TestDutiesRecurrence(BaseCase):
    """Recurring days, against a walk through the calendar day by day."""

    def test_doctests(self):
        self.assertEqual(doctest.testmod(recurrence).failed, 0)

    @examples(400)
    @given(rules(), days(), calendars())
    def test_the_day_of_a_period_is_the_one_found_day_by_day(self, rule, day, is_working):
        first = rule.begin(day)
        self.assertEqual(first, oracle.days_of_period(rule, day)[0])
        self.assertEqual(rule.day(first, is_working), oracle.day_of_period(rule, day, is_working))

    @examples(200)
    @given(rules(), days())
    def test_periods_follow_each_other_without_a_gap(self, rule, day):
        first = rule.begin(day)
        following = rule.following(first)
        self.assertTrue(first <= day < following)
        self.assertEqual(rule.begin(following), following)
        self.assertEqual(rule.begin(following - DAY), first)
        self.assertEqual(rule.preceding(following), first)

    @examples(100)
    @given(rules(), days(), calendars())
    def test_each_period_comes_once(self, rule, day, is_working):
        found = list(rule.days(day, day + 400 * DAY, is_working))
        firsts = [first for first, _day in found]
        self.assertEqual(firsts, sorted(set(firsts)))
        labels = [rule.label(first) for first in firsts]
        self.assertEqual(labels, sorted(set(labels)))

    @examples(300)
    @given(st.sampled_from(ZONES), days(), st.integers(0, 24 * 4 - 1))
    def test_the_hour_is_the_first_moment_the_clock_has_reached_it(self, zone, day, quarter):
        zone = ZoneInfo(zone)
        wall = datetime.combine(day, datetime.min.time()) + quarter * timedelta(minutes=15)
        moment = recurrence.moment(zone, day, quarter / 4)

        def shown(at):
            at = at.replace(tzinfo=ZoneInfo("UTC")).astimezone(zone)
            return at.replace(tzinfo=None)

        # It shows that time or, where the clock skips it, a later one; never before.
        self.assertGreaterEqual(shown(moment), wall)
        self.assertLess(shown(moment - SECOND), wall)

    @examples(200)
    @given(st.sampled_from(ZONES), days())
    def test_without_an_hour_the_day_lasts_to_its_last_second(self, zone, day):
        zone = ZoneInfo(zone)
        last = recurrence.moment(zone, day)
        self.assertEqual(last + SECOND, recurrence.moment(zone, day + DAY, 0.0))

    def test_a_month_without_a_fifth_friday_has_no_day(self):
        rule = Recurrence(unit="month", day_kind="weekday", weekday=4, number=5)
        found = [day for _first, day in rule.days(date(2026, 1, 1), date(2026, 12, 31), None)]
        self.assertEqual([str(day)[5:] for day in found], ["01-30", "05-29", "07-31", "10-30"])

    def test_the_thirtieth_is_the_last_day_of_february(self):
        rule = Recurrence(unit="month", number=30)
        self.assertEqual(str(rule.day(date(2026, 2, 1), None)), "2026-02-28")
        self.assertEqual(str(rule.day(date(2028, 2, 1), None)), "2028-02-29")
        self.assertEqual(str(rule.day(date(2026, 3, 1), None)), "2026-03-30")
