from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import float_compare

# What stands once the note is approved, and what is counted at the gate of the warehouse.
APPROVED = {
    "product",
    "item_number",
    "batch_number",
    "unit_price",
    "approved_quantity",
    "is_undetermined",
    "return_id",
}
COUNTED = {"received_quantity"}
DIGITS = 3


class CsmReturnLine(models.Model):
    """One kind of goods on a return note: how many may come back and how many came."""

    _name = "csm.return.line"
    _description = "Goods on a Return Note"
    _order = "return_id, sequence, id"

    return_id = fields.Many2one("csm.return", required=True, ondelete="cascade", index=True)
    sequence = fields.Integer(default=10)
    product = fields.Char(required=True)
    item_number = fields.Char()
    batch_number = fields.Char("Lot Number")
    currency_id = fields.Many2one(related="return_id.currency_id")
    unit_price = fields.Monetary()
    is_undetermined = fields.Boolean(
        "Not Yet Determined",
        help="The customer is still processing the goods; the quantity is not known yet.",
    )
    approved_quantity = fields.Float("Approved", digits=(16, DIGITS))
    received_quantity = fields.Float("Received", digits=(16, DIGITS), copy=False)
    difference = fields.Float(compute="_compute_difference", digits=(16, DIGITS))
    approved_amount = fields.Monetary(compute="_compute_amounts", store=True)
    received_amount = fields.Monetary(compute="_compute_amounts", store=True)
    is_unwanted = fields.Boolean(
        "Marked X", help="The customer does not want it; the line is struck on the order."
    )
    replacement = fields.Selection(
        [("unchecked", "Not Checked Yet"), ("good", "Good"), ("defective", "Defective")],
        required=True,
        default="unchecked",
        help="What the check of the goods given in exchange has shown.",
    )

    _figures_are_not_negative = models.Constraint(
        "CHECK(unit_price >= 0 AND approved_quantity >= 0 AND received_quantity >= 0)",
        "Prices and quantities cannot be below zero. Enter the quantity itself.",
    )

    @api.depends("product", "item_number")
    def _compute_display_name(self):
        for line in self:
            line.display_name = " ".join(filter(None, (line.item_number, line.product)))

    @api.depends("approved_quantity", "received_quantity")
    def _compute_difference(self):
        for line in self:
            line.difference = line.received_quantity - line.approved_quantity

    @api.depends("unit_price", "approved_quantity", "received_quantity", "currency_id")
    def _compute_amounts(self):
        for line in self:
            currency = line.currency_id or self.env.company.currency_id
            line.approved_amount = currency.round(line.unit_price * line.approved_quantity)
            line.received_amount = currency.round(line.unit_price * line.received_quantity)

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines._check_may_change(APPROVED)
        lines.filtered("received_quantity")._check_may_change(COUNTED)
        return lines

    def write(self, vals):
        self._check_may_change(vals.keys())
        result = super().write(vals)
        # A line may have been moved to another note.
        self._check_may_change(vals.keys() & {"return_id"})
        return result

    def unlink(self):
        self._check_may_change(APPROVED)
        return super().unlink()

    def _check_may_change(self, names):
        """What was approved stands; what came in is counted between approval and signature."""
        for line in self:
            note = line.return_id
            if not APPROVED.isdisjoint(names) and note.state != "draft":
                raise UserError(
                    self.env._(
                        "%(note)s is “%(state)s”: its goods and quantities stand. Take it back to "
                        "a draft with a reason; it is approved anew.",
                        note=note.display_name,
                        state=note._state_labels()[note.state],
                    )
                )
            if not COUNTED.isdisjoint(names) and note.state not in ("draft", "approved"):
                raise UserError(
                    self.env._(
                        "%(note)s: the warehouse has signed for the goods; what was received "
                        "stands.",
                        note=note.display_name,
                    )
                )

    def _differs(self):
        return float_compare(self.received_quantity, self.approved_quantity, DIGITS) != 0

    def _is_tolerated(self, percent):
        """Whether fewer came than approved, or more within the tolerance."""
        most = self.approved_quantity * (1 + percent / 100)
        return float_compare(self.received_quantity, most, DIGITS) <= 0
