"""Mails as bytes, the way a mail server hands them over, and the post that goes out."""

from email.message import EmailMessage
from email.utils import make_msgid
from unittest.mock import patch

from odoo.addons.base.models.ir_cron import IrCron

from ..common.csm_case_base import CsmBase

DESK = "desk@csm.example.com"


class MailCase(CsmBase):
    """The Front Desk team has an address, and mails come in through the gateway."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.domain = cls.env["mail.alias.domain"].create({"name": "csm.example.com"})
        cls.company.alias_domain_id = cls.domain
        cls.team.write({"alias_name": "desk"})

    def setUp(self):
        super().setUp()
        self.at("2026-03-02 01:00:00")

    def mail(self, body="The wine tastes of cork.", subject="Cork taint", **headers):
        """Return the bytes of a plain mail; a header given as None is left out."""
        message = EmailMessage()
        fields = {
            "From": "Zhou Wei <zhou@client.example.org>",
            "To": DESK,
            "Subject": subject,
            "Message-ID": make_msgid(domain="client.example.org"),
            **{name.replace("_", "-"): value for name, value in headers.items()},
        }
        for name, value in fields.items():
            if value is not None:
                message[name] = value
        message.set_content(body)
        return message

    def receive(self, message):
        """Hand a mail to the gateway; returns the case it belongs to, if any."""
        data = message if isinstance(message, bytes) else message.as_bytes()
        case_id = self.env["mail.thread"].message_process(False, data)
        return self.env["csm.case"].browse(case_id or ())

    def raw(self, head, body):
        """Return a mail written byte by byte."""
        lines = [
            b"From: zhou@client.example.org",
            f"To: {DESK}".encode(),
            f"Message-ID: {make_msgid(domain='client.example.org')}".encode(),
            b"MIME-Version: 1.0",
            *head,
        ]
        return b"\r\n".join(lines) + b"\r\n\r\n" + body

    def acknowledge(self):
        """Let the job run that acknowledges; returns the mails it wrote."""
        before = self.env["mail.mail"].search([])
        with patch.object(IrCron, "_commit_progress", lambda *a, **k: float("inf")):
            self.env["csm.case.acknowledgement"]._cron_acknowledge()
        return self.env["mail.mail"].search([]) - before

    def acknowledgement(self, case):
        return case.message_ids.filtered(lambda m: m.message_type == "auto_comment")
