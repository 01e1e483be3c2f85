from odoo import models

from ...tools.carries import carries
from .csm_liability_share import WHOLE


class CsmLiabilityGateMixin(models.AbstractModel):
    """Why a verdict does not go on: one sentence for each reason."""

    _name = "csm.liability.gate.mixin"
    _description = "Refusals of a Verdict"

    def _why_not_propose(self):
        return self._why_not_shares() or self._why_not_leadership() or self._why_not_tracked()

    def _why_not_decide(self):
        return self._why_not_oneself() or self._why_not_own_proposal() or self._why_not_shares()

    def _why_not_shares(self):
        total = self.sudo()._hundredths()
        if total == WHOLE:
            return ""
        return self.env._(
            "%(verdict)s: the shares add up to %(sum).2f %%, not to 100.00 %%. "
            "Change them until nothing is left over.",
            verdict=self.display_name,
            sum=total / 100,
        )

    def _why_not_leadership(self):
        """Refuse a share of leadership for somebody who leads nobody named."""
        verdict = self.sudo()
        leaders = verdict._acting_employees().parent_id
        strange = verdict.share_ids.filtered(
            lambda share: share.is_leadership and share.employee_id not in leaders
        )
        if not strange:
            return ""
        return self.env._(
            "%(verdict)s: %(person)s is not the direct superior of any employee named here and "
            "bears no share of leadership.",
            verdict=self.display_name,
            person=strange[0].employee_id.name,
        )

    @carries("S2-09-17", "S1-04-28", neutral="")
    def _why_not_tracked(self):
        """An improvement is tracked by measures with a day, or not at all."""
        verdict = self.sudo()
        if verdict.is_negligence and verdict.tracking == "yes":
            return self.env._(
                "%(verdict)s: human negligence is exempt from tracking. Do not track it, or "
                "take the negligence back.",
                verdict=self.display_name,
            )
        if verdict.tracking == "yes" and not verdict.improvement_ids:
            return self.env._(
                "%(verdict)s: the improvement is to be tracked, and there is none. Enter the "
                "measure, who is responsible and until when.",
                verdict=self.display_name,
            )
        if verdict.tracking != "yes" and verdict.improvement_ids:
            return self.env._(
                "%(verdict)s: there are improvements, yet they are not to be tracked. Decide that "
                "they are, or take them out.",
                verdict=self.display_name,
            )
        return ""

    def _why_not_oneself(self):
        if self.env.user not in self.sudo().liable_user_ids:
            return ""
        return self.env._(
            "%(verdict)s names you. Somebody else has to decide it.", verdict=self.display_name
        )

    def _why_not_own_proposal(self):
        if self.env.su or self._maker("proposed_at") != self.env.user:
            return ""
        if self.env["csm.approval.demand"]._need(self, "decide"):
            # Others give their instruction; whoever proposed it only records it.
            return ""
        return self.env._(
            "%(verdict)s is your own proposal. Somebody else has to decide it.",
            verdict=self.display_name,
        )

    def _why_not_review(self):
        reviews = self.sudo().review_line_ids.review_id
        if "done" in reviews.mapped("state"):
            return ""
        return self.env._(
            "%(verdict)s is reviewed with all cases of its month: finish the monthly review.",
            verdict=self.display_name,
        )

    def _why_not_reopen(self):
        if (self.reopen_reason or "").strip():
            return ""
        if self.state == "reviewed":
            months = self.sudo().review_line_ids.review_id.filtered(lambda r: r.state == "done")
            return self.env._(
                "%(verdict)s: %(review)s is finished, so the verdict stands. Write why it is "
                "reopened; the correction goes to the next review.",
                verdict=self.display_name,
                review=months[:1].display_name,
            )
        return self.env._("%(verdict)s: write why it is reopened.", verdict=self.display_name)

    def _why_not_void(self):
        if (self.void_reason or "").strip():
            return ""
        return self.env._("%(verdict)s: write why it is void.", verdict=self.display_name)

    def _why_not_changed(self):
        labels = self._state_labels()
        if self.state == "reviewed":
            return self.env._(
                "%(verdict)s is reviewed and its month is closed. Reopen it with a reason; the "
                "correction goes to the next review.",
                verdict=self.display_name,
            )
        if self.state == "decided":
            return self.env._(
                "%(verdict)s is decided. Reopen it with a reason, then change it.",
                verdict=self.display_name,
            )
        return self.env._(
            "%(verdict)s is “%(state)s” and stays as it is. Give it back, then change it.",
            verdict=self.display_name,
            state=labels[self.state],
        )

    # What follows from a step

    def _prepare_move_vals(self, move):
        values = super()._prepare_move_vals(move)
        if move.name == "decide":
            # The next reopening needs a reason of its own; this one stands in the history.
            values["reopen_reason"] = False
        return values

    def _moved(self, move):
        result = super()._moved(move)
        if move.name == "decide":
            for verdict in self:
                verdict._decided()
        elif move.name == "reopen":
            self.sudo().proposal_ids._withdraw()
            self.sudo()._hand_on_rights()
        return result

    def _decided(self):
        # The history of the case says that there is a verdict, not whom it names.
        case = self.sudo().case_id
        told = self.with_context(lang=self.company_id.partner_id.lang)
        case._message_log(body=told.env._("The verdict on liability is decided."))
        self.sudo()._hand_on_rights()
        self._propose_sanctions()
