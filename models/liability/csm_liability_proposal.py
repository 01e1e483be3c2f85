from odoo import api, fields, models
from odoo.exceptions import UserError

from ..common.csm_state_mixin import Move


class CsmLiabilityProposal(models.Model):
    """One sanction that a verdict proposes; the ladders of sanctions say what it amounts to."""

    _name = "csm.liability.proposal"
    _description = "Proposed Sanction"
    _inherit = ["csm.liability.proposal.sanction.mixin", "csm.fact.mixin"]
    _order = "id desc"
    _check_company_auto = True

    liability_id = fields.Many2one(
        "csm.liability", "Verdict", required=True, readonly=True, ondelete="restrict", index=True
    )
    case_id = fields.Many2one(
        related="liability_id.case_id", store=True, index=True, compute_sudo=True
    )
    case_number = fields.Char(related="case_id.number", store=True, compute_sudo=True)
    company_id = fields.Many2one(
        related="liability_id.company_id", store=True, index=True, compute_sudo=True
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    kind = fields.Selection(
        [("money", "Money"), ("administrative", "Administrative")], required=True, readonly=True
    )
    employee_id = fields.Many2one("hr.employee", readonly=True, ondelete="restrict", index=True)
    department_id = fields.Many2one("hr.department", readonly=True, ondelete="restrict")
    user_id = fields.Many2one(related="employee_id.user_id", store=True, index="btree_not_null")
    is_leadership = fields.Boolean("Leadership", readonly=True)
    amount = fields.Monetary("Part of the Loss", readonly=True)
    reason = fields.Text(readonly=True)
    article_id = fields.Many2one("csm.regulation.article", readonly=True, ondelete="restrict")
    state = fields.Selection(
        [
            ("proposed", "Proposed"),
            ("handed_over", "Handed Over"),
            ("announced", "Announced"),
            ("withdrawn", "Withdrawn"),
        ],
        required=True,
        readonly=True,
        default="proposed",
        copy=False,
        index=True,
    )
    handed_over_at = fields.Datetime("Handed Over", readonly=True, copy=False)
    announced_at = fields.Datetime("Announced", readonly=True, copy=False)
    withdrawn_at = fields.Datetime("Withdrawn", readonly=True, copy=False)

    _facts = ("handed_over_at", "announced_at", "withdrawn_at")
    _moves = (
        Move("hand_over", ("proposed",), "handed_over", "handed_over_at"),
        Move("announce", ("handed_over",), "announced", "announced_at", "_why_not_announce"),
        Move("withdraw", ("proposed",), "withdrawn", "withdrawn_at"),
    )

    _names_somebody = models.Constraint(
        "CHECK(employee_id IS NOT NULL OR department_id IS NOT NULL)",
        "A proposed sanction names an employee or a department.",
    )

    @api.depends("case_number", "kind", "employee_id", "department_id")
    @api.depends_context("lang")
    def _compute_display_name(self):
        labels = dict(self._fields["kind"]._description_selection(self.env))
        for proposal in self:
            # The list goes to whoever need not read all employees.
            party = proposal.sudo().employee_id.name or proposal.sudo().department_id.name
            parts = (proposal.case_number, party, labels.get(proposal.kind))
            proposal.display_name = " · ".join(filter(None, parts))

    def write(self, vals):
        if not self.env.su and not self._admitted(vals) and set(vals) - {"state"}:
            raise UserError(
                self.env._(
                    "%(proposal)s follows from the verdict and is not changed by hand. Reopen the "
                    "verdict with a reason.",
                    proposal=self[:1].display_name,
                )
            )
        return super().write(vals)

    def action_announce(self):
        return self._act("announce")

    def _why_not_announce(self):
        if self.kind == "administrative":
            return ""
        return self.env._(
            "%(proposal)s is paid, not announced. Only administrative discipline is.",
            proposal=self.display_name,
        )

    # Hooks for those who lay down sanctions

    def _hand_over(self, kind):
        """Hand the open proposals of one kind among these over; returns them."""
        mine = self.filtered(lambda row: row.state == "proposed" and row.kind == kind)
        if mine:
            mine._go(self._move_named("hand_over"))
        return mine

    def _withdraw(self):
        mine = self.filtered(lambda row: row.state == "proposed")
        if mine:
            mine._go(self._move_named("withdraw"))
        return mine
