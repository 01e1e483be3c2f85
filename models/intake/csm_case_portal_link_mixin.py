from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import email_normalize


class CsmCasePortalLinkMixin(models.AbstractModel):
    """Sends customers a link that opens their case without a password, and takes it back."""

    _name = "csm.case.portal.link.mixin"
    _description = "Case With a Link for Its Customer"

    portal_link_ids = fields.One2many("csm.portal.link", "case_id", groups=fields.NO_ACCESS)
    portal_link_text = fields.Char(
        "Customer's Link", compute="_compute_portal_link_text", compute_sudo=True
    )

    def _compute_portal_link_text(self):
        now = self.env.cr.now()
        for case in self:
            link = case.portal_link_ids.filtered(lambda link: not link.ended_at)[:1]
            case.portal_link_text = (
                self.env._(
                    "Sent to %(address)s, valid until %(moment)s",
                    address=link.address,
                    moment=case._local_text(link.expires_at),
                )
                if link and link.expires_at > now
                else ""
            )

    def write(self, vals):
        result = super().write(vals)
        if not {"partner_id", "partner_email"}.isdisjoint(vals):
            self._end_strange_portal_links()
        return result

    def _end_strange_portal_links(self):
        """A link that went to an address that is no longer the customer's opens nothing."""
        for link in self.sudo().portal_link_ids.filtered(lambda link: not link.ended_at):
            if link.address != link.case_id.email_normalized:
                link._end()

    def _may_have_portal_link(self):
        """Tell whether the customer of this case may be sent a link to it."""
        case = self.sudo()
        known = case.email_normalized and (not case.partner_id or case.partner_id.active)
        shown = case._is_for_portal() and case.company_id.csm_portal_link_days
        return bool(known and shown)

    def _portal_link(self, renew=False):
        """Return the address that opens this case without logging in; "" where there is none."""
        self.ensure_one()
        case = self.sudo()
        if not case._may_have_portal_link():
            return ""
        token = self.env["csm.portal.link"]._for(case, renew)._token()
        return f"{case.get_base_url()}{case._portal_lang_path()}?access_token={token}"

    def _portal_path(self):
        return f"/my/complaints/{self.id}"

    def _portal_lang_path(self):
        """Return the path of the page in the language of the customer."""
        Lang = self.env["res.lang"]
        lang = self._customer_lang()
        # As the pages reckon it; a job has no request to ask.
        default = self.env["ir.default"].sudo()._get("res.partner", "lang")
        default = default or next(iter(Lang._get_active_by("code")))
        code = Lang._get_data(code=lang).url_code if lang != default else ""
        return f"/{code}{self._portal_path()}" if code else self._portal_path()

    def _customer_lang(self):
        case = self.sudo()
        return case.partner_id.lang or case.company_id.partner_id.lang or "en_US"

    def action_send_portal_link(self):
        """Send the customer a new link; the one sent before ends."""
        self.check_access("write")
        for case in self:
            if not case._may_have_portal_link():
                raise UserError(
                    self.env._(
                        "%(case)s: no link can be sent. It needs the customer's e-mail address, "
                        "and links must be allowed in the settings.",
                        case=case.display_name,
                    )
                )
            case._send_portal_link()
        return True

    def action_end_portal_link(self):
        """End the link the customer has, for example because it went to the wrong person."""
        self.check_access("write")
        for case in self:
            # Links are the system's; who may take one back was asked above.
            link = self.env["csm.portal.link"]._alive(case.sudo())
            if link:
                link._end()
                case._message_log(body=self.env._("The customer's link was ended."))
        return True

    def _send_portal_link(self):
        """Write to the known address of the customer; the mail carries a new link."""
        self._portal_link(renew=True)
        case = self.with_context(lang=self._customer_lang())
        case._write_to_customer(
            subject=case.env._("Your case %(number)s", number=case.number),
            body=case.env._(
                "Here is a new link to your case %(number)s. Earlier links no longer work.",
                number=case.number,
            ),
        )

    def _write_to_customer(self, subject, body):
        """Post an automatic message on the case, addressed to the customer alone."""
        company = self.sudo().company_id
        to = {"outgoing_email_to": self.partner_email}
        if self.partner_id.email_normalized == email_normalize(self.partner_email):
            to = {"partner_ids": self.partner_id.ids}
        # Whoever asks may be the customer, who is nobody here.
        self.sudo().with_context(mail_post_autofollow=False).message_post(
            subject=subject,
            body=body,
            message_type="auto_comment",
            subtype_xmlid="mail.mt_note",
            author_id=company.partner_id.id,
            email_from=company.email_formatted or self.env.user.email_formatted,
            email_layout_xmlid="csm.csm_case_mail_customer",
            email_add_signature=False,
            force_send=False,
            # Also where the customer's own click is what sends it.
            notify_author_mention=True,
            **to,
        )

    # Mails

    def _notify_get_recipients_classify(
        self, message, recipients_data, model_description, msg_vals=False
    ):
        """Let the button of a mail to the customer open the customer's page, with a fresh link."""
        theirs = [data for data in recipients_data if self._is_customer_of_mail(data)]
        ours = [data for data in recipients_data if data not in theirs]
        groups = super()._notify_get_recipients_classify(
            message, ours, model_description, msg_vals=msg_vals
        )
        if not theirs:
            return groups
        link = self._portal_link()
        mine = super()._notify_get_recipients_classify(
            message, theirs, model_description, msg_vals=msg_vals
        )
        for group in mine:
            title = self.env._("Open Your Case")
            group["has_button_access"] = bool(link)
            group["button_access"] = {"url": link, "title": title} if link else {}
        return groups + mine

    def _is_customer_of_mail(self, data):
        """Tell whether a recipient is the customer, at the address the link belongs to."""
        if len(self) != 1 or (data.get("uid") and not data.get("ushare")):
            return False
        address = email_normalize(data.get("email_normalized") or "")
        return bool(address) and address == self.sudo().email_normalized
