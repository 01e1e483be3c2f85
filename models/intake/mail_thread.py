from odoo import api, models
from odoo.tools import email_normalize, html2plaintext

from ...tools import mailtext


class MailThread(models.AbstractModel):
    _inherit = "mail.thread"

    @api.model
    def message_parse(self, message, save_original=False):
        """Read a mail whose character sets are declared wrongly as what it really is."""
        mailtext.mend(message)
        return super().message_parse(message, save_original=save_original)

    @api.model
    def message_route(self, message, message_dict, model=None, thread_id=None, custom_values=None):
        """Let no machine open a case: auto-replies, bulk and our own addresses."""
        routes = super().message_route(message, message_dict, model, thread_id, custom_values)
        if not routes or not self._csm_is_from_a_machine(message, message_dict):
            return routes
        return [route for route in routes if route[0] != "csm.case" or route[1]]

    @api.model
    def _csm_is_from_a_machine(self, message, message_dict):
        if mailtext.is_automatic(message):
            return True
        sender = email_normalize(message_dict.get("email_from") or "")
        domains = self.env["mail.alias.domain"].sudo()
        return bool(sender and domains._find_aliases([sender]))

    @api.model
    def _message_route_process(self, message, message_dict, routes):
        """Tell the cases whether a person wrote this mail and whether it may be answered."""
        told = self.with_context(
            csm_mail_is_automatic=self._csm_is_from_a_machine(message, message_dict),
            csm_mail_wants_no_answer=mailtext.wants_no_answer(message),
        )
        return super(MailThread, told)._message_route_process(message, message_dict, routes)

    @api.model
    def _routing_handle_bounce(self, email_message, message_dict):
        """Show on a case that a mail sent from it came back."""
        result = super()._routing_handle_bounce(email_message, message_dict)
        bounced = message_dict.get("bounced_message")
        if bounced and bounced.model == "csm.case":
            # The gateway's user need not be one of the service department.
            case = self.env["csm.case"].sudo().browse(bounced.res_id).exists()
            case._note_bounce(
                message_dict.get("bounced_email") or "",
                html2plaintext(message_dict.get("body") or ""),
            )
        return result
