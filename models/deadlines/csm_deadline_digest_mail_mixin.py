from datetime import timedelta

from odoo import models


class CsmDeadlineDigestMailMixin(models.AbstractModel):
    """Puts a digest into words: one mail in the reader's language and zone."""

    _name = "csm.deadline.digest.mail.mixin"
    _description = "Mail With the Digest"

    def _write_mail(self, sections):
        """Write one mail with these ``[(title, deadlines)]``; none when there is nothing."""
        user = self["user_id"]
        if not sections:
            return
        self.count = sum(len(rows) for _title, rows in sections)
        if not user.email:
            return
        told = self.with_context(lang=user.lang, tz=user.tz)
        parts = [(title, told._digest_lines(rows)) for title, rows in sections]
        body = told.env["ir.qweb"]._render(
            "csm.csm_deadline_digest_mail", {"user": user, "parts": parts}
        )
        mail = self.env["mail.mail"].create(
            {
                "subject": told._digest_subject(parts),
                "body_html": body,
                "email_to": user.email_formatted,
                "email_from": user.company_id.email_formatted or user.email_formatted,
                "auto_delete": False,
                "state": "outgoing",
            }
        )
        self["mail_id"] = mail
        self.env.ref("mail.ir_cron_mail_scheduler_action").sudo()._trigger()

    def _digest_subject(self, parts):
        lines = [line for _title, lines in parts for line in lines]
        counts = {
            tone: sum(line["tone"] == tone for line in lines)
            for tone in ("late", "today", "tomorrow")
        }
        return self.env._(
            "Due soon: %(late)s overdue, %(today)s today, %(tomorrow)s tomorrow", **counts
        )

    def _digest_lines(self, rows):
        """Return what the mail says of each deadline, the most urgent first."""
        user, now = self["user_id"], self.env.cr.now()
        zone = self.env["csm.deadline.digest"]._calendar_of(user)._clock(user.company_id)
        tomorrow = zone.day_start(self["day"] + timedelta(1))
        base = self.browse().get_base_url()
        labels = self._digest_labels()
        lines = []
        for row in rows.with_context(lang=user.lang, tz=user.tz):
            tone = "late" if row._is_late_at(now) else "today"
            tone = "tomorrow" if row.due_at >= tomorrow else tone
            lines.append(
                {
                    "tone": tone,
                    "label": labels[tone],
                    "name": row.record_name,
                    "url": f"{base}/mail/view?model={row.res_model}&res_id={row.res_id}",
                    "obligation": row.obligation_id.name,
                    "article": row.article_id.display_name,
                    "due_at": row.due_at,
                    "who": row.sudo().user_id.name if row.user_id != user else "",
                }
            )
        return lines

    def _digest_labels(self):
        return {
            "late": self.env._("Overdue"),
            "today": self.env._("Today"),
            "tomorrow": self.env._("Tomorrow"),
        }
