from textwrap import shorten

from markupsafe import Markup

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import plaintext2html


class CsmContactCaseMixin(models.AbstractModel):
    """Makes a case of a contact that cannot be settled on the spot."""

    _name = "csm.contact.case.mixin"
    _description = "Contact That Becomes a Case"

    case_id = fields.Many2one(
        "csm.case",
        copy=False,
        readonly=True,
        check_company=True,
        index="btree_not_null",
        ondelete="restrict",
    )

    def action_make_case(self):
        """Make a case of this contact, or open the one it became."""
        self.ensure_one()
        case = self.case_id
        if not case:
            refusal = self._why_not_make_case()
            if refusal:
                raise UserError(refusal)
            case = self.env["csm.case"].create(self._prepare_case_vals())
            self._become_case(case)
        return {
            "type": "ir.actions.act_window",
            "res_model": "csm.case",
            "res_id": case.id,
            "views": [(False, "form")],
        }

    def action_take_down(self):
        """Keep what was taken down in the dialogue, and open it."""
        self.ensure_one()
        return self.get_formview_action()

    def _why_not_make_case(self):
        if self["state"] in ("closed", "void"):
            return self.env._(
                "%(contact)s is over and makes no case any more. Register the matter as a case "
                "of its own.",
                contact=self.display_name,
            )
        return ""

    def _become_case(self, case):
        """Link a case and close the contact with it; who was promised a call waits for the case."""
        self.check_access("write")
        # Which case it became and how it ended is kept by the system.
        self.sudo()._keep(case_id=case.id, outcome="case")
        self._act("close")
        link = Markup("<a href='#' data-oe-model='%s' data-oe-id='%s'>%s</a>")
        case._message_log(
            body=Markup("<p>%s</p>")
            % self.env._(
                "Made of the contact %(contact)s.",
                contact=link % (self._name, self.id, self["number"]),
            )
        )

    def _prepare_case_vals(self):
        """Return what the case takes over from the contact."""
        text = (self["question"] or self["reason"] or "").strip()
        kind = self["kind_id"]
        return {
            "name": shorten(text.split("\n")[0], 100, placeholder=" …")
            if text
            else self.display_name,
            "description": plaintext2html(text) if text else False,
            "kind": kind.case_kind or "complaint",
            "channel": self["channel"],
            "company_id": self["company_id"].id,
            "team_id": self["team_id"].id,
            "first_responder_id": self["first_responder_id"].id,
            "user_id": self["user_id"].id or self["first_responder_id"].id,
            "received_at": self["started_at"],
            "product": self["product"],
            "order_number": self["order_number"],
            **self._prepare_case_customer_vals(),
        }

    def _prepare_case_customer_vals(self):
        names = ("partner_name", "partner_phone", "partner_email", "partner_address")
        values = {name: self[name] for name in names if self[name]}
        if self["partner_id"]:
            values["partner_id"] = self["partner_id"].id
        return values
