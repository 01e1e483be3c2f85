from datetime import datetime, time

import pytz

from odoo import api, models


class CsmCompanyClockMixin(models.AbstractModel):
    """Days and months begin and end when the clock of the company shows it."""

    _name = "csm.company.clock.mixin"
    _description = "Clock of the Company"

    @api.model
    def _zone_of(self, company):
        # Where a company is, is no secret.
        return pytz.timezone(company.sudo().resource_calendar_id.tz or "UTC")

    @api.model
    def _today_of(self, company):
        now = pytz.utc.localize(self.env.cr.now())
        return now.astimezone(self._zone_of(company)).date()

    @api.model
    def _midnight_of(self, company, day):
        """Return the moment at which a day begins."""
        local = self._zone_of(company).localize(datetime.combine(day, time()))
        return local.astimezone(pytz.utc).replace(tzinfo=None)
