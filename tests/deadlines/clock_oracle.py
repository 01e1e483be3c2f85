"""Slow, obvious twins of `tools/clock.py`: they walk minute by minute or day by day.

They share no code with the clock. Inputs are whole minutes.
"""

from datetime import date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

MINUTE = timedelta(minutes=1)
SECOND = timedelta(seconds=1)
DAY = timedelta(days=1)


class Roster:
    """What a calendar would load: hours by weekday, holidays, and days worked as another weekday.

    Hours are (from, to) minutes of the local day; ``to`` beyond 1440 works into the next day.
    """

    def __init__(self, zone, hours, holidays=(), worked_as=()):
        self.zone = zone
        self.hours = hours
        self.holidays = frozenset(holidays)
        self.worked_as = dict(worked_as)
        self.loads = []

    def __call__(self, first_day, last_day):
        self.loads.append((first_day, last_day))
        days = (last_day - first_day).days
        return self.between(first_day - DAY, days + 2)

    def between(self, first_day, count):
        """Return the intervals of some days, the last day first."""
        return [
            interval
            for number in reversed(range(count))
            for interval in self.of_day(first_day + DAY * number)
        ]

    def of_day(self, day):
        if day in self.holidays:
            return []
        hours = self.hours.get(self.worked_as.get(day, day.weekday()), ())
        return [(self.utc(day, begin), self.utc(day, end)) for begin, end in hours]

    def utc(self, day, minutes):
        wall = datetime.combine(day, time()) + MINUTE * minutes
        local = wall.replace(tzinfo=ZoneInfo(self.zone))
        return local.astimezone(timezone.utc).replace(tzinfo=None)


