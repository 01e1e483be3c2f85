"""Exact arithmetic of deadlines: working time, local days, pauses and steps.

Every moment is a naive UTC datetime of whole seconds, as Odoo stores it; every day is a date of
the calendar's zone. Intervals contain their start and not their end. Zones come from `zoneinfo`:
pytz knows no summer time after 2037.
"""

from bisect import bisect_left, bisect_right
from calendar import monthrange
from datetime import date, datetime, time, timedelta, timezone
from functools import lru_cache
from itertools import accumulate
from zoneinfo import ZoneInfo

import pytz

ZERO = timedelta()
SECOND = timedelta(seconds=1)
DAY = timedelta(days=1)
WORKING_SPANS = {"working_minute": timedelta(minutes=1), "working_hour": timedelta(hours=1)}
SPANS = {"minute": timedelta(minutes=1), "hour": timedelta(hours=1), **WORKING_SPANS}
DAYS = {"day": DAY, "week": timedelta(weeks=1)}
UNITS = (*SPANS, *DAYS, "month", "working_day")
STEP_UNITS = (*SPANS, "day", "working_day")


class NoWorkingTime(Exception):
    """A calendar holds no working time for years, seen from the local day ``after``."""

    def __init__(self, after):
        super().__init__(f"No working time within years of {after}.")
        self.after = after


def add_months(day, months):
    """Return the same day some months later, or that month's last day when it is shorter.

    >>> add_months(date(2027, 11, 30), 3), add_months(date(2026, 1, 31), 1)
    (datetime.date(2028, 2, 29), datetime.date(2026, 2, 28))
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def merged(intervals):
    """Return intervals in order and in whole seconds, with touching ones joined.

    Odoo ends a full day one microsecond early; rounding closes that hole.

    >>> at = datetime
    >>> for start, end in merged([
    ...     (at(2026, 3, 3), at(2026, 3, 3, 6)),
    ...     (at(2026, 3, 2, 22), at(2026, 3, 2, 23, 59, 59, 999999)),
    ...     (at(2026, 3, 4, 9), at(2026, 3, 4, 9)),
    ... ]):
    ...     print(start, end)
    2026-03-02 22:00:00 2026-03-03 06:00:00
    """
    result = []
    for start, end in sorted((_rounded(start), _rounded(end)) for start, end in intervals):
        if result and start <= result[-1][1]:
            result[-1] = (result[-1][0], max(result[-1][1], end))
        elif start < end:
            result.append((start, end))
    return result


def _rounded(moment):
    return (moment + SECOND / 2).replace(microsecond=0)


def _wall(zone, moment):
    """Return what a clock on a wall of the zone shows at a moment."""
    return moment.replace(tzinfo=timezone.utc).astimezone(zone).replace(tzinfo=None)


def _first_moment(zone, wall):
    """Return when the clock first shows ``wall`` or, where it skips that time, a later one.

    >>> print(_first_moment(ZoneInfo("Europe/Berlin"), datetime(2026, 3, 29, 2, 30)))
    2026-03-29 01:00:00
    """
    local = wall.replace(tzinfo=zone, fold=0)
    early, late = wall - local.replace(fold=1).utcoffset(), wall - local.utcoffset()
    if late <= early:
        return late
    skipped = range(int((late - early).total_seconds()))
    return early + SECOND * bisect_left(
        skipped, wall, key=lambda seconds: _wall(zone, early + SECOND * seconds)
    )


@lru_cache(maxsize=1 << 16)
def _midnight(zone, day):
    return _first_moment(zone, datetime.combine(day, time()))


class _Year:
    """The working intervals of one local year with their running totals."""

    def __init__(self, pieces):
        self.starts = [start for _day, start, _end in pieces]
        self.ends = [end for _day, _start, end in pieces]
        spans = (end - start for _day, start, end in pieces)
        self.worked = list(accumulate(spans, initial=ZERO))
        self.day_ends = {day: end for day, _start, end in pieces}
        self.days = list(self.day_ends)
        self.last_ends = list(self.day_ends.values())

    def total(self):
        return self.worked[-1]

    def day_count(self):
        return len(self.days)

    def worked_until(self, moment):
        """Return the working time between the year's begin and a moment."""
        index = bisect_right(self.starts, moment)
        if not index:
            return ZERO
        return min(self.worked[index], self.worked[index - 1] + (moment - self.starts[index - 1]))

    def earliest(self, worked):
        """Return the first moment by which so much time was worked."""
        index = bisect_left(self.worked, worked)
        return self.ends[index - 1] - (self.worked[index] - worked)

    def latest(self, worked):
        """Return the last moment by which no more than that was worked."""
        index = bisect_right(self.worked, worked) - 1
        return self.starts[index] + (worked - self.worked[index])


