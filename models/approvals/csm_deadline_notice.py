from odoo import api, fields, models


class CsmDeadlineNotice(models.Model):
    """Lets the mail of a run list the requests that wait for its reader's decision."""

    _inherit = "csm.deadline.notice"

    vote_id = fields.Many2one(
        "csm.approval.vote", readonly=True, ondelete="cascade", index="btree_not_null"
    )

    _tells_one_thing = models.Constraint(
        "CHECK(num_nonnulls(event_id, report_id, vote_id) = 1)",
        "A notice tells of a deadline, of a report or of a decision that is waited for.",
    )

    def _compute_record_name(self):
        asked = self.filtered("vote_id")
        for notice in asked:
            notice.record_name = notice.vote_id.approval_id.display_name
        return super(CsmDeadlineNotice, self - asked)._compute_record_name()

    @api.model
    def _write_down_votes(self, votes):
        """Write one line for each person who is asked to decide."""
        notices = self.create([{"user_id": vote.user_id.id, "vote_id": vote.id} for vote in votes])
        if notices:
            # The mails leave with the next run of the job, which is now.
            self.env.ref("csm.ir_cron_take_steps_deadline").sudo()._trigger()
        return notices

    def _lines(self):
        asked = self.filtered("vote_id")
        base = self.browse().get_base_url()
        lines = super(CsmDeadlineNotice, self - asked)._lines()
        return [notice._vote_line(base) for notice in asked] + lines

    def _vote_line(self, base):
        vote = self.vote_id.with_env(self.env)
        approval = vote.approval_id
        return {
            "name": approval.subject,
            "url": f"{base}/odoo/waiting-for-me/{approval.id}",
            "kind": self.env._("Waits for your decision"),
            "obligation": approval.move_text,
            "article": approval.article_text,
            "due_at": vote.asked_at,
            "is_late": False,
            "is_report": False,
            "note": "\n".join(filter(None, (approval.note, approval.found, vote.note))),
        }

    def _prepare_mail_vals(self, user):
        values = super()._prepare_mail_vals(user)
        company = self.vote_id.company_id[:1]
        if company and not (self.deadline_id or self.report_id):
            values["email_from"] = company.email_formatted or values["email_from"]
        return values

    def _subject(self, lines):
        asked = len(self.filtered("vote_id"))
        if not asked:
            return super()._subject(lines)
        if len(lines) == 1:
            return self.env._("Waits for your decision: %(record)s", record=lines[0]["name"])
        if asked == len(lines):
            return self.env._("%(count)s requests wait for your decision", count=asked)
        return self.env._(
            "%(asked)s requests wait for your decision, and %(count)s more",
            asked=asked,
            count=len(lines) - asked,
        )
