import doctest
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from odoo.addons.csm.tools import presence
from odoo.addons.csm.tools.presence import HOUR

from . import presence_oracle as oracle

MINUTE = 60
ZONES = ("Asia/Shanghai", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe")
# Days on which clocks change, and an ordinary one.
EDGES = (date(2026, 3, 2), date(2026, 3, 28), date(2026, 10, 24), date(2026, 10, 3))
PATTERNS = (
    ((9 * 60, 18 * 60),),
    ((9 * 60, 12 * 60), (13 * 60, 18 * 60)),
    ((22 * 60, 30 * 60),),
    ((20 * 60, 24 * 60), (25 * 60, 32 * 60)),
    ((0, 8 * 60),),
    ((1 * 60 + 30, 9 * 60),),
    (),
)


def examples(count):
    return settings(
        database=None,
        deadline=None,
        derandomize=True,
        max_examples=count,
        suppress_health_check=list(HealthCheck),
    )


@st.composite
def rosters(draw):
    """Return ``(zone, hours, leaves)`` of three days: any day may be worked as any other."""
    zone = ZoneInfo(draw(st.sampled_from(ZONES)))
    first, hours = draw(st.sampled_from(EDGES)), []
    pattern = draw(st.sampled_from(PATTERNS))
    for number in range(3):
        # A make-up day, a day off or the usual hours.
        mine = draw(st.sampled_from((pattern, pattern, *PATTERNS)))
        if hours and mine and mine[0][0] < 8 * 60 and hours[-1][1].day != hours[-1][0].day:
            mine = ()
        midnight = datetime.combine(first + timedelta(number), datetime.min.time())
        hours += [
            (midnight + timedelta(minutes=low), midnight + timedelta(minutes=high))
            for low, high in mine
        ]
    begin = presence.stamp(datetime.combine(first, datetime.min.time()))
    leaves = [
        (begin + low * 15 * MINUTE, begin + (low + length) * 15 * MINUTE)
        for low, length in draw(
            st.lists(st.tuples(st.integers(-20, 300), st.integers(1, 60)), max_size=2)
        )
    ]
    return zone, hours, leaves, begin


@st.composite
def stays_of(draw, begin):
    """Return complete stays in order, each a whole number of minutes."""
    moments = draw(
        st.lists(st.integers(-600, 5200), unique=True, min_size=0, max_size=10).map(sorted)
    )
    moments = [begin + minute * MINUTE for minute in moments]
    return [(a, b, "") for a, b in zip(moments[::2], moments[1::2], strict=False)]


def shifts_in(situation):
    zone, hours, leaves, _begin = situation
    return presence.shifts_of(presence.expected(zone, hours, leaves), zone)


@tagged("post_install", "-at_install", "csm", "csm_attendance")
class TestAttendancePresence(BaseCase):
    """Presence agrees with a walk through the minutes of random schedules and punches."""

    def test_doctests(self):
        result = doctest.testmod(presence)
        self.assertFalse(result.failed)
        self.assertGreater(result.attempted, 20)

    @examples(60)
    @given(rosters())
    def test_expected_hours_are_those_the_clock_on_the_wall_shows(self, situation):
        zone, hours, leaves, begin = situation
        low, high = begin - 30 * HOUR, begin + 130 * HOUR
        minutes = oracle.expected_minutes(zone, hours, leaves, low, high)
        self.assertEqual(presence.expected(zone, hours, leaves), oracle.runs(minutes))

    @examples(150)
    @given(rosters(), st.data(), st.sampled_from((0, 0, 15, 90)))
    def test_findings_are_those_of_the_minutes(self, situation, data, before):
        shifts = shifts_in(situation)
        stays = data.draw(stays_of(situation[3]))
        found = {
            shift.intervals: [tuple(one) for one in findings]
            for shift, findings in presence.judge_all(shifts, stays, before * MINUTE)
        }
        complete = [stay[:2] for stay in stays]
        for shift in shifts:
            expected = oracle.findings(shift.intervals, complete, before * MINUTE)
            self.assertEqual(found.get(shift.intervals, []), expected)

    @examples(100)
    @given(rosters())
    def test_shifts_hold_all_expected_hours_once_and_last_a_day_at_most(self, situation):
        zone, hours, leaves, _begin = situation
        shifts = shifts_in(situation)
        pieces = [span for shift in shifts for span in shift.intervals]
        self.assertEqual(presence.merged(pieces), presence.expected(zone, hours, leaves))
        for shift in shifts:
            start, end = shift.intervals[0][0], shift.intervals[-1][1]
            self.assertLessEqual(end - start, 24 * HOUR)
            self.assertEqual(shift.day, oracle.wall(zone, start).date())

    @examples(150)
    @given(rosters(), st.data())
    def test_pairs_hold_every_punch_once_and_do_not_overlap(self, situation, data):
        zone, _hours, _leaves, begin = situation
        minutes = data.draw(st.lists(st.integers(0, 4300), max_size=12).map(sorted))
        ways = data.draw(st.lists(st.sampled_from(("", "", "in", "out")), min_size=12, max_size=12))
        punches = [(begin + m * MINUTE, way) for m, way in zip(minutes, ways, strict=False)]
        cuts = presence.cuts_of(shifts_in(situation), begin - HOUR, begin + 80 * HOUR, zone)
        stays, doubles = presence.pair(punches, cuts)
        used = sorted(
            moment
            for start, end, missing in stays
            for moment in ([start] if missing else [start, end])
        )
        kept = [punch[0] for index, punch in enumerate(punches) if index not in doubles]
        self.assertEqual(used, kept)
        for (_a, gone, _m), (back, _b, _n) in zip(stays, stays[1:], strict=False):
            self.assertLessEqual(gone, back)
        for start, end, missing in stays:
            self.assertLessEqual(end - start, presence.LONGEST)
            self.assertFalse([cut for cut in cuts if start < cut < end])
            self.assertEqual(start == end, bool(missing))

    def test_bounds_of_bands_are_exact_to_the_second(self):
        bands = [("late", 0, False, 5), ("late", 5, False, 10), ("late", 10, False, 0)]
        absent = [("late", 20, True, 0)]
        numbers = {1: 0, 300: 0, 301: 1, 600: 1, 601: 2, 86400: 2}
        for seconds, number in numbers.items():
            self.assertEqual(presence.band_of(bands, "late", seconds), bands[number])
        self.assertIsNone(presence.band_of(absent, "late", 1199))
        self.assertTrue(presence.band_of(absent, "late", 1200))

    def test_a_night_is_one_shift_of_the_day_it_begins_on(self):
        zone = ZoneInfo("Asia/Shanghai")
        night = datetime(2026, 3, 31, 22), datetime(2026, 4, 1, 6)
        (shift,) = presence.shifts_of(presence.expected(zone, [night]), zone)
        self.assertEqual(shift.day, date(2026, 3, 31))
        halves = [(night[0], datetime(2026, 4, 1)), (datetime(2026, 4, 1), night[1])]
        self.assertEqual(presence.shifts_of(presence.expected(zone, halves), zone), [shift])

    def test_a_single_punch_is_judged_in_favour_of_the_person(self):
        day = ((0, 4 * HOUR), (5 * HOUR, 9 * HOUR))
        for moment, missing, expected in (
            (600, "one", [("late", 600), ("missing", 0)]),
            (8 * HOUR, "one", [("early", HOUR), ("missing", 0)]),
            (8 * HOUR, "out", [("late", 7 * HOUR), ("missing", 0)]),
            (600, "in", [("early", 9 * HOUR - HOUR - 600), ("missing", 0)]),
            (10 * HOUR, "out", [("absence", 8 * HOUR)]),
        ):
            found = presence.judge(day, [(moment, moment, missing)])
            self.assertEqual([(one.kind, one.seconds) for one in found], expected)

    def test_a_forgotten_punch_at_noon_takes_nothing_of_the_afternoon(self):
        day = ((0, 4 * HOUR), (5 * HOUR, 9 * HOUR))
        stays = [(0, 0, "out"), (5 * HOUR + 120, 9 * HOUR, "")]
        found = presence.judge(day, stays)
        self.assertEqual([one.kind for one in found], ["missing"])
