"""How long clocks may stand still: what pauses have used up of a limit, and when it is reached.

Moments are naive UTC datetimes of whole seconds and calendars those of `clock`. Days count by
their ends, as they do in deadlines; each pause counts as one day at least, so that many short ones
do not pass the limit unseen.
"""

from .clock import SECOND, SPANS, WORKING_SPANS, ZERO, count_day_ends, due_at

UNITS = ("hour", "working_hour", "day", "working_day")


def used(spans, unit, calendar):
    """Return what (from, to) pairs have used up: time for hours, a number for days.

    >>> from datetime import datetime, timedelta
    >>> from .clock import WorkCalendar
    >>> shanghai = WorkCalendar("Asia/Shanghai", lambda first, last: [])
    >>> monday = datetime(2026, 3, 2, 2)
    >>> hour = timedelta(hours=1)
    >>> spans = [(monday, monday + hour), (monday + 8 * hour, monday + 60 * hour)]
    >>> used(spans, "hour", shanghai) / hour, used(spans, "day", shanghai)
    (53.0, 3)
    """
    if unit in WORKING_SPANS:
        return sum((calendar.working_time(begin, end) for begin, end in spans), ZERO)
    if unit in SPANS:
        return sum((end - begin for begin, end in spans), ZERO)
    working = unit == "working_day"
    return sum(max(1, count_day_ends(begin, end, calendar, working)) for begin, end in spans)


def ends_at(start, amount, unit, calendar, spans=()):
    """Return the last moment of a pause begun at ``start``; None when nothing is left for it.

    >>> from datetime import datetime, timedelta
    >>> from .clock import WorkCalendar
    >>> shanghai = WorkCalendar("Asia/Shanghai", lambda first, last: [])
    >>> monday = datetime(2026, 3, 2, 2)
    >>> print(ends_at(monday, 3, "day", shanghai))
    2026-03-05 15:59:59
    >>> print(ends_at(monday, 48, "hour", shanghai, [(monday - timedelta(days=2), monday)]))
    None
    """
    left = (amount * SPANS[unit] if unit in SPANS else amount) - used(spans, unit, calendar)
    if left <= (ZERO if unit in SPANS else 0):
        return None
    if unit in WORKING_SPANS:
        return calendar.add_working(start, left)
    if unit in SPANS:
        return start + left
    moment = due_at(start, left, unit, calendar)
    # The end of a working day itself would count as one day more.
    return moment - SECOND if unit == "working_day" else moment
