import logging
from datetime import timedelta

from psycopg2.errors import SerializationFailure

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

_logger = logging.getLogger(__name__)

MOST = 200


class CsmDeadlineDigest(models.Model):
    """One morning of one user on which the digest of what falls due was made.

    The row is written in the transaction of its mail and is one of a kind, so nobody gets two on
    one day, however often the job runs or dies. A day on which nothing is due has a row without a
    mail.
    """

    _name = "csm.deadline.digest"
    _description = "Digest of Deadlines"
    _inherit = ["csm.deadline.digest.mail.mixin"]
    _order = "day desc, id desc"
    _rec_name = "day"

    user_id = fields.Many2one("res.users", required=True, readonly=True, ondelete="cascade")
    day = fields.Date(required=True, readonly=True)
    count = fields.Integer("Deadlines Listed", readonly=True)
    mail_id = fields.Many2one("mail.mail", readonly=True, ondelete="set null")

    _one_a_day = models.UniqueIndex("(user_id, day)", "This user has had the digest of that day.")

    @api.model
    def _cron_send(self):
        """Send their digest to all whose working day has begun and who have not had it yet."""
        waiting, cron = self._waiting(), self.env["ir.cron"]
        cron._commit_progress(remaining=len(waiting))
        for user, day in waiting:
            try:
                with self.env.cr.savepoint():
                    self._send_to(user, day)
            except SerializationFailure:
                # Another run has just seen to this user.
                self.env.cr.rollback()
            except Exception:  # noqa: BLE001 - one digest must not hold up the others'
                _logger.exception("The digest of user %s could not be made", user.id)
            if not cron._commit_progress(1):
                return

    @api.model
    def _waiting(self):
        """Return ``[(user, day)]`` of those who are to get their digest now."""
        now = self.env.cr.now().replace(microsecond=0)
        groups = [self.env.ref(f"csm.group_{name}").id for name in ("agent", "auditor")]
        users = (
            self.env["res.users"]
            .sudo()
            .search(
                [
                    ("csm_digest", "=", "daily"),
                    ("share", "=", False),
                    ("all_group_ids", "in", groups),
                ]
            )
        )
        at_work, clocks = [], {}
        for user in users:
            day = self._day_begun(user, now, clocks)
            if day and self._is_reachable(user, now):
                at_work.append((user, day))
        had = self._had(at_work)
        return [(user, day) for user, day in at_work if (user.id, day) not in had]

    @api.model
    def _day_begun(self, user, now, clocks):
        """Return today when it is a working day of the user that has begun and is not over."""
        calendar = self._calendar_of(user)
        if not calendar:
            return False
        key = (calendar.id, user.company_id.id)
        if key not in clocks:
            clocks[key] = calendar._clock(user.company_id)
        day = clocks[key].local_day(now)
        hours = clocks[key].intervals(day)
        return day if hours and hours[0][0] <= now < hours[-1][1] else False

    @api.model
    def _calendar_of(self, user):
        # The job reads everybody's hours; the mail says nothing of them.
        person = self.env["csm.addressee"]._person_of_user(user, user.company_id)
        employee = person.employee.sudo()
        return employee.resource_calendar_id or user.company_id.sudo().resource_calendar_id

    @api.model
    def _is_reachable(self, user, now):
        person = self.env["csm.addressee"]._person_of_user(user, user.company_id)
        reached, _notes = self.env["csm.addressee"]._reach([person], now)
        return bool(reached)

    @api.model
    def _had(self, pairs):
        found = self.sudo().search_fetch(
            [
                ("user_id", "in", [user.id for user, _day in pairs]),
                ("day", "in", list({day for _user, day in pairs})),
            ],
            ["user_id", "day"],
        )
        return {(digest.user_id.id, digest.day) for digest in found}

    @api.model
    def _send_to(self, user, day):
        """Write the digest of a user's day, once; with a mail when there is something to say."""
        rows = self.env.execute_query(
            SQL(
                """INSERT INTO csm_deadline_digest (user_id, day, create_uid, create_date)
                   VALUES (%s, %s, %s, %s) ON CONFLICT DO NOTHING RETURNING id""",
                user.id,
                day,
                self.env.uid,
                self.env.cr.now(),
            )
        )
        if rows:
            digest = self.sudo().browse(rows[0][0])
            digest._write_mail(self._sections(user, day))
        return bool(rows)

    @api.model
    def _sections(self, user, day):
        """Return ``[(title, rows)]`` of what the user may see: own, then the team's."""
        told = self.with_user(user).with_context(
            lang=user.lang, tz=user.tz, allowed_company_ids=user.company_ids.ids
        )
        Deadline = told.env["csm.deadline"]
        base = told.env["csm.deadline.board"]._base("everyone")
        calendar = self._calendar_of(user)
        end = calendar._clock(user.company_id).day_start(day + timedelta(2))
        base &= Domain("due_at", "!=", False) & Domain("due_at", "<", end)
        leads = Domain("team_id.overseer_ids", "in", [user.id]) & Domain("user_id", "!=", user.id)
        nobody = Domain("team_id.member_ids", "in", [user.id]) & Domain("user_id", "=", False)
        parts = [
            (told.env._("Yours"), Domain("user_id", "=", user.id)),
            (told.env._("Your team's"), leads | nobody),
        ]
        found = [
            (title, Deadline.search(base & mine, order="due_at, id", limit=MOST))
            for title, mine in parts
        ]
        return [(title, rows) for title, rows in found if rows]
