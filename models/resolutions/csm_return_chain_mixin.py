from odoo import fields, models

from ..common.csm_state_mixin import Move

UNDER_WAY = ("draft", "approved", "received", "booked")


class CsmReturnChainMixin(models.AbstractModel):
    """The steps of goods that come back, from the note to the settlement."""

    _name = "csm.return.chain.mixin"
    _description = "Steps of a Return"
    _inherit = ["csm.fact.mixin"]

    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("approved", "Approved"),
            ("received", "Received"),
            ("booked", "Booked"),
            ("settled", "Settled"),
            ("refused", "Refused"),
        ],
        required=True,
        default="draft",
        index=True,
        copy=False,
        tracking=True,
        group_expand=True,
    )
    drafted_at = fields.Datetime(
        "Drafted On",
        readonly=True,
        copy=False,
        default=lambda self: self.env.cr.now().replace(microsecond=0),
    )
    quality_confirmed_at = fields.Datetime("Confirmed by Quality On", readonly=True, copy=False)
    approved_at = fields.Datetime("Approved On", readonly=True, copy=False)
    printed_at = fields.Datetime("Slip Printed On", readonly=True, copy=False)
    checked_at = fields.Datetime("Checked with the Customer On", readonly=True, copy=False)
    handler_signed_at = fields.Datetime("Signed by the Handler On", readonly=True, copy=False)
    customer_signed_at = fields.Datetime("Signed by the Customer On", readonly=True, copy=False)
    manager_signed_at = fields.Datetime("Signed by the Manager On", readonly=True, copy=False)
    instructed_at = fields.Datetime("Instruction Given On", readonly=True, copy=False)
    received_at = fields.Datetime("Received On", readonly=True, copy=False)
    booked_at = fields.Datetime("Booked On", readonly=True, copy=False)
    settled_at = fields.Datetime("Settled On", readonly=True, copy=False)
    refused_at = fields.Datetime("Refused On", readonly=True, copy=False)
    revised_at = fields.Datetime("Taken Back to a Draft On", readonly=True, copy=False)

    _facts = (
        "drafted_at",
        "quality_confirmed_at",
        "approved_at",
        "printed_at",
        "checked_at",
        "handler_signed_at",
        "customer_signed_at",
        "manager_signed_at",
        "instructed_at",
        "received_at",
        "booked_at",
        "settled_at",
        "refused_at",
        "revised_at",
    )
    _moves = (
        Move("approve", ("draft",), "approved", "approved_at", "_why_not_approve"),
        Move("receive", ("approved",), "received", "received_at", "_why_not_receive"),
        Move("book", ("received",), "booked", "booked_at", "_why_not_book"),
        Move(
            "settle",
            ("approved", "received", "booked"),
            "settled",
            "settled_at",
            "_why_not_settle",
        ),
        Move("refuse", ("draft", "approved"), "refused", "refused_at", "_why_not_refuse"),
        Move("revise", ("approved", "received"), "draft", "revised_at", "_why_not_revise"),
        Move("confirm_quality", ("draft",), "", "quality_confirmed_at", "_why_not_confirm_quality"),
        Move("print", ("draft", "approved"), "", "printed_at", "_why_not_print"),
        Move("check", ("draft", "approved"), "", "checked_at", "_why_not_check"),
        Move("sign_handler", UNDER_WAY, "", "handler_signed_at", "_why_not_sign"),
        Move("sign_customer", UNDER_WAY, "", "customer_signed_at", "_why_not_sign_customer"),
        Move("sign_manager", UNDER_WAY, "", "manager_signed_at", "_why_not_sign_manager"),
        Move("instruct", ("approved",), "", "instructed_at", "_why_not_instruct"),
    )

    def action_approve(self):
        return self._act("approve")

    def action_receive(self):
        return self._act("receive")

    def action_book(self):
        return self._act("book")

    def action_settle(self):
        return self._act("settle")

    def action_refuse(self):
        return self._act("refuse")

    def action_revise(self):
        return self._act("revise")

    def action_confirm_quality(self):
        return self._act("confirm_quality")

    def action_print(self):
        """Mark the slips as printed, and print them."""
        done = self._act("print")
        if len(self) > 1:
            return done
        report = self.env.ref("csm.ir_actions_report_csm_return_note")
        return report.report_action(self.ids, config=False)

    def action_check(self):
        return self._act("check")

    def action_sign_handler(self):
        return self._act("sign_handler")

    def action_sign_customer(self):
        return self._act("sign_customer")

    def action_sign_manager(self):
        return self._act("sign_manager")

    def action_instruct(self):
        return self._act("instruct")