class WorkCalendar:
    """Working intervals of one calendar, loaded year by year and cut at local midnight.

    ``load(first_day, last_day)`` returns the (start, end) of all working time of these local
    days, in any order. It is called once per local year; time outside the year is dropped. A
    search ends with `NoWorkingTime` when more than ``horizon`` years in a row hold none.

    >>> def office_hours(first_day, last_day):
    ...     for ordinal in range(first_day.toordinal(), last_day.toordinal() + 1):
    ...         midnight = datetime.combine(date.fromordinal(ordinal), time())
    ...         if midnight.weekday() < 5:
    ...             yield midnight + timedelta(hours=1), midnight + timedelta(hours=9)
    >>> office = WorkCalendar("Asia/Shanghai", office_hours)
    >>> friday = datetime(2026, 3, 6, 8)  # 16:00 in Shanghai, an hour before the end
    >>> print(office.add_working(friday, timedelta(hours=2)))
    2026-03-09 02:00:00
    """

    def __init__(self, zone, load, horizon=5, years=None):
        # Odoo teaches pytz the new names of zones that newer systems have dropped.
        self.zone = ZoneInfo(pytz.timezone(zone).zone)
        self.load = load
        self.horizon = horizon
        # Whoever keeps this dict spares the next calendar of the same hours the reading.
        self._years = {} if years is None else years

    def local_day(self, moment):
        """Return the local day of a moment.

        A day has begun when the clock first showed its midnight, also where the clock is then
        set back into the day before: days never run backwards.
        """
        day = _wall(self.zone, moment).date()
        return day + DAY if self.day_start(day + DAY) <= moment else day

    def day_start(self, day):
        """Return the first moment of a local day.

        >>> def no_hours(first_day, last_day):
        ...     return []
        >>> print(WorkCalendar("America/Sao_Paulo", no_hours).day_start(date(2018, 11, 4)))
        2018-11-04 03:00:00
        """
        return _midnight(self.zone, day)

    def day_end(self, day):
        """Return the last second of a local day."""
        return self.day_start(day + DAY) - SECOND

    def days_later(self, moment, days):
        """Return the moment at the same local time some days later, or earlier below zero."""
        return _first_moment(self.zone, _wall(self.zone, moment) + DAY * days)

    def intervals(self, day):
        """Return the working intervals of a local day."""
        year = self._year(day.year)
        first = bisect_left(year.starts, self.day_start(day))
        last = bisect_left(year.starts, self.day_start(day + DAY))
        return list(zip(year.starts[first:last], year.ends[first:last], strict=True))

    def is_working(self, moment):
        return bool(self.working_time(moment, moment + SECOND))

    def next_working(self, moment):
        """Return the moment itself inside working time, else the next interval's start."""
        return self.add_working(moment, SECOND) - SECOND

    def add_working(self, start, amount):
        """Return the first moment at which the working time since ``start`` is used up.

        A negative amount gives the last moment that leaves so much working time until
        ``start``; zero gives ``start`` itself, also outside working time.
        """
        if not amount:
            return start
        day = self.local_day(start)
        year = self._year(day.year)
        worked = year.worked_until(start)
        if amount > ZERO:
            year, left = self._seek(day, worked + amount, 1, _Year.total)
            return year.earliest(left)
        year, left = self._seek(day, year.total() - worked - amount, -1, _Year.total)
        return year.latest(year.total() - left)

    def working_time(self, start, end):
        """Return the working time between two moments, zero when they are in reverse order."""
        if end <= start:
            return ZERO
        first, last = self.local_day(start).year, self.local_day(end).year
        whole_years = sum((self._year(number).total() for number in range(first, last)), ZERO)
        until_end = self._year(last).worked_until(end)
        return whole_years + until_end - self._year(first).worked_until(start)

    def working_day_end(self, day):
        """Return the end of the day's last interval, None on a day without work."""
        return self._year(day.year).day_ends.get(day)

    def nth_working_day(self, day, n):
        """Return the n-th working day after a day, before it when negative, itself when zero."""
        if not n:
            return day
        days = self._year(day.year).days
        if n > 0:
            year, left = self._seek(day, bisect_right(days, day) + n, 1, _Year.day_count)
            return year.days[left - 1]
        behind = len(days) - bisect_left(days, day)
        year, left = self._seek(day, behind - n, -1, _Year.day_count)
        return year.days[-left]

    def count_working_day_ends(self, start, end):
        """Return how many working days end after ``start`` and not after ``end``."""
        numbers = range(self.local_day(start).year, self.local_day(end).year + 1)
        years = [self._year(number).last_ends for number in numbers]
        return sum(bisect_right(ends, end) - bisect_right(ends, start) for ends in years)

    def _seek(self, day, left, step, size):
        """Return the year in which ``left`` runs out, and how much of it falls there.

        ``left`` counts from that edge of the day's year where the search begins.
        """
        number, empty = day.year, 0
        while left > size(year := self._year(number)):
            left -= size(year)
            empty = 0 if year.days else empty + 1
            if empty > self.horizon:
                raise NoWorkingTime(day)
            number += step
        return year, left

    def _year(self, number):
        if number not in self._years:
            first, last = date(number, 1, 1), date(number, 12, 31)
            begin, end = self.day_start(first), self.day_start(last + DAY)
            loaded = merged(self.load(first, last))
            inside = [(max(start, begin), min(stop, end)) for start, stop in loaded]
            self._years[number] = _Year(list(self._cut(inside)))
        return self._years[number]

    def _cut(self, intervals):
        for start, end in intervals:
            while start < end:
                day = self.local_day(start)
                stop = min(end, self.day_start(day + DAY))
                yield day, start, stop
                start = stop


