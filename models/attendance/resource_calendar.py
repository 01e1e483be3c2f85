from datetime import datetime, timedelta

import pytz

from odoo import models, tools


class ResourceCalendar(models.Model):
    _inherit = "resource.calendar"

    @tools.ormcache("self.id", "first", "last", "lunch")
    def _wall_hours(self, first, last, lunch=False):
        """Return the working hours from one day to another as naive wall-clock pairs.

        Make-up days are in, days off are out; lunch is another kind of hours. A flexible
        schedule expects nobody.
        """
        self.ensure_one()
        if self.flexible_hours:
            return ()
        day = timedelta(days=1)
        start = datetime.combine(first, datetime.min.time(), pytz.utc)
        end = datetime.combine(last + day, datetime.min.time(), pytz.utc)
        hours = self._attendance_intervals_batch(start, end, tz=pytz.utc, lunch=lunch)[False]
        return tuple(
            (self._full_minute(begin), self._full_minute(stop)) for begin, stop, _l in hours
        )
