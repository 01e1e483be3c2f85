from odoo import api, fields, models

from ...tools.recurrence import Recurrence

WEEKDAYS = [
    ("0", "Monday"),
    ("1", "Tuesday"),
    ("2", "Wednesday"),
    ("3", "Thursday"),
    ("4", "Friday"),
    ("5", "Saturday"),
    ("6", "Sunday"),
]


class CsmDutyRecurrenceMixin(models.AbstractModel):
    """How often something is due, on which day and at which hour, and since when it is shown."""

    _name = "csm.duty.recurrence.mixin"
    _description = "How Often a Duty Returns"

    every = fields.Integer(
        default=1, help="Periods follow the calendar: 3 months are a quarter, 12 the year."
    )
    unit = fields.Selection(
        [("day", "Days"), ("week", "Weeks"), ("month", "Months")], required=True, default="week"
    )
    day_kind = fields.Selection(
        [
            ("day", "a day of the month"),
            ("weekday", "a weekday of the month"),
            ("working_day", "a working day of the month"),
        ],
        "Falls on",
        required=True,
        default="day",
    )
    weekday = fields.Selection(WEEKDAYS, required=True, default="4")
    number = fields.Integer(
        "Which One",
        default=-1,
        help="The 1st, the 2nd …; -1 is the last one. A day the month does not have is its last "
        "day; a month without a fifth Friday is left out.",
    )
    month = fields.Integer(
        "Month of the Period", help="With more than one month: 1 is the first, 0 the last one."
    )
    on_holiday = fields.Selection(
        [
            ("keep", "stays where it is"),
            ("earlier", "moves to the working day before"),
            ("later", "moves to the next working day"),
            ("skip", "is left out"),
        ],
        "On a Day Off",
        required=True,
        default="keep",
        help="Days off are those of the working schedule with its holidays and make-up workdays.",
    )
    has_hour = fields.Boolean("At a Certain Hour", help="Else it is due by the end of the day.")
    hour = fields.Float()
    hour_means = fields.Selection(
        [("due", "due by then"), ("held", "takes place then, proof by the end of the day")],
        "The Hour Means",
        required=True,
        default="due",
    )
    opens = fields.Selection(
        [("period", "when its period begins"), ("days", "some days before it is due")],
        "Shown from",
        required=True,
        default="period",
    )
    lead_days = fields.Integer("Days Before", help="0: on the day itself.")
    recurrence_text = fields.Char("When", compute="_compute_recurrence_text")

    _every_is_above = models.Constraint("CHECK(every > 0)", "A duty returns every 1 or more units.")
    _number_is_one = models.Constraint(
        "CHECK(number = -1 OR (number > 0 AND number <= 31))",
        "Which one: 1 to 31, or -1 for the last one.",
    )
    _month_lies_in_period = models.Constraint(
        "CHECK(month >= 0 AND (month = 0 OR month <= every))",
        "The month must lie within the period; 0 is its last month.",
    )
    _hour_is_of_a_day = models.Constraint(
        "CHECK(hour >= 0 AND hour < 24)", "An hour lies between 0:00 and 23:59."
    )
    _lead_is_not_negative = models.Constraint(
        "CHECK(lead_days >= 0)", "A duty is shown some days before it is due, or on the day itself."
    )

    _recurrence_fields = (
        "every",
        "unit",
        "day_kind",
        "weekday",
        "number",
        "month",
        "on_holiday",
        "has_hour",
        "hour",
        "hour_means",
        "opens",
        "lead_days",
    )

    def _recurrence(self):
        """Return the arithmetic of these figures."""
        self.ensure_one()
        return Recurrence(
            unit=self.unit,
            every=self.every,
            weekday=int(self.weekday),
            day_kind=self.day_kind,
            number=self.number,
            month=self.month,
            on_holiday=self.on_holiday,
        )

    @api.depends(*_recurrence_fields)
    @api.depends_context("lang")
    def _compute_recurrence_text(self):
        for rule in self:
            parts = [rule._period_words(), rule._day_words(), rule._hour_words()]
            rule.recurrence_text = ", ".join(filter(None, parts))

    # In words

    def _period_words(self):
        if self.unit == "day":
            return (
                self.env._("every day")
                if self.every == 1
                else self.env._("every %(count)s days", count=self.every)
            )
        if self.unit == "week":
            return (
                self.env._("every week")
                if self.every == 1
                else self.env._("every %(count)s weeks", count=self.every)
            )
        named = {
            1: self.env._("every month"),
            3: self.env._("every quarter"),
            6: self.env._("every half year"),
            12: self.env._("every year"),
        }
        return named.get(self.every) or self.env._("every %(count)s months", count=self.every)

    def _day_words(self):
        weekday = dict(self._fields["weekday"]._description_selection(self.env))[self.weekday]
        if self.unit == "day":
            return self.env._("on working days only") if self.on_holiday == "skip" else ""
        if self.unit == "week":
            return weekday
        words = self._month_day_words(weekday)
        if self.every == 1:
            return words
        if not self.month or self.month == self.every:
            return self.env._("%(day)s of its last month", day=words)
        return self.env._("%(day)s of month %(number)s in it", day=words, number=self.month)

    def _month_day_words(self, weekday):
        last = self.number < 0
        if self.day_kind == "weekday":
            if last:
                return self.env._("the last %(weekday)s", weekday=weekday)
            return self.env._("%(weekday)s number %(n)s", weekday=weekday, n=self.number)
        if self.day_kind == "working_day":
            if last:
                return self.env._("the last working day")
            return self.env._("working day %(n)s", n=self.number)
        return self.env._("the last day") if last else self.env._("day %(n)s", n=self.number)

    def _hour_words(self):
        if not self.has_hour:
            return ""
        hours, minutes = divmod(round(self.hour * 60), 60)
        hour = f"{hours}:{minutes:02}"
        if self.hour_means == "held":
            return self.env._("at %(hour)s", hour=hour)
        return self.env._("by %(hour)s", hour=hour)
