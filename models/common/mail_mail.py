from odoo import api, models
from odoo.tools import email_normalize_all

ADDRESSED = {"attachment_ids", "unrestricted_attachment_ids", "email_to", "email_cc"}


class MailMail(models.Model):
    """A mail to somebody outside carries no internal form."""

    _inherit = "mail.mail"

    @api.model_create_multi
    def create(self, vals_list):
        mails = super().create(vals_list)
        mails._keep_forms_inside()
        return mails

    def write(self, vals):
        result = super().write(vals)
        if not (ADDRESSED | {"recipient_ids"}).isdisjoint(vals):
            self._keep_forms_inside()
        return result

    def _keep_forms_inside(self):
        # The files of a mail are its message's, which its author need not be able to read.
        for mail in self.sudo():
            if mail.attachment_ids and mail._goes_outside():
                mail.attachment_ids.with_env(self.env)._keep_inside()

    def _goes_outside(self):
        """Tell whether any recipient is no colleague."""
        if any(self.recipient_ids.mapped("partner_share")):
            return True
        addresses = set(email_normalize_all(f"{self.email_to or ''},{self.email_cc or ''}"))
        if not addresses:
            return False
        colleagues = self.env["res.users"].search(
            [("email_normalized", "in", list(addresses)), ("share", "=", False)]
        )
        return bool(addresses - set(colleagues.mapped("email_normalized")))
