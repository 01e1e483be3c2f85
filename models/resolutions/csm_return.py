from odoo import api, fields, models

from ...tools.carries import carries
from ...tools.listed import listed
from .csm_resolution_mixin import DEADLINE_FIELDS
from .csm_return_chain_mixin import UNDER_WAY

# What belongs to one approval and begins anew with the next.
OF_ONE_APPROVAL = (
    "printed_at",
    "checked_at",
    "handler_signed_at",
    "customer_signed_at",
    "customer_signature",
    "manager_signed_at",
    "instructed_at",
    "instruction",
    "instructed_by",
)
RETURNED = ("approved", "received", "booked", "settled")


class CsmReturn(models.Model):
    """One goods return note (成品退货单): what comes back and why, what came, how it was booked."""

    _name = "csm.return"
    _description = "Return Note"
    _inherit = [
        "csm.return.verdict.mixin",
        "csm.paper.mixin",
        "csm.report.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "id desc"
    _rec_names_search = ["number", "order_number"]
    _check_company_auto = True
    _mail_post_access = "read"

    trade = fields.Selection(related="partner_id.csm_trade", store=True)
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
        [("return", "Return"), ("exchange", "Exchange"), ("rework", "Rework")],
        required=True,
        default="return",
        tracking=True,
    )
    reason_id = fields.Many2one(
        "csm.return.reason", required=True, ondelete="restrict", tracking=True
    )
    is_customer_storage = fields.Boolean("Caused by the Customer's Storage", tracking=True)
    method = fields.Char("Handling", help="What is done with the goods.")
    basis = fields.Char(help="On what it rests, for example the decision in the case.")
    order_number = fields.Char()
    dispatched_on = fields.Date("Left the Warehouse On")
    delivery = fields.Selection(
        [("delivered", "Handed Over"), ("courier", "Courier"), ("self_pickup", "Picked Up")],
        required=True,
        default="delivered",
    )
    is_signed_for = fields.Boolean("The Customer Has Signed for the Goods")
    is_on_spot = fields.Boolean("On the Spot", help="Returned where it was bought or delivered.")
    line_ids = fields.One2many("csm.return.line", "return_id", "Goods", copy=True)
    approved_amount = fields.Monetary(compute="_compute_amounts", store=True, tracking=True)
    received_amount = fields.Monetary(compute="_compute_amounts", store=True)
    company_amount = fields.Monetary(
        help="Approved, until the goods have been received; at the rate of the day of approval."
    )
    receivable_amount = fields.Monetary(
        "Deducted from the Collection Base",
        currency_field="company_currency_id",
        compute="_compute_receivable_amount",
        store=True,
        help="What the customer no longer owes, once the return is booked.",
    )

    has_order_tolerance = fields.Boolean("The Order States a Tolerance")
    order_tolerance = fields.Float("Tolerance of the Order (%)", digits=(5, 2))
    tolerance = fields.Float(
        "Over-acceptance Tolerance (%)",
        compute="_compute_tolerance",
        digits=(5, 2),
        help="The one stated on the customer's order, else the company's.",
    )
    quality_by = fields.Char("Confirmed by")
    quality_finding = fields.Char("Finding of the Quality Department")
    outbound_sheet = fields.Char(
        "Outbound Review Sheet", help="The sheet (銷售出庫審核表) the goods were checked against."
    )
    instruction = fields.Char(copy=False, help="What is done with the quantity that differs.")
    instructed_by = fields.Char("Instruction Given by", copy=False)
    customer_signature = fields.Binary(copy=False, attachment=True)
    proof = fields.Selection(
        [
            ("invoice", "Original invoice, stamped by the buyer"),
            ("copy", "Stamped copy with quantity, price and amount"),
            ("certificate", "Certificate of return, stamped by the buyer"),
        ],
        copy=False,
        tracking=True,
    )
    proof_attachment_ids = fields.Many2many(
        "ir.attachment", "csm_return_proof_rel", "return_id", "attachment_id", "Attached Proof"
    )
    booked_on = fields.Date("Booking Day", copy=False, help="Empty: today.")
    logistics = fields.Char("Way of the Goods", help="Carrier, slip and where they are now.")
    completeness = fields.Selection(
        [("complete", "Complete"), ("incomplete", "Something Is Missing")]
    )
    cost_difference = fields.Selection(
        [("none", "None"), ("refund", "We Pay Back"), ("extra", "The Customer Pays More")]
    )
    cost_difference_amount = fields.Monetary()
    refuse_reason = fields.Char(copy=False, tracking=True)
    revise_reason = fields.Char(copy=False, tracking=True)

    _mark = "RN"
    _worth_fields = (
        "approved_amount",
        "received_amount",
        "currency_id",
        "approved_at",
        "received_at",
    )
    _kept_fields = (
        *DEADLINE_FIELDS,
        "report_cycle",
        "company_amount",
        "receivable_amount",
    )
    _settled_fields = (
        "kind",
        "reason_id",
        "partner_id",
        "currency_id",
        "solution_id",
        "is_customer_storage",
        "dispatched_on",
        "delivery",
        "is_signed_for",
        "has_order_tolerance",
        "order_tolerance",
    )
    _file_fields = ("proof_attachment_ids",)
    _final_states = ("booked", "settled")
    _proof_fields = ("proof", "proof_attachment_ids", "booked_on", "customer_signature")

    _figures_are_not_negative = models.Constraint(
        "CHECK(order_tolerance >= 0 AND cost_difference_amount >= 0)",
        "A tolerance or a difference of cost cannot be below zero.",
    )

    @api.depends("line_ids.approved_amount", "line_ids.received_amount")
    def _compute_amounts(self):
        for note in self:
            note.approved_amount = sum(note.line_ids.mapped("approved_amount"))
            note.received_amount = sum(note.line_ids.mapped("received_amount"))

    def _worth(self):
        is_in = self.received_at and self.received_at >= (self.approved_at or self.received_at)
        return self.received_amount if is_in else self.approved_amount

    @api.depends("company_amount", "state", "kind", "booked_at")
    def _compute_receivable_amount(self):
        for note in self:
            counts = (
                note.kind == "return" and note.booked_at and note.state in ("booked", "settled")
            )
            note.receivable_amount = note.company_amount if counts else 0

    @api.depends("has_order_tolerance", "order_tolerance", "company_id")
    def _compute_tolerance(self):
        for note in self:
            ours = note.sudo().company_id.csm_return_tolerance
            note.tolerance = note.order_tolerance if note.has_order_tolerance else ours

    @api.model
    def _values_of_case(self, case, vals):
        values = super()._values_of_case(case, vals)
        if "dispatched_on" not in vals:
            values["dispatched_on"] = case.shipped_on
        return values

    @api.model
    def _settled_advice(self):
        return self.env._("Take it back to a draft with a reason; it is approved anew.")

    # Why a step must not be made

    def _why_not_approve(self):
        return (
            self._why_not_undetermined()
            or self._why_not_quantities()
            or self._why_not_rate()
            or self._why_not_taken_back()
        )

    @carries("S2-09-10", neutral="")
    def _why_not_undetermined(self):
        """Refuse to approve a quantity the customer does not know yet."""
        open_ = self.line_ids.filtered("is_undetermined")
        if not open_:
            return ""
        return self.env._(
            "%(note)s: customer processing, not yet determined: %(goods)s. Ask the customer for "
            "the quantity, enter it and take the mark away.",
            note=self.display_name,
            goods=listed(self.env, open_.mapped("display_name")),
        )

    def _why_not_quantities(self):
        if self.line_ids and all(line.approved_quantity for line in self.line_ids):
            return ""
        return self.env._(
            "%(note)s: enter which goods come back and how many of each.", note=self.display_name
        )

    def _why_not_receive(self):
        if not any(self.line_ids.mapped("received_quantity")):
            return self.env._(
                "%(note)s: count what came in and enter the received quantities.",
                note=self.display_name,
            )
        return self._why_not_without_instruction()

    def _why_not_instruct(self):
        return self._why_not_without(
            ("instruction", "instructed_by"),
            self.env._("Write what is to be done and who said so."),
        )

    def _why_not_book(self):
        return self._why_not_equal() or self._why_not_proved() or self._why_not_month()

    def _why_not_month(self):
        """Refuse to book into a month whose books are closed."""
        day = self.booked_on or self._local_day(self.env.cr.now())
        closed = self.sudo().company_id.csm_books_closed_on
        if not closed or day > closed:
            return ""
        return self.env._(
            "%(note)s: the books are closed up to %(closed)s, and %(day)s lies before. Enter a "
            "later booking day.",
            note=self.display_name,
            closed=closed,
            day=day,
        )

    def _why_not_settle(self):
        return self._why_not_passed_by() or self._why_not_handed_out()

    def _why_not_refuse(self):
        return self._why_not_entitled() or self._why_not_without(
            ("refuse_reason",), self.env._("Write why the goods are not taken back.")
        )

    def _why_not_revise(self):
        return self._why_not_without(
            ("revise_reason",), self.env._("Write why it has to be approved anew.")
        )

    def _why_not_confirm_quality(self):
        return self._why_not_without(
            ("quality_by", "quality_finding"),
            self.env._("Enter who of the quality department found what."),
        )

    def _why_not_print(self):
        return self._why_not_quantities()

    def _why_not_check(self):
        if self.printed_at:
            return ""
        return self.env._(
            "%(note)s: print the slip first, then go through it with the customer.",
            note=self.display_name,
        )

    def _why_not_sign(self):
        if self.env.user == self.user_id:
            return ""
        return self.env._(
            "%(note)s is signed by its handler (%(person)s).",
            note=self.display_name,
            person=self.user_id.name or self.env._("nobody yet"),
        )

    def _why_not_sign_customer(self):
        return self._why_not_without(
            ("customer_signature",), self.env._("Let the customer sign in the field.")
        )

    def _why_not_sign_manager(self):
        if self.env.user in self.case_id.team_id.overseer_ids and self.env.user != self.user_id:
            return ""
        return self.env._(
            "%(note)s is signed by the manager of the department, who is not its handler.",
            note=self.display_name,
        )

    def _prepare_move_vals(self, move):
        values = super()._prepare_move_vals(move)
        if move.name == "revise":
            # What was signed and ordered for the old quantities does not speak for the new ones.
            values |= dict.fromkeys(OF_ONE_APPROVAL, False)
        return values

    def _moved(self, move):
        result = super()._moved(move)
        if move.name == "book":
            for note in self.filtered(lambda note: not note.booked_on):
                note._with_pass(["booked_on"]).booked_on = note._local_day(note.booked_at)
        if move.name in ("approve", "receive", "book", "settle", "refuse"):
            for note in self:
                told = note.with_context(lang=note.sudo().company_id.partner_id.lang)
                note._log_on_case(
                    told.env._(
                        "Return note %(note)s: %(state)s.",
                        note=told.display_name,
                        state=told._state_labels()[note.state],
                    )
                )
        return result

    def _is_under_way(self):
        return self.state in UNDER_WAY[1:]

    # Hooks

    def _workers(self):
        return self.user_id | self.case_id._workers()

    def _deadline_is_over(self):
        return self.state == "refused"

    def _approval_amount(self, move_name):
        return self.approved_amount, self.currency_id

    def _approval_order(self, move_name):
        return self.order_number or super()._approval_order(move_name)
