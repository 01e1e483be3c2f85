from odoo import fields, models
from odoo.exceptions import UserError


class CsmContactLinkMixin(models.AbstractModel):
    """Shows on a case by which contacts it came in."""

    _name = "csm.contact.link.mixin"
    _description = "Case With Contacts"

    contact_ids = fields.One2many("csm.contact", "case_id", "Contacts", readonly=True, copy=False)
    contact_count = fields.Integer("Number of Contacts", compute="_compute_contact_count")

    def _compute_contact_count(self):
        counts = dict(
            self.env["csm.contact"]._read_group(
                [("case_id", "in", self.ids)], ["case_id"], ["__count"]
            )
        )
        for case in self:
            case.contact_count = counts.get(case, 0)

    def action_open_contacts(self):
        """Open the contacts by which this case came in."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("csm.csm_contact_action_all")
        action["domain"] = [("case_id", "=", self.id)]
        action["context"] = {}
        return action

    def action_enter_contact(self):
        """Enter the call, visit or letter of this case in the contact register."""
        self.ensure_one()
        self.check_access("write")
        if self.contact_ids:
            raise UserError(
                self.env._(
                    "%(case)s stands in the contact register already.", case=self.display_name
                )
            )
        contact = self.env["csm.contact"].create(self._prepare_contact_vals())
        contact._become_case(self)
        return True

    def _prepare_contact_vals(self):
        kind = self.env["csm.contact.kind"].search([("case_kind", "=", self["kind"])], limit=1)
        names = ("partner_name", "partner_phone", "partner_email", "partner_address")
        channels = dict(self.env["csm.contact"]._fields["channel"].selection)
        return {
            **{name: self[name] for name in (*names, "product", "order_number") if self[name]},
            "channel": self["channel"] if self["channel"] in channels else "letter",
            "kind_id": kind.id,
            "question": self["name"],
            "partner_id": self["partner_id"].id,
            "company_id": self["company_id"].id,
            "team_id": self["team_id"].id,
            "first_responder_id": self["first_responder_id"].id,
            "user_id": self["user_id"].id,
            "started_at": self["received_at"],
        }

    def _hand_on_rights(self):
        """Who is kept from a case is kept from the contacts it came from."""
        result = super()._hand_on_rights()
        contacts = self.sudo().contact_ids
        if contacts:
            contacts._hand_on_rights()
        return result
