from odoo import models
from odoo.fields import Domain

OURS = "csm."


class MailMessage(models.Model):
    """Keeps customers from what is written on our records by any road but their own pages.

    Odoo lets whoever wrote or received a message read it, and the author change it, by remote call.
    A customer who logs in would so reach letters past the pages that decide what is shown.
    """

    _inherit = "mail.message"

    def _get_search_domain_share(self):
        others = Domain("model", "=", False) | Domain("model", "not =like", f"{OURS}%")
        return super()._get_search_domain_share() & others

    def _get_forbidden_access(self, operation):
        forbidden = super()._get_forbidden_access(operation)
        if self.env.user._is_internal():
            return forbidden
        # Whose message it is, is asked of all of them.
        return forbidden | self.sudo().filtered(self._is_on_ours).with_env(self.env)

    def _is_on_ours(self, message):
        return (message.model or "").startswith(OURS)
