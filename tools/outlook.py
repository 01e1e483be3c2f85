"""What a change of time limits would do: counting, without a database."""

from datetime import timedelta

DAY, WEEK = timedelta(days=1), timedelta(weeks=1)


def prospect(due, now):
    """Return how a moment stands now: whether late, due within a day, due within a week.

    The due second itself is still in time. Without a due moment nothing is said.

    >>> from datetime import datetime
    >>> now = datetime(2026, 3, 2, 9)
    >>> prospect(now - timedelta(seconds=1), now), prospect(now, now)
    ((True, False, False), (False, True, True))
    >>> prospect(now + timedelta(days=7), now), prospect(None, now)
    ((False, False, True), (False, False, False))
    """
    if not due:
        return False, False, False
    ahead = due - now
    return ahead < timedelta(), timedelta() <= ahead <= DAY, timedelta() <= ahead <= WEEK


class Tally:
    """How many records stand late or fall due soon for one obligation, today and then.

    >>> from datetime import datetime
    >>> tally = Tally()
    >>> now = datetime(2026, 3, 2, 9)
    >>> tally.add(7, now + DAY, now - DAY, now)
    >>> tally.add(8, None, now + WEEK, now)
    >>> tally.looked, tally.today, tally.then, tally.newly_late
    (2, [0, 1, 1], [1, 0, 1], [7])
    """

    def __init__(self):
        self.looked = 0
        # Late, due within a day, due within a week.
        self.today, self.then = [0, 0, 0], [0, 0, 0]
        self.newly_late = []

    def add(self, record_id, today, then, now):
        before, after = prospect(today, now), prospect(then, now)
        self.looked += 1
        self.today = [count + is_so for count, is_so in zip(self.today, before, strict=True)]
        self.then = [count + is_so for count, is_so in zip(self.then, after, strict=True)]
        if after[0] and not before[0]:
            self.newly_late.append(record_id)
