from odoo import api, models

# What decides who reads a message, and what they get with it.
READERS = {
    "attachment_ids",
    "subtype_id",
    "is_internal",
    "partner_ids",
    "outgoing_email_to",
    "model",
    "res_id",
}


class MailMessage(models.Model):
    """A message that somebody outside may read carries no internal form."""

    _inherit = "mail.message"

    @api.model_create_multi
    def create(self, vals_list):
        messages = super().create(vals_list)
        with_files = [vals.get("attachment_ids") for vals in vals_list]
        if any(with_files):
            messages._keep_forms_inside()
        return messages

    def write(self, vals):
        result = super().write(vals)
        if not READERS.isdisjoint(vals):
            self._keep_forms_inside()
        return result

    def _keep_forms_inside(self):
        """Refuse to show an internal form to whoever reads these messages outside."""
        # Who reads a message, and what hangs on it, is not always known to its author.
        for message in self.sudo():
            if message.attachment_ids and message._is_read_outside():
                message.attachment_ids.with_env(self.env)._keep_inside()

    def _is_read_outside(self):
        """Tell whether somebody outside gets this message, or may come to read it."""
        self.ensure_one()
        if self.outgoing_email_to or any(self.partner_ids.mapped("partner_share")):
            return True
        if self.is_internal or not self.subtype_id or self.subtype_id.internal:
            return False
        if self.model == "discuss.channel" and self.res_id:
            return self.env[self.model].browse(self.res_id)._has_outsiders()
        # A comment goes to everybody who follows the record, now or later.
        return True
