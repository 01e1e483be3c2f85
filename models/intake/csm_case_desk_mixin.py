from odoo import api, fields, models


class CsmCaseDeskMixin(models.AbstractModel):
    """What the front desk puts on record about a case besides its matter."""

    _name = "csm.case.desk.mixin"
    _description = "Front Desk Record of a Case"

    partner_is_urgent = fields.Boolean(
        "Urgent Customer",
        compute="_compute_partner_is_urgent",
        store=True,
        precompute=True,
        index="btree_not_null",
        help="Follows the customer as long as the case is open.",
    )

    sales_stage = fields.Selection(
        [("pre_sale", "Before the Sale"), ("after_sale", "After the Sale")],
        "Before or After the Sale",
        tracking=True,
    )
    published_line = fields.Char(
        "Reached Through",
        compute="_compute_published_line",
        store=True,
        readonly=False,
        precompute=True,
        help="The published hotline, mailbox or counter the customer turned to.",
    )
    has_appointment = fields.Selection(
        [("yes", "Yes"), ("no", "No")], "With an Appointment", copy=False
    )
    is_first_visit = fields.Selection([("yes", "Yes"), ("no", "No")], "First Visit", copy=False)
    introduced_by_id = fields.Many2one(
        "res.users",
        "Introduced by",
        copy=False,
        check_company=True,
        ondelete="restrict",
        domain="[('share', '=', False)]",
        help="Who introduced the handler to the customer by name.",
    )
    internal_feedback = fields.Text(
        "Feedback Inside", copy=False, help="What the departments concerned learn from the case."
    )
    suggestion_outcome = fields.Selection(
        [
            ("adopted", "Adopted"),
            ("plan", "Plan to Put It Right"),
            ("declined", "Not Followed"),
        ],
        "What Becomes of the Suggestion",
        copy=False,
        tracking=True,
    )
    is_valuable = fields.Boolean("Valuable Opinion", copy=False, tracking=True)
    inquiry_outcome = fields.Selection(
        [("visit", "Visit"), ("purchase", "Purchase"), ("none", "Neither")],
        "What Came of the Inquiry",
        copy=False,
        tracking=True,
    )

    @api.depends("partner_id")
    def _compute_partner_is_urgent(self):
        for case in self:
            case.partner_is_urgent = case.partner_id._csm_is_urgent_now(case.company_id)

    @api.depends("channel", "team_id")
    def _compute_published_line(self):
        for case in self:
            # An agent may register for a team whose settings are not theirs to read.
            address = case.sudo().team_id.alias_email
            mailed = case.channel == "email" and not case.published_line
            case.published_line = (address if mailed else case.published_line) or False
