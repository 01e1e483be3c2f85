import logging
from datetime import timedelta

from psycopg2.errors import SerializationFailure

from odoo import api, models
from odoo.tools import SQL

from .csm_deadline_keeper import Work
from .csm_deadline_turn_mixin import SECOND, TOLD

_logger = logging.getLogger(__name__)

BATCH = 250
ATTEMPTS = 5
RETRY_AFTER = timedelta(hours=1)


class CsmDeadlineRun(models.AbstractModel):
    """The job that takes the steps of deadlines: reminds, reports breaches, climbs.

    It costs what is due, never what is open: one indexed column tells which rows want attention.
    A step's event, activity and message are written in the transaction that marks the step; only
    delivery comes later. So a killed run, or two at once, repeat nothing and leave nothing out.
    """

    _name = "csm.deadline.run"
    _description = "Taking the Steps of Deadlines"

    @api.model
    def _cron_take_steps(self, batch=BATCH):
        cron = self.env["ir.cron"]
        steps, pauses = self._count_waiting()
        cron._commit_progress(remaining=steps + pauses)
        if pauses and not self._end_pauses(batch):
            return
        while taken := self._take_batch(batch):
            if not cron._commit_progress(taken):
                return
        self.env["csm.deadline.notice"]._deliver()
        cron._commit_progress(0, remaining=0)

    def _now(self):
        return self.env.cr.now().replace(microsecond=0)

    def _count_due(self):
        return sum(self._count_waiting())

    def _count_waiting(self):
        """Return how many rows want attention, and how many pauses have reached their end."""
        self.env["csm.deadline"].flush_model(["next_step_at"])
        self.env["csm.deadline.pause"].flush_model(["ends_at", "ended_at"])
        query = SQL(
            """SELECT (SELECT count(*) FROM csm_deadline WHERE next_step_at <= %(now)s),
                      (SELECT count(*) FROM csm_deadline_pause
                        WHERE ends_at <= %(now)s AND ended_at IS NULL)""",
            now=self._now(),
        )
        return self.env.execute_query(query)[0]

    def _attempt(self, work, *args):
        """Return what a piece of work returns; look again when somebody else has just done it."""
        for _attempt in range(ATTEMPTS):
            try:
                result = work(*args)
                self.env.flush_all()
                return result
            except SerializationFailure:
                # Somebody has just finished with these rows; look again with fresh eyes.
                self.env.cr.rollback()
        return None

    def _take_batch(self, batch):
        """Take the steps of one batch of rows; return how many rows there were."""
        return self._attempt(self._take_claimed, batch) or 0

    def _take_claimed(self, batch):
        rows = self._claim(batch)
        self._take(rows)
        return len(rows)

    # Pauses that have reached their end

    def _end_pauses(self, batch):
        """End them batch by batch; return whether there is time left."""
        after = 0
        while done := self._attempt(self._end_claimed, after, batch):
            after, count = done
            if not self.env["ir.cron"]._commit_progress(count):
                return False
        return True

    def _end_claimed(self, after, batch):
        """End one batch of pauses; return the last of them and how many there were."""
        pauses = self.env["csm.deadline.pause"]._claim(self._now(), after, batch)
        for pause in pauses:
            try:
                with self.env.cr.savepoint():
                    pause._end()
            except SerializationFailure:
                raise
            except Exception:  # noqa: BLE001 - one bad record must not stop the others
                _logger.exception("Pause %s could not be ended", pause.id)
        return (pauses[-1].id, len(pauses)) if pauses else None

    def _tell_that_clocks_run_on(self, record, pause):
        """Record on the row that falls due next that a pause is over, and tell the handler."""
        row = record.next_deadline_id.sudo()
        if not row:
            return
        memo = {"barred": self._not_to_be_told(row)}
        user = self.env["csm.deadline.ladder"]._responsible(row, self._now(), memo)
        told = self.with_context(lang=record.company_id.partner_id.lang)
        pause = pause.with_env(told.env)
        vals = row._event_vals("run_on", pause.ends_at, user_id=user.id)
        vals["note"] = told.env._(
            "“%(reason)s” has reached its end; the clocks run on.", reason=pause.display_name
        )
        self._tell(self.env["csm.deadline.event"].sudo().create(vals))

    def _claim(self, batch):
        """Lock and return the rows longest due, passing over those another run holds."""
        self.env["csm.deadline"].flush_model(["next_step_at"])
        rows = self.env.execute_query(
            SQL(
                """SELECT id FROM csm_deadline WHERE next_step_at <= %s
                    ORDER BY next_step_at, id LIMIT %s FOR UPDATE SKIP LOCKED""",
                self._now(),
                batch,
            )
        )
        return self.env["csm.deadline"].sudo().browse([row[0] for row in rows])

    def _take(self, rows):
        """Take the due steps of these locked rows; a row that fails does not stop the others."""
        if not rows:
            return
        try:
            with self.env.cr.savepoint():
                self._take_together(rows)
        except SerializationFailure:
            raise
        except Exception as error:  # noqa: BLE001 - one bad row must not stop the others
            if len(rows) == 1:
                self._failed(rows, error)
                return
            half = len(rows) // 2
            self._take(rows[:half])
            self._take(rows[half:])

    def _failed(self, row, error):
        _logger.exception("Deadline %s: its step could not be taken", row.id)
        now = self._now()
        told = self.with_context(lang=row.company_id.partner_id.lang)
        failure = told.env._("A step could not be taken: %(error)s", error=error)
        row.write({"failure": failure, "next_step_at": now + RETRY_AFTER})
        row._log("fail", now, note=failure)

    def _take_together(self, rows):
        work, memo = Work(self.env), {"barred": self._not_to_be_told(rows)}
        taken = rows._steps_taken()
        vals_list = self._due_events(rows, work, taken, memo)
        vals_list += self._climbs_further(rows, work, memo)
        created = self.env["csm.deadline.event"].sudo().create(vals_list)
        for event in created:
            taken.add((event.deadline_id.id, event.step_id.id, event.due_version))
        self._mark(rows, work, taken)
        self._tell(created.filtered(lambda event: event.kind in TOLD))

    def _tell(self, events):
        """Put events on lists of things to do, into mails and into the records' histories."""
        self.env["mail.activity"]._csm_for_events(events)
        self.env["csm.deadline.notice"].sudo()._write_down(events)
        self._note(events)

    def _note(self, events):
        """Let the records write down what happened to their deadlines."""
        for (model, company), mine in events.grouped(
            lambda event: (event.deadline_id.res_model, event.deadline_id.company_id)
        ).items():
            records = self.env[model].browse(mine.deadline_id.mapped("res_id"))
            lang = company.partner_id.lang
            once = mine._one_for_each_person().with_context(lang=lang)
            records.with_context(lang=lang)._deadline_stepped(once)

    def _climbs_further(self, rows, work, memo):
        """Return the values of climbs that happen now because nobody said they take care."""
        vals_list = []
        for asks in rows._open_asks(work).values():
            for ask in asks:
                if ask.moment <= work.now:
                    vals_list.append(self._climb_further(ask, work, memo))
        return vals_list

    def _climb_further(self, ask, work, memo):
        event, row = ask.event, ask.event.deadline_id
        ladder = self.env["csm.deadline.ladder"]
        user, notes = ladder._address_above(event, ask.told, work.now, memo)
        vals = row._event_vals("climb", work.now, step_id=event.step_id.id, user_id=user.id)
        vals.update(follows_id=event.id, note="\n".join(notes))
        return self._with_answer(vals, row, event.step_id, work)

    def _with_answer(self, vals, row, step, work):
        """Add until when whoever hears is to say that they take care of it, if the step asks."""
        if step.answer_amount and vals["user_id"]:
            ticking = work.clock_of_row(row)
            vals["answer_by"] = row._answer_by(step, vals["happened_at"], ticking)
        return vals

    def _not_to_be_told(self, rows):
        """Return ``{row id: (user id, …)}`` of those who never hear of a row."""
        barred = {}
        for model, mine in rows.grouped("res_model").items():
            records = self.env[model].sudo().browse(mine.mapped("res_id")).exists()
            users = {record.id: record._deadline_not_to_be_told().ids for record in records}
            barred.update({row.id: tuple(users.get(row.res_id, ())) for row in mine})
        return barred

    def _due_events(self, rows, work, taken, memo):
        """Return the values of the events that happen now."""
        elsewhere, vals_list = rows._rungs_taken_elsewhere(), []
        for row in rows:
            plan = self._plan(row)
            for moment, step in plan.moments(row.due_at, work.clock_of_row(row)):
                if moment > work.now or (row.id, step.step_id, row.due_version) in taken:
                    continue
                if step.rung in elsewhere.get(row.id, ()):
                    vals_list.append(row._event_vals("skip", work.now, step_id=step.step_id))
                else:
                    vals_list.append(self._step_event(row, step, work, memo))
            if self._is_bare_breach(row, plan, work.now):
                vals_list.append(row._event_vals("breach", work.now))
        return vals_list

    def _plan(self, row):
        return self.env["csm.deadline.rule"]._plan_of(row.rule_id.id)

    def _is_bare_breach(self, row, plan, now):
        """A rule without a step at the due moment still has its breach recorded."""
        return (
            not row.breached_at
            and row._is_late_at(now)
            and not any(step.kind == "breach" for step in plan.steps)
        )

    def _step_event(self, row, planned, work, memo):
        step = self.env["csm.deadline.step"].sudo().browse(planned.step_id)
        user, notes = self.env["csm.deadline.ladder"]._address(step, row, work.now, memo)
        vals = row._event_vals(
            step.kind, work.now, step_id=step.id, user_id=user.id, note="\n".join(notes)
        )
        return self._with_answer(vals, row, step, work)

    def _mark(self, rows, work, taken):
        """Write on each row that it is breached, and when to look again."""
        for row in rows:
            if not row.breached_at and row._is_late_at(work.now):
                row.breached_at = row.due_at + SECOND
            if row.failure and not self._plan(row).lacks_hours(row.due_at, work.clock_of_row(row)):
                row.failure = False
        self._set_next_steps(rows, work, taken)

    @api.model
    def _set_next_steps(self, rows, work=None, taken=None):
        """Store on running rows the first moment at which something is still to be done."""
        if not rows:
            return
        work = work or Work(self.env)
        taken = rows._steps_taken() if taken is None else taken
        asks = rows._open_asks(work)
        for row in rows:
            ahead = [
                moment
                for moment, step in self._plan(row).moments(row.due_at, work.clock_of_row(row))
                if (row.id, step.step_id, row.due_version) not in taken
            ]
            ahead += [ask.moment for ask in asks.get(row.id, ())]
            if not row.breached_at:
                ahead.append(row.due_at + SECOND)
            moment = min(ahead, default=False)
            if row.next_step_at != moment:
                row.next_step_at = moment
