from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytz

from odoo import api, fields, models, tools
from odoo.tools.date_utils import float_to_time
from odoo.tools.intervals import Intervals

from ...tools.clock import WorkCalendar


class ResourceCalendar(models.Model):
    _inherit = "resource.calendar"

    makeup_day_ids = fields.One2many("csm.makeup.day", "calendar_id", "Make-up Workdays")

    # Make-up days are working time like any other

    def _attendance_intervals_batch(
        self, start_dt, end_dt, resources=None, domain=None, tz=None, lunch=False
    ):
        result = super()._attendance_intervals_batch(
            start_dt, end_dt, resources=resources, domain=domain, tz=tz, lunch=lunch
        )
        days = self._makeup_weekdays(start_dt.date() - timedelta(1), end_dt.date() + timedelta(1))
        if not days or self.flexible_hours:
            return result
        at = (resources or self.env["resource.resource"])._get_calendar_at(start_dt, tz)
        by_id = {resource.id: resource for resource in resources or ()}
        for resource_id, intervals in result.items():
            resource = by_id.get(resource_id)
            if resource and (not at.get(resource) or at[resource].flexible_hours):
                continue
            zone = tz or pytz.timezone((resource or self).tz)
            bounds = (start_dt.astimezone(zone), end_dt.astimezone(zone))
            result[resource_id] = self._with_makeup_days(intervals, days, zone, bounds, lunch)
        return result

    def _with_makeup_days(self, intervals, days, zone, bounds, lunch):
        """Return the intervals with each make-up date worked as the weekday it stands for."""
        kept = [entry for entry in intervals if entry[0].astimezone(zone).date() not in days]
        added = []
        for day, weekday in days.items():
            for line in self._attendances_of(day, weekday, lunch):
                start = zone.localize(datetime.combine(day, float_to_time(line.hour_from)))
                stop = zone.localize(datetime.combine(day, float_to_time(line.hour_to)))
                start, stop = max(start, bounds[0]), min(stop, bounds[1])
                if start < stop:
                    added.append((start, stop, line))
        return Intervals(kept + added, keep_distinct=True)

    def _attendances_of(self, day, weekday, lunch):
        lines = self.attendance_ids.filtered(
            lambda line: (
                not line.display_type
                and line.dayofweek == weekday
                and (line.day_period == "lunch") == lunch
            )
        )
        if self.two_weeks_calendar:
            week_type = str(self.env["resource.calendar.attendance"].get_week_type(day))
            lines = lines.filtered(lambda line: line.week_type == week_type)
        return lines

    def _makeup_weekdays(self, first, last):
        """Return ``{date: weekday it is worked as}`` between two dates."""
        self.ensure_one()
        # Everybody's hours depend on these days, also those of users who may not see the list.
        days = self.sudo().makeup_day_ids
        return {day.date: day.worked_as for day in days if first <= day.date <= last}

    def _stand_in_date(self, target):
        """Return a date of the same week whose weekday is the one ``target`` is worked as."""
        day = target.date() if isinstance(target, datetime) else target
        weekday = self._makeup_weekdays(day, day).get(day)
        return target if weekday is None else target + timedelta(int(weekday) - day.weekday())

    def _works_on_date(self, date):
        return super()._works_on_date(self._stand_in_date(date))

    def _get_hours_for_date(self, target_date, day_period=None):
        return super()._get_hours_for_date(self._stand_in_date(target_date), day_period=day_period)

    # The clock of the deadlines reads the same intervals

    def _clock(self, company):
        """Return the arithmetic of this calendar with the holidays of a company."""
        self.ensure_one()
        calendar = self.sudo()

        def load(first, last):
            years = range(first.year, last.year + 1)
            return [span for year in years for span in calendar._working_spans(year, company.id)]

        years = calendar._clock_years(company.id)
        return WorkCalendar(calendar.tz or "UTC", load, years=years)

    @tools.ormcache("self.id", "company_id")
    def _clock_years(self, company_id):
        """Return the dict in which the years read for a company are kept until hours change."""
        return {}

    @tools.ormcache("self.id", "year", "company_id")
    def _working_spans(self, year, company_id):
        """Return the working time of a year as ``((start, stop), …)`` in naive UTC.

        The hours are read as wall-clock time and put into the zone by ``zoneinfo``, because the
        zones Odoo uses know no summer time after 2037.
        """
        zone = ZoneInfo(self.tz or "UTC")
        start = datetime(year, 1, 1, tzinfo=pytz.utc)
        stop = datetime(year + 1, 1, 1, tzinfo=pytz.utc)
        wall = self._attendance_intervals_batch(start, stop, tz=pytz.utc)[False]
        work = Intervals(
            [
                (self._moment(begin, zone), self._moment(end, zone), line)
                for begin, end, line in wall
            ]
        )
        # Odoo reads the general holidays of all companies when no resource is given.
        holidays = [("time_type", "=", "leave"), ("company_id", "in", (False, company_id))]
        day = timedelta(1)
        work -= self._leave_intervals_batch(start - day, stop + day, domain=holidays, tz=pytz.utc)[
            False
        ]
        spans = ((self._full_minute(begin), self._full_minute(end)) for begin, end, _line in work)
        return tuple((begin, end) for begin, end in spans if begin < end)

    @api.model
    def _moment(self, wall, zone):
        return wall.replace(tzinfo=zone).astimezone(pytz.utc)

    @api.model
    def _full_minute(self, moment):
        """Return naive UTC; Odoo writes the end of a day as 23:59:59, which means 24:00."""
        moment = moment.replace(tzinfo=None, microsecond=0)
        return moment + timedelta(seconds=1) if moment.second == 59 else moment

    def _working_time_changed(self):
        """Forget the working time read so far, in all workers."""
        self.env.registry.clear_cache()

    @api.model_create_multi
    def create(self, vals_list):
        calendars = super().create(vals_list)
        calendars._working_time_changed()
        return calendars

    def write(self, vals):
        result = super().write(vals)
        self._working_time_changed()
        return result
