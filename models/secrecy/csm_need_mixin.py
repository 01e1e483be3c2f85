from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError


class CsmNeedMixin(models.AbstractModel):
    """One person's need to know a classified record, for a purpose and from a day to a day.

    It opens the record while it lasts, if the person is cleared for its level. It is granted by
    somebody else, never altered, and ends on its last day or earlier by hand.
    """

    _name = "csm.need.mixin"
    _description = "Need to Know"
    _inherit = ["csm.secret.part.mixin"]
    _order = "to_on desc, id desc"
    _following_fields = (
        "level",
        "team_id",
        "company_id",
        "opens_at",
        "closes_at",
        "granted_by_id",
        "ended_at",
        "ended_by_id",
    )

    user_id = fields.Many2one("res.users", "Person", required=True, index=True, ondelete="restrict")
    purpose = fields.Text(required=True)
    from_on = fields.Date("From", required=True, default=lambda self: self._first_day())
    to_on = fields.Date("To", required=True)
    opens_at = fields.Datetime(compute="_compute_moments", store=True)
    closes_at = fields.Datetime(compute="_compute_moments", store=True)
    granted_by_id = fields.Many2one(
        "res.users",
        required=True,
        readonly=True,
        ondelete="restrict",
        default=lambda self: self.env.user,
    )
    ended_at = fields.Datetime("Ended Early", readonly=True, copy=False)
    ended_by_id = fields.Many2one("res.users", readonly=True, copy=False, ondelete="restrict")
    is_active = fields.Boolean("In Force", compute="_compute_is_active")

    _ends_after_it_begins = models.Constraint(
        "CHECK(to_on >= from_on)", "A need ends on its first day or later."
    )

    @api.model
    def _first_day(self):
        return self.env["csm.secret.mixin"]._today(self.env.company)

    @api.depends("from_on", "to_on", "company_id.resource_calendar_id.tz")
    def _compute_moments(self):
        for need in self:
            zone = ZoneInfo(need.company_id.resource_calendar_id.tz or "UTC")
            need.opens_at = self._midnight(need.from_on, zone)
            need.closes_at = self._midnight(need.to_on and need.to_on + timedelta(days=1), zone)

    @api.model
    def _midnight(self, day, zone):
        if not day:
            return False
        moment = datetime.combine(day, time.min, tzinfo=zone)
        return moment.astimezone(UTC).replace(tzinfo=None)

    @api.depends("opens_at", "closes_at", "ended_at")
    def _compute_is_active(self):
        now = self.env.cr.now()
        for need in self:
            is_dated = need.opens_at and need.closes_at
            lasts = is_dated and need.opens_at <= now < need.closes_at
            need.is_active = bool(lasts and not need.ended_at)

    @api.constrains("user_id", "file_id")
    def _check_person(self):
        for need in self:
            if need.user_id == need.granted_by_id:
                raise ValidationError(
                    self.env._("Nobody grants a need to know to themselves. Ask a colleague.")
                )
            if not need._is_cleared():
                raise ValidationError(
                    self.env._(
                        "%(person)s is not cleared for the level of %(record)s. The clearance "
                        "comes first, the need after it.",
                        person=need.user_id.sudo().name,
                        record=need["file_id"].display_name,
                    )
                )

    def _is_cleared(self):
        """Tell whether the person is cleared for the level of the record."""
        levels = self.env["csm.clearance"].with_user(self.user_id)._levels()
        return levels.get(self.company_id.id, 0) >= self.level

    @api.model_create_multi
    def create(self, vals_list):
        needs = super().create(vals_list)
        needs._note("granted")
        return needs

    def _note(self, operation):
        """Who was granted a need, for what, and when it ended, stands in the access log."""
        self._forget_open()
        for need in self:
            detail = f"{need.user_id.sudo().login}: {need.purpose}"
            self.env["csm.access.log"]._note("need", operation, need["file_id"], detail=detail)

    def write(self, vals):
        if not self.env.su:
            raise UserError(
                self.env._("A need to know is not altered. End it, and grant another one.")
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("Who needed to know stays on file. End the need instead."))

    def action_end(self):
        """End these needs now; the next call of the person is refused."""
        self.check_access("write")
        # Needs are altered by nobody; that this user may end them was asked just now.
        self.sudo().filtered(lambda need: not need.ended_at)._end(self.env.user)
        return True

    def _end(self, user):
        now = self.env.cr.now().replace(microsecond=0)
        self.write({"ended_at": now, "ended_by_id": user.id})
        self._note("ended")
