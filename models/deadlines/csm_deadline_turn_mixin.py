from odoo import models

from ...tools.clock import SECOND, is_late

TOLD = ("remind", "breach", "climb")


class CsmDeadlineTurnMixin(models.AbstractModel):
    """What the keeper does with a row: it ends, is released, runs again, moves, is revoked."""

    _name = "csm.deadline.turn.mixin"
    _description = "Turns of a Deadline"

    def _stop(self, moment):
        """The awaited fact is there: met, in time or late."""
        late = self._is_late_at(moment)
        if late:
            self.breached_at = self.breached_at or self.due_at + SECOND
            if not self._has_breach_event():
                self._log("breach", self.breached_at)
        elif self.breached_at:
            self._revoke()
            self.due_version += 1
        self.write({"state": "late" if late else "met", "stopped_at": moment})
        self._log("met", moment)
        self._quiet(("remind",))

    def _has_breach_event(self):
        told = [("due_version", "=", self.due_version), ("kind", "=", "breach")]
        return bool(
            self.env["csm.deadline.event"]
            .sudo()
            .search_count([("deadline_id", "=", self.id), *told], limit=1)
        )

    def _release(self):
        self.state = "released"
        self._log("release")
        self._quiet(TOLD)

    def _take_up_again(self):
        self.state = "running"
        self._log("resume")
        # What was to be done because of it is to be done again; nobody is told twice.
        told = self.event_ids.filtered(
            lambda event: event.kind in TOLD and event.due_version == self.due_version
        )
        self.env["mail.activity"]._csm_for_events(told)

    def _run_again(self):
        """The fact that ended this row turned out wrong."""
        self.write({"state": "running", "stopped_at": False})
        self._log("resume")

    def _move_to(self, start, due, failure, work):
        """Give the row another start or due moment; steps still ahead of it happen anew."""
        moved = due != self.due_at or self.id in work.reruled
        values = {"started_at": start, "due_at": due, "failure": failure}
        values = {name: value for name, value in values.items() if self[name] != value}
        if not moved:
            self.write(values)
            return
        values["due_version"] = self.due_version + 1
        if self.stopped_at or (self.breached_at and not (due and is_late(work.now, due))):
            self._move_back(values, work)
            return
        self._set(values, work)
        work.events.append(self._event_vals("move", work.now))
        work.events += self._steps_carried(work)

    def _move_back(self, values, work):
        """Move what had its end, or a breach that may have been none; each event at once."""
        self.write(values)
        self._log("move")
        if self.breached_at and not self._is_late_at(self.stopped_at or work.now):
            self._revoke()
        else:
            self.env["csm.deadline.event"].sudo().create(self._steps_carried(work))
        if self.stopped_at:
            self._stop(self.stopped_at)

    def _set(self, values, work):
        """Write values whose consequences are drawn for many rows at once."""
        for name, value in values.items():
            field = self._fields[name]
            field._update_cache(self, field.convert_to_cache(value, self), dirty=True)
        work.touched.append(self.id)
        work.touched_names.update(values)

    def _steps_carried(self, work):
        """Return events of what was told under the former due moment and is past under the new."""
        plan_of = self.env["csm.deadline.rule"]._plan_of
        before = self.event_ids.filtered(
            lambda event: event.step_id and event.due_version == self.due_version - 1
        )
        if not (before and self.due_at):
            return []
        rungs = {
            step.rung
            for event in before
            for step in plan_of(event.step_id.rule_id.id).steps
            if step.step_id == event.step_id.id
        }
        plan, calendar = plan_of(self.rule_id.id), work.clock_of_row(self)
        return [
            self._event_vals("skip", work.now, step_id=step.step_id)
            for moment, step in plan.moments(self.due_at, calendar)
            if moment <= work.now and step.rung in rungs
        ]

    def _revoke(self):
        """Take back a breach that was none, and what followed from it."""
        self.breached_at = False
        self._log("revoke")
        self._quiet(TOLD)

    def _quiet(self, kinds):
        """Take the things to do off the lists, and lines of these kinds not yet delivered."""
        self.env["mail.activity"]._csm_close(self)
        self.env["csm.deadline.notice"].sudo()._withdraw(self, kinds)
