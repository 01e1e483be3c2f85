from odoo import api, fields, models


class CsmCaseMemberMixin(models.AbstractModel):
    """Shows on a case that its customer is a member, and is to be served as one."""

    _name = "csm.case.member.mixin"
    _description = "Case of a Member"

    partner_is_member = fields.Boolean(
        "Member",
        compute="_compute_partner_is_member",
        help="A membership of the customer, or of the company behind them, is valid today.",
    )

    @api.depends("partner_id", "company_id")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_partner_is_member(self):
        Membership = self.env["csm.client.membership"]
        for company, cases in self.grouped("company_id").items():
            members = Membership._member_ids(cases["partner_id"], company)
            for case in cases:
                case["partner_is_member"] = case["partner_id"].id in members
