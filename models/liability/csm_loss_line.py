from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...tools.carries import carries
from .csm_loss_basis import LOSSES


class CsmLossLine(models.Model):
    """One thing a case has cost, and how much of it counts as loss."""

    _name = "csm.loss.line"
    _description = "Line of a Loss"
    _inherit = ["csm.liability.line.mixin"]
    _order = "liability_id desc, sequence, id"
    _rec_name = "category"
    _check_company_auto = True

    sequence = fields.Integer(default=10)
    category = fields.Selection(LOSSES, "Kind of Loss", required=True, default="compensation")
    description = fields.Char()
    quantity = fields.Float(digits=(16, 3), default=1, required=True)
    price = fields.Float("Cost of One", digits=(16, 2))
    cost_currency_id = fields.Many2one(
        "res.currency",
        "Currency",
        required=True,
        compute="_compute_cost_currency_id",
        store=True,
        readonly=False,
        precompute=True,
        ondelete="restrict",
    )
    cost = fields.Monetary(currency_field="cost_currency_id", compute="_compute_cost", store=True)
    spent_on = fields.Date(
        "Day", required=True, default=fields.Date.context_today, help="Its rate of exchange counts."
    )
    evidence = fields.Char(help="The voucher, letter or measurement that shows what it cost.")
    source = fields.Char("Taken Over from", readonly=True, copy=False)
    basis_id = fields.Many2one(
        "csm.loss.basis",
        compute="_compute_basis_id",
        store=True,
        compute_sudo=True,
        ondelete="restrict",
    )
    article_id = fields.Many2one(related="basis_id.article_id", string="Article")
    amount = fields.Monetary("Counts as Loss", compute="_compute_amount", store=True)

    _kept_fields = ("source", "amount", "basis_id", "cost")

    _cost_is_not_negative = models.Constraint(
        "CHECK(quantity >= 0 AND price >= 0)",
        "What a case cost cannot be below zero. Enter the amount itself.",
    )
    _taken_over_once = models.UniqueIndex(
        "(liability_id, source) WHERE source IS NOT NULL",
        "This has been taken over from the case already.",
    )

    @api.depends("liability_id")
    def _compute_cost_currency_id(self):
        for line in self:
            line.cost_currency_id = line.cost_currency_id or line.liability_id.currency_id

    @api.depends("quantity", "price")
    def _compute_cost(self):
        for line in self:
            line.cost = line.quantity * line.price

    @api.depends("category", "liability_id.case_id")
    def _compute_basis_id(self):
        Basis = self.env["csm.loss.basis"]
        for line in self:
            case = line.liability_id.case_id
            basis = Basis._basis_for(line.category, line.liability_id) if case else Basis
            line.basis_id = basis

    @api.depends("cost", "quantity", "basis_id", "cost_currency_id", "spent_on")
    def _compute_amount(self):
        for line in self:
            line.amount = line._counted()

    @carries("S0-02-26", neutral=0.0)
    def _counted(self):
        """Return how much of it counts, in the currency of the company at the rate of the day."""
        company, own = self.company_id, self.currency_id
        if not company or not self.cost_currency_id:
            return 0.0
        day = self.spent_on or fields.Date.context_today(self)
        cost = self.cost_currency_id._convert(self.cost, own, company, day, round=False)
        return self.sudo().basis_id._count(self.quantity, cost, own)

    @api.constrains("cost_currency_id", "spent_on")
    def _check_rate_is_known(self):
        for line in self:
            currency, company = line.cost_currency_id, line.company_id
            if currency == company.currency_id or line._has_rate():
                continue
            raise ValidationError(
                self.env._(
                    "%(verdict)s: there is no rate of %(currency)s for %(day)s. Enter the rate of "
                    "the day under Currencies, or the amount in %(own)s.",
                    verdict=line.liability_id.display_name,
                    currency=currency.name,
                    day=line.spent_on,
                    own=company.currency_id.name,
                )
            )

    def _has_rate(self):
        # Rates of exchange are public; only who may read their table is not.
        rates = self.env["res.currency.rate"].sudo()
        company = self.company_id.root_id
        mine = [
            ("currency_id", "=", self.cost_currency_id.id),
            ("company_id", "in", (False, company.id)),
            ("name", "<=", self.spent_on),
        ]
        return bool(rates.search_count(mine, limit=1))

    @api.constrains("evidence", "source", "category")
    def _check_evidence(self):
        for line in self:
            if not line.source and not (line.evidence or "").strip():
                raise ValidationError(
                    self.env._(
                        "%(verdict)s: what was spent on “%(kind)s” has no evidence. Enter the "
                        "voucher, letter or measurement that shows it.",
                        verdict=line.liability_id.display_name,
                        kind=dict(self._fields["category"]._description_selection(self.env))[
                            line.category
                        ],
                    )
                )
