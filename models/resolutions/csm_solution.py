from odoo import api, fields, models

from ...tools.carries import carries
from ...tools.listed import listed
from ..common.csm_state_mixin import Move
from .csm_resolution_mixin import DEADLINE_FIELDS
from .csm_solution_portal_mixin import SIGNED_FIELDS

KINDS = [
    ("explanation", "Explanation"),
    ("apology", "Apology"),
    ("allowance", "Allowance"),
    ("compensation", "Compensation"),
    ("return", "Return of Goods"),
    ("exchange", "Exchange"),
    ("rework", "Rework"),
    ("repair", "Repair"),
    ("free_service", "Free Service"),
]
# What may still become of the matter in this round.
OPEN = ("proposed", "offered", "accepted")
PROMISED = ("offered", "accepted", "executed")


class CsmSolution(models.Model):
    """One proposed solution of a case in a round: what is offered, and what the customer says."""

    _name = "csm.solution"
    _description = "Solution"
    _inherit = ["csm.solution.portal.mixin", "csm.resolution.mixin"]
    _order = "case_id desc, round, sequence, id"
    _check_company_auto = True

    partner_id = fields.Many2one(
        related="case_id.partner_id", string="Customer", store=True, index="btree_not_null"
    )
    round = fields.Integer(
        compute="_compute_round",
        store=True,
        precompute=True,
        help="A new round begins with the first proposal after the customer has declined.",
    )
    sequence = fields.Integer("No.", default=10, help="The best solution comes first.")
    kind = fields.Selection(KINDS, required=True, default="explanation", index=True)
    name = fields.Char("What Is Proposed", required=True)
    amount = fields.Monetary(help="What it costs us, where it costs money.")
    company_amount = fields.Monetary(
        "Amount in the Company's Currency",
        currency_field="company_currency_id",
        compute="_compute_company_amount",
        store=True,
        help="At the rate of the day it was offered.",
    )
    user_id = fields.Many2one(
        "res.users",
        "Proposed by",
        default=lambda self: self.env.user,
        readonly=True,
        check_company=True,
        ondelete="restrict",
    )
    customer_answer = fields.Text("Customer's Answer", copy=False)
    withdraw_reason = fields.Char("Why Withdrawn", copy=False)
    state = fields.Selection(
        [
            ("proposed", "Proposed"),
            ("offered", "Offered"),
            ("accepted", "Accepted"),
            ("executed", "Carried Out"),
            ("declined", "Declined"),
            ("withdrawn", "Withdrawn"),
        ],
        required=True,
        default="proposed",
        index=True,
        copy=False,
    )
    return_ids = fields.One2many("csm.return", "solution_id", "Return Notes")
    allowance_ids = fields.One2many("csm.allowance", "solution_id", "Certificates")
    has_papers = fields.Boolean(compute="_compute_has_papers", compute_sudo=True)

    proposed_at = fields.Datetime(
        "Proposed On",
        readonly=True,
        copy=False,
        default=lambda self: self.env.cr.now().replace(microsecond=0),
    )
    offered_at = fields.Datetime("Offered On", readonly=True, copy=False)
    accepted_at = fields.Datetime("Accepted On", readonly=True, copy=False)
    declined_at = fields.Datetime("Declined On", readonly=True, copy=False)
    executed_at = fields.Datetime("Carried Out On", readonly=True, copy=False)
    withdrawn_at = fields.Datetime("Withdrawn On", readonly=True, copy=False)

    _kept_fields = (*DEADLINE_FIELDS, *SIGNED_FIELDS, "round", "user_id", "company_amount")
    _settled_fields = ("kind", "name", "amount", "currency_id")
    _facts = (
        "proposed_at",
        "offered_at",
        "accepted_at",
        "declined_at",
        "executed_at",
        "withdrawn_at",
    )
    _moves = (
        Move("offer", ("proposed",), "offered", "offered_at", "_why_not_offer"),
        Move("accept", ("offered",), "accepted", "accepted_at"),
        Move("decline", ("offered",), "declined", "declined_at", "_why_not_decline"),
        Move("execute", ("offered", "accepted"), "executed", "executed_at", "_why_not_execute"),
        Move("withdraw", OPEN, "withdrawn", "withdrawn_at", "_why_not_withdraw"),
    )

    _amount_is_not_negative = models.Constraint(
        "CHECK(amount >= 0)",
        "An amount cannot be below zero. Enter what the customer gets as an amount above it.",
    )

    @api.depends("case_id")
    def _compute_round(self):
        for solution in self:
            solution.round = solution.round or solution.case_id.sudo()._next_round()

    @api.depends("amount", "currency_id", "offered_at", "company_id")
    def _compute_company_amount(self):
        for solution in self:
            solution.company_amount = solution._in_company_currency(
                solution.amount, solution.offered_at or solution.proposed_at
            )

    def _compute_has_papers(self):
        for solution in self:
            solution.has_papers = bool(solution.return_ids or solution.allowance_ids)

    @api.depends("kind", "name", "round", "case_id")
    @api.depends_context("lang")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for solution in self:
            # Who reads the solution reads which case it is for.
            case = solution.sudo().case_id.number
            text = f"{kinds.get(solution.kind, '')}: {solution.name or ''}"
            solution.display_name = " · ".join(filter(None, (case, text)))

    @api.model
    def _values_of_case(self, case, vals):
        values = super()._values_of_case(case, vals)
        if not vals.get("sequence"):
            values["sequence"] = 10 * (len(case.sudo().solution_ids) + 1)
        return values

    @api.model_create_multi
    def create(self, vals_list):
        solutions = super().create(vals_list)
        for case in solutions.case_id:
            case._check_next_round(solutions.filtered(lambda s, c=case: s.case_id == c))
        return solutions

    @api.model
    def _settled_advice(self):
        return self.env._("Withdraw it and propose another one.")

    # Moves

    def action_offer(self):
        return self._act("offer")

    def action_accept(self):
        return self._act("accept")

    def action_decline(self):
        return self._act("decline")

    def action_execute(self):
        return self._act("execute")

    def action_withdraw(self):
        return self._act("withdraw")

    def action_ask_decline(self):
        return self._ask("decline", self.env._("Not Accepted"))

    def action_ask_withdraw(self):
        return self._ask("withdraw", self.env._("Withdraw"))

    def _ask(self, step, title):
        """Open the dialogue that asks what a step wants said."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "views": [(self.env.ref(f"csm.csm_solution_view_form_{step}").id, "form")],
            "target": "new",
            "name": title,
        }

    def _others(self):
        """Return the other solutions of the same round, best first."""
        # All of them count, also where the reader sees fewer.
        mine = self.sudo()
        same = mine.case_id.solution_ids.filtered(lambda other: other.round == mine.round)
        return (same - mine).sorted(lambda other: (other.sequence, other.id))

    def _why_not_offer(self):
        return self._why_not_rate() or self._why_not_best_first()

    @carries("S2-08-05", neutral="")
    def _why_not_best_first(self):
        """Refuse to offer the second best before the customer has objected to the best."""
        rule = self.env["csm.round.rule"]._in_force("confirm_first", self.case_id)
        if not rule:
            return ""
        others = self._others()
        waiting = others.filtered(lambda other: other.state == "offered")
        better = others.filtered(
            lambda other: (
                other.state == "proposed" and (other.sequence, other.id) < (self.sequence, self.id)
            )
        )
        values = {"solution": self.display_name, "article": rule.article_id.display_name}
        if waiting:
            return self.env._(
                "%(solution)s: “%(other)s” is offered already. Wait for the customer's answer; the "
                "next one follows an objection (%(article)s).",
                other=waiting[0].name,
                **values,
            )
        if better:
            return self.env._(
                "%(solution)s: “%(other)s” is better and comes first (%(article)s). Offer that "
                "one, or put this one before it.",
                other=better[0].name,
                **values,
            )
        return ""

    def _why_not_decline(self):
        return self._why_not_without(
            ("customer_answer",), self.env._("Write what the customer objects to.")
        )

    def _why_not_withdraw(self):
        if self.state == "proposed":
            return ""
        return self._why_not_without(
            ("withdraw_reason",),
            self.env._("It was promised to the customer: write why it is taken back."),
        )

    def _why_not_execute(self):
        return self._why_not_unconfirmed() or self._why_not_papers()

    @carries("S2-08-05", neutral="")
    def _why_not_unconfirmed(self):
        """Refuse to carry out what the customer has not accepted."""
        if self.state == "accepted":
            return ""
        rule = self.env["csm.round.rule"]._in_force("confirm_first", self.case_id)
        if not rule:
            return ""
        return self.env._(
            "%(solution)s: the customer has not accepted it yet, and nothing is carried out before "
            "(%(article)s). Record the customer's answer first.",
            solution=self.display_name,
            article=rule.article_id.display_name,
        )

    def _why_not_papers(self):
        """Refuse while a note or a certificate of this solution is still under way."""
        mine = self.sudo()
        papers = [paper for paper in mine.return_ids if paper.state not in ("settled", "refused")]
        papers += [paper for paper in mine.allowance_ids if paper.state not in ("executed", "void")]
        if not papers:
            return ""
        return self.env._(
            "%(solution)s: still under way: %(papers)s. Settle it, then carry the solution out.",
            solution=self.display_name,
            papers=listed(self.env, (paper.display_name for paper in papers)),
        )

    def _moved(self, move):
        result = super()._moved(move)
        labels = self._state_labels()
        for solution in self:
            told = solution.with_context(lang=solution.sudo().company_id.partner_id.lang)
            solution._log_on_case(
                told.env._(
                    "%(solution)s: %(state)s. %(answer)s",
                    solution=told.display_name,
                    state=labels[solution.state],
                    answer=solution.customer_answer or "",
                )
            )
        return result

    # Papers that carry it out

    def action_make_return(self):
        """Open a return note for this solution."""
        kind = self.kind if self.kind in ("return", "exchange", "rework") else "return"
        return self._make("csm.return", self.env._("Return Note"), {"default_kind": kind})

    def action_make_allowance(self):
        """Open an allowance certificate for this solution."""
        amount = {"default_amount": self.amount, "default_currency_id": self.currency_id.id}
        return self._make("csm.allowance", self.env._("Allowance Certificate"), amount)

    def _make(self, model, title, defaults):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": model,
            "views": [(False, "form")],
            "name": title,
            "context": {
                "default_case_id": self.case_id.id,
                "default_solution_id": self.id,
                **defaults,
            },
        }

    # Hooks

    def _workers(self):
        return self.user_id | self.case_id._workers()

    def _approval_amount(self, move_name):
        return self.amount, self.currency_id
