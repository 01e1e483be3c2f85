from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from ...tools.clock import SECOND


class CsmWatch(models.Model):
    """One person's watch over a holiday or a night: from when to when, and by which number."""

    _name = "csm.watch"
    _description = "Watch"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "starts_at desc, id desc"
    _check_company_auto = True

    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company, index=True
    )
    starts_at = fields.Datetime("From", required=True)
    ends_at = fields.Datetime("Until", required=True)
    user_id = fields.Many2one(
        "res.users",
        "On Watch",
        check_company=True,
        index="btree_not_null",
        ondelete="restrict",
        tracking=True,
        domain="[('share', '=', False)]",
    )
    phone = fields.Char(
        compute="_compute_phone", store=True, readonly=False, help="The number during the watch."
    )
    stand_in_id = fields.Many2one(
        "res.users",
        "Stand-in",
        check_company=True,
        ondelete="restrict",
        tracking=True,
        domain="[('share', '=', False)]",
    )
    holiday_id = fields.Many2one("resource.calendar.leaves", readonly=True, ondelete="set null")
    note = fields.Text()
    incident_ids = fields.One2many("csm.incident", "watch_id", "Incidents")

    _ends_after_it_starts = models.Constraint(
        "CHECK(ends_at > starts_at)", "A watch ends after it has begun."
    )
    _of_company = models.Index("(company_id, starts_at, ends_at)")

    @api.depends("user_id")
    def _compute_phone(self):
        for watch in self:
            watch.phone = watch.user_id.sudo().employee_id.mobile_phone or watch.user_id.phone

    @api.depends("user_id", "starts_at")
    @api.depends_context("tz", "lang")
    def _compute_display_name(self):
        for watch in self:
            day = fields.Datetime.context_timestamp(watch, watch.starts_at or fields.Datetime.now())
            watch.display_name = self.env._(
                "%(day)s: %(person)s",
                day=fields.Date.to_string(day.date()),
                person=watch.user_id.name or self.env._("nobody yet"),
            )

    @api.constrains("user_id", "stand_in_id")
    def _check_stand_in_is_another(self):
        for watch in self:
            if watch.user_id and watch.user_id == watch.stand_in_id:
                raise ValidationError(
                    self.env._(
                        "%(watch)s: the stand-in must be another person.",
                        watch=watch.display_name,
                    )
                )

    def write(self, vals):
        result = super().write(vals)
        if vals.get("user_id"):
            # The gap is filled; whoever was asked to fill it is done.
            self.sudo().activity_ids.action_done()
        elif "user_id" in vals:
            self._ask_leaders()
        return result

    # Who is on watch

    @api.model
    def _on_watch(self, company, moment):
        """Return ``(watch, user)`` at a moment: the person, else the stand-in, else nobody.

        The beginning belongs to the watch, the end to the next one.
        """
        watches = self.sudo().search(
            [
                ("company_id", "=", company.id),
                ("starts_at", "<=", moment),
                ("ends_at", ">", moment),
                ("user_id", "!=", False),
            ]
        )
        addressee = self.env["csm.addressee"]
        for watch in watches:
            persons = [
                addressee._person_of_user(user, company)
                for user in (watch.user_id, watch.stand_in_id)
                if user
            ]
            user, _notes = addressee._reach(persons, moment)
            if user:
                return watch, user
        return watches[:1], self.env["res.users"]

    # Is every holiday covered?

    @api.model
    def _cron_check_holidays(self):
        """Make an open watch for every stretch of a near holiday that nobody watches."""
        for company in self.env["res.company"].search([("csm_watch_days", ">", 0)]):
            self._check_holidays(company)

    @api.model
    def _check_holidays(self, company):
        zone = company.resource_calendar_id.tz or "UTC"
        local = self.with_context(tz=zone)
        today = fields.Datetime.context_timestamp(local, self.env.cr.now()).date()
        horizon = today + timedelta(days=company.csm_watch_days)
        for holiday in self._holidays(company):
            begins = fields.Datetime.context_timestamp(local, holiday.date_from).date()
            if begins <= horizon:
                self._fill(company, holiday)

    @api.model
    def _holidays(self, company):
        """Return the public holidays of a company that are not over yet."""
        calendar = company.resource_calendar_id
        # Odoo keeps one list of holidays; everybody's are asked on behalf of the system.
        Holiday = self.env["resource.calendar.leaves"].sudo()
        return Holiday.search(
            [
                ("resource_id", "=", False),
                ("time_type", "=", "leave"),
                ("company_id", "in", (False, company.id)),
                ("calendar_id", "in", (False, calendar.id)),
                ("date_to", ">", self.env.cr.now()),
            ],
            order="date_from",
        )

    @api.model
    def _fill(self, company, holiday):
        # Odoo writes the end of a day as its last second.
        last = holiday.date_to
        end = last + SECOND if last.second == 59 else last
        near = Domain("company_id", "=", company.id)
        near &= Domain("starts_at", "<", end) & Domain("ends_at", ">", holiday.date_from)
        # A stretch that was pointed out before, and still waits for somebody, counts as seen.
        spans = [(watch.starts_at, watch.ends_at) for watch in self.sudo().search(near)]
        gaps = self._gaps(holiday.date_from, end, spans)
        watches = self.sudo().create(
            [
                {
                    "company_id": company.id,
                    "starts_at": start,
                    "ends_at": stop,
                    "holiday_id": holiday.id,
                }
                for start, stop in gaps
            ]
        )
        watches._ask_leaders()

    @api.model
    def _gaps(self, start, end, spans):
        """Return what of a stretch of time none of these spans covers."""
        gaps = []
        for begin, stop in sorted(spans):
            if begin > start:
                gaps.append((start, min(begin, end)))
            start = max(start, stop)
        if start < end:
            gaps.append((start, end))
        return gaps

    def _ask_leaders(self):
        """Ask the leaders of the company's teams to find somebody for these watches."""
        for watch in self.sudo().filtered(lambda watch: watch.ends_at > self.env.cr.now()):
            for user in watch._leaders() or watch.company_id.csm_fallback_user_id:
                told = watch.with_context(lang=user.lang)
                watch.activity_schedule(
                    "mail.mail_activity_data_todo",
                    user_id=user.id,
                    summary=told.env._(
                        "Nobody is on watch: %(holiday)s",
                        holiday=watch.holiday_id.name or watch.display_name,
                    ),
                )

    def _leaders(self):
        top = [("company_id", "=", self.company_id.id), ("parent_id", "=", False)]
        return self.env["csm.team"].search(top).leader_id
