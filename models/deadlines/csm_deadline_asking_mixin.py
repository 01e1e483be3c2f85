from typing import NamedTuple

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ...tools import clock
from .csm_deadline_keeper import Work
from .csm_deadline_rule import ELAPSED


class Ask(NamedTuple):
    """Somebody who heard of a breach has not said yet that they take care of it.

    ``told`` are the users who heard of it on this way up; ``moment`` is the first late second.
    """

    event: models.Model
    told: tuple
    moment: object


class CsmDeadlineAskingMixin(models.AbstractModel):
    """Asks whoever hears of a breach to take care of it; unanswered it climbs further.

    An event that asks bears ``answer_by``. What follows from it names it in ``follows_id``: the
    word of somebody who was told, or the next climb. The database lets only one of them be.
    """

    _name = "csm.deadline.asking.mixin"
    _description = "Deadline That Asks to Be Taken Care of"

    is_asked = fields.Boolean("Asks Me", compute="_compute_asked")
    asked_until = fields.Datetime("Take Care of It by", compute="_compute_asked")
    care_text = fields.Char("Who Takes Care", compute="_compute_care_text")

    @api.depends_context("uid")
    @api.depends("event_ids", "state")
    def _compute_asked(self):
        asks = self._open_asks()
        for row in self:
            mine = [ask for ask in asks.get(row.id, ()) if self.env.uid in ask.told]
            row.is_asked = bool(mine)
            row.asked_until = min((ask.moment - clock.SECOND for ask in mine), default=False)

    @api.depends_context("lang", "tz")
    @api.depends("event_ids", "state")
    def _compute_care_text(self):
        # Whoever may read the row may read who takes care of it.
        said = (
            self.env["csm.deadline.event"]
            .sudo()
            .search([("deadline_id", "in", self.ids), ("kind", "=", "acknowledge")])
        )
        latest = {event.deadline_id.id: event for event in reversed(said)}
        for row in self:
            event = latest.get(row.id)
            row.care_text = event and self.env._(
                "%(who)s, since %(moment)s",
                who=event.author_id.name,
                moment=self.env["csm.deadline.wording"]._moment(event.happened_at),
            )

    # What is open

    def _open_asks(self, work=None):
        """Return ``{row id: [Ask]}`` of running rows that wait for somebody's word."""
        plan_of = self.env["csm.deadline.rule"]._plan_of
        rows = self.sudo().filtered(
            lambda row: row.state == "running" and plan_of(row.rule_id.id).asks()
        )
        events, told = rows._asking_events()
        if not events:
            return {}
        work, asks = work or Work(self.env), {}
        spans = rows._pauses_of_asked(events.deadline_id, work.now)
        for event in events:
            row, key = event.deadline_id, (event.deadline_id.id, event.step_id.id)
            pauses = spans.get((row.res_model, row.res_id), ())
            moment = row._answer_moment(event, work.clock_of_row(row), pauses)
            asks.setdefault(row.id, []).append(Ask(event, told[key], moment))
        return asks

    def _asking_events(self):
        """Return the events that still ask, and ``{(row id, step id): users told so far}``."""
        Event = self.env["csm.deadline.event"].sudo()
        if not self:
            return Event, {}
        Event.flush_model()
        found = self.env.execute_query(
            SQL(
                """SELECT ask.id, ask.deadline_id, ask.step_id, ask.user_id,
                          NOT EXISTS (SELECT FROM csm_deadline_event f WHERE f.follows_id = ask.id)
                     FROM csm_deadline_event ask
                    WHERE ask.deadline_id IN %s AND ask.answer_by IS NOT NULL
                      AND NOT EXISTS (
                          SELECT FROM csm_deadline_event later
                           WHERE later.deadline_id = ask.deadline_id AND later.id > ask.id
                             AND later.kind IN ('met', 'release', 'revoke'))
                    ORDER BY ask.id""",
                tuple(self.ids),
            )
        )
        told = {}
        for _event_id, row_id, step_id, user_id, _is_open in found:
            told[row_id, step_id] = (*told.get((row_id, step_id), ()), user_id)
        return Event.browse([row[0] for row in found if row[4]]), told

    def _pauses_of_asked(self, rows, now):
        """Return ``{(model, id): pauses}`` of the records behind rows that ask."""
        spans = {}
        for model, mine in rows.grouped("res_model").items():
            records = self.env[model].browse(mine.mapped("res_id"))
            found = self.env["csm.deadline.pause"]._spans(records, now)
            spans.update({(model, res_id): pauses for res_id, pauses in found.items()})
        return spans

    def _answer_by(self, step, told_at, ticking, pauses=()):
        """Return the last moment at which a word of whoever was told then is in time."""
        unit = step.answer_unit
        try:
            return clock.due_at(told_at, step.answer_amount, unit, ticking, pauses)
        except clock.NoWorkingTime:
            return clock.due_at(told_at, step.answer_amount, ELAPSED[unit], ticking, pauses)

    def _answer_moment(self, event, ticking, pauses):
        """Return when an unanswered event climbs further; a held step waits for working hours."""
        moment = self._answer_by(event.step_id, event.happened_at, ticking, pauses) + clock.SECOND
        if event.step_id.hold:
            try:
                return ticking.next_working(moment)
            except clock.NoWorkingTime:
                return moment
        return moment

    # Saying so

    def action_take_care(self):
        """Say that one takes care of it: no further superior hears of it."""
        self.check_access("read")
        # The rows are the engine's; the right to speak is having been told.
        rows = self.sudo()
        rows._lock()
        # What was not answered in time climbs first, as if the job had come by in its second.
        run = self.env["csm.deadline.run"].sudo()
        now = run._now()
        run._take(rows.filtered(lambda row: row.next_step_at and row.next_step_at <= now))
        mine = [
            ask for asks in rows._open_asks().values() for ask in asks if self.env.uid in ask.told
        ]
        if not mine:
            raise UserError(self._why_not_take_care())
        events = (
            self.env["csm.deadline.event"]
            .sudo()
            .create([self._care_vals(ask.event, now) for ask in mine])
        )
        run._set_next_steps(events.deadline_id)
        run._note(events)
        return True

    def _care_vals(self, event, now):
        return event.deadline_id._event_vals(
            "acknowledge", now, author_id=self.env.uid, follows_id=event.id
        )

    def _lock(self):
        """Let nobody else take steps of these rows meanwhile."""
        self.flush_recordset()
        if self:
            query = "SELECT id FROM csm_deadline WHERE id IN %s ORDER BY id FOR UPDATE"
            self.env.execute_query(SQL(query, tuple(self.ids)))

    def _why_not_take_care(self):
        names = ", ".join(dict.fromkeys(self.mapped("obligation_id.name")))
        taken = next((text for text in self.mapped("care_text") if text), "")
        if taken:
            return self.env._(
                "“%(obligation)s” is taken care of already: %(who)s.", obligation=names, who=taken
            )
        return self.env._("“%(obligation)s” does not wait for your word.", obligation=names)
