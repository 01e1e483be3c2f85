from odoo import fields, models

from ..common.csm_state_mixin import Move

OPEN = ("new", "promised", "passed", "answered")
WAITING = ("new", "promised", "passed")
# The steps by which the first responder lets go of a contact; it must be taken down by then.
SETTLING = ("answer", "promise", "pass_on", "close")
OUTCOMES = {
    "answer": "answered",
    "call_back": "called_back",
    "promise": "promised",
    "pass_on": "passed",
}


class CsmContactChainMixin(models.AbstractModel):
    """What can happen to a contact, from the first ring to the last word."""

    _name = "csm.contact.chain.mixin"
    _description = "Chain of Facts of a Contact"
    _inherit = ["csm.fact.mixin"]

    # Not readonly: dragging a card writes it, and the gate judges the move.
    state = fields.Selection(
        [
            ("new", "In Conversation"),
            ("promised", "Call Back Promised"),
            ("passed", "Passed On"),
            ("answered", "Answered"),
            ("closed", "Closed"),
            ("void", "Void"),
        ],
        required=True,
        default="new",
        index=True,
        copy=False,
        tracking=True,
        group_expand=True,
    )
    started_at = fields.Datetime(
        "Begun",
        required=True,
        default=lambda self: self.env.cr.now().replace(microsecond=0),
        copy=False,
        index=True,
        help="When the telephone rang, the visitor came in, the letter or the message arrived.",
    )
    noted_at = fields.Datetime("Taken Down", readonly=True, copy=False)
    answered_at = fields.Datetime("Answered", readonly=True, copy=False)
    promise_made_at = fields.Datetime("Call Back Promised", readonly=True, copy=False)
    called_back_at = fields.Datetime("Called Back", readonly=True, copy=False)
    passed_at = fields.Datetime("Passed On", readonly=True, copy=False)
    closed_at = fields.Datetime("Closed", readonly=True, copy=False)
    voided_at = fields.Datetime("Voided", readonly=True, copy=False)
    ended_at = fields.Datetime(
        "Conversation Ended", readonly=True, copy=False, help="When the line was put down."
    )
    outcome = fields.Selection(
        [
            ("answered", "Answered at Once"),
            ("promised", "Waits for Our Call"),
            ("called_back", "Called Back"),
            ("passed", "Passed On"),
            ("case", "Became a Case"),
            ("abandoned", "Hung Up Before an Answer"),
            ("settled", "Settled Otherwise"),
        ],
        copy=False,
        index="btree_not_null",
    )
    void_reason = fields.Text(copy=False)

    _typed_facts = ("started_at",)
    _facts = (
        "started_at",
        "noted_at",
        "answered_at",
        "promise_made_at",
        "called_back_at",
        "passed_at",
        "closed_at",
        "voided_at",
    )
    _moves = (
        Move("note", ("new",), "", "noted_at"),
        Move("call_back", ("promised",), "answered", "called_back_at"),
        Move("answer", ("new", "passed"), "answered", "answered_at"),
        Move(
            "promise",
            ("new", "passed", "answered"),
            "promised",
            "promise_made_at",
            "_why_not_promise",
        ),
        Move("pass_on", ("new", "promised", "answered"), "passed", "passed_at", "_why_not_pass_on"),
        Move("close", OPEN, "closed", "closed_at", "_why_not_close"),
        Move("void", OPEN, "void", "voided_at", "_why_not_void"),
    )

    def action_answer(self):
        return self._act("answer")

    def action_promise(self):
        return self._act("promise")

    def action_call_back(self):
        return self._act("call_back")

    def action_pass_on(self):
        return self._act("pass_on")

    def action_close(self):
        return self._act("close")

    def action_void(self):
        return self._act("void")

    def action_call_answer(self):
        """Answer what was just taken down, and leave the dialogue."""
        return self._act("answer") and {"type": "ir.actions.act_window_close"}

    def action_call_promise(self):
        """Promise a call to whom was just talked to, and leave the dialogue."""
        return self._act("promise") and {"type": "ir.actions.act_window_close"}

    def action_call_pass_on(self):
        """Pass on what was just taken down, and leave the dialogue."""
        return self._act("pass_on") and {"type": "ir.actions.act_window_close"}

    def action_ask_void(self):
        """Open the dialogue that asks why the entry is void."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "views": [(self.env.ref("csm.csm_contact_view_form_void").id, "form")],
            "target": "new",
            "name": self.env._("Declare %(contact)s Void", contact=self.display_name),
        }

    # Why a step must not be made

    def _why_not_move(self, move):
        return super()._why_not_move(move) or self._why_not_settle(move)

    def _why_not_settle(self, move):
        """Refuse to let go of a contact that is not taken down yet."""
        if move.name not in SETTLING or self.noted_at or self._is_abandoned():
            return ""
        return self._why_not_entered("note")

    def _is_abandoned(self):
        """Whether the caller was gone before anybody could ask."""
        return self.outcome == "abandoned"

    def _why_not_close(self):
        if self.state == "promised" and self.outcome != "case":
            return self.env._(
                "%(contact)s: the customer waits for a call, promised for %(moment)s. Call back, "
                "or make a case of it, then close it.",
                contact=self.display_name,
                moment=self._local_text(self["promised_at"]),
            )
        return ""

    def _why_not_void(self):
        if not self.void_reason:
            return self.env._(
                "%(contact)s: a number is never given up silently. Write why the entry is void.",
                contact=self.display_name,
            )
        return ""

    # What follows from a step

    def _prepare_move_vals(self, move):
        values = super()._prepare_move_vals(move)
        now = self.env.cr.now().replace(microsecond=0)
        if move.name == "call_back":
            values["answered_at"] = now
        return values

    def _moved(self, move):
        result = super()._moved(move)
        now = self.env.cr.now().replace(microsecond=0)
        if move.name in SETTLING:
            # The moments a step brings along are the system's, like the step's own.
            unnoted = self.sudo().filtered(lambda contact: not contact.noted_at)
            unnoted.filtered(lambda contact: not contact._is_abandoned())._keep(noted_at=now)
            self.sudo().filtered(lambda contact: not contact.ended_at)._keep(ended_at=now)
        outcome = OUTCOMES.get(move.name)
        kept = ("case", "abandoned")
        if outcome:
            self.sudo().filtered(lambda contact: contact.outcome not in kept)._keep(outcome=outcome)
        elif move.name == "close":
            self.sudo().filtered(lambda contact: not contact.outcome)._keep(outcome="settled")
        if move.name in ("close", "void"):
            self.sudo().activity_ids.filtered(lambda a: not a.csm_deadline_id).action_done()
        return result

    def _keep(self, **values):
        """Write what the system keeps of these contacts."""
        if self:
            self._with_pass(values).write(values)
