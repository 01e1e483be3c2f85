from ...tools import clock


class Work:
    """What one piece of keeping reads once: the moment, calendars, rights and pauses."""

    def __init__(self, env, spans=None):
        self.env = env
        self.now = env.cr.now().replace(microsecond=0)
        self.spans = spans or {}
        # Ids of the rows that follow another version of their rule from now on.
        self.reruled = set()
        # Ids of the rules that speak also to what began before them.
        self.taken_up = frozenset()
        # Values of events that nothing follows; they are written together.
        self.events = []
        # Rows given other values by `_set`, and the names of these fields.
        self.touched, self.touched_names = [], set()
        self._clocks, self._calendars, self._rights, self._by_record = {}, {}, {}, {}

    def clock(self, calendar, company):
        """Return the arithmetic of a calendar; without one, of a company that never works."""
        key = (calendar.id, company.id)
        if key not in self._clocks:
            self._clocks[key] = (
                calendar._clock(company)
                if calendar
                else clock.WorkCalendar(company.partner_id.tz or "UTC", lambda *_days: ())
            )
        return self._clocks[key]

    def calendar_of(self, record):
        if record.id not in self._calendars:
            self._calendars[record.id] = record._deadline_calendar()
        return self._calendars[record.id]

    def clock_of(self, record):
        if record.id not in self._by_record:
            clock_ = self.clock(self.calendar_of(record), record.company_id)
            self._by_record[record.id] = clock_
        return self._by_record[record.id]

    def clock_of_row(self, row):
        return self.clock(row.calendar_id, row.company_id)

    def rights_of(self, record):
        if record.id not in self._rights:
            self._rights[record.id] = record._deadline_rights()
        return self._rights[record.id]
