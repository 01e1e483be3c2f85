"""Who was where when expected: shifts, presence and what is found by comparing both.

Moments are whole seconds since 1970 (UTC). An interval ``(start, end)`` contains its start and
not its end. A shift is the intervals of one turn of work in order; a stay is ``(start, end,
missing)``: ``missing`` is "" when both punches are there, "in" or "out" when that one is missing,
"one" when one of the two is and nobody knows which (then start and end are the same).
"""

from bisect import bisect_left
from datetime import datetime, time, timedelta, timezone
from typing import NamedTuple

from .clock import _first_moment

HOUR = 3600
DAY = 24 * HOUR
EPOCH = datetime(1970, 1, 1)
# A break of the same day is shorter than this, one that lies over midnight shorter than that.
SAME_DAY, OVER_MIDNIGHT = 8 * HOUR, 2 * HOUR
# So far before and after a shift a single punch belongs to it.
MARGIN = 4 * HOUR
# A longer break between two shifts is free time.
LONG_BREAK = 36 * HOUR
# Two punches within this are one; a stay is not longer than that.
DOUBLE, LONGEST = 60, 16 * HOUR


class Shift(NamedTuple):
    """One turn of work: the local day it begins on and its intervals."""

    day: object
    intervals: tuple


class Finding(NamedTuple):
    """What was found in a shift: how many seconds, counted from which punch."""

    kind: str
    seconds: int
    moment: int | None = None


def stamp(moment):
    """Return a naive UTC moment in whole seconds.

    >>> stamp(datetime(1970, 1, 2))
    86400
    """
    return int((moment - EPOCH).total_seconds())


def moment_of(seconds):
    """Return the naive UTC moment of a stamp.

    >>> print(moment_of(86400))
    1970-01-02 00:00:00
    """
    return EPOCH + timedelta(seconds=seconds)


def merged(intervals):
    """Return intervals in order, with those that touch or overlap joined, empty ones left out.

    >>> merged([(3, 5), (1, 2), (2, 3), (7, 7)])
    [(1, 5)]
    """
    result = []
    for start, end in sorted(intervals):
        if start >= end:
            continue
        if result and start <= result[-1][1]:
            result[-1] = (result[-1][0], max(result[-1][1], end))
        else:
            result.append((start, end))
    return result


def without(intervals, holes):
    """Return intervals less the holes; both in order and disjoint.

    >>> without([(0, 10), (20, 30)], [(5, 22)])
    [(0, 5), (22, 30)]
    """
    result = []
    for start, end in intervals:
        for low, high in holes:
            if high <= start or low >= end:
                continue
            if low > start:
                result.append((start, low))
            start = max(start, high)
        if start < end:
            result.append((start, end))
    return result


def cut(intervals, low, high):
    """Return what of the intervals lies within a span.

    >>> cut([(0, 10), (20, 30)], 5, 20)
    [(5, 10)]
    """
    return [
        (max(start, low), min(end, high)) for start, end in intervals if end > low and start < high
    ]


def expected(zone, wall, leaves=()):
    """Return when somebody is expected, from naive wall-clock hours of a zone, less time off.

    >>> from zoneinfo import ZoneInfo
    >>> day = datetime(2026, 3, 2)
    >>> hours = [(day.replace(hour=9), day.replace(hour=18))]
    >>> for start, end in expected(ZoneInfo("Asia/Shanghai"), hours):
    ...     print(moment_of(start), moment_of(end))
    2026-03-02 01:00:00 2026-03-02 10:00:00
    """
    spans = [
        (stamp(_first_moment(zone, start)), stamp(_first_moment(zone, end))) for start, end in wall
    ]
    return without(merged(spans), merged(leaves))


def shifts_of(intervals, zone):
    """Return the shifts that intervals, in order and disjoint, make in a zone.

    A break within a day belongs to the shift, and a short one over midnight; what runs longer than
    a day is cut at midnight.
    """
    result, pieces, day = [], [], None
    for start, end in _at_most_a_day(intervals, zone):
        begins = day_of(start, zone)
        limit = SAME_DAY if begins == day else OVER_MIDNIGHT
        if pieces and start - pieces[-1][1] < limit and end - pieces[0][0] <= DAY:
            if start == pieces[-1][1]:
                start = pieces.pop()[0]
            pieces.append((start, end))
            continue
        if pieces:
            result.append(Shift(day, tuple(pieces)))
        pieces, day = [(start, end)], begins
    if pieces:
        result.append(Shift(day, tuple(pieces)))
    return result


