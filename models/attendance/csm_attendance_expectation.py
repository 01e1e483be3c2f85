from collections import defaultdict
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytz

from odoo import api, models
from odoo.tools import SQL

from ...tools import presence

DAY = timedelta(days=1)
FOREVER = date(9999, 12, 30)


class CsmAttendanceExpectation(models.AbstractModel):
    """Tells when employees are expected: by their working schedules, holidays and time off.

    Employees who work alike share one list, so a month of thousands costs what a few schedules
    cost. Who gets a list must not change it.
    """

    _name = "csm.attendance.expectation"
    _description = "Expected Hours"

    @api.model
    def _expected(self, employees, start, end):
        """Return ``{employee id: [(start, end), …]}``, naive UTC, in order, within a span."""
        if not employees:
            return {}
        low, high = presence.stamp(start), presence.stamp(end)
        alike, made = {}, {}
        leaves = self._leaves_of(employees, start, end)
        for employee_id, key in self._terms_of(employees, start, end):
            if key not in alike:
                spans = presence.cut(self._spans(*key, start, end), low, high)
                alike[key] = (spans, self._as_moments(spans))
            spans, moments = alike[key]
            if employee_id in leaves:
                free = presence.merged(leaves[employee_id])
                moments = self._as_moments(presence.without(spans, free))
            made[employee_id] = moments
        return made

    @api.model
    def _as_moments(self, spans):
        return [(presence.moment_of(start), presence.moment_of(end)) for start, end in spans]

    @api.model
    def _terms_of(self, employees, start, end):
        """Yield ``(employee id, (zone, company, terms))``: which schedule from which day to which.

        A version counts until the next one begins, and within its contract if it names one.
        """
        employees.flush_recordset(["resource_id", "company_id"])
        self.env["hr.version"].flush_model(self._version_fields())
        self.env["resource.resource"].flush_model(["tz"])
        rows = self.env.execute_query(
            SQL(
                """
                SELECT e.id, COALESCE(r.tz, 'UTC'), e.company_id, v.resource_calendar_id,
                       GREATEST(v.date_version, v.contract_date_start),
                       LEAST(v.contract_date_end, v.departure_date, v.last_day)
                  FROM hr_employee e
                  JOIN resource_resource r ON r.id = e.resource_id
                  LEFT JOIN LATERAL (
                       SELECT w.*, LEAD(w.date_version) OVER (ORDER BY w.date_version) - 1
                              AS last_day
                         FROM hr_version w WHERE w.employee_id = e.id AND w.active
                  ) v ON true
                 WHERE e.id IN %s
                 ORDER BY e.id, v.date_version
                """,
                tuple(employees.ids),
            )
        )
        # The local days of both ends may lie a day further.
        first, last = start.date() - DAY, end.date() + DAY
        terms = defaultdict(list)
        heads = {}
        for employee_id, zone, company_id, calendar_id, begins, ends in rows:
            heads[employee_id] = (zone, company_id)
            begins, ends = max(begins or FOREVER, first), min(ends or FOREVER, last)
            if calendar_id and begins <= ends:
                terms[employee_id].append((calendar_id, begins, ends))
        for employee_id, (zone, company_id) in heads.items():
            yield employee_id, (zone, company_id, tuple(terms[employee_id]))

    @api.model
    def _version_fields(self):
        dates = ["date_version", "contract_date_start", "contract_date_end", "departure_date"]
        return [*dates, "resource_calendar_id", "employee_id", "active"]

    @api.model
    def _spans(self, zone, company_id, terms, start, end):
        """Return when these terms expect somebody, holidays left out; whole seconds in UTC."""
        zone = self._zone(zone)
        wall, days_off = [], []
        for calendar_id, first, last in terms:
            calendar = self._calendar(calendar_id)
            wall += calendar._wall_hours(first, last)
            days_off += self._holidays(calendar, company_id, start, end)
        return presence.expected(zone, wall, days_off)

    @api.model
    def _zone(self, name):
        # Odoo teaches pytz the new names of zones that newer systems have dropped.
        return ZoneInfo(pytz.timezone(name).zone)

    @api.model
    def _holidays(self, calendar, company_id, start, end):
        """Return the general days off of a calendar and a company."""
        general = self.env["resource.calendar.leaves"].sudo()
        found = general.search_fetch(
            [
                ("resource_id", "=", False),
                ("time_type", "=", "leave"),
                ("company_id", "in", (False, company_id)),
                ("calendar_id", "in", (False, calendar.id)),
                ("date_from", "<", end + DAY),
                ("date_to", ">", start - DAY),
            ],
            ["date_from", "date_to"],
        )
        return [self._whole(leave.date_from, leave.date_to) for leave in found]

    @api.model
    def _whole(self, start, end):
        """Return a span in whole minutes: Odoo writes the end of a day as 23:59:59."""
        low, high = presence.stamp(start), presence.stamp(end)
        return low, high + 1 if high % 60 == 59 else high

    @api.model
    def _leaves_of(self, employees, start, end):
        """Return ``{employee id: [(start, end)]}`` of the approved time off of each."""
        self.env["resource.calendar.leaves"].flush_model()
        found = defaultdict(list)
        for employee_id, begins, ends in self.env.execute_query(
            SQL(
                """
                SELECT e.id, l.date_from, l.date_to
                  FROM resource_calendar_leaves l JOIN hr_employee e
                    ON e.resource_id = l.resource_id
                 WHERE e.id IN %s AND l.time_type = 'leave'
                   AND l.date_from < %s AND l.date_to > %s
                """,
                tuple(employees.ids),
                end,
                start,
            )
        ):
            found[employee_id].append(self._whole(begins, ends))
        return found

    # Shifts, as the month compares them with the punches

    @api.model
    def _shifts(self, employees, start, end):
        """Return ``{employee id: [Shift, …]}`` of the shifts that touch a span."""
        expected = employees._csm_expected_intervals(start, end)
        zones = self._zones_of(employees)
        made, found = {}, {}
        for employee_id, moments in expected.items():
            key = id(moments), zones[employee_id]
            if key not in made:
                spans = [(presence.stamp(a), presence.stamp(b)) for a, b in moments]
                made[key] = presence.shifts_of(spans, self._zone(zones[employee_id]))
            found[employee_id] = made[key]
        return found

    @api.model
    def _zones_of(self, employees):
        self.env["resource.resource"].flush_model(["tz"])
        rows = self.env.execute_query(
            SQL(
                """SELECT e.id, COALESCE(r.tz, 'UTC') FROM hr_employee e
                     JOIN resource_resource r ON r.id = e.resource_id WHERE e.id IN %s""",
                tuple(employees.ids),
            )
        )
        return dict(rows)

    @api.model
    def _planned_minutes(self, employees, start, end):
        """Return ``{employee id: minutes}`` of the working schedule, time off counted as work."""
        low, high = presence.stamp(start), presence.stamp(end)
        alike, made = {}, {}
        for employee_id, key in self._terms_of(employees, start, end):
            if key not in alike:
                spans = presence.cut(self._spans(*key, start, end), low, high)
                alike[key] = sum(stop - begin for begin, stop in spans) // 60
            made[employee_id] = alike[key]
        return made

    @api.model
    def _lunches(self, employees, start, end):
        """Return ``{employee id: [(start, end)]}`` of the breaks Odoo takes off worked hours."""
        alike, made = {}, {}
        for employee_id, (zone, _company_id, terms) in self._terms_of(employees, start, end):
            if (zone, terms) not in alike:
                wall = [
                    span
                    for calendar_id, first, last in terms
                    for span in self._calendar(calendar_id)._wall_hours(first, last, lunch=True)
                ]
                alike[zone, terms] = presence.expected(self._zone(zone), wall)
            made[employee_id] = alike[zone, terms]
        return made

    @api.model
    def _calendar(self, calendar_id):
        # When somebody is expected is reckoned by the system, whoever asks.
        return self.env["resource.calendar"].sudo().browse(calendar_id)
