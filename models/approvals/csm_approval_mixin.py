from odoo import api, models

from ...tools.carries import carries

# Letting clocks stand still beyond the longest pause is no move, yet somebody may have to agree.
PAUSE = "pause"


class CsmApprovalMixin(models.AbstractModel):
    """Makes the gate of a model ask for approvals: no button, import or remote call passes it by.

    What must be on record is asked first, then what the model itself wants, then the approval. An
    approval is good for one move; the move marks it as used.
    """

    _name = "csm.approval.mixin"
    _description = "Record Whose Moves Are Approved"
    _inherit = ["csm.approval.subject.mixin", "csm.state.mixin", "csm.deadline.mixin"]

    def _why_not_move(self, move):
        return super()._why_not_move(move) or self._why_not_go_unapproved(move)

    @carries("S2-09-23", neutral="")
    def _why_not_go_unapproved(self, move):
        """Refuse a move beyond the authority of whoever makes it."""
        return self._why_not_approved(move.name)

    def _moved(self, move):
        result = super()._moved(move)
        self._use_approvals(move.name)
        self._ask_afterwards(move.name)
        return result

    def _why_not_ask(self, move):
        # Nobody is asked to approve what could not be done anyway.
        declared = [known for known in self._moves if known.name == move]
        lacks = declared and self._why_not_entered(move)
        return lacks or super()._why_not_ask(move)

    # Who may see the requests

    def _hand_on_rights(self):
        result = super()._hand_on_rights()
        Approval = self.env["csm.approval"].sudo()
        mine = Approval.search([("res_model", "=", self._name), ("res_id", "in", self.ids)])
        by_id = {record.id: record for record in self.sudo()}
        for record_id, approvals in mine.grouped("res_id").items():
            approvals.write(by_id[record_id]._approval_rights_vals())
        mine._rights_changed()
        return result

    # Hooks

    @api.model
    def _approval_moves(self):
        moves = {move.name: self._move_label(move) for move in self._moves}
        return {**moves, PAUSE: self.env._("Longer Pause")}

    def _approval_moves_now(self):
        state = self[self._state_field]
        moves = [move.name for move in self._moves if state in move.sources]
        return [*moves, PAUSE] if self.is_on_hold else moves

    def _approval_company(self):
        return self._entry_company()

    def _approval_team(self):
        return self._entry_team()

    def _approval_start(self):
        return self._entry_start()

    def _approval_rights_vals(self):
        return {**super()._approval_rights_vals(), **self._deadline_rights_vals()}

    # Pauses beyond the longest

    def _pause_approver(self, reason):
        """Where a rule says who grants a longer pause, an approved request is the leave."""
        if not self.env["csm.approval.demand"]._speaking(self.sudo(), PAUSE, False):
            return super()._pause_approver(reason)
        return self._why_not_approved(PAUSE)

    def _pause_deadlines(self, note="", reason=None, grant=None):
        result = super()._pause_deadlines(note, reason, grant)
        if grant:
            self._use_approvals(PAUSE)
        return result

    def _extend_pause(self, grant):
        result = super()._extend_pause(grant)
        self._use_approvals(PAUSE)
        return result
