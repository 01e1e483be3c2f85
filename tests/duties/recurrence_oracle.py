"""A slow second opinion on recurring days: it walks day by day and knows no shortcut."""

from datetime import date, timedelta

DAY = timedelta(days=1)


def period_of(rule, day):
    """Return the number of the period a day lies in, counted one unit at a time."""
    if rule.unit == "day":
        return (day - date(1, 1, 1)).days // rule.every
    if rule.unit == "week":
        monday = day
        while monday.weekday():
            monday -= DAY
        return (monday - date(1, 1, 1)).days // 7 // rule.every
    return (day.year * 12 + day.month - 1) // rule.every


def days_of_period(rule, day):
    """Return all days of the period a day lies in."""
    first = last = day
    while period_of(rule, first - DAY) == period_of(rule, day):
        first -= DAY
    while period_of(rule, last + DAY) == period_of(rule, day):
        last += DAY
    days = [first]
    while days[-1] < last:
        days.append(days[-1] + DAY)
    return days


def _in_month(rule, days, is_working):
    months = sorted({(day.year, day.month) for day in days})
    chosen = months[rule.month - 1] if rule.month else months[-1]
    days = [day for day in days if (day.year, day.month) == chosen]
    if rule.day_kind == "day":
        found = [day for day in days if day.day == rule.number]
        return found[0] if found else days[-1]
    if rule.day_kind == "weekday":
        hits = [day for day in days if day.weekday() == rule.weekday]
    else:
        hits = [day for day in days if is_working(day)] or days
    if rule.number == -1:
        return hits[-1]
    return dict(enumerate(hits, 1)).get(rule.number)


def day_of_period(rule, day, is_working):
    """Return the one day of the period a day lies in, or None."""
    days = days_of_period(rule, day)
    if rule.unit == "month":
        nominal = _in_month(rule, days, is_working)
    elif rule.unit == "week":
        nominal = [each for each in days if each.weekday() == rule.weekday][-1]
    else:
        nominal = days[-1]
    if nominal is None or is_working(nominal) or rule.on_holiday == "keep":
        return nominal
    if rule.on_holiday == "skip":
        return None
    step = DAY if rule.on_holiday == "later" else -DAY
    moved = nominal
    for _number in range(62):
        moved += step
        if is_working(moved):
            return moved
    return nominal
