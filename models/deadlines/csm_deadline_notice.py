from odoo import api, fields, models
from odoo.tools import SQL


class CsmDeadlineNotice(models.Model):
    """One line somebody is to read in the next mail about deadlines.

    Lines are written together with the step; a run ends with one mail per person that lists them.
    """

    _name = "csm.deadline.notice"
    _description = "Deadline Notice"
    _order = "id"

    user_id = fields.Many2one("res.users", required=True, readonly=True, ondelete="cascade")
    event_id = fields.Many2one(
        "csm.deadline.event", required=True, readonly=True, ondelete="cascade", index=True
    )
    deadline_id = fields.Many2one(related="event_id.deadline_id")
    is_delivered = fields.Boolean("Delivered", readonly=True)
    mail_id = fields.Many2one("mail.mail", readonly=True, ondelete="set null")

    _waiting = models.Index("(user_id) WHERE is_delivered IS NOT TRUE")

    @api.model
    def _deliver(self):
        """Write one mail per person with everything waiting for them. Returns the mails."""
        self.flush_model()
        rows = self.env.execute_query(
            SQL(
                """SELECT id FROM csm_deadline_notice WHERE is_delivered IS NOT TRUE
                    ORDER BY id FOR UPDATE SKIP LOCKED"""
            )
        )
        notices = self.sudo().browse([row[0] for row in rows])
        mails = self.env["mail.mail"].sudo()
        for user, own in notices.grouped("user_id").items():
            mail = mails.create(own._prepare_mail_vals(user)) if user.email else mails.browse()
            own.write({"is_delivered": True, "mail_id": mail.id})
            mails |= mail
        return mails

    def _prepare_mail_vals(self, user):
        """Return one mail to a person that lists all these notices, in their language."""
        told = self.with_context(lang=user.lang, tz=user.tz)
        lines = told._lines()
        body = told.env["ir.qweb"]._render(
            "csm.csm_deadline_notice_mail", {"user": user, "lines": lines, "count": len(lines)}
        )
        company = self.deadline_id.company_id[:1] or user.company_id
        return {
            "subject": told._subject(lines),
            "body_html": body,
            "email_to": user.email_formatted,
            "email_from": company.email_formatted or user.company_id.email_formatted,
            "auto_delete": False,
            "state": "outgoing",
        }

    def _subject(self, lines):
        late = sum(line["is_late"] for line in lines)
        if late:
            return self.env._(
                "%(late)s of %(count)s deadlines are overdue", late=late, count=len(lines)
            )
        return self.env._("%(count)s deadlines are coming up", count=len(lines))

    def _lines(self):
        """Return what the mail says of each record, the most urgent first."""
        base = self.get_base_url()
        lines = []
        for notice in self:
            event, deadline = notice.event_id, notice.event_id.deadline_id
            record = deadline._record()
            lines.append(
                {
                    "name": record.display_name if record else "",
                    "url": f"{base}/mail/view?model={deadline.res_model}&res_id={deadline.res_id}",
                    "kind": event._fields["kind"].convert_to_export(event.kind, event),
                    "obligation": deadline.obligation_id.name,
                    "article": deadline.article_id.display_name,
                    "due_at": event.due_at,
                    "is_late": event.kind != "remind",
                    "note": event.note or "",
                }
            )
        return sorted(lines, key=lambda line: (not line["is_late"], line["due_at"]))

    def _withdraw(self, deadlines):
        """Take back lines not yet delivered."""
        self.search(
            [("event_id.deadline_id", "in", deadlines.ids), ("is_delivered", "=", False)]
        ).unlink()
