from odoo import api, fields, models
from odoo.tools import html2plaintext

# The fields in which somebody writes for a customer's eyes or ears.
WRITTEN = ("answer", "decision", "report", "plan")


class CsmPhraseMixin(models.AbstractModel):
    """Hints at phrases to avoid while somebody writes, and counts those that were sent."""

    _name = "csm.phrase.mixin"
    _description = "Record With Phrases to Avoid"

    phrase_hint = fields.Text("Better Words", compute="_compute_phrase_hint")

    @api.depends(lambda self: [name for name in WRITTEN if name in self._fields])
    def _compute_phrase_hint(self):
        for record in self:
            texts = [record[name] for name in WRITTEN if name in record._fields and record[name]]
            company = record.company_id or self.env.company
            found = self.env["csm.phrase"]._found_in("\n".join(texts), company)
            record.phrase_hint = found.with_env(self.env)._advice() if found else False

    def _message_post_after_hook(self, message, msg_vals):
        result = super()._message_post_after_hook(message, msg_vals)
        own = message.author_id == self.env.user.partner_id and not self.env.user.share
        if own and message.message_type in ("comment", "email_outgoing"):
            self._note_phrases(message)
        return result

    def _note_phrases(self, message):
        """Tell the writer of better words and count what was said."""
        company = self.company_id or self.env.company
        found = self.env["csm.phrase"]._found_in(html2plaintext(message.body or ""), company)
        if not found:
            return
        # Nobody writes the count; it follows from what was said.
        self.env["csm.phrase.use"].sudo().create(
            [
                {
                    "phrase_id": phrase.id,
                    "user_id": self.env.uid,
                    "res_model": self._name,
                    "res_id": self.id,
                    "message_id": message.id,
                    "used_at": self.env.cr.now().replace(microsecond=0),
                }
                for phrase in found
            ]
        )
        self.env.user._bus_send(
            "simple_notification",
            {
                "type": "warning",
                "title": self.env._("Better words for next time"),
                "message": found.with_env(self.env)._advice(),
            },
        )
