import logging
from datetime import timedelta

from psycopg2.errors import SerializationFailure

from odoo import api, models
from odoo.tools import SQL

from .csm_deadline import SECOND

_logger = logging.getLogger(__name__)

BATCH = 250
RETRY_AFTER = timedelta(hours=1)


class CsmDeadlineRun(models.AbstractModel):
    """The job that takes the steps of deadlines: reminds, reports breaches, climbs.

    It costs what is due, never what is open: one indexed column tells which rows want attention.
    A step's event, activity and message are written in the transaction that marks the step; only
    delivery comes later. So a killed run, or two runs at once, repeat nothing and leave nothing out.
    """

    _name = "csm.deadline.run"
    _description = "Taking the Steps of Deadlines"

    @api.model
    def _cron_take_steps(self, batch=BATCH):
        cron = self.env["ir.cron"]
        cron._commit_progress(remaining=self._count_due())
        while rows := self._claim(batch):
            self._take(rows)
            if not cron._commit_progress(len(rows)):
                return
        self.env["csm.deadline.notice"]._deliver()
        cron._commit_progress(0)

    def _now(self):
        return self.env.cr.now().replace(microsecond=0)

    def _count_due(self):
        self.env["csm.deadline"].flush_model(["next_step_at"])
        query = SQL("SELECT count(*) FROM csm_deadline WHERE next_step_at <= %s", self._now())
        return self.env.execute_query(query)[0][0]

    def _claim(self, batch):
        """Lock and return the rows longest due, passing over those another run holds."""
        self.env["csm.deadline"].flush_model(["next_step_at"])
        for _attempt in range(5):
            try:
                rows = self.env.execute_query(
                    SQL(
                        """SELECT id FROM csm_deadline WHERE next_step_at <= %s
                            ORDER BY next_step_at, id LIMIT %s FOR UPDATE SKIP LOCKED""",
                        self._now(),
                        batch,
                    )
                )
                return self.env["csm.deadline"].sudo().browse([row[0] for row in rows])
            except SerializationFailure:
                # Another run has just finished these rows; look again with fresh eyes.
                self.env.cr.rollback()
        return self.env["csm.deadline"]

    def _take(self, rows):
        """Take the due steps of these locked rows; a row that fails says so and does not stop others."""
        try:
            with self.env.cr.savepoint():
                self._take_together(rows)
        except SerializationFailure:
            raise
        except Exception as error:  # noqa: BLE001 - one bad row must not stop the others
            if len(rows) == 1:
                self._failed(rows, error)
                return
            for row in rows:
                self._take(row)

    def _failed(self, row, error):
        _logger.exception("Deadline %s: its step could not be taken", row.id)
        now = self._now()
        row.invalidate_recordset()
        row.write({"failure": str(error), "next_step_at": now + RETRY_AFTER})
        self.env["csm.deadline.event"].sudo().create(row._event_vals("fail", now, note=str(error)))

    def _take_together(self, rows):
        now, memo = self._now(), {}
        events = self._due_events(rows, now, memo)
        created = self.env["csm.deadline.event"].sudo().create(events)
        told = created.filtered(lambda event: event.kind in ("remind", "breach", "climb"))
        self._mark(rows, now)
        self.env["mail.activity"]._csm_for_events(told)
        self._notice(told)
        for model, deadlines in told.deadline_id.grouped("res_model").items():
            mine = told.filtered(lambda event, d=deadlines: event.deadline_id in d)
            self.env[model].browse(deadlines.mapped("res_id"))._deadline_stepped(mine)

    def _due_events(self, rows, now, memo):
        """Return the values of the events that happen now."""
        plans = self._plans(rows)
        clocks = self.env["csm.deadline.keeper"]._clocks()
        taken = self._taken(rows)
        vals_list = []
        for row in rows:
            calendar = clocks.of_row(row)
            for moment, step in row._step_moments(plans[row.rule_id.id].steps, calendar):
                if moment > now or (row.id, step.step_id, row.due_version) in taken["own"]:
                    continue
                vals_list.append(self._step_event(row, step, now, taken, memo))
            if self._is_bare_breach(row, plans, now):
                vals_list.append(row._event_vals("breach", now))
        return vals_list

    def _is_bare_breach(self, row, plans, now):
        """A rule without a step at the due moment still has its breach recorded."""
        steps = plans[row.rule_id.id].steps
        return (
            not row.breached_at
            and row._is_late_at(now)
            and not any(step.kind == "breach" for step in steps)
        )

    def _step_event(self, row, planned, now, taken, memo):
        step = self.env["csm.deadline.step"].sudo().browse(planned.step_id)
        rung = row._rung(step)
        if rung in taken["rungs"].get(row.id, ()):
            return row._event_vals("skip", now, step_id=step.id)
        user, notes = self.env["csm.deadline.ladder"]._address(step, row, now, memo)
        if not user:
            notes = [*notes, self.env._("Nobody could be reached.")]
        return row._event_vals(
            step.kind, now, step_id=step.id, user_id=user.id, note="\n".join(notes)
        )

    def _plans(self, rows):
        rules = rows.rule_id
        return {rule.id: rule._plan() for rule in rules}

    def _taken(self, rows):
        """Return the steps taken: by these rows themselves, and rungs taken for the obligation."""
        events = self.env["csm.deadline.event"].sudo()
        own = {
            (event.deadline_id.id, event.step_id.id, event.due_version)
            for event in events.search([("deadline_id", "in", rows.ids), ("step_id", "!=", False)])
        }
        return {"own": own, "rungs": rows._rungs_taken_elsewhere()}

    def _mark(self, rows, now):
        """Write on each row that it is breached, and when to look again."""
        for row in rows:
            values = {"failure": False} if row.failure else {}
            if not row.breached_at and row._is_late_at(now):
                values["breached_at"] = row.due_at + SECOND
            if values:
                row.write(values)
        self._set_next_steps(rows)

    @api.model
    def _set_next_steps(self, rows):
        """Store on running rows the first moment at which something is still to be done."""
        if not rows:
            return
        plans, clocks = self._plans(rows), self.env["csm.deadline.keeper"]._clocks()
        taken = self._taken(rows)["own"]
        for row in rows:
            moments = row._step_moments(plans[row.rule_id.id].steps, clocks.of_row(row))
            ahead = [
                moment
                for moment, step in moments
                if (row.id, step.step_id, row.due_version) not in taken
            ]
            if not row.breached_at:
                ahead.append(row.due_at + SECOND)
            moment = min(ahead, default=False)
            if row.next_step_at != moment:
                row.next_step_at = moment

    def _notice(self, events):
        self.env["csm.deadline.notice"].sudo().create(
            [
                {"user_id": event.user_id.id, "event_id": event.id}
                for event in events
                if event.user_id
            ]
        )
