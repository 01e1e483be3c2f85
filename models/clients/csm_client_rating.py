from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools.carries import carries
from ..common.csm_state_mixin import Move

FIXED = {"credit_class_id", "reason", "user_id"}


class CsmClientRating(models.Model):
    """One proposal of a class of credit for a customer, decided by somebody else."""

    _name = "csm.client.rating"
    _description = "Credit Rating"
    _inherit = ["csm.client.part.mixin", "csm.state.mixin"]
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
        required=True, help="What the credit investigation found and how they behaved in dealings."
    )
    user_id = fields.Many2one(
        "res.users",
        "Proposed by",
        required=True,
        readonly=True,
        default=lambda self: self.env.user,
        ondelete="restrict",
    )
    state = fields.Selection(
        [
            ("proposed", "Proposed"),
            ("approved", "Approved"),
            ("refused", "Refused"),
            ("withdrawn", "Withdrawn"),
        ],
        required=True,
        readonly=True,
        default="proposed",
        copy=False,
    )
    decided_by_id = fields.Many2one(
        "res.users", "Decided by", readonly=True, copy=False, ondelete="restrict"
    )
    decided_at = fields.Datetime("Decided", readonly=True, copy=False)

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

    @api.model_create_multi
    def create(self, vals_list):
        self.flush_model(["state"])
        return super().create(vals_list)

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

    def write(self, vals):
        if FIXED & vals.keys() and not self.env.su:
            raise UserError(
                self.env._("A proposal stays as it was made. Withdraw it and make another one.")
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("What was proposed and decided stays on file."))

    def action_approve(self):
        return self._act("approve")

    def action_refuse(self):
        return self._act("refuse")

    def action_withdraw(self):
        return self._act("withdraw")

    def _why_not_approve(self):
        return self._why_not_decide()

    @carries("S0-10-29", neutral="")
    def _why_not_decide(self):
        if self.env.user in (self.user_id, self.create_uid):
            return self.env._(
                "%(record)s was proposed by you. Somebody else who may read the file decides.",
                record=self.display_name,
            )
        return ""

    def _why_not_withdraw(self):
        if self.env.user == self.user_id:
            return ""
        return self.env._(
            "%(record)s is withdrawn by %(who)s, who proposed it.",
            record=self.display_name,
            who=self.user_id.sudo().name,
        )

    def _prepare_move_vals(self, move):
        return {**super()._prepare_move_vals(move), "decided_by_id": self.env.uid}

    def _moved(self, move):
        result = super()._moved(move)
        if move.name == "approve":
            for rating in self:
                rating.file_id._set_credit_class(rating)
        return result
