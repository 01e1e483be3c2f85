from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import float_compare

from ...tools.carries import carries
from ...tools.listed import listed
from ..common.csm_state_mixin import Move
from .csm_resolution_mixin import DEADLINE_FIELDS


class CsmRefund(models.Model):
    """One sum paid back to a customer, or asked of them: a difference of area, a cancelled home."""

    _name = "csm.refund"
    _description = "Refund"
    _inherit = [
        "csm.paper.mixin",
        "csm.report.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "id desc"
    _rec_names_search = ["number", "reason"]
    _check_company_auto = True
    _mail_post_access = "read"

    user_id = fields.Many2one(
        "res.users",
        "Handler",
        default=lambda self: self.env.user,
        check_company=True,
        ondelete="restrict",
        tracking=True,
        domain="[('share', '=', False)]",
    )
    kind = fields.Selection(
        [
            ("cancelled", "Cancelled Home"),
            ("overpayment", "Overpayment"),
            ("area", "Difference of Area"),
            ("other", "Other"),
        ],
        required=True,
        default="overpayment",
        tracking=True,
    )
    presale_area = fields.Float("Area in the Presale Contract (m²)", digits=(16, 2))
    title_area = fields.Float("Area in the Title (m²)", digits=(16, 2))
    unit_price = fields.Monetary("Price per m²")
    direction = fields.Selection(
        [("refund", "We Pay Back"), ("supplement", "The Customer Pays More")],
        compute="_compute_of_area",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        tracking=True,
    )
    amount = fields.Monetary(
        compute="_compute_of_area", store=True, readonly=False, precompute=True, tracking=True
    )
    reason = fields.Char()
    finance_note = fields.Text("Record for Finance", help="What finance has to do and did.")
    refuse_reason = fields.Char(copy=False, tracking=True)
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("approved", "Approved"),
            ("settled", "Settled"),
            ("refused", "Refused"),
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
    told_at = fields.Datetime("Customer Told On", readonly=True, copy=False)
    settled_at = fields.Datetime("Settled On", readonly=True, copy=False)
    refused_at = fields.Datetime("Refused On", readonly=True, copy=False)

    _mark = "RF"
    _kept_fields = (*DEADLINE_FIELDS, "report_cycle", "company_amount")
    _settled_fields = (
        "kind",
        "amount",
        "currency_id",
        "direction",
        "partner_id",
        "solution_id",
        "presale_area",
        "title_area",
        "unit_price",
    )
    _facts = ("drafted_at", "approved_at", "told_at", "settled_at", "refused_at")
    _moves = (
        Move("approve", ("draft",), "approved", "approved_at", "_why_not_approve"),
        Move("settle", ("approved",), "settled", "settled_at"),
        Move("refuse", ("draft", "approved"), "refused", "refused_at", "_why_not_refuse"),
        Move("tell", ("draft", "approved"), "", "told_at"),
    )

    _figures_are_not_negative = models.Constraint(
        "CHECK(amount >= 0 AND presale_area >= 0 AND title_area >= 0 AND unit_price >= 0)",
        "Areas, prices and amounts cannot be below zero. Choose who pays instead.",
    )

    @api.depends("kind", "presale_area", "title_area", "unit_price", "currency_id")
    def _compute_of_area(self):
        for refund in self:
            if refund.kind == "area":
                refund.direction, refund.amount = refund._of_area()
            else:
                refund.direction = refund.direction or "refund"

    @carries("S1-06-18", neutral=("refund", 0))
    def _of_area(self):
        """Return who pays how much for the difference between the two areas."""
        currency = self.currency_id or self.env.company.currency_id
        amount = currency.round(abs(self.title_area - self.presale_area) * self.unit_price)
        is_larger = float_compare(self.title_area, self.presale_area, 2) > 0
        return ("supplement" if is_larger else "refund"), amount

    @api.constrains("kind", "amount", "direction")
    def _check_amount_is_of_the_area(self):
        for refund in self.filtered(lambda refund: refund.kind == "area"):
            direction, amount = refund._of_area()
            if (refund.direction, refund.amount) != (direction, amount):
                raise ValidationError(
                    self.env._(
                        "%(refund)s: what a difference of area comes to follows from the areas and "
                        "the price. Correct those instead.",
                        refund=refund.display_name,
                    )
                )

    def action_approve(self):
        return self._act("approve")

    def action_settle(self):
        return self._act("settle")

    def action_refuse(self):
        return self._act("refuse")

    def action_tell(self):
        return self._act("tell")

    def _why_not_approve(self):
        if self.currency_id.is_zero(self.amount):
            return self.env._(
                "%(refund)s has no amount. Enter what is paid.", refund=self.display_name
            )
        lacks = self._why_not_without(("partner_id",), self.env._("Choose the customer."))
        return lacks or self._why_not_rate()

    def _why_not_refuse(self):
        return self._why_not_without(("refuse_reason",), self.env._("Write why nothing is paid."))

    def _is_under_way(self):
        return self.state == "approved"

    # Hooks

    def _workers(self):
        return self.user_id | self.case_id._workers()

    def _deadline_is_over(self):
        return self.state == "refused"

    def _approval_amount(self, move_name):
        return self.amount, self.currency_id

    def _approval_kind(self, move_name):
        return f"{self.kind} {self.direction}"

    @api.model
    def _approval_kind_text(self, kind):
        name, _space, direction = kind.partition(" ")
        directions = dict(self._fields["direction"]._description_selection(self.env))
        said = (super()._approval_kind_text(name), directions.get(direction, direction))
        return listed(self.env, said)
