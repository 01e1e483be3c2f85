"""Calendar periods: weeks, half months, months, quarters and years, as plain dates."""

from datetime import date, timedelta

KINDS = ("week", "half_month", "month", "quarter", "year")
# How many months a period of whole months has.
MONTHS = {"month": 1, "quarter": 3, "year": 12}
DAY = timedelta(days=1)


def begin(kind, day):
    """Return the first day of the period a day lies in.

    >>> str(begin("week", date(2026, 3, 8)))
    '2026-03-02'
    >>> [str(begin("half_month", date(2026, 2, number))) for number in (15, 16)]
    ['2026-02-01', '2026-02-16']
    >>> str(begin("quarter", date(2026, 3, 31)))
    '2026-01-01'
    """
    if kind == "week":
        return day - day.weekday() * DAY
    if kind == "half_month":
        return day.replace(day=1 if day.day < 16 else 16)
    return day.replace(month=day.month - (day.month - 1) % MONTHS[kind], day=1)


def following(kind, first):
    """Return the first day of the period after the one that begins on a day.

    >>> str(following("half_month", date(2026, 2, 16)))
    '2026-03-01'
    >>> str(following("quarter", date(2026, 10, 1)))
    '2027-01-01'
    """
    if kind == "week":
        return first + 7 * DAY
    if kind == "half_month":
        return first.replace(day=16) if first.day == 1 else month_later(first, 1)
    return month_later(first, MONTHS[kind])


def preceding(kind, first):
    """Return the first day of the period before the one that begins on a day.

    >>> str(preceding("month", date(2026, 1, 1)))
    '2025-12-01'
    """
    return begin(kind, first - DAY)


def month_later(day, months):
    """Return the first day of the month so many months later (or earlier).

    >>> str(month_later(date(2026, 1, 31), -1))
    '2025-12-01'
    """
    number = day.year * 12 + day.month - 1 + months
    return date(number // 12, number % 12 + 1, 1)


def label(kind, first):
    """Return a short name of the period that begins on a day; it sorts like the period.

    >>> label("week", date(2026, 3, 2)), label("half_month", date(2026, 3, 16))
    ('2026-W10', '2026-03/2')
    >>> label("month", date(2026, 3, 1)), label("quarter", date(2026, 4, 1))
    ('2026-03', '2026-Q2')
    >>> label("year", date(2026, 1, 1))
    '2026'
    """
    if kind == "week":
        year, week, _day = first.isocalendar()
        return f"{year}-W{week:02}"
    month = f"{first.year:04}-{first.month:02}"
    return {
        "half_month": f"{month}/{1 if first.day == 1 else 2}",
        "month": month,
        "quarter": f"{first.year:04}-Q{(first.month + 2) // 3}",
        "year": f"{first.year:04}",
    }[kind]
