from odoo import fields, models

from ..common.csm_state_mixin import Move

# The states in which a verdict binds those it names.
SPOKEN = ("decided", "reviewed")


class CsmLiabilityChainMixin(models.AbstractModel):
    """The chain of facts of a verdict, from the draft to the monthly review."""

    _name = "csm.liability.chain.mixin"
    _description = "Chain of Facts of a Verdict"
    _inherit = ["csm.fact.mixin"]

    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("proposed", "Proposed"),
            ("decided", "Decided"),
            ("reviewed", "Reviewed"),
            ("void", "Void"),
        ],
        required=True,
        default="draft",
        index=True,
        copy=False,
        tracking=True,
        group_expand=True,
    )
    proposed_at = fields.Datetime("Proposed", readonly=True, copy=False)
    returned_at = fields.Datetime("Given Back", readonly=True, copy=False)
    decided_at = fields.Datetime("Decided", readonly=True, copy=False, index="btree_not_null")
    reviewed_at = fields.Datetime("Reviewed", readonly=True, copy=False)
    reopened_at = fields.Datetime("Reopened", readonly=True, copy=False)
    voided_at = fields.Datetime("Voided", readonly=True, copy=False)

    _facts = (
        "proposed_at",
        "returned_at",
        "decided_at",
        "reviewed_at",
        "reopened_at",
        "voided_at",
    )
    _moves = (
        Move("propose", ("draft",), "proposed", "proposed_at", "_why_not_propose"),
        Move("give_back", ("proposed",), "draft", "returned_at"),
        Move("decide", ("proposed",), "decided", "decided_at", "_why_not_decide"),
        Move("review", ("decided",), "reviewed", "reviewed_at", "_why_not_review"),
        Move("reopen", SPOKEN, "draft", "reopened_at", "_why_not_reopen"),
        Move("void", ("draft", "proposed"), "void", "voided_at", "_why_not_void"),
    )

    def action_propose(self):
        return self._act("propose")

    def action_give_back(self):
        return self._act("give_back")

    def action_decide(self):
        return self._act("decide")

    def action_reopen(self):
        return self._act("reopen")

    def action_void(self):
        return self._act("void")
