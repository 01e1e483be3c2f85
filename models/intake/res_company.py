from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    csm_hotline = fields.Char(
        "Complaint Hotline", help="The telephone number for complaints, shown to customers."
    )
    csm_desk_address = fields.Char(
        "Complaint Desk", help="Where customers complain in person, shown to customers."
    )
    csm_desk_owner_id = fields.Many2one(
        "res.users",
        "In Charge of the Complaint Desk",
        domain="[('share', '=', False)]",
        help="Who receives complaints on behalf of the company.",
    )
    csm_duplicate_days = fields.Integer(
        "Days Back for Duplicates",
        default=30,
        help="How far back cases are looked through for the same matter.",
    )

    csm_portal_team_id = fields.Many2one(
        "csm.team",
        "Team of the Customers' Pages",
        check_company=True,
        ondelete="set null",
        help="Receives what customers write on their own pages. Empty: the first team with a "
        "published form.",
    )
    csm_portal_link_days = fields.Integer(
        "Days a Customer's Link Is Valid",
        default=30,
        help="For so many days after a mail its link opens the case without a password. 0: mails "
        "carry no link.",
    )
    csm_portal_names = fields.Boolean(
        "Names of Staff Shown to Customers",
        help="Else the pages of customers name only the company.",
    )
    csm_portal_ask = fields.Boolean(
        "Ask How Content They Are", help="A mail asks the customer when a case is closed."
    )

    _csm_portal_link_days_are_not_negative = models.Constraint(
        "CHECK(csm_portal_link_days >= 0)",
        "A link cannot be valid for less than 0 days. Enter 0 to send none.",
    )
    _csm_duplicate_days_are_not_negative = models.Constraint(
        "CHECK(csm_duplicate_days >= 0)", "Days back cannot be below zero. Enter 0 or more."
    )

    def _csm_portal_team(self):
        """Return the team that receives what customers of this company write; empty if none."""
        chosen = self.sudo().csm_portal_team_id
        if chosen.active:
            return chosen
        published = [("company_id", "=", self.id), ("has_complaint_form", "=", True)]
        return self.env["csm.team"].sudo().search(published, limit=1)
