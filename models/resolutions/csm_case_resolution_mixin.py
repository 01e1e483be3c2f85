from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ...tools.carries import carries
from ...tools.listed import listed
from .csm_solution import OPEN, PROMISED

# What a new form takes over from the original; what happened to the original stays there.
TAKEN_OVER = (
    "kind",
    "channel",
    "severity",
    "is_special",
    "description",
    "demand",
    "partner_name",
    "partner_phone",
    "partner_email",
    "partner_address",
    "region",
    "product",
    "item_number",
    "specification",
    "order_number",
    "batch_number",
    "shipped_on",
    "quantity",
    "defective_quantity",
    "has_sample",
    "purchased_on",
    "courier_slip",
)
TAKEN_OVER_IDS = (
    "company_id",
    "category_id",
    "partner_id",
    "team_id",
    "user_id",
    "department_id",
)


class CsmCaseResolutionMixin(models.AbstractModel):
    """How a case is settled: solutions in rounds, goods taken back, and the money so far."""

    _name = "csm.case.resolution.mixin"
    _description = "Case That Is Settled"
    _inherit = ["csm.case.chain.mixin"]

    solution_ids = fields.One2many("csm.solution", "case_id", "Solutions")
    return_ids = fields.One2many("csm.return", "case_id", "Return Notes")
    allowance_ids = fields.One2many("csm.allowance", "case_id", "Allowance Certificates")
    refund_ids = fields.One2many("csm.refund", "case_id", "Refunds")
    solution_round = fields.Integer(
        "Present Round", compute="_compute_solution_round", compute_sudo=True
    )
    round_text = fields.Char("How It Stands", compute="_compute_round_text", compute_sudo=True)
    return_count = fields.Integer(compute="_compute_paper_counts")
    allowance_count = fields.Integer(compute="_compute_paper_counts")
    refund_count = fields.Integer(compute="_compute_paper_counts")
    may_have_new_form = fields.Boolean(compute="_compute_may_have_new_form", compute_sudo=True)

    money_currency_id = fields.Many2one(
        "res.currency",
        "Currency of the Totals",
        compute="_compute_money_currency_id",
        compute_sudo=True,
    )
    promised_amount = fields.Monetary(
        "Promised",
        currency_field="money_currency_id",
        compute="_compute_money",
        store=True,
        compute_sudo=True,
        help="Offered, accepted and carried out, in the company's currency.",
    )
    executed_amount = fields.Monetary(
        "Spent",
        currency_field="money_currency_id",
        compute="_compute_money",
        store=True,
        compute_sudo=True,
        help="Carried out, in the company's currency.",
    )
    deducted_amount = fields.Monetary(
        "Deducted from the Collection Base",
        currency_field="money_currency_id",
        compute="_compute_deducted_amount",
        store=True,
        compute_sudo=True,
        help="What the customer no longer owes because goods came back, in the company's currency.",
    )
    # What is asked about a parcel.
    purchased_on = fields.Date("Purchase Date")
    courier_slip = fields.Char(help="The number of the courier's slip.")

    def _compute_money_currency_id(self):
        for case in self:
            case.money_currency_id = case["company_id"].currency_id

    @api.depends("solution_ids.round")
    def _compute_solution_round(self):
        for case in self:
            case.solution_round = max(case.solution_ids.mapped("round"), default=0)

    @api.depends("solution_ids.state", "solution_ids.round")
    @api.depends_context("lang")
    def _compute_round_text(self):
        for case in self:
            case.round_text = case._round_sentence()

    def _round_sentence(self):
        """Say in words how the present round stands."""
        present = self._present()
        if not present:
            return ""
        states = present[0]._state_labels()
        counts = [
            self.env._(
                "%(count)s × %(state)s",
                count=len(present.filtered(lambda s, key=key: s.state == key)),
                state=label,
            )
            for key, label in states.items()
            if key in present.mapped("state")
        ]
        return self.env._(
            "Round %(round)s: %(states)s",
            round=self.solution_round,
            states=listed(self.env, counts),
        )

    @api.depends(
        "solution_ids.state",
        "solution_ids.company_amount",
        "allowance_ids.state",
        "allowance_ids.company_amount",
        "allowance_ids.solution_id",
    )
    def _compute_money(self):
        for case in self:
            solutions = case.solution_ids
            # A certificate that carries out a solution is that solution's money.
            loose = case.allowance_ids.filtered(lambda paper: not paper.solution_id)
            promised = solutions.filtered(lambda s: s.state in PROMISED)
            approved = loose.filtered(lambda paper: paper.state in ("approved", "executed"))
            case.promised_amount = sum(promised.mapped("company_amount")) + sum(
                approved.mapped("company_amount")
            )
            done = solutions.filtered(lambda s: s.state == "executed")
            paid = loose.filtered(lambda paper: paper.state == "executed")
            case.executed_amount = sum(done.mapped("company_amount")) + sum(
                paid.mapped("company_amount")
            )

    @api.depends("return_ids.receivable_amount")
    def _compute_deducted_amount(self):
        for case in self:
            case.deducted_amount = sum(case.return_ids.mapped("receivable_amount"))

    @api.depends("return_ids", "allowance_ids", "refund_ids")
    def _compute_paper_counts(self):
        for case in self:
            case.return_count = len(case.return_ids)
            case.allowance_count = len(case.allowance_ids)
            case.refund_count = len(case.refund_ids)

    @api.depends("solution_ids.state", "state")
    def _compute_may_have_new_form(self):
        for case in self:
            case.may_have_new_form = not case._why_not_new_form()

    # Rounds

    def _present(self):
        """Return the solutions of the present round."""
        last = self.solution_round
        return self.solution_ids.filtered(lambda solution: solution.round == last)

    def _next_round(self):
        """Return the round to which a new proposal belongs."""
        return self.solution_round + 1 if self._is_round_lost() else self.solution_round or 1

    def _is_round_lost(self):
        """Whether the customer has declined and nothing else of the round is left."""
        states = set(self._present().mapped("state"))
        return "declined" in states and states <= {"declined", "withdrawn"}

    def _check_next_round(self, new):
        """Refuse another round in the same case where the regulation wants a new form."""
        case = self.sudo()
        last = max((case.solution_ids - new.sudo()).mapped("round"), default=0)
        if last and max(new.mapped("round")) > last:
            reason = self._why_not_next_round()
            if reason:
                raise UserError(reason)

    @carries("S1-04-29", "S2-09-21", neutral="")
    def _why_not_next_round(self):
        rule = self.env["csm.round.rule"]._in_force("new_form", self)
        if not rule:
            return ""
        return self.env._(
            "%(case)s: the customer did not accept what was offered. %(article)s wants a new form "
            "with the original attached: press “New Form” on the page of the solutions.",
            case=self.display_name,
            article=rule.article_id.display_name,
        )

    # A new form

    def _why_not_new_form(self):
        mine = self.sudo()
        again = mine.linked_by_ids.filtered(lambda link: link.kind == "again")
        if again:
            return self.env._(
                "%(case)s was taken up again already: %(other)s.",
                case=self.display_name,
                other=again[0].case_id.display_name,
            )
        if mine.state == "void" or not mine._is_round_lost():
            return self.env._(
                "%(case)s: a new form follows when the customer has declined what was offered.",
                case=self.display_name,
            )
        return ""

    def action_new_form(self):
        """Take the matter up again in a case of its own, with the original attached."""
        self.ensure_one()
        self.check_access("write")
        reason = self._why_not_new_form()
        if reason:
            raise UserError(reason)
        again = self._take_up_again()
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": again.id,
            "views": [(False, "form")],
        }

    def _take_up_again(self):
        """Return a new case linked to this one, with copies of its files and the original."""
        again = self.env[self._name].create(self._prepare_new_form_vals())
        accused = self.sudo()["accused_employee_ids"]
        if accused:
            # Whoever writes the new form need not see the employees of other departments.
            again.sudo()["accused_employee_ids"] = [Command.set(accused.ids)]
        self._attach_original(again)
        self.env["csm.case.link"].create(
            {"case_id": again.id, "other_id": self.id, "kind": "again"}
        )
        self._message_log(
            body=self.env._("Not accepted; taken up again as %(case)s.", case=again.display_name)
        )
        return again

    def _prepare_new_form_vals(self):
        return {
            "name": self["name"],
            **{name: self[name] for name in TAKEN_OVER},
            **{name: self[name].id for name in TAKEN_OVER_IDS},
        }

    def _attach_original(self, again):
        """Put the original as it stands now, and its files, into the new form."""
        mine = [("res_model", "=", self._name), ("res_id", "=", self.id), ("res_field", "=", False)]
        Attachment = self.env["ir.attachment"]
        for file in Attachment.search(mine):
            file.copy({"res_id": again.id})
        Attachment.create(
            {
                "name": f"{self['number']}.html",
                "res_model": self._name,
                "res_id": again.id,
                "raw": str(self.env["ir.qweb"]._render("csm.csm_case_original", {"case": self})),
                "mimetype": "text/html",
            }
        )

    def _original_text(self, name):
        """Return a value of the original in words."""
        value, field = self[name], self._fields[name]
        if field.type == "selection":
            return dict(field._description_selection(self.env)).get(value, "")
        if field.type == "datetime":
            return self._local_text(value, self._zone()) if value else ""
        return value or ""

    # The end

    def _why_not_move(self, move):
        reason = super()._why_not_move(move)
        if reason or move.name not in ("close", "void"):
            return reason
        return self._why_not_while_open() or (
            self._why_not_unsatisfied() if move.name == "close" else ""
        )

    def _why_not_while_open(self):
        """Refuse to end a case while a promise is not kept and not taken back."""
        mine = self.sudo()
        waiting = [s for s in mine.solution_ids if s.state in OPEN[1:]]
        for papers in (mine.return_ids, mine.allowance_ids, mine.refund_ids):
            waiting += [paper for paper in papers if paper._is_under_way()]
        if not waiting:
            return ""
        return self.env._(
            "%(case)s: still under way: %(records)s. Carry it out or take it back first.",
            case=self.display_name,
            records=listed(self.env, (record.display_name for record in waiting)),
        )

    @carries("S0-13-16", neutral="")
    def _why_not_unsatisfied(self):
        """Refuse to close what is to be handled again until the customer is content."""
        case = self.sudo()
        rule = self.env["csm.round.rule"]._in_force("again_until_satisfied", case)
        if not rule or (case["is_satisfied"] and not case._is_round_lost()):
            return ""
        return self.env._(
            "%(case)s: the customer is not satisfied, so it is handled again (%(article)s). "
            "Propose another solution; when the customer is satisfied, tick it and close.",
            case=self.display_name,
            article=rule.article_id.display_name,
        )

    def _hand_on_rights(self):
        result = super()._hand_on_rights()
        mine = self.sudo()
        for records in (mine.solution_ids, mine.return_ids, mine.allowance_ids, mine.refund_ids):
            if records:
                records._hand_on_rights()
        return result

    # Opening the papers

    def action_returns(self):
        return self._open_papers("csm.csm_return_action")

    def action_allowances(self):
        return self._open_papers("csm.csm_allowance_action")

    def action_refunds(self):
        return self._open_papers("csm.csm_refund_action")

    def _open_papers(self, action):
        self.ensure_one()
        return {
            **self.env["ir.actions.act_window"]._for_xml_id(action),
            "domain": [("case_id", "=", self.id)],
            "context": {"default_case_id": self.id},
        }