class MinuteWalk:
    """The minutes around a moment, each with its local day and whether it is worked."""

    def __init__(self, roster, around, days_before=2):
        self.zone = ZoneInfo(roster.zone)
        self.origin = around - DAY * days_before
        self.roster = roster
        self.days = []
        self.latest_day = date.min
        self.working = set()
        self.loaded_to = self.origin.date() - DAY * 3

    def extend(self, index):
        while len(self.days) <= index:
            moment = self.origin + MINUTE * len(self.days)
            for wall in self.walls_of_hour(moment):
                # A clock set back over midnight does not bring the old day back.
                self.latest_day = max(self.latest_day, wall.date())
                self.days.append(self.latest_day)
            self.load_to(moment.date() + DAY * 2)

    def walls_of_hour(self, moment):
        first, last = self.wall(moment), self.wall(moment + MINUTE * 59)
        minutes = [MINUTE * number for number in range(60)]
        if last - first == minutes[-1]:
            return [first + minute for minute in minutes]
        return [self.wall(moment + minute) for minute in minutes]

    def load_to(self, day):
        while self.loaded_to <= day:
            for begin, end in self.roster.of_day(self.loaded_to):
                while begin < end:
                    self.working.add(begin)
                    begin += MINUTE
            self.loaded_to += DAY

    def wall(self, moment):
        return moment.replace(tzinfo=timezone.utc).astimezone(self.zone).replace(tzinfo=None)

    def day(self, moment):
        index = (moment - self.origin) // MINUTE
        if index < 0:
            raise ValueError(f"{moment} lies before this walk.")
        self.extend(index)
        return self.days[index]

    def works(self, moment):
        self.day(moment)
        return moment in self.working

    def ends_day(self, minute):
        """Tell whether the local day ends with this minute."""
        return self.day(minute) != self.day(minute + MINUTE)

    def ends_working_day(self, minute):
        """Tell whether this is the last worked minute of its local day."""
        if not self.works(minute):
            return False
        later = minute + MINUTE
        while self.day(later) == self.day(minute):
            if self.works(later):
                return False
            later += MINUTE
        return True

    def count(self, start, end, is_counted):
        total = 0
        while start < end:
            total += is_counted(start)
            start += MINUTE
        return total

    def after(self, start, amount, is_counted):
        """Return the moment just after so many counted minutes."""
        while amount:
            amount -= is_counted(start)
            start += MINUTE
        return start

    def before(self, end, amount, is_counted):
        """Return the moment just before so many counted minutes."""
        while amount:
            end -= MINUTE
            amount -= is_counted(end)
        return end

    def due(self, start, amount, unit, pauses):
        """Return the due moment: only minutes and ends of days outside every pause count."""

        def is_free(minute):
            return not any(begin <= minute < end for begin, end in pauses)

        if unit in ("minute", "hour"):
            return self.after(start, amount * self.minutes(unit), is_free)
        if unit in ("working_minute", "working_hour"):
            return self.after(
                start,
                amount * self.minutes(unit),
                lambda minute: is_free(minute) and self.works(minute),
            )
        if unit == "working_day":
            return self.after(
                start,
                self.working_days(start, amount),
                lambda minute: is_free(minute) and self.ends_working_day(minute),
            )
        days = (self.target_day(start, amount, unit) - self.day(start)).days
        end = self.after(start, days + 1, lambda minute: is_free(minute) and self.ends_day(minute))
        return end - SECOND

    def minutes(self, unit):
        return 60 if unit.endswith("hour") else 1

    def working_days(self, start, amount):
        """Return how many ends of working days lie ahead, today's included if it still comes."""
        today = self.day(start)
        minute = start
        while self.day(minute) == today:
            if self.works(minute):
                return amount + 1
            minute += MINUTE
        return max(amount, 1)

    def target_day(self, start, amount, unit):
        day = self.day(start)
        if unit != "month":
            return day + DAY * amount * (7 if unit == "week" else 1)
        month = day.replace(day=1)
        for _number in range(amount):
            month = (month + DAY * 31).replace(day=1)
        while True:
            try:
                return month.replace(day=day.day)
            except ValueError:
                day -= DAY

    def shows(self, wall, since):
        """Return the first moment since another at which the clock shows a time or a later one."""
        while self.wall(since) < wall:
            since += MINUTE
        return since

    def step(self, due, amount, unit, before):
        """Return the moment of a step of time or of whole days."""
        if unit in ("minute", "working_minute", "hour", "working_hour"):
            walk = self.before if before else self.after
            working = unit.startswith("working")
            return walk(
                due,
                amount * self.minutes(unit),
                lambda minute: self.works(minute) if working else True,
            )
        if not amount:
            return due
        today = self.day(due)
        if unit == "working_day" and self.works(due - MINUTE):
            today = self.day(due - MINUTE)
        day = self.day_of_step(today, amount, unit, -DAY if before else DAY)
        days = (day - today).days
        moment = self.shows(self.wall(due) + DAY * days, due + DAY * (days - 1))
        return moment if unit == "day" else self.clipped(moment, day)

    def day_of_step(self, day, amount, unit, direction):
        while amount:
            day += direction
            amount -= unit == "day" or any(self.worked_minutes(day))
        return day

    def worked_minutes(self, day):
        """Yield the worked minutes of a local day, wherever in the world it lies."""
        minute = datetime.combine(day, time()) - DAY
        while self.day(minute) <= day:
            if self.day(minute) == day and self.works(minute):
                yield minute
            minute += MINUTE

    def clipped(self, moment, day):
        minutes = list(self.worked_minutes(day))
        return min(max(moment, minutes[0]), minutes[-1] + MINUTE)


class DayWalk:
    """Due moments far ahead, day by day; hours must lie within their local day."""

    def __init__(self, roster):
        self.roster = roster

    def ends(self, day):
        return max((end for _begin, end in self.roster.of_day(day)), default=None)

    def working(self, start, day, amount):
        """Return when so much working time after ``start``, on ``day``, is used up."""
        while True:
            for begin, end in sorted(self.roster.of_day(day)):
                span = max(end - max(begin, start), timedelta())
                if span >= amount:
                    return end - (span - amount)
                amount -= span
            day += DAY

    def working_day(self, day, amount):
        while amount:
            day += DAY
            amount -= self.ends(day) is not None
        return self.ends(day)

    def day_end(self, day, amount):
        while amount:
            day += DAY
            amount -= 1
        return self.roster.utc(day, 24 * 60) - SECOND
