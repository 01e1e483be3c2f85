from odoo import api, fields, models
from odoo.exceptions import UserError

from .csm_liability_chain_mixin import SPOKEN

# What a verdict says; it stands while the verdict is proposed, decided or reviewed.
SAID = {
    "ground",
    "findings",
    "is_negligence",
    "tracking",
    "contract_clause",
    "was_locked_away",
    "discipline",
    "joint_department_ids",
}


class CsmLiability(models.Model):
    """The verdict on who is liable for a case, for which part of the loss, and what follows.

    A Supervisor reads the verdicts of the team tree, a Manager those of the company. Agents learn
    that there is one; whoever it names reads their own share once it is decided.
    """

    _name = "csm.liability"
    _description = "Verdict on Liability"
    _inherit = [
        "csm.liability.penalty.mixin",
        "csm.liability.party.mixin",
        "csm.liability.gate.mixin",
        "csm.liability.sanction.mixin",
        "csm.liability.chain.mixin",
        "csm.approval.mixin",
        "csm.report.mixin",
        "hr.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "id desc"
    _rec_names_search = ["case_id.number"]
    _check_company_auto = True

    case_id = fields.Many2one(
        "csm.case", required=True, index=True, ondelete="restrict", check_company=True
    )
    company_id = fields.Many2one(related="case_id.company_id", store=True, index=True)
    team_id = fields.Many2one(related="case_id.team_id", store=True, index=True)
    cause_class = fields.Selection(related="case_id.cause_class", store=True, string="Cause Class")
    closed_at = fields.Datetime(related="case_id.closed_at", string="Case Closed")
    currency_id = fields.Many2one(related="company_id.currency_id")
    ground = fields.Selection(
        [
            ("quality", "Own Quality"),
            ("duty", "Neglected Duty"),
            ("secrecy", "Breach, Loss or Disclosure of Customer Files"),
            ("tools", "Tools Damaged or Lost"),
            ("safekeeping", "Objects Not Put Away"),
            ("contract", "Breach of Contract by the Company"),
            ("other", "Other"),
        ],
        "What It Is About",
        required=True,
        default="quality",
        tracking=True,
    )
    findings = fields.Text("What the Verdict Rests on")
    is_negligence = fields.Boolean("Human Negligence", tracking=True)
    tracking = fields.Selection(
        [("yes", "Yes"), ("no", "No")],
        "Improvement Is Tracked",
        tracking=True,
        help="Whether somebody has to improve something by a day, and its effect is checked.",
    )
    contract_clause = fields.Text(help="Which term of the contract applies to the breach.")
    was_locked_away = fields.Selection(
        [("yes", "Yes"), ("no", "No")],
        "Locked Away at the End of Work",
        help="Whether the objects lay in the locked cabinet and the keys at their place.",
    )
    discipline = fields.Selection(
        [
            ("none", "None"),
            ("money", "Money"),
            ("administrative", "Administrative"),
        ],
        tracking=True,
        help="Administrative discipline takes the place of money; there is never both.",
    )
    joint_department_ids = fields.Many2many(
        "hr.department",
        "csm_liability_joint_department_rel",
        "liability_id",
        "department_id",
        "Handled Jointly with",
        check_company=True,
        help="The units that handle the case together where others than the company are liable.",
    )
    loss_line_ids = fields.One2many("csm.loss.line", "liability_id", "What It Cost")
    loss_amount = fields.Monetary(
        "Loss", compute="_compute_loss_amount", store=True, compute_sudo=True
    )
    improvement_ids = fields.One2many("csm.improvement", "liability_id", "Improvements")
    review_line_ids = fields.One2many(
        "csm.liability.review.line",
        "liability_id",
        "Reviews",
        readonly=True,
        groups="csm.group_manager,csm.group_auditor",
    )
    reopen_reason = fields.Text(copy=False, tracking=True)
    void_reason = fields.Text(copy=False, tracking=True)

    _kept_fields = (
        "is_on_hold",
        "next_due_at",
        "next_deadline_id",
        "report_cycle",
        "loss_amount",
        "liable_user_ids",
    )

    _one_in_force = models.UniqueIndex(
        "(case_id) WHERE state <> 'void'",
        "This case has a verdict already. Reopen that one with a reason instead.",
    )

    @api.depends("case_id.number")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for liability in self:
            # The number alone: the subject of a case may name persons.
            liability.display_name = self.env._(
                "Verdict on %(case)s", case=liability.sudo().case_id.number or ""
            )

    @api.depends("loss_line_ids.amount")
    def _compute_loss_amount(self):
        for liability in self:
            liability.loss_amount = sum(liability.loss_line_ids.mapped("amount"))

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            vals.setdefault("case_id", self.env.context.get("default_case_id"))
            case = self.env["csm.case"].browse(vals["case_id"])
            case.check_access("write")
            self._check_has_no_verdict(case)
        return super().create(vals_list)

    @api.model
    def _check_has_no_verdict(self, case):
        # A verdict that has just become void no longer stands in the way of the index.
        self.flush_model(["state"])
        # Also a verdict this user may not read stands in the way.
        if case.sudo().liability_ids.filtered(lambda other: other.state != "void"):
            raise UserError(
                self.env._(
                    "%(case)s has a verdict already. Reopen that one with a reason instead.",
                    case=case.display_name,
                )
            )

    def write(self, vals):
        if "case_id" in vals:
            raise UserError(self.env._("A verdict stays with its case. Make one for the other."))
        if SAID & vals.keys():
            self._check_is_draft()
        return super().write(vals)

    def _check_is_draft(self):
        """Refuse to change what a verdict says under the feet of those who work by it."""
        for liability in self:
            if liability.state != "draft":
                raise UserError(liability._why_not_changed())

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("A verdict stays on file. Void it with a reason instead."))

    # The loss

    def action_collect_losses(self):
        """Take over from the case what it has cost, as far as it is not in the loss yet."""
        self.ensure_one()
        self.check_access("write")
        self._check_is_draft()
        known = {line.source for line in self.loss_line_ids if line.source}
        for values in self.case_id._loss_sources():
            if values["source"] not in known:
                # A source is evidence of the system, which nobody types.
                self.env["csm.loss.line"].sudo().create({"liability_id": self.id, **values})
        return True

    # Hooks of the engines

    def _entry_start(self):
        """A verdict follows the rules that were valid for its case."""
        return self.sudo().case_id._entry_start()

    def _approval_kind(self, move_name):
        """A verdict stands while it is proposed; proposed anew, it is another one.

        Its amount stays away from the request, which also agents of the team may read.
        """
        return fields.Datetime.to_string(self.proposed_at) if self.proposed_at else ""

    @api.model
    def _approval_kind_text(self, kind):
        try:
            moment = fields.Datetime.to_datetime(kind)
        except ValueError:
            # Asked for when the moment was still kept in words.
            return kind
        return self.env._("Proposed on %(moment)s", moment=self._local_text(moment))

    def _approval_askers(self):
        return self._maker("proposed_at")

    def _deadline_rights(self):
        barred = self._barred_users().ids
        return {**super()._deadline_rights(), "barred_user_ids": barred}

    def _barred_users(self):
        """Return who may not see these verdicts: the accused, and the liable until it is said."""
        liable = [verdict.liable_user_ids for verdict in self if verdict.state not in SPOKEN]
        return self.sudo().case_id._barred_users().union(*liable)

    def _deadline_not_to_be_told(self):
        return self.sudo().case_id.accused_user_ids | self.liable_user_ids

    def _deadline_is_over(self):
        return self.state == "void"

    def _deadline_is_silent(self):
        return self.sudo().case_id.is_historic

    def _workers(self):
        return self._maker("proposed_at") | self._maker("decided_at")

    # Nobody sends a verdict to those it must not reach

    def message_subscribe(self, partner_ids=None, subtype_ids=None):
        return super().message_subscribe(
            partner_ids=self._without_barred(partner_ids), subtype_ids=subtype_ids
        )

    def message_post(self, *, partner_ids=None, **kwargs):
        return super().message_post(partner_ids=self._without_barred(partner_ids), **kwargs)

    def _without_barred(self, partner_ids):
        away = self.sudo()._deadline_not_to_be_told().partner_id.ids
        return [id_ for id_ in partner_ids or () if id_ not in away]
