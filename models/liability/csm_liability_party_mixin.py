from odoo import api, fields, models


class CsmLiabilityPartyMixin(models.AbstractModel):
    """Who bears how much of a case, and what the regulations ask about those persons."""

    _name = "csm.liability.party.mixin"
    _description = "Parties of a Verdict"

    share_ids = fields.One2many("csm.liability.share", "liability_id", "Shares")
    percent_total = fields.Float(
        "Together (%)", digits=(5, 2), compute="_compute_percent_total", compute_sudo=True
    )
    employee_percent = fields.Float(
        "Borne by Employees (%)",
        digits=(5, 2),
        compute="_compute_percent_total",
        compute_sudo=True,
    )
    liable_user_ids = fields.Many2many(
        "res.users",
        "csm_liability_liable_user_rel",
        "liability_id",
        "user_id",
        compute="_compute_liable_user_ids",
        store=True,
        compute_sudo=True,
        export_string_translation=False,
    )
    liable_employee_ids = fields.Many2many(
        "hr.employee",
        compute="_compute_liable_employee_ids",
        compute_sudo=True,
        string="Liable Employees",
    )
    has_leadership = fields.Boolean(
        "Direct Superiors Bear Their Part",
        compute="_compute_liable_employee_ids",
        compute_sudo=True,
        help="The direct superior of each liable employee has a share of leadership.",
    )

    @api.depends("share_ids.percent", "share_ids.kind", "share_ids.is_leadership")
    def _compute_percent_total(self):
        for liability in self:
            shares = liability.share_ids
            own = shares.filtered(lambda share: share.kind == "employee")
            liability.percent_total = sum(share.percent for share in shares)
            liability.employee_percent = sum(share.percent for share in own)

    @api.depends("share_ids.user_id")
    def _compute_liable_user_ids(self):
        for liability in self:
            liability.liable_user_ids = liability.share_ids.user_id

    @api.depends("share_ids.employee_id.parent_id", "share_ids.is_leadership")
    def _compute_liable_employee_ids(self):
        for liability in self:
            leading = liability.share_ids.filtered("is_leadership").employee_id
            acting = liability._acting_employees()
            liability.liable_employee_ids = acting
            liability.has_leadership = all(
                not employee.parent_id or employee.parent_id in leading for employee in acting
            )

    def _acting_employees(self):
        """Return the employees who are liable for what they did, not for whom they lead."""
        # The register of employees is the personnel office's; here it only tells who leads whom.
        shares = self.sudo().share_ids
        return shares.filtered(lambda share: not share.is_leadership).employee_id

    def _hundredths(self):
        """Return the sum of the shares in hundredths of a percent, exactly."""
        return sum(share._hundredths() for share in self.share_ids)
