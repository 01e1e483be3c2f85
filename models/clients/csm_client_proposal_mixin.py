from odoo import api, fields, models
from odoo.exceptions import UserError


class CsmClientProposalMixin(models.AbstractModel):
    """Something one person proposes about a customer and another decides, once at a time.

    The concrete model names in ``_proposed_fields`` what stays as it was proposed, and has a
    unique index of what is proposed.
    """

    _name = "csm.client.proposal.mixin"
    _description = "Proposal About a Customer"
    _inherit = ["csm.state.mixin"]

    reason = fields.Text(required=True)
    user_id = fields.Many2one(
        "res.users",
        "Proposed by",
        required=True,
        readonly=True,
        default=lambda self: self.env.user,
        ondelete="restrict",
        index=True,
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
        index=True,
        copy=False,
    )

    _proposed_fields = frozenset()

    @api.model_create_multi
    def create(self, vals_list):
        # What was decided a moment ago makes room for the next proposal.
        self.flush_model(["state"])
        return super().create(vals_list)

    def write(self, vals):
        if self._proposed_fields & vals.keys() and not self.env.su:
            raise UserError(
                self.env._(
                    "%(record)s stays as it was proposed. Withdraw it and make another proposal.",
                    record=self[:1].display_name,
                )
            )
        return super().write(vals)

    def action_approve(self):
        return self._act("approve")

    def action_refuse(self):
        return self._act("refuse")

    def action_withdraw(self):
        return self._act("withdraw")

    def _why_not_other(self):
        """Nobody decides what they proposed themselves."""
        if self.env.user not in self.user_id | self.create_uid:
            return ""
        return self.env._(
            "%(record)s was proposed by you. Somebody else has to decide on it.",
            record=self.display_name,
        )

    def _why_not_withdraw(self):
        if self.env.user in self._withdrawers():
            return ""
        return self.env._(
            "%(record)s is withdrawn by %(who)s, who proposed it.",
            record=self.display_name,
            who=self.user_id.sudo().name,
        )

    # Hooks

    def _withdrawers(self):
        """Hook: return who may take the proposal back."""
        return self.user_id
