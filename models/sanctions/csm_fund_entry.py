from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError


class CsmFundEntry(models.Model):
    """One line in the book of a fund. It is never changed; a mistake is corrected by another line.

    A fine is entered with the number of its sanction. What rests on a wage is entered only as the
    total of at least five persons, so that nobody works a wage out of it.
    """

    _name = "csm.fund.entry"
    _description = "Entry of a Fund"
    _inherit = ["csm.append.only.mixin"]
    _order = "day desc, id desc"
    _check_company_auto = True
    _kept_words = "The book of a fund is written once and never changed."

    fund_id = fields.Many2one(
        "csm.fund", required=True, ondelete="restrict", index=True, check_company=True
    )
    company_id = fields.Many2one(related="fund_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    day = fields.Date(required=True, default=fields.Date.context_today)
    kind = fields.Selection(
        [("fine", "Fine"), ("spent", "Spent"), ("correction", "Correction")],
        required=True,
        default="spent",
    )
    amount = fields.Monetary(required=True, help="Minus: out of the fund.")
    spent_amount = fields.Monetary(
        "Amount Spent", compute="_compute_spent_amount", inverse="_inverse_spent_amount"
    )
    purpose = fields.Char(help="What the department did with it, or why it is corrected.")
    receipt_ids = fields.Many2many(
        "ir.attachment", "csm_fund_entry_receipt_rel", "entry_id", "attachment_id", "Receipts"
    )
    source_text = fields.Char("Comes of", readonly=True)
    person_count = fields.Integer("Persons", readonly=True)
    is_total = fields.Boolean("Total", readonly=True)
    user_id = fields.Many2one(
        "res.users",
        "Entered by",
        required=True,
        readonly=True,
        default=lambda self: self.env.user,
        ondelete="restrict",
    )

    _purpose_is_named = models.Constraint(
        "CHECK(kind = 'fine' OR purpose IS NOT NULL)",
        "Say what the money was for, or why the book is corrected.",
    )
    _spent_goes_out = models.Constraint(
        "CHECK(kind <> 'spent' OR amount < 0)", "Enter how much was spent."
    )

    @api.depends("amount")
    def _compute_spent_amount(self):
        for entry in self:
            entry.spent_amount = -entry.amount

    def _inverse_spent_amount(self):
        for entry in self.filtered(lambda entry: not entry._origin):
            entry.amount = -entry.spent_amount

    @api.model_create_multi
    def create(self, vals_list):
        entries = super().create([self._prepared(vals) for vals in vals_list])
        entries._check_may_enter()
        entries._check_covered()
        return entries

    @api.model
    def _prepared(self, vals):
        """Return values in which what is spent goes out, and who enters it is who does."""
        vals = dict(vals)
        if "spent_amount" in vals:
            vals["amount"] = -vals.pop("spent_amount")
        return vals if self.env.su else {**vals, "user_id": self.env.uid}

    @api.model
    def _update_admitted(self):
        # The company is filled in from the fund after the line is written.
        return self._unchanged("fund_id", "day", "kind", "amount", "purpose", "user_id")

    def write(self, vals):  # pylint: disable=method-required-super
        raise UserError(
            self.env._("The book of a fund stays as it is. Enter a correction with its reason.")
        )

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(
            self.env._("The book of a fund stays as it is. Enter a correction with its reason.")
        )

    def _check_may_enter(self):
        if self.env.su:
            return
        if any(entry.kind == "fine" or entry.is_total for entry in self):
            raise AccessError(self.env._("Fines go into the fund when they are handed over."))
        for fund in self.fund_id:
            if not fund._is_kept_by(self.env.user):
                raise AccessError(
                    self.env._(
                        "The fund of %(fund)s is kept by the head of the department and whoever "
                        "is named in it. Ask one of them.",
                        fund=fund.name,
                    )
                )

    def _check_covered(self):
        funds = self.filtered(lambda entry: entry.amount < 0).fund_id
        # Two who spend at once would each see the whole balance: the second begins anew.
        funds._claim()
        for fund in funds:
            fund.invalidate_recordset(["balance"])
            if fund.currency_id.compare_amounts(fund.balance, 0) < 0:
                raise ValidationError(
                    self.env._(
                        "The fund of %(fund)s does not hold that much: %(lacking)s are missing. "
                        "Spend less, or wait for the next hand-over.",
                        fund=fund.name,
                        lacking=fund.currency_id.format(-fund.balance),
                    )
                )