def _at_most_a_day(intervals, zone):
    for start, end in intervals:
        while end - start > DAY:
            midnight = datetime.combine(day_of(start, zone), datetime.min.time())
            stop = stamp(_first_moment(zone, midnight + timedelta(1)))
            yield start, stop
            start = stop
        yield start, end


def day_of(seconds, zone):
    """Return the local day of a moment.

    >>> from zoneinfo import ZoneInfo
    >>> day_of(17 * HOUR, ZoneInfo("Asia/Shanghai"))
    datetime.date(1970, 1, 2)
    """
    return datetime.fromtimestamp(seconds, timezone.utc).astimezone(zone).date()


def worked(start, end, lunches):
    """Return the seconds of a stay less the lunches in it.

    >>> worked(0, 100, [(40, 60), (90, 120)])
    70
    """
    return sum(b - a for a, b in without([(start, end)], lunches)) if start < end else 0


# Stays from punches


def pair(punches, cuts=()):
    """Return ``(stays, doubles)`` of one person's punches ``(moment, direction)`` in order.

    Directions are "in", "out" or "". Between two shifts (``cuts``) nobody stays. ``doubles`` are
    the indexes of punches that repeat the one before.

    >>> pair([(0, ""), (30, ""), (9 * HOUR, ""), (24 * HOUR, "")])
    ([(0, 32400, ''), (86400, 86400, 'one')], [1])
    """
    stays, doubles, opened, last = [], [], None, None
    for index, (moment, direction) in enumerate(punches):
        at_once = opened and opened[0] == moment
        if at_once or (last and _repeats(last, (moment, direction))):
            doubles.append(index)
            continue
        last = (moment, direction)
        if opened and not _one_stay(opened[0], moment, cuts):
            stays.append(_single(*opened))
            opened = None
        if (direction or ("out" if opened else "in")) == "in":
            if opened:
                stays.append(_single(*opened))
            opened = (moment, direction)
        elif opened:
            stays.append((opened[0], moment, ""))
            opened = None
        else:
            stays.append(_single(moment, direction))
    if opened:
        stays.append(_single(*opened))
    return stays, doubles


def _repeats(last, punch):
    near = punch[0] - last[0] < DOUBLE
    return near and (last[1] == punch[1] or not last[1] or not punch[1])


def _one_stay(start, end, cuts):
    between = bisect_left(cuts, start) != bisect_left(cuts, end)
    return not between and end - start <= LONGEST


def _single(moment, direction):
    return moment, moment, {"in": "out", "out": "in"}.get(direction, "one")


