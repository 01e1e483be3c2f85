from odoo import fields, models

from ..common.csm_state_mixin import Move

OPEN = ("draft", "submitted", "granted")


class CsmRequestChainMixin(models.AbstractModel):
    """The course of an application: written, handed in, granted or refused, carried out."""

    _name = "csm.request.chain.mixin"
    _description = "Course of an Application"
    _inherit = ["csm.fact.mixin"]

    state = fields.Selection(
        [
            ("draft", "Being Written"),
            ("submitted", "Handed In"),
            ("granted", "Granted"),
            ("refused", "Refused"),
            ("done", "Carried Out"),
            ("withdrawn", "Withdrawn"),
        ],
        required=True,
        default="draft",
        index=True,
        copy=False,
        tracking=True,
        group_expand=True,
    )
    requested_at = fields.Datetime(
        "Written On",
        readonly=True,
        copy=False,
        index=True,
        default=lambda self: self.env.cr.now().replace(microsecond=0),
    )
    submitted_at = fields.Datetime("Handed In", readonly=True, copy=False)
    granted_at = fields.Datetime("Granted", readonly=True, copy=False)
    refused_at = fields.Datetime("Refused", readonly=True, copy=False)
    executed_at = fields.Datetime("Carried Out", readonly=True, copy=False)
    withdrawn_at = fields.Datetime("Withdrawn", readonly=True, copy=False)

    _facts = (
        "requested_at",
        "submitted_at",
        "granted_at",
        "refused_at",
        "executed_at",
        "withdrawn_at",
    )
    _moves = (
        Move("submit", ("draft",), "submitted", "submitted_at"),
        Move("grant", ("submitted",), "granted", "granted_at", "_why_not_granting"),
        Move("refuse", ("submitted",), "refused", "refused_at", "_why_not_refuse"),
        Move("revise", ("refused",), "draft"),
        Move("carry_out", OPEN, "done", "executed_at", "_why_not_carry_out"),
        Move("withdraw", OPEN, "withdrawn", "withdrawn_at", "_why_not_withdraw"),
    )

    def action_submit(self):
        return self._act("submit")

    def action_grant(self):
        return self._act("grant")

    def action_refuse(self):
        return self._act("refuse")

    def action_revise(self):
        return self._act("revise")

    def action_carry_out(self):
        return self._act("carry_out")

    def action_withdraw(self):
        return self._act("withdraw")
