from odoo import api, fields, models
from odoo.exceptions import UserError

from ..common.csm_state_mixin import Move

# What a notice says; it stands once the notice is issued.
SAID = {
    "kind",
    "liability_id",
    "department_id",
    "employee_id",
    "scope",
    "cause",
    "amount",
    "reason",
}


class CsmLiabilityNotice(models.Model):
    """One reward or penalty notice (奖罚通知单): a part of the performance bonus, by cause."""

    _name = "csm.liability.notice"
    _description = "Reward or Penalty Notice"
    _inherit = [
        "csm.copies.mixin",
        "csm.number.mixin",
        "csm.approval.mixin",
        "csm.fact.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "id desc"
    _rec_name = "number"
    _check_company_auto = True

    liability_id = fields.Many2one(
        "csm.liability", "Verdict", required=True, ondelete="restrict", index=True
    )
    case_id = fields.Many2one(related="liability_id.case_id", store=True, index=True)
    team_id = fields.Many2one(related="liability_id.team_id", store=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    kind = fields.Selection(
        [("penalty", "Penalty"), ("reward", "Reward")], required=True, default="penalty"
    )
    scope = fields.Selection(
        [
            ("manufacturing", "Manufacturing Department"),
            ("business", "Business"),
            ("service", "After-sales Service"),
        ],
        "Whose Bonus",
        required=True,
        default="manufacturing",
    )
    department_id = fields.Many2one(
        "hr.department", "Unit", required=True, check_company=True, ondelete="restrict"
    )
    employee_id = fields.Many2one(
        "hr.employee",
        "Person",
        check_company=True,
        ondelete="restrict",
        help="Empty: the unit as a whole.",
    )
    cause = fields.Char(
        "Cause of the Complaint", help="The part of the bonus is set by the cause of the complaint."
    )
    amount = fields.Monetary("Part of the Bonus")
    reason = fields.Text()
    revision = fields.Integer("Version", default=1, readonly=True, copy=False)
    # Copies lie with the papers of the case; an auditor reads where they are, in words.
    copy_ids = fields.One2many(groups="csm.group_agent")
    copies_text = fields.Char(compute_sudo=True)
    void_reason = fields.Text(copy=False)
    state = fields.Selection(
        [("draft", "Draft"), ("issued", "Issued"), ("void", "Void")],
        required=True,
        readonly=True,
        default="draft",
        copy=False,
        index=True,
        tracking=True,
    )
    issued_at = fields.Datetime("Issued", readonly=True, copy=False)
    voided_at = fields.Datetime("Voided", readonly=True, copy=False)

    _facts = ("issued_at", "voided_at")
    _kept_fields = ("is_on_hold", "next_due_at", "next_deadline_id", "revision")
    _moves = (
        Move("issue", ("draft",), "issued", "issued_at", "_why_not_issue"),
        Move("void", ("draft", "issued"), "void", "voided_at", "_why_not_void"),
    )

    _amount_is_not_negative = models.Constraint(
        "CHECK(amount >= 0)", "A part of the bonus cannot be below zero. Choose the other kind."
    )

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            verdict_id = vals.get("liability_id") or self.env.context.get("default_liability_id")
            # The company follows from the verdict; nobody chooses it.
            vals["company_id"] = self.env["csm.liability"].browse(verdict_id).company_id.id
        return super().create(vals_list)

    def write(self, vals):
        issued = self.filtered(lambda notice: notice.state != "draft")
        if issued and SAID & vals.keys() and not self._admitted(vals):
            raise UserError(
                self.env._(
                    "%(notice)s is issued and stays as it is. Void it with a reason and write "
                    "another one.",
                    notice=issued[0].display_name,
                )
            )
        result = super().write(vals)
        if SAID & vals.keys() and not self._admitted(vals):
            for notice in self:
                # Another version wants another approval.
                notice.sudo().revision += 1
        return result

    @api.model
    def _number_prefix(self, vals):
        return self._monthly_prefix("RPN", vals)

    def action_issue(self):
        return self._act("issue")

    def action_void(self):
        return self._act("void")

    def _why_not_issue(self):
        if self.liability_id.state in ("decided", "reviewed"):
            return ""
        return self.env._(
            "%(notice)s rests on a verdict that is not decided (%(verdict)s). Wait for it.",
            notice=self.display_name,
            verdict=self.liability_id.display_name,
        )

    def _why_not_void(self):
        if (self.void_reason or "").strip():
            return ""
        return self.env._(
            "%(notice)s: write why it is void; its number stays.", notice=self.display_name
        )

    def _workers(self):
        return self.create_uid

    # Hooks of the engines

    def _approval_kind(self, move_name):
        """What it says stays away from the request, which also agents of the team may read."""
        return str(self.revision)

    @api.model
    def _approval_kind_text(self, kind):
        return self.env._("Version %(number)s", number=kind)

    def _entry_start(self):
        return self.sudo().liability_id._entry_start()

    def _deadline_rights(self):
        barred = self.sudo().case_id._barred_users().ids
        return {**super()._deadline_rights(), "barred_user_ids": barred}
