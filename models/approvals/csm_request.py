from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools.carries import carries

# What stands once an application is decided: another sum would be another application.
FIXED = {
    "kind_id",
    "amount",
    "currency_id",
    "partner_id",
    "order_ref",
    "text",
    "second_text",
    "department_id",
    "user_id",
    "reference_amount",
    "budget_id",
    "instructor_id",
    "agreement",
}


class CsmRequest(models.Model):
    """One internal application: what somebody asks the company for, and what became of it.

    Who grants it follows the approval rules in force; where none speaks, a Supervisor who did not
    ask decides. The approved application is granted by the last signature itself.
    """

    _name = "csm.request"
    _description = "Application"
    _inherit = [
        "csm.number.mixin",
        "csm.request.chain.mixin",
        "csm.approval.mixin",
        "csm.report.mixin",
        "hr.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "requested_at desc, id desc"
    _rec_names_search = ["number", "name"]
    _check_company_auto = True
    _mail_post_access = "read"

    name = fields.Char("Subject", required=True, tracking=True)
    kind_id = fields.Many2one(
        "csm.request.kind", required=True, index=True, ondelete="restrict", tracking=True
    )
    kind_code = fields.Char(related="kind_id.code")
    kind_hint = fields.Char(related="kind_id.hint")
    text = fields.Text("What Is Asked For and Why")
    second_text = fields.Text("The Same in the Second Language")
    amount = fields.Monetary(tracking=True)
    currency_id = fields.Many2one(
        "res.currency", required=True, default=lambda self: self.env.company.currency_id
    )
    reference_amount = fields.Monetary("Of an Order of", help="What the price is changed from.")
    change_percent = fields.Float(
        "Change in Percent", compute="_compute_change_percent", store=True, digits=(16, 2)
    )
    order_ref = fields.Char("Order")
    partner_id = fields.Many2one(
        "res.partner", "In Favour of", check_company=True, index="btree_not_null"
    )
    user_id = fields.Many2one(
        "res.users",
        "Who Asks",
        required=True,
        default=lambda self: self.env.user,
        check_company=True,
        index=True,
        ondelete="restrict",
        tracking=True,
    )
    team_id = fields.Many2one(
        "csm.team",
        check_company=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self._default_team_id(),
    )
    department_id = fields.Many2one(
        "hr.department",
        check_company=True,
        ondelete="restrict",
        default=lambda self: self._default_department_id(),
    )
    instructor_id = fields.Many2one(
        "res.users",
        "Who Said So",
        check_company=True,
        ondelete="restrict",
        domain="[('share', '=', False)]",
        help="Who gave a verbal instruction, and confirms it afterwards.",
    )
    is_urgent = fields.Boolean("Emergency")
    planned_on = fields.Date("Planned for")
    agreement = fields.Binary("Supplementary Agreement", attachment=True)
    agreement_name = fields.Char()
    budget_id = fields.Many2one(
        "csm.request",
        "From the Budget",
        check_company=True,
        index="btree_not_null",
        ondelete="restrict",
        domain="[('kind_id.code', '=', 'budget'), ('state', 'in', ('granted', 'done'))]",
    )
    spending_ids = fields.One2many("csm.request", "budget_id", "Spent from It")
    spent_amount = fields.Monetary("Spent", compute="_compute_spent_amount", compute_sudo=True)
    may_act_first = fields.Boolean(compute="_compute_may_act_first")
    refuse_reason = fields.Text("Why It Is Refused", copy=False, tracking=True)

    _kept_fields = ("is_on_hold", "next_due_at", "next_deadline_id", "report_cycle")

    _amount_is_not_negative = models.Constraint(
        "CHECK(amount >= 0 AND reference_amount >= 0)",
        "The amount lies below zero. Enter what is asked for as a positive amount.",
    )

    @api.model
    def _default_team_id(self):
        mine = [("company_id", "=", self.env.company.id), ("member_ids", "in", self.env.uid)]
        return self.env["csm.team"].search(mine, limit=1)

    @api.model
    def _default_department_id(self):
        addressee = self.env["csm.addressee"]
        return addressee._person_of_user(self.env.user, self.env.company).employee.department_id

    @api.depends("number", "name")
    def _compute_display_name(self):
        for request in self:
            request.display_name = " ".join(filter(None, (request.number, request.name)))

    @api.depends("amount", "reference_amount")
    def _compute_change_percent(self):
        for request in self:
            whole = request.reference_amount
            request.change_percent = 100 * request.amount / whole if whole else 0

    @api.depends("spending_ids.amount", "spending_ids.state", "spending_ids.currency_id")
    def _compute_spent_amount(self):
        for request in self:
            spent = request.spending_ids.filtered(lambda part: part.state in ("granted", "done"))
            request.spent_amount = sum(part._amount_in(request.currency_id) for part in spent)

    @api.depends("kind_id", "is_urgent", "amount")
    def _compute_may_act_first(self):
        for request in self:
            request.may_act_first = bool(request.id) and request._acts_first()

    def _amount_in(self, currency):
        demand = self.env["csm.approval.demand"]
        return demand._converted(self.amount, self.currency_id, currency, self.company_id)

    def write(self, vals):
        decided = self.filtered(lambda request: request.state not in ("draft", "submitted"))
        if FIXED & vals.keys() and decided and not self.env.su:
            raise UserError(
                self.env._(
                    "%(request)s is decided and stays as it is. Write another application.",
                    request=decided[0].display_name,
                )
            )
        return super().write(vals)

    @api.model
    def _number_prefix(self, vals):
        """Return AP and YYMM of the month in the company's zone."""
        company = self.env["res.company"].browse(vals["company_id"]).sudo()
        zone = company.resource_calendar_id.tz or "UTC"
        local = fields.Datetime.context_timestamp(self.with_context(tz=zone), self.env.cr.now())
        return f"AP{local:%y%m}"

    # Why a step must not be made

    def _why_not_granting(self):
        return self._why_not_spent() or self._why_not_by_supervisor()

    def _why_not_refuse(self):
        if self._approval_of("grant").state == "refused":
            return ""
        return self._why_not_by_supervisor(decides=True) or self._why_not_without_reason()

    def _why_not_without_reason(self):
        if (self.refuse_reason or "").strip():
            return ""
        return self.env._(
            "%(request)s: write why it is refused, then refuse it.", request=self.display_name
        )

    def _why_not_by_supervisor(self, decides=False):
        """Where no rule says who approves, a supervisor who did not ask decides.

        :param decides: whether the step is a decision even where rules speak
        """
        if self.env["csm.approval.demand"]._speaking(self.sudo(), "grant", False):
            if not decides:
                return ""
            return self.env._(
                "%(request)s is decided by those whose approval it waits for.",
                request=self.display_name,
            )
        if self.env.user in self._approval_askers():
            return self.env._(
                "%(request)s is your own application; somebody else has to decide on it.",
                request=self.display_name,
            )
        if not self.env.user.has_group("csm.group_supervisor"):
            return self.env._(
                "%(request)s: no rule says who decides, so a supervisor does. Ask yours.",
                request=self.display_name,
            )
        return ""

    def _why_not_carry_out(self):
        if self.state == "granted" or self._acts_first():
            return self._why_not_spent()
        return self.env._(
            "%(request)s is not granted yet. Hand it in and wait for the decision.",
            request=self.display_name,
        )

    def _acts_first(self):
        """Tell whether a rule in force lets one act first and have it approved afterwards."""
        return bool(self.env["csm.approval.demand"]._speaking(self.sudo(), "carry_out", True))

    @carries("S3-06-20", neutral="")
    def _why_not_spent(self):
        """Keep to a budget: what is granted from it must not be more than it holds."""
        budget = self.sudo().budget_id
        if not budget:
            return ""
        own = 0 if self.state == "granted" else self._amount_in(budget.currency_id)
        left = budget.amount - budget.spent_amount
        if budget.currency_id.compare_amounts(own, left) <= 0:
            return ""
        demand = self.env["csm.approval.demand"]
        return self.env._(
            "%(request)s (%(amount)s) is more than what is left of %(budget)s (%(left)s). Ask for "
            "less, or for another budget.",
            request=self.display_name,
            amount=demand._money(own, budget.currency_id),
            budget=budget.display_name,
            left=demand._money(left, budget.currency_id),
        )

    def _why_not_withdraw(self):
        if self.env.user in self._approval_askers() or self.env.user.has_group("csm.group_manager"):
            return ""
        return self.env._(
            "%(request)s is taken back by %(who)s, who asks for it.",
            request=self.display_name,
            who=self.user_id.name,
        )

    # What follows from a step

    def _moved(self, move):
        result = super()._moved(move)
        if move.name == "submit":
            self._ask_to_be_granted()
        elif move.name in ("withdraw", "carry_out"):
            self.env["csm.approval"]._supersede(self, "grant")
        return result

    def _ask_to_be_granted(self):
        """Ask whom the rules name; what lies below all their limits is granted at once."""
        demand = self.env["csm.approval.demand"]
        for request in self:
            if demand._need(request, "grant"):
                self.env["csm.approval"]._ask(request, "grant", request.text or "")
            elif demand._speaking(request.sudo(), "grant", False):
                request._go(self._move_named("grant"))

    def _approvals_granted(self, approvals):
        result = super()._approvals_granted(approvals)
        self._follow_decision(approvals, "grant")
        return result

    def _approvals_refused(self, approvals):
        result = super()._approvals_refused(approvals)
        for approval in approvals.filtered(lambda approval: approval.move == "grant"):
            vote = approval.vote_ids.filtered(lambda vote: vote.state == "refused")[:1]
            # The last signature is the decision; whoever signs need not be able to write.
            self.sudo().browse(approval.res_id).refuse_reason = vote.comment
        self._follow_decision(approvals, "refuse")
        return result

    def _follow_decision(self, approvals, name):
        """Make the step the decision is about, where nothing else stands against it."""
        ids = [row.res_id for row in approvals if row.move == "grant" and not row.is_afterwards]
        move = self._move_named(name)
        requests = (
            self.sudo()
            .browse(ids)
            .filtered(
                lambda request: request.state == "submitted" and not request._why_not_move(move)
            )
        )
        if requests:
            requests._go(move)

    # Hooks

    def _workers(self):
        return self.user_id

    def _approval_amount(self, move_name):
        return self.amount, self.currency_id

    def _approval_payee(self, move_name):
        return self.partner_id

    def _approval_kind(self, move_name):
        return self.kind_id.code

    @api.model
    def _approval_kind_text(self, kind):
        kinds = self.env["csm.request.kind"].with_context(active_test=False)
        return kinds.search([("code", "=", kind)], limit=1).name or kind

    def _approval_order(self, move_name):
        return self.order_ref

    def _approval_askers(self):
        return self.user_id | self.create_uid

    def _approval_person(self):
        return self.user_id
