from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools.carries import carries
from ..common.csm_state_mixin import Move


class CsmClientGrading(models.Model):
    """One proposal to give a customer a grade, or to take it off, and what became of it.

    Who decides follows the approval rules in force; where none speaks, a supervisor who did not
    propose it does. The decision itself sets the grade; nobody writes it by hand.
    """

    _name = "csm.client.grading"
    _description = "Grading of a Customer"
    _inherit = [
        "csm.client.proposal.mixin",
        "csm.fact.mixin",
        "csm.approval.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "proposed_at desc, id desc"
    _rec_name = "partner_id"
    _check_company_auto = True
    _mail_post_access = "read"

    partner_id = fields.Many2one(
        "res.partner",
        "Customer",
        required=True,
        index=True,
        check_company=True,
        ondelete="cascade",
        domain="[('parent_id', '=', False)]",
    )
    grade_id = fields.Many2one(
        "csm.client.grade",
        "Proposed Grade",
        ondelete="restrict",
        tracking=True,
        help="Empty: the customer is to have no grade any more.",
    )
    former_grade_id = fields.Many2one(
        "csm.client.grade", "Grade Before", readonly=True, copy=False, ondelete="restrict"
    )
    refuse_reason = fields.Text("Why It Is Refused", copy=False)
    company_id = fields.Many2one(
        "res.company",
        required=True,
        readonly=True,
        index=True,
        default=lambda self: self.env.company,
    )
    state = fields.Selection(tracking=True)
    proposed_at = fields.Datetime(
        "Proposed",
        readonly=True,
        copy=False,
        default=lambda self: self.env.cr.now().replace(microsecond=0),
    )
    approved_at = fields.Datetime("Approved", readonly=True, copy=False)
    refused_at = fields.Datetime("Refused", readonly=True, copy=False)
    withdrawn_at = fields.Datetime("Withdrawn", readonly=True, copy=False)

    _proposed_fields = frozenset({"partner_id", "grade_id", "reason", "user_id", "company_id"})
    _facts = ("proposed_at", "approved_at", "refused_at", "withdrawn_at")
    _kept_fields = ("user_id", "former_grade_id", "next_due_at", "next_deadline_id", "is_on_hold")
    _moves = (
        Move("approve", ("proposed",), "approved", "approved_at", "_why_not_approve"),
        Move("refuse", ("proposed",), "refused", "refused_at", "_why_not_refuse"),
        Move("withdraw", ("proposed",), "withdrawn", "withdrawn_at", "_why_not_withdraw"),
    )
    _one_proposal = models.UniqueIndex(
        "(partner_id, company_id) WHERE state = 'proposed'",
        "A grade is proposed for this customer already. Decide that proposal first.",
    )

    @api.depends("partner_id", "grade_id")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for grading in self:
            grade = grading.grade_id.name or self.env._("no grade")
            grading.display_name = f"{grading.partner_id.name}: {grade}"

    @api.model_create_multi
    def create(self, vals_list):
        gradings = super().create(vals_list)
        for grading in gradings:
            grading._check_changes_anything()
            if self.env["csm.approval.demand"]._need(grading, "approve"):
                self.env["csm.approval"]._ask(grading, "approve", grading.reason)
        return gradings

    @api.ondelete(at_uninstall=False)
    def _unlink_except_decided(self):
        for grading in self:
            if grading.state == "approved":
                raise UserError(
                    self.env._(
                        "%(record)s is the reason of a grade and stays on record.",
                        record=grading.display_name,
                    )
                )

    def _check_changes_anything(self):
        # Company and grade of the customer are read as the system keeps them.
        now = self.sudo().partner_id.with_company(self.company_id).csm_grade_id
        if now == self.grade_id:
            raise UserError(
                self.env._(
                    "%(customer)s has the grade “%(grade)s” already. Propose another one.",
                    customer=self.partner_id.name,
                    grade=self.grade_id.name or self.env._("no grade"),
                )
            )

    # Steps

    def _why_not_approve(self):
        return self._why_not_decide("")

    def _why_not_refuse(self):
        if self._approval_of("approve").state == "refused":
            return ""
        if refusal := self._why_not_decide(
            self.env._(
                "%(record)s is decided by those whose approval it waits for.",
                record=self.display_name,
            )
        ):
            return refusal
        if (self.refuse_reason or "").strip():
            return ""
        return self.env._(
            "%(record)s: write why it is refused, then refuse it.", record=self.display_name
        )

    @carries("S1-02-08", neutral="")
    def _why_not_decide(self, spoken):
        """Where no rule says who approves, a supervisor who did not propose it decides.

        :param spoken: what is said where rules name who decides
        """
        if self.env["csm.approval.demand"]._speaking(self.sudo(), "approve", False):
            return spoken
        if refusal := self._why_not_other():
            return refusal
        if not self.env.user.has_group("csm.group_supervisor"):
            return self.env._(
                "%(record)s: no rule says who decides, so a supervisor does. Ask yours.",
                record=self.display_name,
            )
        return ""

    def _withdrawers(self):
        managers = self.env.user if self.env.user.has_group("csm.group_manager") else self.user_id
        return self._approval_askers() | managers

    def _moved(self, move):
        result = super()._moved(move)
        if move.name == "approve":
            self._set_grades()
        elif move.name == "withdraw":
            self.env["csm.approval"]._supersede(self, "approve")
        return result

    def _set_grades(self):
        for grading in self:
            # Whoever decides need not be able to write on the customer.
            customer = grading.sudo().partner_id.with_company(grading.company_id)
            grading._with_pass(["former_grade_id"]).write(
                {"former_grade_id": customer.csm_grade_id.id}
            )
            customer.csm_grade_id = grading.grade_id

    # What approvals do

    def _approvals_granted(self, approvals):
        result = super()._approvals_granted(approvals)
        self._follow_decision(approvals, "approve")
        return result

    def _approvals_refused(self, approvals):
        result = super()._approvals_refused(approvals)
        for approval in approvals.filtered(lambda approval: approval.move == "approve"):
            vote = approval.vote_ids.filtered(lambda vote: vote.state == "refused")[:1]
            # The last signature is the decision; whoever signs need not be able to write.
            self.sudo().browse(approval.res_id).refuse_reason = vote.comment
        self._follow_decision(approvals, "refuse")
        return result

    def _follow_decision(self, approvals, name):
        ids = [row.res_id for row in approvals if row.move == "approve"]
        move = self._move_named(name)
        # The last signature is the decision; whoever signs need not be able to write.
        gradings = (
            self.sudo()
            .browse(ids)
            .filtered(lambda each: each.state == "proposed" and not each._why_not_move(move))
        )
        if gradings:
            gradings._go(move)

    def _workers(self):
        return self.user_id

    def _approval_askers(self):
        return self.user_id | self.create_uid

    def _approval_person(self):
        return self.user_id

    def _approval_payee(self, move_name):
        return self.partner_id

    def _approval_kind(self, move_name):
        return self.grade_id.code or ""
