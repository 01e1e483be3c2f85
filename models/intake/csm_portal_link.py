import secrets
from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import consteq, hmac

# So many links a day may be asked for with an older one: more is no customer.
MOST_PER_DAY = 3


class CsmPortalLink(models.Model):
    """One link by which a customer opens one case without logging in, until it ends.

    Its token is reckoned from a key that nobody reads and a secret that is not in this table, so
    whoever reads the table cannot open anything. A case has at most one link that is alive.
    """

    _name = "csm.portal.link"
    _description = "Link of a Customer to a Case"
    _order = "id desc"
    _rec_name = "case_id"

    case_id = fields.Many2one(
        "csm.case", required=True, readonly=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(related="case_id.company_id", store=True, index=True)
    address = fields.Char("Sent to", required=True, readonly=True)
    key = fields.Char(
        required=True,
        readonly=True,
        copy=False,
        groups=fields.NO_ACCESS,
        default=lambda self: secrets.token_urlsafe(24),
        export_string_translation=False,
    )
    expires_at = fields.Datetime("Valid Until", required=True, readonly=True)
    ended_at = fields.Datetime("Ended", readonly=True)

    _one_is_alive = models.UniqueIndex(
        "(case_id) WHERE ended_at IS NULL",
        "This case has a link already. End it, then send another one.",
    )

    @api.model
    def _alive(self, case):
        """Return the link of a case that has not been ended; it may have run out."""
        return self.sudo().search([("case_id", "=", case.id), ("ended_at", "=", False)], limit=1)

    @api.model
    def _for(self, case, renew=False):
        """Return the link to send to the customer of a case, which is valid from now on.

        The one that is alive goes on, so that the earlier mails still work; one that has run out,
        went to another address or is to be renewed ends.
        """
        now = self.env.cr.now().replace(microsecond=0)
        address, link = case.email_normalized, self._alive(case)
        expires_at = now + timedelta(days=case.company_id.csm_portal_link_days)
        if link and not renew and link.address == address and link.expires_at > now:
            link.expires_at = max(expires_at, link.expires_at)
            return link
        link._end()
        # Nobody may write links: the system gives them out with its mails.
        return self.sudo().create(
            {"case_id": case.id, "address": address, "expires_at": expires_at}
        )

    def _end(self):
        self.write({"ended_at": self.env.cr.now().replace(microsecond=0)})
        self.flush_recordset()

    def _token(self):
        return f"{self.id}-{self._signature()}"

    def _signature(self):
        link = self.sudo()
        return hmac(link.env, "csm-portal-link", (link.id, link.case_id.id, link.key))[:40]

    @api.model
    def _of_token(self, token):
        """Return the link with this token, alive or not; empty when we never gave it out."""
        number, _dash, signature = (token or "").partition("-")
        if not (number.isascii() and number.isdigit() and len(number) < 10):
            return self.sudo().browse()
        link = self.sudo().browse(int(number)).exists()
        return link if link and consteq(signature, link._signature()) else link.browse()

    def _opens(self):
        """Return the case this link opens now, as the system; empty when it opens none."""
        case = self.case_id
        alive = self and not self.ended_at and self.expires_at > self.env.cr.now()
        same = case.email_normalized == self.address
        return case if alive and same and case._may_have_portal_link() else case.browse()

    @api.model
    def _are_many(self, case):
        """Tell whether so many links were sent for a case that more would only be a nuisance."""
        since = self.env.cr.now() - timedelta(days=1)
        sent = [("case_id", "=", case.id), ("create_date", ">", since)]
        return self.sudo().search_count(sent, limit=MOST_PER_DAY) >= MOST_PER_DAY
