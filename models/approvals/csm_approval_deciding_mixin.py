from odoo import models
from odoo.exceptions import UserError


class CsmApprovalDecidingMixin(models.AbstractModel):
    """Decides requests: one signature after the other, each person once, nobody their own."""

    _name = "csm.approval.deciding.mixin"
    _description = "Deciding Approvals"

    def action_approve(self):
        """Sign these requests: one or none; of many the good ones, and say so."""
        return self._decide("approve")

    def action_refuse(self):
        """Open the dialogue that asks why."""
        return self._open_decision("refuse")

    def action_decide(self):
        """Open the dialogue that decides many requests at once."""
        return self._open_decision("approve")

    def _open_decision(self, decision):
        return {
            "type": "ir.actions.act_window",
            "res_model": "csm.approval.decide.wizard",
            "views": [(False, "form")],
            "target": "new",
            "name": self.env._("Refuse") if decision == "refuse" else self.env._("Decide"),
            "context": {
                "default_decision": decision,
                "default_approval_ids": self.ids,
            },
        }

    def action_withdraw(self):
        """Take back what one asked for."""
        self.check_access("read")
        for approval in self:
            if self.env.user not in approval.sudo().asker_ids or approval.state not in (
                "waiting",
                "approved",
            ):
                raise UserError(
                    self.env._(
                        "Only whoever asked takes back “%(approval)s”, and only before it is "
                        "used. It is “%(state)s”.",
                        approval=approval.display_name,
                        state=approval._state_text(),
                    )
                )
        # The engine alone writes requests; that it is one's own was checked above.
        self.sudo()._end("withdrawn")
        return True

    def _decide(self, decision, comment=""):
        """Decide these requests as the user, and tell what could not be decided."""
        self.check_access("read")
        refusals = {approval: approval._why_not_decide(decision, comment) for approval in self}
        reasons = [reason for reason in refusals.values() if reason]
        if reasons and len(self) == 1:
            raise UserError(reasons[0])
        good = self.filtered(lambda approval: not refusals[approval]).sudo()
        changed = good.filtered(lambda approval: approval._is_changed())
        for approval in changed:
            reasons.append(approval._changed_sentence())
            approval._ask_anew()
        (good - changed)._sign(decision, comment)
        if len(self) == 1 and not reasons:
            return True
        return self.env["csm.state.mixin"]._tell_moved(good - changed, reasons)

    def _changed_sentence(self):
        return self.env._(
            "“%(approval)s” has been changed since you were asked, and is asked for anew.",
            approval=self.display_name,
        )

    def _why_not_decide(self, decision, comment=""):
        """Return the sentence that keeps the user from deciding, or an empty string."""
        approval, user = self.sudo(), self.env.user
        values = {"approval": self.display_name}
        if approval.state != "waiting":
            return self.env._(
                "“%(approval)s” is decided already: %(state)s.",
                state=approval._state_text(),
                **values,
            )
        if decision == "refuse" and not (comment or "").strip():
            return self.env._("Write why you refuse “%(approval)s”.", **values)
        return approval._why_not_by(user, values)

    def _why_not_by(self, user, values):
        """Refuse the signature of whoever asks, has signed, or is not meant."""
        if user in self.asker_ids:
            return self.env._(
                "You ask for “%(approval)s” yourself; somebody else has to decide.", **values
            )
        if user in self.vote_ids.decided_by_id:
            return self.env._(
                "You have signed “%(approval)s” already; the next signature is somebody else's.",
                **values,
            )
        if user != self.waiting_user_id or user in self.barred_user_ids:
            return self.env._(
                "“%(approval)s” waits for %(who)s (%(step)s), not for you.",
                who=self.waiting_user_id.name or self.env._("nobody yet"),
                step=self.waiting_vote_id.display_name,
                **values,
            )
        return ""

    def _sign(self, decision, comment):
        """Put the user's signature under these requests, and go on."""
        if not self:
            return
        approve, now = decision == "approve", self.env.cr.now().replace(microsecond=0)
        votes = self.waiting_vote_id
        votes.write(
            {
                "state": "approved" if approve else "refused",
                "decision": decision,
                "comment": comment or False,
                "decided_by_id": self.env.uid,
                "decided_at": now,
            }
        )
        votes._forget_notices()
        if not approve:
            self._refused()
            return
        unfinished = self.filtered(
            lambda approval: any(vote.state == "later" for vote in approval.vote_ids)
        )
        unfinished |= (self - unfinished)._add_missing()
        unfinished._call()
        (self - unfinished)._approved(now)

    def _add_missing(self):
        """Add the signatures wanted by now besides those given; return what lacks any.

        What was approved meanwhile may count together with it.
        """
        demand, steps = self.env["csm.approval.demand"], {}
        for approval in self:
            need = demand._need(
                approval._record(), approval.move, approval.is_afterwards, beside=approval
            )
            steps[approval] = need.steps if need else ()
            if need and need.notes:
                approval.found = "\n".join(need.notes)
        return self._add_votes(steps).approval_id

    def _approved(self, now):
        self.write({"waiting_user_id": False, "waiting_vote_id": False, "approved_at": now})
        afterwards = self.filtered("is_afterwards")
        afterwards.write({"state": "used", "used_at": now})
        (self - afterwards).write({"state": "approved"})
        for model, mine in self.grouped("res_model").items():
            self.env[model].browse(mine.mapped("res_id"))._approvals_granted(mine)

    def _refused(self):
        self.vote_ids.filtered(lambda vote: vote.state == "later")._skip()
        self.write({"state": "refused", "waiting_user_id": False, "waiting_vote_id": False})
        for model, mine in self.grouped("res_model").items():
            self.env[model].browse(mine.mapped("res_id"))._approvals_refused(mine)

    def _state_text(self):
        """Return in words what became of a request, and by whom."""
        self.ensure_one()
        label = dict(self._fields["state"]._description_selection(self.env))[self.state]
        last = self.vote_ids.filtered("decided_at").sorted(lambda vote: (vote.decided_at, vote.id))
        if not last or self.state not in ("approved", "refused", "used"):
            return label
        return self.env._(
            "%(state)s by %(who)s", state=label, who=last[-1].sudo().decided_by_id.name
        )
