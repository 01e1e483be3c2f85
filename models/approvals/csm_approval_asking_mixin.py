from collections import defaultdict

from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Command


class CsmApprovalAskingMixin(models.AbstractModel):
    """Asks for approvals: whose signatures, in which order, and who gives them now."""

    _name = "csm.approval.asking.mixin"
    _description = "Asking for Approvals"

    @api.model
    def _ask(self, records, move, note="", is_afterwards=False):
        """Ask for the approval that a step of these records wants; what was asked before is over.

        :param str move: the technical name of the step
        :param str note: what whoever asks wants to say
        :return: the new ``csm.approval``; records for which no rule speaks have none
        :raise UserError: when nobody can tell whose approval is needed
        """
        demand = self.env["csm.approval.demand"]
        needs = {record: demand._need(record, move, is_afterwards) for record in records}
        refusals = [need.refusal for need in needs.values() if need and need.refusal]
        if refusals:
            raise UserError("\n".join(refusals))
        wanting = records.filtered(lambda record: needs[record])
        if not wanting:
            return self.sudo()
        before = self.sudo() if is_afterwards else self._supersede(wanting, move)
        askers = {key: rows.asker_ids for key, rows in before.grouped("res_id").items()}
        # The engine alone keeps the requests.
        approvals = self.sudo().create(
            [
                {
                    **self._request_vals(record, move, needs[record], askers.get(record.id)),
                    "note": note,
                    "is_afterwards": is_afterwards,
                }
                for record in wanting
            ]
        )
        wanting.invalidate_recordset(["approval_ids"], flush=False)
        steps = {
            approval: needs[record].steps
            for approval, record in zip(approvals, wanting, strict=True)
        }
        approvals._add_votes(steps)
        approvals._call()
        return approvals

    @api.model
    def _request_vals(self, record, move, need, askers):
        matter = record.sudo()._approval_matter(move)
        company = record.sudo()._approval_company()
        demand = self.env["csm.approval.demand"]
        askers = (askers or self.env["res.users"]) | self.env.user
        return {
            "res_model": record._name,
            "res_id": record.id,
            "subject": record.display_name,
            "move": move,
            "requested_by_id": self.env.uid,
            "requested_at": self.env.cr.now().replace(microsecond=0),
            "asker_ids": [Command.set((askers | record.sudo()._approval_askers()).ids)],
            "rule_ids": [Command.set(need.rules.ids)],
            "found": "\n".join(need.notes) or False,
            **self._matter_vals(matter),
            "amount_company": demand._converted(
                matter.amount, matter.currency, company.currency_id, company
            ),
            **record.sudo()._approval_rights_vals(),
        }

    @api.model
    def _matter_vals(self, matter):
        return {
            "amount": matter.amount,
            "currency_id": matter.currency.id,
            "payee_id": matter.payee.id,
            "kind": matter.kind,
            "order_ref": matter.order,
        }

    @api.model
    def _supersede(self, records, move):
        """End what was asked or approved for a step of these records; returns it."""
        live = self.sudo().search(
            [
                ("res_model", "=", records._name),
                ("res_id", "in", records.ids),
                ("move", "=", move),
                ("state", "in", ("waiting", "approved")),
                ("is_afterwards", "=", False),
            ]
        )
        live._end("superseded")
        # The database holds that only one request lives; it must know that this one is over.
        live.flush_recordset(["state"])
        return live

    def _end(self, state):
        """End requests without a decision: they are superseded or withdrawn."""
        if self:
            self.vote_ids.filtered(lambda vote: vote.state in ("later", "waiting"))._skip()
            self.write({"state": state, "waiting_user_id": False, "waiting_vote_id": False})

    # Whose signatures

    def _add_votes(self, steps):
        """Give each request a vote for each of these steps it lacks.

        :param dict steps: the :class:`StepPlan` of each request, in the order of signing
        """
        Vote = self.env["csm.approval.vote"].sudo()
        vals_list = []
        for approval in self:
            known = set(approval.vote_ids.mapped(lambda vote: (vote.step_id._key(), vote.level)))
            for plan, level in approval._expanded(steps[approval]):
                if (plan.key, level) not in known:
                    vals_list.append(
                        {
                            "approval_id": approval.id,
                            "step_id": plan.step_id,
                            "level": level,
                            "rank": plan.rank,
                            "sequence": plan.sequence,
                        }
                    )
        return Vote.create(vals_list)

    def _expanded(self, plans):
        """Yield each step with its level; one that climbs level by level becomes several."""
        ladder, Step = self.env["csm.approval.ladder"], self.env["csm.approval.step"].sudo()
        for plan in plans:
            if plan.key[0] != "superiors":
                yield plan, 0
                continue
            memo, subject = {}, self._subject()
            others = self.env["res.users"]
            for other in plans:
                if other.key[0] == "role":
                    others |= ladder._approver(Step.browse(other.step_id), 0, subject, {}, memo)[1]
            at = self.env.cr.now().replace(microsecond=0)
            chain = ladder._known(Step.browse(plan.step_id), subject, at, memo)[0]
            for level, person in enumerate(chain, start=1):
                # Whoever signs for a role of the rules signs there, once.
                if person.user not in others:
                    yield plan, level

    def _record(self):
        return self.env[self.res_model].sudo().browse(self.res_id)

    def _subject(self):
        return self.env["csm.approval.ladder"]._subject_of(self._record(), self.requested_by_id)

    def _call(self):
        """Ask whoever signs next; who cannot be reached is passed over, and it says so."""
        next_votes = self.env["csm.approval.vote"].sudo()
        for approval in self:
            next_votes |= approval.vote_ids.filtered(lambda vote: vote.state == "later").sorted()[
                :1
            ]
        next_votes._address()
        return next_votes

    def _passed(self):
        """Return ``{user id: why this person does not sign here}``."""
        told = self.with_context(lang=self.company_id.partner_id.lang)
        passed = {}
        for user in self.barred_user_ids:
            passed[user.id] = told.env._("%(name)s has no part in it.", name=user.name)
        for vote in self.vote_ids.filtered("decided_by_id"):
            passed[vote.decided_by_id.id] = told.env._(
                "%(name)s has signed another step.", name=vote.decided_by_id.name
            )
        for user in self.asker_ids:
            passed[user.id] = told.env._("%(name)s asks for it.", name=user.name)
        return passed

    # Requests that follow their records

    @api.model
    def _follow(self, records):
        """Ask anew where what was asked or approved is no longer what the record says."""
        live = self.sudo().search(
            [
                ("res_model", "=", records._name),
                ("res_id", "in", records.ids),
                ("state", "in", ("waiting", "approved")),
                ("is_afterwards", "=", False),
            ]
        )
        changed = defaultdict(list)
        for approval in live.filtered(lambda approval: approval._is_changed()):
            changed[approval.move].append(approval.res_id)
        for move, ids in changed.items():
            self._supersede_and_ask(records.browse(ids), move)

    @api.model
    def _supersede_and_ask(self, records, move):
        for record in records:
            need = self.env["csm.approval.demand"]._need(record, move)
            if need and not need.refusal:
                self._ask(record, move)
            else:
                self._supersede(record, move)

    def _ask_anew(self):
        """Ask again, for whoever asked, what has become something else since."""
        self._end("superseded")
        self.flush_recordset(["state"])
        asker = self.requested_by_id
        record = self._record().with_user(asker).sudo()
        need = self.env["csm.approval.demand"]._need(record, self.move, self.is_afterwards)
        if need and not need.refusal:
            Approval = self.env["csm.approval"].with_user(asker)
            Approval._ask(record, self.move, self.note or "", self.is_afterwards)

    def _is_changed(self):
        """Tell whether the record says something else than was asked or approved."""
        matter = self._record()._approval_matter(self.move)
        same_money = self.currency_id == matter.currency or not (self.amount or matter.amount)
        return not (
            same_money
            and not matter.currency.compare_amounts(self.amount, matter.amount)
            and self.payee_id == matter.payee
            and (self.kind or "") == (matter.kind or "")
        )