def cuts_of(shifts, low, high, zone):
    """Return the moments no stay lies over, between two moments: half-way between two shifts.

    Where nobody is expected for long, a stay ends by four o'clock in the morning.

    >>> from zoneinfo import ZoneInfo
    >>> days = [Shift(1, ((8 * HOUR, 17 * HOUR),)), Shift(2, ((32 * HOUR, 41 * HOUR),))]
    >>> [cut / HOUR for cut in cuts_of(days, 0, 72 * HOUR, ZoneInfo("UTC"))]
    [4.0, 24.5, 52.0]
    """
    spans = [(shift.intervals[0][0], shift.intervals[-1][1]) for shift in shifts]
    spans = [
        (low, low),
        *(span for span in spans if span[0] < high and span[1] > low),
        (high, high),
    ]
    cuts = []
    for (_start, gone), (back, _end) in zip(spans, spans[1:], strict=False):
        if back - gone < LONG_BREAK and gone > low and back < high:
            cuts.append((gone + back) // 2)
        else:
            cuts += _mornings(gone, back, zone)
    return cuts


def _mornings(low, high, zone):
    day, found = day_of(low, zone), []
    while True:
        four = stamp(_first_moment(zone, datetime.combine(day, time(4))))
        if four >= high:
            return found
        if four > low:
            found.append(four)
        day += timedelta(1)


# What is found


def judge_all(shifts, stays, before=0):
    """Yield ``(shift, findings)`` of each shift in which something is found.

    :param shifts: in order; ``stays``: of one person, in order and disjoint
    :param before: so many seconds before its begin one has to be at a shift
    """
    index, count, last = 0, len(stays), len(shifts) - 1
    for number, shift in enumerate(shifts):
        start, end = shift.intervals[0][0], shift.intervals[-1][1]
        low, high = start - MARGIN, end + MARGIN
        if number:
            low = max(low, (shifts[number - 1].intervals[-1][1] + start) // 2)
        if number < last:
            high = min(high, (shifts[number + 1].intervals[0][0] + end) // 2)
        low = min(low, start - before)
        while index < count and stays[index][1] < low:
            index += 1
        stop = index
        while stop < count and stays[stop][0] < high:
            stop += 1
        mine = stays[index:stop]
        # Nearly all shifts end here.
        if len(mine) == 1 and mine[0][0] <= start - before and mine[0][1] >= end:
            continue
        findings = judge(shift.intervals, mine, before)
        if findings:
            yield shift, findings


def judge(intervals, stays, before=0):
    """Return the findings of one shift.

    A missing punch is found as such, and the time nobody can know of counts as presence.

    >>> judge(((0, 100), (150, 200)), [(10, 100, ""), (160, 195, "")])
    [Finding(kind='late', seconds=10, moment=10), \
Finding(kind='away', seconds=10, moment=100), Finding(kind='early', seconds=5, moment=195)]
    >>> judge(((0, 100),), [])
    [Finding(kind='absence', seconds=100, moment=None)]
    >>> judge(((0, 100),), [(90, 90, "one")])
    [Finding(kind='early', seconds=10, moment=90), Finding(kind='missing', seconds=0, moment=90)]
    """
    start, end = intervals[0][0] - before, intervals[-1][1]
    closed, singles = _closed(stays, start, end)
    present = [(max(a, start), min(b, end)) for a, b in closed if a < end and b > start]
    if not any(_within(intervals, a, b) for a, b in present):
        total = sum(b - a for a, b in intervals)
        return [Finding("absence", total)]
    present = merged(present)
    came, left = present[0][0], present[-1][1]
    early_part = max(0, min(came, intervals[0][0]) - start)
    found = [Finding("late", early_part + _within(intervals, start, came), came)]
    for (_a, gone), (back, _b) in zip(present, present[1:], strict=False):
        found.append(Finding("away", _within(intervals, gone, back), gone))
    found.append(Finding("early", _within(intervals, left, end), left))
    found = [finding for finding in found if finding.seconds > 0]
    return found + [Finding("missing", 0, moment) for moment in singles]


def _closed(stays, start, end):
    """Return stays as intervals, single punches closed in favour of the person, and these."""
    closed, singles, middle = [], [], (start + end) // 2
    for index, (a, b, missing) in enumerate(stays):
        if not missing:
            closed.append((a, b))
            continue
        came = a < middle if missing == "one" else missing == "out"
        if came and a < end:
            till = stays[index + 1][0] if index + 1 < len(stays) else end
            closed.append((a, min(till, end)))
            singles.append(a)
        elif not came and b > start:
            since = stays[index - 1][1] if index else start
            closed.append((max(since, start), b))
            singles.append(b)
    return closed, singles


def _within(intervals, low, high):
    """Return how many seconds of the intervals lie between two moments."""
    return sum(max(0, min(end, high) - max(start, low)) for start, end in intervals)


# What it counts as


def band_of(bands, kind, seconds):
    """Return the first band ``(kind, from, from included, to, …)`` in minutes that is reached.

    >>> spans = ((0, False, 5, "A"), (5, False, 10, "B"), (10, False, 0, "C"))
    >>> bands = [("late", *span) for span in spans]
    >>> [band_of(bands, "late", s)[4] for s in (1, 300, 301, 600, 601)]
    ['A', 'A', 'B', 'B', 'C']
    >>> band_of([("away", 20, True, 0, "D")], "away", 1199), band_of(bands, "early", 60)
    (None, None)
    """
    for band in bands:
        if band[0] == kind and reaches(band[1:4], seconds):
            return band
    return None


def reaches(span, seconds):
    """Tell whether seconds lie in a band of minutes ``(from, from included, to)``.

    >>> reaches((20, True, 0), 1200), reaches((20, False, 0), 1200), reaches((0, False, 0), 0)
    (True, False, True)
    """
    low, included, top = span
    above = seconds > low * 60 or not low or (included and seconds == low * 60)
    return above and (not top or seconds <= top * 60)


def overlap(one, other):
    """Tell whether two bands of minutes ``(from, from included, to)`` share a moment.

    >>> overlap((0, False, 5), (5, False, 10)), overlap((0, False, 5), (5, True, 10))
    (False, True)
    >>> overlap((0, False, 0), (20, True, 0))
    True
    """
    low, high = sorted((one, other))
    top = low[2] * 60 or float("inf")
    return high[0] * 60 < top or (high[1] and high[0] * 60 == top)
