from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..common.csm_state_mixin import Move
from .csm_resolution_mixin import DEADLINE_FIELDS


class CsmAllowance(models.Model):
    """One sales allowance certificate (销货折让证明单): what the customer is let off."""

    _name = "csm.allowance"
    _description = "Allowance Certificate"
    _inherit = [
        "csm.paper.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "id desc"
    _rec_names_search = ["number", "reason"]
    _check_company_auto = True
    _mail_post_access = "read"

    kind = fields.Selection(
        [("allowance", "Allowance"), ("compensation", "Compensation")],
        required=True,
        default="allowance",
        tracking=True,
    )
    amount = fields.Monetary(required=True, tracking=True)
    company_amount = fields.Monetary(help="At the rate of the day it was approved.")
    order_number = fields.Char()
    reason = fields.Char(help="Why the customer is let off something.")
    basis = fields.Char(help="On what it rests, for example the decision in the case.")
    sealed_on = fields.Date("Sealed by the Customer On", tracking=True)
    seal_attachment_ids = fields.Many2many(
        "ir.attachment",
        "csm_allowance_seal_rel",
        "allowance_id",
        "attachment_id",
        "Sealed Certificate",
        help="A picture or scan of the certificate with the customer's seal.",
    )
    void_reason = fields.Char(copy=False, tracking=True)
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("approved", "Approved"),
            ("executed", "Carried Out"),
            ("void", "Void"),
        ],
        required=True,
        default="draft",
        index=True,
        copy=False,
        tracking=True,
    )
    drafted_at = fields.Datetime(
        "Drafted On",
        readonly=True,
        copy=False,
        default=lambda self: self.env.cr.now().replace(microsecond=0),
    )
    approved_at = fields.Datetime("Approved On", readonly=True, copy=False)
    executed_at = fields.Datetime("Carried Out On", readonly=True, copy=False)
    voided_at = fields.Datetime("Voided On", readonly=True, copy=False)

    _mark = "SA"
    _kept_fields = (*DEADLINE_FIELDS, "company_amount")
    _settled_fields = ("kind", "amount", "currency_id", "partner_id", "solution_id")
    _file_fields = ("seal_attachment_ids",)
    _final_states = ("executed",)
    _proof_fields = ("sealed_on", "seal_attachment_ids")
    _facts = ("drafted_at", "approved_at", "executed_at", "voided_at")
    _moves = (
        Move("approve", ("draft",), "approved", "approved_at", "_why_not_approve"),
        Move("execute", ("approved",), "executed", "executed_at"),
        Move("void", ("draft", "approved"), "void", "voided_at", "_why_not_void"),
    )

    _amount_is_not_negative = models.Constraint(
        "CHECK(amount >= 0)",
        "An amount cannot be below zero. Enter what the customer is let off as an amount above it.",
    )

    @api.constrains("sealed_on")
    def _check_seal_is_not_to_come(self):
        for paper in self:
            if paper.sealed_on and paper.sealed_on > paper._local_day(self.env.cr.now()):
                raise ValidationError(
                    self.env._(
                        "%(paper)s: the customer cannot have sealed it on a day to come "
                        "(%(day)s). Enter the day of the seal.",
                        paper=paper.display_name,
                        day=paper.sealed_on,
                    )
                )

    def action_approve(self):
        return self._act("approve")

    def action_execute(self):
        return self._act("execute")

    def action_void(self):
        return self._act("void")

    def _why_not_approve(self):
        if self.currency_id.is_zero(self.amount):
            return self.env._(
                "%(paper)s has no amount. Enter what the customer is let off.",
                paper=self.display_name,
            )
        lacks = self._why_not_without(("partner_id", "reason"), self.env._("Enter them first."))
        return lacks or self._why_not_rate()

    def _why_not_void(self):
        return self._why_not_without(
            ("void_reason",), self.env._("Write why it is void; its number stays.")
        )

    def _is_under_way(self):
        return self.state == "approved"

    # Hooks

    def _workers(self):
        return self.create_uid | self.case_id._workers()

    def _approval_amount(self, move_name):
        return self.amount, self.currency_id

    def _approval_order(self, move_name):
        return self.order_number or super()._approval_order(move_name)
