import logging
from datetime import timedelta

from psycopg2.errors import SerializationFailure

from odoo import api, models
from odoo.tools import SQL, email_normalize

_logger = logging.getLogger(__name__)

# More than so many acknowledgements to one address within an hour is a conversation of machines.
MOST_PER_HOUR = 5


class CsmCaseAcknowledgement(models.AbstractModel):
    """The job that tells customers the number of their case and what is promised.

    It runs beside the intake, so that a broken template never costs a mail. The message and the
    fact it proves are written in one transaction; only delivery comes later.
    """

    _name = "csm.case.acknowledgement"
    _description = "Acknowledging Cases"

    @api.model
    def _cron_acknowledge(self, batch=50):
        commit_progress = self.env["ir.cron"]._commit_progress
        while cases := self._claim(batch):
            for case in cases:
                self._acknowledge(case)
            if not commit_progress(len(cases)):
                return

    @api.model
    def _claim(self, batch):
        """Lock and return cases to acknowledge, passing over those another run holds."""
        self.env["csm.case"].flush_model(["is_acknowledgement_due"])
        for _attempt in range(5):
            try:
                rows = self.env.execute_query(
                    SQL(
                        """SELECT id FROM csm_case WHERE is_acknowledgement_due IS TRUE
                            ORDER BY id LIMIT %s FOR NO KEY UPDATE SKIP LOCKED""",
                        batch,
                    )
                )
                return self.env["csm.case"].browse([id_ for (id_,) in rows])
            except SerializationFailure:
                # Another run has just finished these; look again with fresh eyes.
                self.env.cr.rollback()
        return self.env["csm.case"]

    @api.model
    def _acknowledge(self, case):
        """Acknowledge one case; one that fails says so and does not stop the others."""
        case.is_acknowledgement_due = False
        if case._why_not_move(case._move_named("acknowledge")):
            return
        if self._is_a_loop(case):
            case._message_log(
                body=self.env._(
                    "No acknowledgement was sent: %(address)s has had %(count)s within an hour.",
                    address=case.partner_email,
                    count=MOST_PER_HOUR,
                )
            )
            return
        try:
            with self.env.cr.savepoint():
                self._send(case)
                case.action_acknowledge()
        except SerializationFailure:
            raise
        except Exception as error:
            _logger.exception("Case %s could not be acknowledged", case.id)
            case._message_log(
                body=self.env._(
                    "The acknowledgement could not be sent: %(error)s. Tell the customer yourself.",
                    error=error,
                )
            )

    def _is_a_loop(self, case):
        since = self.env.cr.now() - timedelta(hours=1)
        domain = [
            ("email_normalized", "=", case.email_normalized),
            ("acknowledged_at", ">", since),
        ]
        return self.env["csm.case"].search_count(domain, limit=MOST_PER_HOUR) >= MOST_PER_HOUR

    def _send(self, case):
        """Post the acknowledgement on the case, addressed to the customer alone."""
        template = self.env.ref("csm.mail_template_acknowledge_case")
        company = case.company_id
        case = case.with_company(company)
        to = {"outgoing_email_to": case.partner_email}
        if case.partner_id.email_normalized == email_normalize(case.partner_email):
            to = {"partner_ids": case.partner_id.ids}
        language = template._render_lang(case.ids)[case.id]
        case.with_context(lang=language, mail_post_autofollow=False).message_post(
            subject=template._render_field("subject", case.ids, compute_lang=True)[case.id],
            body=template._render_field("body_html", case.ids, compute_lang=True)[case.id],
            message_type="auto_comment",
            subtype_xmlid="mail.mt_note",
            author_id=company.partner_id.id,
            email_from=company.email_formatted or self.env.user.email_formatted,
            email_layout_xmlid="csm.csm_case_mail_customer",
            email_add_signature=False,
            force_send=False,
            **to,
        )
