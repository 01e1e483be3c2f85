import pytz

from odoo import fields, models


class CsmPunchDevice(models.Model):
    """One time clock that writes down who passed it and when."""

    _name = "csm.punch.device"
    _description = "Time Clock"
    _order = "company_id, code"
    _check_company_auto = True

    name = fields.Char(required=True)
    code = fields.Char(required=True, help="What its files call it.")
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    tz = fields.Selection(
        lambda self: [(zone, zone) for zone in pytz.common_timezones],
        "Time Zone",
        required=True,
        default=lambda self: self.env.company.resource_calendar_id.tz or "UTC",
        help="The zone of the moments in its files.",
    )

    _code_is_unique = models.UniqueIndex(
        "(company_id, code)", "Another time clock of the company bears this code."
    )
