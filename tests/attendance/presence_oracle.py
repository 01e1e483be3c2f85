"""A slow second opinion on presence: it looks at every minute and knows no shortcut."""

from datetime import datetime, timedelta, timezone

MINUTE = 60


def wall(zone, seconds):
    """Return what a clock on the wall shows."""
    return datetime.fromtimestamp(seconds, timezone.utc).astimezone(zone).replace(tzinfo=None)


def first_minute(zone, moment, low, high):
    """Return the first minute at which the clock shows a time of day or, skipped, a later one."""
    return next(s for s in range(low, high, MINUTE) if wall(zone, s) >= moment)


def expected_minutes(zone, hours, leaves, low, high):
    """Return the set of minutes somebody is expected at."""
    found = set()
    for start, end in hours:
        begin = first_minute(zone, start, low, high)
        stop = first_minute(zone, end, low, high)
        found.update(range(begin, stop, MINUTE))
    return {s for s in found if not any(a <= s < b for a, b in leaves)}


def runs(minutes):
    """Return sets of minutes as [start, end) in order."""
    found = []
    for s in sorted(minutes):
        if found and found[-1][1] == s:
            found[-1][1] = s + MINUTE
        else:
            found.append([s, s + MINUTE])
    return [tuple(run) for run in found]


def findings(intervals, stays, before):
    """Return ``[(kind, seconds, moment)]`` of one shift, minute by minute.

    ``stays`` are complete.
    """
    expected = {s for a, b in intervals for s in range(a, b, MINUTE)}
    start, end = min(expected), max(expected) + MINUTE
    asked = expected | set(range(start - before, start, MINUTE))
    span = range(start - before, end, MINUTE)
    there = {s for a, b in stays for s in range(a, b, MINUTE)} & set(span)
    if not there & expected:
        return [("absence", MINUTE * len(expected), None)]
    came, left = min(there), max(there) + MINUTE
    found = []
    late = [s for s in asked if s < came]
    if late:
        found.append(("late", MINUTE * len(late), came))
    for a, b in runs(set(range(came, left, MINUTE)) - there):
        away = [s for s in expected if a <= s < b]
        if away:
            found.append(("away", MINUTE * len(away), a))
    early = [s for s in expected if s >= left]
    if early:
        found.append(("early", MINUTE * len(early), left))
    return found


def days_of(hours, zone, low, high):
    """Return the local dates on which hours begin."""
    return sorted({start.date() for start, _end in hours})


def day_after(day):
    return day + timedelta(days=1)
