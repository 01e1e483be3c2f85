from odoo import api, fields, models


class CsmMakeupDay(models.Model):
    """One date on which a calendar works although its weekday rests (调休).

    The calendar's own attendance intervals contain it, so time off, attendance and deadlines count
    the same hours.
    """

    _name = "csm.makeup.day"
    _description = "Make-up Workday"
    _order = "date desc"
    _rec_name = "date"

    calendar_id = fields.Many2one(
        "resource.calendar", required=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(related="calendar_id.company_id", store=True, index=True)
    date = fields.Date(required=True)
    worked_as = fields.Selection(
        [
            ("0", "Monday"),
            ("1", "Tuesday"),
            ("2", "Wednesday"),
            ("3", "Thursday"),
            ("4", "Friday"),
            ("5", "Saturday"),
            ("6", "Sunday"),
        ],
        "Worked as",
        required=True,
        help="The weekday whose working hours apply on this date.",
    )
    name = fields.Char("Occasion", translate=True)

    _one_per_date = models.UniqueIndex(
        "(calendar_id, date)", "This calendar already has a make-up day on that date."
    )

    @api.model_create_multi
    def create(self, vals_list):
        days = super().create(vals_list)
        days.calendar_id._working_time_changed()
        return days

    def write(self, vals):
        before = self.calendar_id
        result = super().write(vals)
        (before | self.calendar_id)._working_time_changed()
        return result

    def unlink(self):
        calendars = self.calendar_id
        result = super().unlink()
        calendars._working_time_changed()
        return result
