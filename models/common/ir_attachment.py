from odoo import api, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from ...tools.carries import carries

# What makes a file another one, or opens it to whoever has its address.
CONTENT = {"raw", "datas", "db_datas"}
OPENING = {"public", "access_token"}


class IrAttachment(models.Model):
    """A file that is a printed internal form stays in the house, by whatever name it is saved."""

    _inherit = "ir.attachment"

    @api.model_create_multi
    def create(self, vals_list):
        opened = any(not OPENING.isdisjoint(vals) for vals in vals_list)
        attachments = super().create(vals_list)
        if opened:
            attachments._check_not_open()
        return attachments

    def write(self, vals):
        # Odoo takes names out of what it is given.
        names = set(vals)
        result = super().write(vals)
        if names & (CONTENT | OPENING):
            self._check_not_open()
        if names & CONTENT:
            self._check_not_told()
        return result

    def _check_not_open(self):
        """Refuse an address that opens an internal form to whoever has it."""
        # Whether it has one is asked of all files, also of those its owner alone may read.
        self.sudo().filtered(lambda file: file.public or file.access_token)._keep_inside()

    def _check_not_told(self):
        """Refuse another content in files that were sent already."""
        Message = self.env["mail.message"].sudo()
        Message.search([("attachment_ids", "in", self.ids)])._keep_forms_inside()
        mails = self.env["mail.mail"].sudo().search([("attachment_ids", "in", self.ids)])
        mails._keep_forms_inside()

    def _keep_inside(self):
        """Refuse to let any of these files out of the house."""
        reason = self._why_not_outside()
        if reason:
            raise UserError(reason)

    @carries("S2-09-24", "S1-04-30", neutral="")
    def _why_not_outside(self):
        """Say which of these files is an internal form; one query, none without files."""
        found = self._internal_form()
        if not found:
            return ""
        name, number = found
        return self.env._(
            "“%(file)s” is the internal form %(number)s and does not leave the house: it is given "
            "to nobody outside, not even as a link. Write the customer a letter, or keep the file "
            "to an internal note.",
            file=name,
            number=number,
        )

    def _internal_form(self):
        """Return ``(name, number of the print)`` of the first internal form, or nothing."""
        if not self.ids:
            return None
        self.flush_model(["checksum"])
        self.env["csm.form.print"].flush_model(["checksum", "is_internal"])
        self.env.cr.execute(
            SQL(
                """SELECT file.name, print.number
                     FROM ir_attachment AS file
                     JOIN csm_form_print AS print
                       ON print.checksum = file.checksum AND print.is_internal
                    WHERE file.id IN %s
                 ORDER BY file.id, print.id LIMIT 1""",
                tuple(self.ids),
            )
        )
        return self.env.cr.fetchone()

    def _to_http_stream(self):
        """Hand an internal form to nobody outside, whatever key they have."""
        if not self.env.user._is_internal() and self._why_not_outside():
            raise AccessError(self.env._("This file is not for download. Ask us for a letter."))
        return super()._to_http_stream()
