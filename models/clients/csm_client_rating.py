from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools.carries import carries
from ..common.csm_state_mixin import Move


class CsmClientRating(models.Model):
    """One proposal of a class of credit for a customer, decided by somebody else."""

    _name = "csm.client.rating"
    _description = "Credit Rating"
    _inherit = ["csm.client.proposal.mixin", "csm.client.part.mixin"]
    _order = "id desc"

    credit_class_id = fields.Many2one(
        "csm.credit.class",
        "Proposed Class",
        required=True,
        ondelete="restrict",
        domain="[('id', 'in', possible_class_ids)]",
    )
    possible_class_ids = fields.Many2many(
        "csm.credit.class", compute="_compute_possible_class_ids", compute_sudo=True
    )
    criteria = fields.Text(related="credit_class_id.criteria")
    reason = fields.Text(
        help="What the credit investigation found and how they behaved in dealings."
    )
    decided_by_id = fields.Many2one(
        "res.users", "Decided by", readonly=True, copy=False, ondelete="restrict"
    )
    decided_at = fields.Datetime("Decided", readonly=True, copy=False)

    _proposed_fields = frozenset({"credit_class_id", "reason", "user_id"})
    _kept_fields = ("user_id", "decided_by_id", "decided_at")
    _moves = (
        Move("approve", ("proposed",), "approved", "decided_at", "_why_not_approve"),
        Move("refuse", ("proposed",), "refused", "decided_at", "_why_not_decide"),
        Move("withdraw", ("proposed",), "withdrawn", "decided_at", "_why_not_withdraw"),
    )
    _one_proposal = models.UniqueIndex(
        "(file_id) WHERE state = 'proposed'",
        "A class of credit is proposed for this file already. Decide that proposal first.",
    )

    @api.depends("file_id")
    def _compute_possible_class_ids(self):
        for rating in self:
            company = rating.file_id.company_id or self.env.company
            rating.possible_class_ids = self.env["csm.credit.class"]._classes_of(company)

    @api.constrains("credit_class_id", "file_id")
    def _check_class_is_in_use(self):
        for rating in self:
            if rating.credit_class_id not in rating.possible_class_ids:
                raise UserError(
                    self.env._(
                        "“%(name)s” is no class of credit this company works with. Adopt the "
                        "regulation and enter the criteria of its classes first.",
                        name=rating.credit_class_id.name,
                    )
                )

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("What was proposed and decided stays on file."))

    def _why_not_approve(self):
        return self._why_not_decide()

    @carries("S0-10-29", neutral="")
    def _why_not_decide(self):
        return self._why_not_other()

    def _prepare_move_vals(self, move):
        return {**super()._prepare_move_vals(move), "decided_by_id": self.env.uid}

    def _moved(self, move):
        result = super()._moved(move)
        if move.name == "approve":
            for rating in self:
                rating.file_id._set_credit_class(rating)
        return result
