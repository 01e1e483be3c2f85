from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ...tools.listed import listed
from .csm_approval_demand import Matter


class CsmApprovalSubjectMixin(models.AbstractModel):
    """Lets approval rules speak to a model: asks, says what is still wanted, keeps in step.

    A model with a state of its own, such as time off, inherits this one, offers its steps by
    ``_approval_moves`` and asks ``_why_not_approved`` at its own check. Models with declared moves
    inherit ``csm.approval.mixin``, whose gate asks by itself.
    """

    _name = "csm.approval.subject.mixin"
    _description = "Record That Is Approved"

    approval_ids = fields.One2many(
        "csm.approval", "res_id", "Approvals", domain=lambda self: [("res_model", "=", self._name)]
    )
    approval_text = fields.Text("Still to Be Approved", compute="_compute_approval_text")
    can_ask_approval = fields.Boolean("Approval Can Be Asked For", compute="_compute_approval_text")

    @api.depends("approval_ids.state", "approval_ids.waiting_user_id")
    @api.depends_context("lang", "uid")
    def _compute_approval_text(self):
        self.approval_text, self.can_ask_approval = False, False
        if not self.env["csm.approval.rule"]._is_any_for(self._name):
            return
        for record in self:
            moves = record._approval_moves_now()
            reasons = {move: record._why_not_approved(move) for move in moves}
            lines = [reason for reason in reasons.values() if reason]
            lines += record._afterwards_lines()
            record.approval_text = "\n".join(lines)
            record.can_ask_approval = any(
                reason and record._approval_of(move).state != "waiting"
                for move, reason in reasons.items()
            )

    def _afterwards_lines(self):
        """Say which approvals are still owed for what was done already."""
        # Whoever may read the record may read whose approval it still wants.
        owed = self.sudo().approval_ids.filtered(
            lambda approval: approval.is_afterwards and approval.state in ("waiting", "refused")
        )
        return [
            self.env._(
                "Done before it was approved: %(step)s. %(state)s (%(article)s).",
                step=approval.move_text,
                state=approval._waiting_text(),
                article=approval.article_text,
            )
            for approval in owed
        ]

    def write(self, vals):
        result = super().write(vals)
        self._approvals_follow()
        return result

    def unlink(self):
        Approval = self.env["csm.approval"].sudo()
        mine = Approval.search([("res_model", "=", self._name), ("res_id", "in", self.ids)])
        result = super().unlink()
        mine._remove()
        return result

    def _approvals_follow(self):
        """Ask anew where amount, currency, payee or kind are no longer what was approved."""
        if self and self.env["csm.approval.rule"]._is_any_for(self._name):
            self.env["csm.approval"]._follow(self)

    # Asking

    def action_request_approval(self):
        """Ask for the approval of the next step that wants one, or of the one named."""
        self.check_access("write")
        for record in self:
            move = record._approval_move_to_ask()
            refusal = record._why_not_ask(move)
            if refusal:
                raise UserError(refusal)
            self.env["csm.approval"]._ask(record, move)
        return True

    def _approval_move_to_ask(self):
        named = self.env.context.get("csm_move")
        if named in self._approval_moves():
            return named
        wanting = [move for move in self._approval_moves_now() if self._why_not_approved(move)]
        free = [move for move in wanting if self._approval_of(move).state != "waiting"]
        return next(iter([*free, *wanting]), "")

    def _why_not_ask(self, move):
        """Return the sentence that refuses to ask, or an empty string."""
        values = {"record": self.display_name}
        need = self.env["csm.approval.demand"]._need(self, move) if move else None
        if not need:
            return self.env._("%(record)s needs nobody's approval as it is now.", **values)
        if need.refusal:
            return need.refusal
        approval = self._approval_of(move)
        if approval.state == "waiting" and not approval._is_changed():
            return self.env._("%(record)s: %(state)s.", state=approval._waiting_text(), **values)
        if not self._why_not_approved(move):
            return self.env._("%(record)s is approved already.", **values)
        return ""

    # What is approved

    def _approval_of(self, move):
        """Return the latest request for a step that was not superseded, used or taken back."""
        # Whoever makes the step need not be able to read who approves it.
        mine = self.sudo().approval_ids.filtered(
            lambda approval: (
                approval.move == move
                and not approval.is_afterwards
                and approval.state in ("waiting", "approved", "refused")
            )
        )
        return mine.sorted("id")[-1:]

    def _why_not_approved(self, move):
        """Return the sentence that refuses a step for want of an approval, or an empty string."""
        self.ensure_one()
        approval = self._approval_of(move)
        need = self.env["csm.approval.demand"]._need(self, move, beside=approval)
        if not need:
            return ""
        if need.refusal:
            return need.refusal
        return approval._why_not_good(need) if approval else self._why_not_asked(move, need)

    def _why_not_asked(self, move, need):
        return self.env._(
            "%(record)s: %(rules)s wants the approval of %(who)s before “%(step)s”. %(found)sAsk "
            "for it with “Ask for Approval”.",
            rules=self._rules_text(need.rules),
            who=self._who_text(need.steps),
            step=self._approval_moves().get(move, move),
            found="".join(f"{note} " for note in need.notes),
            record=self.display_name,
        )

    @api.model
    def _rules_text(self, rules):
        names = [
            self.env._(
                "“%(rule)s” (%(article)s)",
                rule=rule.with_env(self.env).sudo().name,
                article=rule.with_env(self.env).sudo().article_id.display_name,
            )
            for rule in rules
        ]
        return listed(self.env, names)

    @api.model
    def _who_text(self, steps):
        named = self.env["csm.approval.step"].sudo().browse([step.step_id for step in steps])
        return listed(self.env, named.mapped("display_name"))

    def _use_approvals(self, move):
        """Mark the approvals of a step that has been made as used: each is good for one."""
        if self.env["csm.approval.rule"]._is_any_for(self._name):
            for record in self:
                approval = record._approval_of(move)
                approval.filtered(lambda approval: approval.state == "approved")._use()

    def _ask_afterwards(self, move):
        """Ask for the approvals a step wants after it has been made."""
        if self.env["csm.approval.rule"]._is_any_for(self._name):
            self.env["csm.approval"]._ask(self, move, is_afterwards=True)

    # Hooks

    @api.model
    def _approval_moves(self):
        """Hook: the steps rules may speak of, as ``{technical name: label}``."""
        return {}

    def _approval_moves_now(self):
        """Hook: the names of the steps this record may make next."""
        return list(self._approval_moves())

    def _approval_matter(self, move):
        """Return what an approval of a step would cover now."""
        amount, currency = self._approval_amount(move)
        return Matter(
            amount,
            currency,
            self._approval_payee(move).commercial_partner_id,
            self._approval_kind(move) or "",
            self._approval_order(move) or "",
        )

    def _approval_amount(self, move_name):
        """Hook: the amount that decides who approves, and its currency."""
        return 0.0, self._approval_company().currency_id

    def _approval_payee(self, move_name):
        """Hook: in whose favour the amount is."""
        return self.env["res.partner"]

    def _approval_kind(self, move_name):
        """Hook: what kind of promise it is, whoever asks; another kind wants another approval."""
        return ""

    @api.model
    def _approval_kind_text(self, kind):
        """Hook: how a kind reads in the language of whoever looks at the request."""
        field = self._fields.get("kind")
        known = field is not None and field.type == "selection"
        return dict(field._description_selection(self.env)).get(kind, kind) if known else kind

    def _approval_order(self, move_name):
        """Hook: the number of the order whose amounts may count together."""
        return ""

    def _approval_askers(self):
        """Hook: the users whose own request it is, besides whoever asks; none of them decides."""
        return self.env["res.users"]

    def _approval_person(self):
        """Hook: the user whose superiors are meant; nobody: whoever asks."""
        return self.env["res.users"]

    def _approval_company(self):
        """Hook: the company whose regulations count for this record."""
        return self["company_id"] or self.env.company

    def _approval_team(self):
        """Hook: the team whose regulations count for this record."""
        return self.env["csm.team"]

    def _approval_start(self):
        """Hook: the moment whose version of a rule counts for this record."""
        return self.create_date or self.env.cr.now()

    def _approval_rights_vals(self):
        """Hook: who may see this record's requests, as values of ``csm.approval``."""
        user = self["user_id"] if "user_id" in self._fields else self.env["res.users"]
        return {
            "company_id": self._approval_company().id,
            "team_id": self._approval_team().id,
            "user_id": user.id,
            "barred_user_ids": [Command.clear()],
        }

    def _approvals_granted(self, approvals):
        """Hook: these requests about these records have just got their last signature."""
        self._note_decisions(approvals)

    def _approvals_refused(self, approvals):
        """Hook: these requests about these records have just been refused."""
        self._note_decisions(approvals)

    def _note_decisions(self, approvals):
        if "message_ids" not in self._fields:
            return
        bodies = {}
        for approval in approvals:
            text = approval.with_env(self.env).sudo()._decision_text()
            body = bodies.get(approval.res_id, Markup())
            bodies[approval.res_id] = body + Markup("<p>%s</p>") % text
        # Whoever decides need not be able to write on the record.
        self.sudo().browse(bodies)._message_log_batch(bodies=bodies)
