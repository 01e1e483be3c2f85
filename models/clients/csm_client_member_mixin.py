from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

READERS = "csm.group_agent,csm.group_auditor"


class CsmClientMemberMixin(models.AbstractModel):
    """A customer who may be a member."""

    _name = "csm.client.member.mixin"
    _description = "Customer With Memberships"

    csm_membership_ids = fields.One2many(
        "csm.client.membership", "partner_id", "Memberships", groups=READERS, copy=False
    )
    csm_membership_count = fields.Integer(
        "Number of Memberships", compute="_compute_csm_membership_count", groups=READERS
    )
    csm_is_member = fields.Boolean(
        "Member",
        compute="_compute_csm_is_member",
        search="_search_csm_is_member",
        groups=READERS,
        help="A membership of this customer, or of the company behind them, is valid today.",
    )

    def _compute_csm_membership_count(self):
        counts = dict(
            self.env["csm.client.membership"]._read_group(
                [("partner_id", "in", self.ids)], ["partner_id"], ["__count"]
            )
        )
        for partner in self:
            partner.csm_membership_count = counts.get(partner, 0)

    @api.depends_context("uid", "company", "allowed_company_ids")
    def _compute_csm_is_member(self):
        members = self.env["csm.client.membership"]._member_ids(self, self.env.company)
        for partner in self:
            partner.csm_is_member = partner.id in members

    @api.model
    def _search_csm_is_member(self, operator, value):
        if operator != "in":
            return NotImplemented
        Membership, company = self.env["csm.client.membership"], self.env.company
        valid = Membership._valid_domain(company) & Domain("company_id", "=", company.id)
        members = Membership.search(valid).partner_id.ids
        return Domain("id", "in", members) | Domain("commercial_partner_id", "in", members)

    def action_csm_memberships(self):
        """Open the memberships of this customer; where there is none, enrol."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("csm.csm_client_membership_action")
        action["domain"] = [("partner_id", "=", self.id)]
        action["context"] = {"default_partner_id": self.id}
        return action

    def _csm_check_one_membership(self):
        """Let two members of one company not become one: a membership would be lost unseen."""
        # The register is asked as a whole; which company it is, nobody is told.
        Membership = self.env["csm.client.membership"].sudo()
        active = [("partner_id", "in", self.ids), ("state", "=", "active")]
        for _company, count in Membership._read_group(active, ["company_id"], ["__count"]):
            if count > 1:
                raise UserError(
                    self.env._(
                        "Several of these customers are members of one company. Have all but one "
                        "of the memberships ended, then merge the customers."
                    )
                )