def due_at(start, amount, unit, calendar, pauses=()):
    """Return the last moment that is in time, ``amount`` units after ``start``.

    Pauses are disjoint (from, to) pairs. They move the due moment by what they take out of the
    delay; what lies before ``start`` or begins at or after the due moment takes nothing, so no
    pause undoes a breach.

    >>> def no_hours(first_day, last_day):
    ...     return []
    >>> shanghai = WorkCalendar("Asia/Shanghai", no_hours)
    >>> morning = datetime(2026, 1, 31, 1)
    >>> print(due_at(morning, 4, "hour", shanghai, [(morning, morning + timedelta(hours=1))]))
    2026-01-31 06:00:00
    >>> print(due_at(morning, 1, "month", shanghai))
    2026-02-28 15:59:59
    """
    goal = _goal(start, amount, unit, calendar)
    for begin, end in sorted(pauses):
        begin = max(begin, start)
        if begin < min(end, _moment(goal, unit, calendar)):
            goal = _postponed(goal, begin, end, unit, calendar)
    return _moment(goal, unit, calendar)


def _goal(start, amount, unit, calendar):
    """Return what pauses move: the due moment of units of time, the due day of the others."""
    if unit in SPANS:
        return _time_later(start, amount, unit, calendar)
    day = calendar.local_day(start)
    if unit == "month":
        return add_months(day, amount)
    if unit == "working_day":
        end = calendar.working_day_end(day)
        is_over = end is None or end <= start
        return calendar.nth_working_day(day, amount or int(is_over))
    return day + amount * DAYS[unit]


def _time_later(moment, amount, unit, calendar):
    span = amount * SPANS[unit]
    if unit in WORKING_SPANS:
        return calendar.add_working(moment, span)
    return moment + span


def _postponed(goal, begin, end, unit, calendar):
    """Return the goal moved by what a pause takes out of the delay."""
    if unit in WORKING_SPANS:
        return calendar.add_working(goal, calendar.working_time(begin, end))
    if unit in SPANS:
        return goal + (end - begin)
    if unit == "working_day":
        return calendar.nth_working_day(goal, count_day_ends(begin, end, calendar, working=True))
    return goal + DAY * count_day_ends(begin, end, calendar)


def _moment(goal, unit, calendar):
    if unit in SPANS:
        return goal
    if unit == "working_day":
        return calendar.working_day_end(goal)
    return calendar.day_end(goal)


def count_day_ends(start, end, calendar, working=False):
    """Return how many local days, or working days, end after ``start`` and not after ``end``.

    A day ends at midnight, a working day with its last interval.
    """
    if working:
        return calendar.count_working_day_ends(start, end)
    return (calendar.local_day(end) - calendar.local_day(start)).days


def step_at(due, amount, unit, calendar, before=False, hold=False):
    """Return when a step before or after the due moment happens.

    Days keep the local time of ``due``, working days within the hours worked on that day. A
    held step waits for working time. Weeks and months are no units of steps.
    """
    amount = -amount if before else amount
    if not amount:
        moment = due
    elif unit == "day":
        moment = calendar.days_later(due, amount)
    elif unit == "working_day":
        moment = _working_days_later(due, amount, calendar)
    else:
        moment = _time_later(due, amount, unit, calendar)
    return calendar.next_working(moment) if hold else moment


def _working_days_later(due, amount, calendar):
    day = calendar.local_day(due)
    if calendar.working_day_end(day - DAY) == due:
        # Work that ends at midnight ends the day before.
        day -= DAY
    target = calendar.nth_working_day(day, amount)
    hours = calendar.intervals(target)
    moment = calendar.days_later(due, (target - day).days)
    return min(max(moment, hours[0][0]), hours[-1][1])


def is_late(stopped, due):
    """Tell whether a fact came too late; in the very second of ``due`` it is in time."""
    return stopped > due
