"""Which days a recurring duty falls on: every so many days, weeks or months, as plain dates.

A duty belongs to a *period* (so many days, weeks or months), and each period has one day at most.
Periods follow the calendar and need no start: weeks begin on Monday, a period of three months is
the quarter, one of twelve the year. What counts as a working day is told by the caller.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from .clock import _first_moment, add_months

UNITS = ("day", "week", "month")
DAY_KINDS = ("day", "weekday", "working_day")
MOVES = ("keep", "earlier", "later", "skip")
DAY = timedelta(days=1)
# A calendar without any working day so long in a row moves nothing.
LONGEST_HOLIDAY = 62


@dataclass(frozen=True, kw_only=True)
class Recurrence:
    """Every ``every`` units: which day of the period it is, and what a day off does to it.

    In a period of weeks the day is the ``weekday`` (0 is Monday) of the last week of the period.
    In a period of months it lies in its month number ``month`` (0: the last one), and is the
    ``number``-th day, the ``number``-th ``weekday``, or the ``number``-th working day of that
    month; -1 is the last one. A day the month does not have is its last; a fifth Friday is not.
    """

    unit: str
    every: int = 1
    weekday: int = 0
    day_kind: str = "day"
    number: int = -1
    month: int = 0
    on_holiday: str = "keep"

    def begin(self, day):
        """Return the first day of the period a day lies in.

        >>> str(Recurrence(unit="month", every=3).begin(date(2026, 8, 31)))
        '2026-07-01'
        >>> str(Recurrence(unit="week").begin(date(2026, 3, 8)))
        '2026-03-02'
        """
        if self.unit == "month":
            months = day.year * 12 + day.month - 1
            return _month(months - months % self.every)
        length = self._days()
        # The first day of the count, 1 January of the year 1, is a Monday.
        return date.fromordinal((day.toordinal() - 1) // length * length + 1)

    def following(self, first):
        """Return the first day of the period after the one that begins on a day.

        >>> str(Recurrence(unit="month", every=12).following(date(2026, 1, 1)))
        '2027-01-01'
        """
        if self.unit == "month":
            return add_months(first, self.every)
        return first + self._days() * DAY

    def preceding(self, first):
        """Return the first day of the period before the one that begins on a day."""
        return self.begin(first - DAY)

    def nominal(self, first, is_working):
        """Return the day of the period that begins on a day, before any holiday moves it.

        >>> first_monday = Recurrence(unit="month", day_kind="weekday", weekday=0, number=1)
        >>> str(first_monday.nominal(date(2026, 3, 1), None))
        '2026-03-02'
        >>> print(Recurrence(unit="month", day_kind="weekday", weekday=4, number=5).nominal(
        ...     date(2026, 2, 1), None))
        None
        """
        if self.unit == "day":
            return self.following(first) - DAY
        if self.unit == "week":
            return self.following(first) - (7 - self.weekday) * DAY
        begin = add_months(first, (self.month or self.every) - 1)
        days = [begin + number * DAY for number in range(monthrange(begin.year, begin.month)[1])]
        if self.day_kind == "day":
            return days[-1] if self.number < 0 else days[min(self.number, len(days)) - 1]
        if self.day_kind == "weekday":
            days = [day for day in days if day.weekday() == self.weekday]
        else:
            # A month off as a whole is a month like any other.
            days = [day for day in days if is_working(day)] or days
        if self.number < 0:
            return days[-1]
        return days[self.number - 1] if self.number <= len(days) else None

    def day(self, first, is_working):
        """Return the day of the period that begins on a day; None when it has none.

        >>> def office(day):
        ...     return day.weekday() < 5
        >>> month_end = Recurrence(unit="month", number=-1, on_holiday="earlier")
        >>> str(month_end.day(date(2026, 5, 1), office))  # 31 May 2026 is a Sunday
        '2026-05-29'
        >>> print(Recurrence(unit="day", on_holiday="skip").day(date(2026, 5, 31), office))
        None
        """
        nominal = self.nominal(first, is_working)
        if nominal is None or self.on_holiday == "keep" or is_working(nominal):
            return nominal
        if self.on_holiday == "skip":
            return None
        step = -DAY if self.on_holiday == "earlier" else DAY
        for number in range(1, LONGEST_HOLIDAY + 1):
            if is_working(nominal + number * step):
                return nominal + number * step
        return nominal

    def days(self, start, stop, is_working):
        """Yield ``(first day of the period, its day)`` of the periods that touch these days.

        >>> [str(day) for _first, day in Recurrence(unit="week", weekday=4).days(
        ...     date(2026, 3, 1), date(2026, 3, 14), None)]
        ['2026-02-27', '2026-03-06', '2026-03-13']
        """
        first = self.begin(start)
        while first <= stop:
            day = self.day(first, is_working)
            if day is not None:
                yield first, day
            first = self.following(first)

    def rough_days(self):
        """Return roughly how many days lie between two times, to tell which comes more often.

        >>> Recurrence(unit="month").rough_days() < Recurrence(unit="week", every=5).rough_days()
        True
        """
        return {"day": 1, "week": 7, "month": 30.4}[self.unit] * self.every

    def label(self, first):
        """Return a short name of the period that begins on a day; it sorts like the period.

        >>> Recurrence(unit="month", every=3).label(date(2026, 4, 1))
        '2026-Q2'
        >>> Recurrence(unit="week").label(date(2026, 3, 2))
        '2026-W10'
        >>> [Recurrence(unit="month", every=n).label(date(2026, 1, 1)) for n in (1, 6, 12)]
        ['2026-01', '2026-H1', '2026']
        """
        if self.unit == "week" and self.every == 1:
            year, week, _day = first.isocalendar()
            return f"{year:04}-W{week:02}"
        if self.unit == "month" and self.every in (1, 3, 6, 12):
            short = {
                1: f"{first.year:04}-{first.month:02}",
                3: f"{first.year:04}-Q{(first.month + 2) // 3}",
                6: f"{first.year:04}-H{(first.month + 5) // 6}",
                12: f"{first.year:04}",
            }
            return short[self.every]
        return str(first)

    def _days(self):
        return self.every * (7 if self.unit == "week" else 1)


def _month(months):
    return date(months // 12, months % 12 + 1, 1)


def moment(zone, day, hour=None):
    """Return the naive UTC moment of an hour of a local day; without one, the day's last second.

    A time the clock shows twice is its first showing, one it skips the moment it goes on.

    >>> from zoneinfo import ZoneInfo
    >>> print(moment(ZoneInfo("Asia/Shanghai"), date(2026, 3, 6), 16.0))
    2026-03-06 08:00:00
    >>> print(moment(ZoneInfo("Europe/Berlin"), date(2026, 3, 29)))
    2026-03-29 21:59:59
    """
    midnight = datetime.combine(day, datetime.min.time())
    if hour is None:
        return _first_moment(zone, midnight + DAY) - timedelta(seconds=1)
    return _first_moment(zone, midnight + timedelta(minutes=round(hour * 60)))
