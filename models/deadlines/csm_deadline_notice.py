import logging

from psycopg2.errors import SerializationFailure

from odoo import api, fields, models
from odoo.tools import SQL

from ...tools import clock
from .csm_deadline_keeper import Work

_logger = logging.getLogger(__name__)


class CsmDeadlineNotice(models.Model):
    """One line somebody is to read in the next mail about deadlines.

    Lines are written together with the step; a run ends with one mail per person that lists them.
    """

    _name = "csm.deadline.notice"
    _description = "Deadline Notice"
    _order = "id"

    user_id = fields.Many2one("res.users", required=True, readonly=True, ondelete="cascade")
    event_id = fields.Many2one(
        "csm.deadline.event", readonly=True, ondelete="cascade", index="btree_not_null"
    )
    deadline_id = fields.Many2one(related="event_id.deadline_id")
    report_id = fields.Many2one(
        "csm.report", readonly=True, ondelete="cascade", index="btree_not_null"
    )
    record_name = fields.Char("Concerns", compute="_compute_record_name")
    deliver_at = fields.Datetime(
        "Not Before",
        readonly=True,
        help="The mail waits for the working hours of its reader. Empty: it is sent at once.",
    )
    is_delivered = fields.Boolean("Delivered", readonly=True)
    mail_id = fields.Many2one("mail.mail", readonly=True, ondelete="set null")

    _waiting = models.Index("(user_id) WHERE is_delivered IS NOT TRUE")
    _not_before = models.Index("(deliver_at) WHERE is_delivered IS NOT TRUE")
    _tells_one_thing = models.Constraint(
        "CHECK((event_id IS NULL) <> (report_id IS NULL))",
        "A notice tells of a deadline or of a report.",
    )

    def _compute_record_name(self):
        for notice in self:
            source = notice.deadline_id or notice.report_id
            notice.record_name = source.record_name

    @api.model
    def _write_down(self, events):
        """Write one line for each person and record that hears of these events now."""
        heard, opens = events._worth_telling(), {}
        for event in heard:
            key = (event.user_id, event.deadline_id.company_id)
            if key not in opens:
                opens[key] = self._opens_at(*key)
        when = {event: opens[event.user_id, event.deadline_id.company_id] for event in heard}
        urgent = heard.filtered(when.get)._urgent_ones()
        return self.create(
            [
                {
                    "user_id": event.user_id.id,
                    "event_id": event.id,
                    "deliver_at": event not in urgent and when[event],
                }
                for event in heard
            ]
        )

    @api.model
    def _opens_at(self, user, company):
        """Return when a person's working hours begin, False when mails need not wait for them.

        Mails wait only where the company says so. The hours are those of the employee, else of
        the company; without any the mail goes at once.
        """
        if not company.csm_mail_in_hours:
            return False
        employee = self.env["csm.addressee"]._person_of_user(user, company).employee
        calendar = employee.resource_calendar_id or company.resource_calendar_id
        now = self.env.cr.now().replace(microsecond=0)
        try:
            moment = Work(self.env).clock(calendar, company).next_working(now)
        except clock.NoWorkingTime:
            return False
        return moment > now and moment

    @api.model
    def _write_down_reports(self, reports):
        """Write one line for each person told of a report."""
        return self.create(
            [{"user_id": report.told_user_id.id, "report_id": report.id} for report in reports]
        )

    @api.model
    def _deliver(self):
        """Write one mail per person with everything waiting for them. Returns the mails."""
        self.flush_model()
        rows = self.env.execute_query(
            SQL(
                """SELECT id FROM csm_deadline_notice
                    WHERE is_delivered IS NOT TRUE AND (deliver_at IS NULL OR deliver_at <= %s)
                    ORDER BY id FOR UPDATE SKIP LOCKED""",
                self.env.cr.now().replace(microsecond=0),
            )
        )
        notices = self.sudo().browse([row[0] for row in rows])
        mails = self.env["mail.mail"].sudo()
        for user, own in notices.grouped("user_id").items():
            try:
                with self.env.cr.savepoint():
                    mails |= own._deliver_to(user)
            except SerializationFailure:
                raise
            except Exception:  # noqa: BLE001 - one person's mail must not hold up the others'
                _logger.exception("The notices of user %s wait for the next run", user.id)
        if mails:
            # The queue of mails is looked at once an hour otherwise.
            self.env.ref("mail.ir_cron_mail_scheduler_action").sudo()._trigger()
        return mails

    def _deliver_to(self, user):
        """Write one person's mail; who has left or has no address has the things to do alone."""
        mail = self.env["mail.mail"].sudo()
        if user.active and user.email:
            mail = mail.create(self._prepare_mail_vals(user))
        self.write({"is_delivered": True, "mail_id": mail.id})
        return mail

    def _prepare_mail_vals(self, user):
        """Return one mail to a person that lists all these notices, in their language."""
        told = self.with_context(lang=user.lang, tz=user.tz)
        lines = told._lines()
        body = told.env["ir.qweb"]._render(
            "csm.csm_deadline_notice_mail", {"user": user, "lines": lines, "count": len(lines)}
        )
        companies = self.deadline_id.company_id | self.report_id.company_id
        company = companies[:1] or user.company_id
        return {
            "subject": told._subject(lines),
            "body_html": body,
            "email_to": user.email_formatted,
            "email_from": company.email_formatted or user.company_id.email_formatted,
            "auto_delete": False,
            "state": "outgoing",
        }

    def _subject(self, lines):
        reported = [line for line in lines if line["is_report"]]
        if reported:
            return self._subject_of_reports(lines, reported)
        late = sum(line["is_late"] for line in lines)
        if len(lines) == 1:
            names = {"obligation": lines[0]["obligation"], "record": lines[0]["name"]}
            if late:
                return self.env._("Overdue: %(obligation)s, %(record)s", **names)
            return self.env._("Coming up: %(obligation)s, %(record)s", **names)
        if late:
            return self.env._(
                "%(late)s of %(count)s deadlines are overdue", late=late, count=len(lines)
            )
        return self.env._("%(count)s deadlines are coming up", count=len(lines))

    def _subject_of_reports(self, lines, reported):
        """A report goes before every deadline: it is for now."""
        names = {"report": reported[0]["obligation"], "record": reported[0]["name"]}
        if len(lines) == 1:
            return self.env._("Reported to you: %(report)s, %(record)s", **names)
        return self.env._(
            "Reported to you: %(report)s, %(record)s, and %(count)s more",
            count=len(lines) - 1,
            **names,
        )

    def _lines(self):
        """Return what the mail says of each record, the most urgent first."""
        base, names = self.browse().get_base_url(), self._record_names()
        lines = []
        for notice in self.filtered("event_id"):
            event, deadline = notice.event_id, notice.event_id.deadline_id
            key = (deadline.res_model, deadline.res_id)
            lines.append(
                {
                    "name": names.get(key, ""),
                    "url": f"{base}/mail/view?model={key[0]}&res_id={key[1]}",
                    "kind": event._fields["kind"].convert_to_export(event.kind, event),
                    "obligation": deadline.obligation_id.name,
                    "article": deadline.article_id.display_name,
                    "due_at": event.due_at,
                    "is_late": event.kind in ("breach", "climb"),
                    "is_report": False,
                    "note": "\n".join(filter(None, (event.note, event._asking_text()))),
                }
            )
        lines += [notice._report_line(base, names) for notice in self.filtered("report_id")]
        return sorted(
            lines,
            key=lambda line: (not line["is_report"], not line["is_late"], line["due_at"]),
        )

    def _report_line(self, base, names):
        report = self.report_id
        key = (report.res_model, report.res_id)
        return {
            "name": names.get(key, ""),
            "url": f"{base}/mail/view?model={key[0]}&res_id={key[1]}",
            "kind": self.env._("Reported to you"),
            "obligation": report.rule_id.name,
            "article": report.article_id.display_name,
            "due_at": report.happened_at,
            "is_late": True,
            "is_report": True,
            "note": "\n".join(filter(None, (report.text, report.note))),
        }

    def _record_names(self):
        names = {}
        for rows in (self.event_id.deadline_id, self.report_id):
            for model, mine in rows.grouped("res_model").items():
                records = self.env[model].browse(mine.mapped("res_id")).exists()
                names.update({(model, record.id): record.display_name for record in records})
        return names

    @api.model
    def _withdraw(self, deadlines, kinds):
        """Take back lines not yet delivered about events of these kinds."""
        waiting = self.search([("is_delivered", "=", False), ("event_id.kind", "in", kinds)])
        waiting.filtered(lambda notice: notice.deadline_id in deadlines).unlink()
