from odoo import api, models
from odoo.tools import format_datetime


class CsmDeadlineWording(models.AbstractModel):
    """Says lengths of time as a person would."""

    _name = "csm.deadline.wording"
    _description = "Words for Time Limits"

    @api.model
    def _within(self, amount, unit):
        """Return a time limit in words: “within 1 week”, “by the end of the same day”."""
        if not amount:
            return self._at_once(unit)
        if amount == 1:
            return {
                "minute": self.env._("within 1 minute"),
                "hour": self.env._("within 1 hour"),
                "working_minute": self.env._("within 1 working minute"),
                "working_hour": self.env._("within 1 working hour"),
                "day": self.env._("within 1 day"),
                "week": self.env._("within 1 week"),
                "month": self.env._("within 1 month"),
                "working_day": self.env._("within 1 working day"),
            }[unit]
        return {
            "minute": self.env._("within %(count)s minutes", count=amount),
            "hour": self.env._("within %(count)s hours", count=amount),
            "working_minute": self.env._("within %(count)s working minutes", count=amount),
            "working_hour": self.env._("within %(count)s working hours", count=amount),
            "day": self.env._("within %(count)s days", count=amount),
            "week": self.env._("within %(count)s weeks", count=amount),
            "month": self.env._("within %(count)s months", count=amount),
            "working_day": self.env._("within %(count)s working days", count=amount),
        }[unit]

    @api.model
    def _moment(self, moment, zone=None):
        """Return a moment in words, in a zone by name, else in the zone of whoever reads it."""
        zone = zone or self.env.context.get("tz") or self.env.user.tz or "UTC"
        return format_datetime(self.env, moment, tz=zone, dt_format="short")

    @api.model
    def _at_once(self, unit):
        if unit == "working_day":
            return self.env._("by the end of the same working day")
        if unit in ("day", "week", "month"):
            return self.env._("by the end of the same day")
        return self.env._("at once")

    @api.model
    def _every(self, amount, unit):
        """Return in words how often something is owed again: “every week”, “every 3 days”."""
        if amount == 1:
            return {
                "minute": self.env._("every minute"),
                "hour": self.env._("every hour"),
                "working_minute": self.env._("every working minute"),
                "working_hour": self.env._("every working hour"),
                "day": self.env._("every day"),
                "week": self.env._("every week"),
                "month": self.env._("every month"),
                "working_day": self.env._("every working day"),
            }[unit]
        return {
            "minute": self.env._("every %(count)s minutes", count=amount),
            "hour": self.env._("every %(count)s hours", count=amount),
            "working_minute": self.env._("every %(count)s working minutes", count=amount),
            "working_hour": self.env._("every %(count)s working hours", count=amount),
            "day": self.env._("every %(count)s days", count=amount),
            "week": self.env._("every %(count)s weeks", count=amount),
            "month": self.env._("every %(count)s months", count=amount),
            "working_day": self.env._("every %(count)s working days", count=amount),
        }[unit]

    @api.model
    def _at_most(self, amount, unit):
        """Return the longest pause in words: “1 hour in total”."""
        if amount == 1:
            return {
                "hour": self.env._("1 hour in total"),
                "working_hour": self.env._("1 working hour in total"),
                "day": self.env._("1 day in total"),
                "working_day": self.env._("1 working day in total"),
            }[unit]
        return {
            "hour": self.env._("%(count)s hours in total", count=amount),
            "working_hour": self.env._("%(count)s working hours in total", count=amount),
            "day": self.env._("%(count)s days in total", count=amount),
            "working_day": self.env._("%(count)s working days in total", count=amount),
        }[unit]

    @api.model
    def _length(self, amount, unit):
        """Return the distance of a step in words: “4 working hours”."""
        if amount == 1:
            return {
                "minute": self.env._("1 minute"),
                "hour": self.env._("1 hour"),
                "working_minute": self.env._("1 working minute"),
                "working_hour": self.env._("1 working hour"),
                "day": self.env._("1 day"),
                "working_day": self.env._("1 working day"),
            }[unit]
        return {
            "minute": self.env._("%(count)s minutes", count=amount),
            "hour": self.env._("%(count)s hours", count=amount),
            "working_minute": self.env._("%(count)s working minutes", count=amount),
            "working_hour": self.env._("%(count)s working hours", count=amount),
            "day": self.env._("%(count)s days", count=amount),
            "working_day": self.env._("%(count)s working days", count=amount),
        }[unit]
