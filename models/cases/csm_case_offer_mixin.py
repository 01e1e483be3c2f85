from odoo import api, fields, models
from odoo.fields import Domain

from .csm_case_chain_mixin import AT_WORK, OPEN

# The step that comes next, by state; the first that does not stand yet and is not held.
NEXT = {
    "new": ("register",),
    "registered": ("reply", "judge"),
    "handling": ("reply", "investigate", "decide"),
    "unfounded": ("reply", "tell", "close"),
    "decided": ("tell", "execute"),
    "executed": ("close",),
    "closed": ("file",),
}


class CsmCaseOfferMixin(models.AbstractModel):
    """Offers the one step that makes sense next, and lists what else can be done."""

    _name = "csm.case.offer.mixin"
    _description = "Next Step of a Case"
    _inherit = ["csm.case.route.mixin", "csm.case.findings.mixin"]

    offered_steps = fields.Json(compute="_compute_offered_steps")
    needs_me = fields.Boolean(
        compute="_compute_needs_me",
        search="_search_needs_me",
        help="It lies with my unit, the next step of it is mine, or an approval waits for me.",
    )

    # The next step

    @api.depends_context("lang", "uid")
    @api.depends(
        lambda self: (
            "state",
            "kind",
            "judgement",
            "decision",
            "station_ids.state",
            "accused_employee_ids",
            *self._facts,
        )
    )
    def _compute_offered_steps(self):
        for case in self:
            case.offered_steps = case._offered_steps()

    def _offered_steps(self):
        """Return the step to be made next, what it waits for, and the others."""
        here = self.sudo().station_ids.filtered(lambda stay: stay.state == "here")
        mine = here.filtered(lambda stay: self.env.user in stay._unit_users())[:1]
        first = self._next_move(here - mine)
        # Only a case that is kept has something to do besides.
        others = self._other_moves(first) if self.id else []
        offer = {"next": self._offer_move(first, True) if first else None, "others": others}
        if mine:
            offer["next"] = self._offer_method(
                "action_hand_on", self.env._("Hand On: %(unit)s", unit=mine._unit())
            )
            offer["others"] = ([self._offer_move(first, False)] if first else []) + others
        elif here and not first:
            offer["waits"] = self.env._("Lies with %(unit)s", unit=self.lies_with)
        return offer

    def _next_move(self, elsewhere):
        """Return the move that makes sense next, if the case does not wait for somebody else."""
        state = self["state"]
        if state == "handling" and self["judgement"] == "unfounded":
            state = "unfounded"
        for name in NEXT.get(state, ()):
            move = self._move_named(name)
            if (move.fact and self._stands(move.fact)) or not self._is_next(move):
                continue
            if elsewhere and name not in ("reply", "judge", "file"):
                return None
            return move
        return None

    def _is_next(self, move):
        if move.name == "investigate":
            # The cause is found on the way; it is offered where a clock waits for it.
            return any(
                row.state == "running" and row.rule_id.sudo().stop_field_id.name == move.fact
                for row in self.deadline_ids
            )
        if self["state"] not in move.sources:
            return False
        return not self._why_not_before_stations(move)

    def _other_moves(self, first):
        offers = [
            self._offer_move(move, False)
            for move in self._moves
            if move != first
            and self["state"] in move.sources
            and move.name != "void"
            and self._is_at_hand(move)
        ]
        return offers + [self._offer_method(name, label) for name, label in self._other_actions()]

    def _is_at_hand(self, move):
        """Whether a step is offered among the others: it is to come, or comes again and again."""
        if move.target or not move.fact:
            return True
        return self._is_open(move.fact, move, {})

    def _other_actions(self):
        """Return ``[(method, label)]`` of what can be done besides the steps of the chain."""
        actions = []
        if self["state"] in OPEN:
            actions.append(("action_pass_on", self.env._("Pass On")))
        if self["state"] in AT_WORK:
            actions.append(("action_customer_asked", self.env._("Customer Asked Again")))
            actions.append(("action_file_abnormality", self.env._("Ask a Unit to Improve")))
            actions.append(("action_file_memorial", self.env._("File a Memorial")))
        if self["accused_employee_ids"]:
            actions.append(("action_hear", self.env._("Hear a Person Complained About")))
        if (
            self["state"] in ("new", "registered")
            and self["kind"] == "complaint"
            and self["severity"] == "general"
            and self["decision"]
        ):
            actions.append(("action_settle", self.env._("Settle at Once")))
        return actions

    def _offer_move(self, move, is_next):
        """Return what the button of a step calls: its dialogue when the step wants a word first."""
        asks = self._asks(move.name)
        method = "action_ask" if asks else f"action_{move.name}"
        offer = self._offer_method(method, self._step_label(move))
        return {**offer, "step": move.name, "is_next": is_next}

    @api.model
    def _offer_method(self, method, label):
        return {"method": method, "label": label, "step": ""}

    def _step_label(self, move):
        """Return what the button of a step says."""
        labels = {
            "register": self.env._("Register"),
            "reply": self.env._("First Reply Given"),
            "judge": self.env._("Judge")
            if self["kind"] == "complaint"
            else self.env._("Take in Hand"),
            "decide": self.env._("Decide"),
            "close": self.env._("Close"),
            "reopen": self.env._("Reopen"),
            "inform": self.env._("Tell How Things Stand"),
            "file": self.env._("Archive the File"),
            "tell": self.env._("Customer Told"),
        }
        return labels.get(move.name) or self._move_label(move)

    def action_hand_on(self):
        """Open the dialogue in which my unit hands the case on."""
        self.ensure_one()
        # The stay is asked for on behalf of the unit, who need not be able to open the case.
        here = self.sudo().station_ids.filtered(lambda stay: stay.state == "here")
        mine = here.filtered(lambda stay: self.env.user in stay._unit_users())[:1]
        return mine.with_env(self.env).action_ask_hand_back()

    # The queue

    def _compute_needs_me(self):
        mine = self.search([("id", "in", self.ids), ("needs_me", "=", True)])
        for case in self:
            case.needs_me = case in mine

    def _search_needs_me(self, operator, value):
        if operator != "in":
            return NotImplemented
        here = Domain("state", "=", "here")
        Stay = self.env["csm.case.station"].sudo()
        with_me = Stay.search(here & Domain("is_my_unit", "=", True))
        elsewhere = Stay._search(here & Domain("is_joint", "=", False))
        mine = Domain("user_id", "=", self.env.uid) & Domain("state", "in", OPEN)
        mine &= Domain("station_ids", "not any!", [("id", "in", elsewhere)])
        return Domain("id", "in", with_me.case_id.ids) | mine | self._needs_me_domain()

    @api.model
    def _needs_me_domain(self):
        """Return which cases wait for a decision of the user, on themselves or on their papers."""
        # What waits for whom is kept apart from who may open the papers of a case.
        Approval = self.env["csm.approval"].sudo()
        mine = Approval.search([("waiting_user_id", "=", self.env.uid), ("state", "=", "waiting")])
        decided = mine.grouped("res_model")
        cases = decided.get("csm.case", Approval).mapped("res_id")
        for model in self._papers_of_cases():
            papers = self.env[model].sudo().browse(decided.get(model, Approval).mapped("res_id"))
            cases += papers.exists()["case_id"].ids
        return Domain("id", "in", cases)

    @api.model
    def _papers_of_cases(self):
        """Hook: the models whose records belong to a case and may want an approval."""
        return ["csm.request"]
