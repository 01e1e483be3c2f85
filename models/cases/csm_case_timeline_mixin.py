from odoo import api, fields, models

# Steps that want a word from the user first; their dialogue asks for it.
ASKING = ("judge", "plan", "investigate", "report", "decide", "inform", "reopen", "void")
# Facts of the exception, shown only once they have happened.
EXCEPTIONS = ("reopened_at", "voided_at")


class CsmCaseTimelineMixin(models.AbstractModel):
    """What the screens of a case show of its chain: what happened, what is open, what binds.

    ``timeline`` is read by the widget of the same name. It holds moments as UTC texts and labels in
    the reader's language, so that the widget only draws.
    """

    _name = "csm.case.timeline.mixin"
    _description = "Timeline of a Case"
    _inherit = ["csm.case.chain.mixin", "csm.deadline.mixin"]

    timeline = fields.Json(compute="_compute_timeline")
    has_reply = fields.Boolean("Replied To", compute="_compute_has_reply")
    has_answer = fields.Boolean("Answered", compute="_compute_has_reply")
    is_overdue = fields.Boolean("Overdue", compute="_compute_is_overdue")

    @api.depends("replied_at", "told_at", "reopened_at")
    def _compute_has_reply(self):
        for case in self:
            case.has_reply = case._stands("replied_at")
            case.has_answer = case._stands("told_at")

    @api.depends("next_due_at", "is_on_hold")
    def _compute_is_overdue(self):
        now = fields.Datetime.now()
        for case in self:
            due = case.next_due_at
            case.is_overdue = bool(due and due < now and not case.is_on_hold)

    @api.depends_context("lang", "uid")
    @api.depends(
        lambda self: (
            "state",
            *self._facts,
            "deadline_ids.state",
            "deadline_ids.is_binding",
            "deadline_ids.due_at",
            "deadline_ids.is_paused",
            "pause_ids.ended_at",
        )
    )
    def _compute_timeline(self):
        for case in self:
            case.timeline = case._timeline() if case.id else False

    def _timeline(self):
        """Return what happened, oldest first, and what is still open, in the order of the chain."""
        pins = self._pins()
        ended = self._ended_on(pins["ended"])
        past = [self._entry(name, ended) for name in self._facts if self[name]]
        past += [self._pause_entry(pause) for pause in self.pause_ids]
        steps = {move.fact: move for move in self._moves if move.fact not in EXCEPTIONS}
        ahead = [
            self._entry(name, pins["running"], step)
            for name, step in steps.items()
            if self._is_open(name, step, pins["running"])
        ]
        order = {name: index for index, name in enumerate(self._facts)}
        ahead.sort(key=lambda entry: order[entry["fact"]])
        past.sort(key=lambda entry: (entry["at"], order.get(entry["fact"], -1)))
        may_correct = self.env.user.has_group("csm.group_supervisor")
        return {
            "past": past,
            "ahead": ahead,
            "may_correct": may_correct and self.env.user not in self._workers(),
        }

    def _stands(self, name):
        """Whether a fact has happened in the present round, since any reopening."""
        return bool(self[name]) and not (self.reopened_at and self[name] < self.reopened_at)

    def _is_open(self, name, step, running):
        """Whether a fact is still to come: awaited by a clock, or possible in this round."""
        if name in running:
            return True
        if self._stands(name):
            return False
        if self.state in ("closed", "void") or self.reopened_at:
            return self.state in step.sources
        return not self[name]

    def _entry(self, name, pins, step=None):
        moment = False if step else self[name]
        may_take = bool(step) and self.state in step.sources
        return {
            "fact": name,
            "label": self._fact_label(name),
            "at": fields.Datetime.to_string(moment),
            "who": self._who_made(name) if moment else "",
            "step": step.name if may_take else "",
            "asks": may_take and self._asks(step.name),
            "pins": pins.get(name, []),
        }

    def _who_made(self, name):
        if name == "received_at":
            return self.sudo()["first_responder_id"].name
        return self._maker(name).name or ""

    def _pause_entry(self, pause):
        return {
            "fact": "",
            "label": self.env._("Clocks stood still") if pause.ended_at else self.env._("On hold"),
            "at": fields.Datetime.to_string(pause.started_at),
            "until": fields.Datetime.to_string(pause.ended_at),
            "who": pause.sudo().user_id.name,
            "note": pause.sudo()._why(),
            "pins": [],
        }

    def _pins(self):
        """Return the binding deadlines by the fact that ends them: running ones and ended ones."""
        pins = {"running": {}, "ended": {}}
        for row in self.deadline_ids.filtered("is_binding"):
            if row.state != "released":
                kind = "running" if row.state == "running" else "ended"
                # Users may not read the register of fields; its names are no secret.
                fact = row.sudo().rule_id.stop_field_id.name
                pins[kind].setdefault(fact, []).append(self._pin(row))
        return pins

    def _ended_on(self, ended):
        """Sort ended deadlines by the fact that ended them: the awaited one, else the closing."""
        sorted_pins = {}
        for fact, pins in ended.items():
            for pin in pins:
                name = fact if pin["met_at"] == str(self[fact]) else "closed_at"
                if pin["met_at"] == str(self[name]):
                    sorted_pins.setdefault(name, []).append(pin)
        return sorted_pins

    def _pin(self, row):
        return {
            "id": row.id,
            "obligation": row.obligation_id.name,
            "article": row.article_id.display_name,
            "due_at": fields.Datetime.to_string(row.due_at),
            "met_at": fields.Datetime.to_string(row.stopped_at),
            "state": row.state,
            "is_paused": row.is_paused,
            "failure": row.failure or "",
        }

    # Dialogues

    def _asks(self, step):
        # Only a complaint is judged founded or not; other kinds are simply taken in hand.
        return step in ASKING and (step != "judge" or self["kind"] == "complaint")

    def action_ask(self):
        """Open the dialogue of the step that the context names in ``csm_step``."""
        self.ensure_one()
        step = self.env.context.get("csm_step")
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "views": [(self.env.ref("csm.csm_case_view_form_step").id, "form")],
            "target": "new",
            "name": f"{self._ask_titles()[step]}: {self.display_name}",
            "context": {"csm_step": step},
        }

    def _ask_titles(self):
        """Return the titles of the dialogues by the name of their step."""
        return {
            "judge": self.env._("Judge"),
            "plan": self.env._("Plan Agreed"),
            "investigate": self.env._("Investigated"),
            "report": self.env._("Report Submitted"),
            "decide": self.env._("Decide"),
            "reopen": self.env._("Reopen"),
            "void": self.env._("Declare Void"),
        }

    def action_take_step(self):
        """Take the step its dialogue has asked about."""
        return self._act(self.env.context["csm_step"])

    def action_correct_fact(self):
        """Open the correction of the moment that the context names in ``csm_fact``."""
        action = super().action_correct_fact()
        fact = self.env.context.get("csm_fact")
        if fact in self._facts:
            moment = {"default_fact": fact, "default_new_value": self[fact]}
            action["context"] = {**action["context"], **moment}
        return action

    def action_register_call(self):
        """Register what was taken down on the telephone, and open it."""
        self.action_register()
        return self.get_formview_action()

    @api.model
    def action_my_cases(self):
        """Open the cases, beginning with those of the user's teams, if there are any."""
        action = self.env["ir.actions.act_window"]._for_xml_id("csm.csm_case_action")
        mine = ["|", ("member_ids", "=", self.env.uid), ("overseer_ids", "=", self.env.uid)]
        if not self.env["csm.team"].search_count(mine, limit=1):
            action["context"] = {"search_default_open": 1}
        return action
