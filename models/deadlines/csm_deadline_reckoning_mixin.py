from odoo import api, models
from odoo.tools import format_datetime

from ...tools import clock


class CsmDeadlineReckoningMixin(models.AbstractModel):
    """Reckons from what a record says when a cycle of a rule begins, falls due and ends."""

    _name = "csm.deadline.reckoning.mixin"
    _description = "Reckoning Deadlines"

    # Due

    @api.model
    def _due(self, record, plan, start, work, promised=False):
        """Return ``(due moment, "")``, or ``(False, sentence)`` when it cannot be computed.

        A promised moment counts as it is; beside a time limit the earlier of both does.
        """
        due, failure = promised, False
        if plan.has_delay:
            due, failure = self._end_of_limit(record, plan, start, work)
            due = min(filter(None, (promised, due)), default=False)
        if due and not failure and plan.lacks_hours(due, work.clock_of(record)):
            failure = self._why_no_hours(record, due, work)
        return due, failure

    @api.model
    def _end_of_limit(self, record, plan, start, work):
        ticking, pauses = work.clock_of(record), work.spans.get(record.id, ())
        try:
            return clock.due_at(start, plan.delay, plan.unit, ticking, pauses), False
        except clock.NoWorkingTime:
            return False, self._why_no_hours(record, start, work)

    @api.model
    def _why_no_hours(self, record, moment, work):
        """Say which calendar is empty, in the company's language, for it stays on the row."""
        told = self.with_context(lang=record.company_id.partner_id.lang)
        calendar = work.calendar_of(record)
        zone = calendar.tz or record.company_id.partner_id.tz or "UTC"
        return told.env._(
            "“%(calendar)s” has no working time after %(moment)s. Enter its working hours, then "
            "recompute the deadline; until then steps that wait for working time do not wait.",
            calendar=calendar.name or record.company_id.name,
            moment=format_datetime(told.env, moment, tz=zone),
        )

    # Promises

    @api.model
    def _promise(self, record, plan, start, cycle):
        """Return the moment promised for a cycle; one that lies before it was for an earlier."""
        moment = record[plan.promise] if plan.promise else False
        if moment and (moment > start or (moment == start and cycle == 1)):
            return moment
        return False

    @api.model
    def _promise_of_row(self, record, row, plan, start, work):
        """Return the promised moment that counts for a row.

        It can be moved while it lies ahead. Once the row is late nothing is promised away any
        more, and what was promised is not taken back by emptying the field.
        """
        kept, moment = row.promised_at, self._promise(record, plan, start, row.cycle)
        if not kept or not moment or moment == kept:
            return moment or kept
        due, _failure = self._due(record, plan, start, work, kept)
        is_late = due and clock.is_late(row.stopped_at or work.now, due)
        return kept if is_late else moment

    @api.model
    def _is_owed(self, record, row, plan):
        """Tell whether the rule asks anything for this row's cycle: a limit, or a promise."""
        if plan.has_delay or row.promised_at:
            return True
        return bool(self._promise(record, plan, row.started_at, row.cycle))

    # Begin

    @api.model
    def _start_facts(self, record, plan):
        """Return the facts that may begin a cycle of this rule on this record."""
        if plan.is_once:
            return [plan.start]
        again = [
            name
            for name, facts in record._deadline_restarts().items()
            if plan.stop in facts and plan.start not in facts
        ]
        # Of two at the same moment the latter counts: what was done begins the next cycle.
        return [plan.start, *again, *([plan.stop] if plan.is_periodic else [])]

    @api.model
    def _latest_start(self, record, plan):
        """Return ``(fact, moment)`` of the last fact that begins a cycle; empty when none does."""
        if self._is_ended(record, plan):
            return False, False
        latest = (False, False)
        for name in self._start_facts(record, plan):
            if record[name] and (not latest[1] or record[name] >= latest[1]):
                latest = name, record[name]
        return latest

    @api.model
    def _gives_way(self, row, plan, fact, start):
        """Tell whether a rule may have another row after this last one of it."""
        if plan.is_periodic and fact == plan.stop and row.stopped_at and start == row.stopped_at:
            return True
        return row._gives_way(fact, start)

    @api.model
    def _is_ended(self, record, plan):
        """Tell whether a periodic rule has come to its end, and nothing has begun it anew."""
        end = record[plan.until] if plan.until else False
        if not end:
            return False
        return not any(
            plan.until in facts and record[name] and record[name] > end
            for name, facts in record._deadline_restarts().items()
        )

    @api.model
    def _start_of_row(self, record, row, plan, work):
        """Return when this row's cycle began, by what the record says now."""
        moment = record[row.start_fact]
        if not plan.is_periodic or row.start_fact != plan.stop or not moment:
            return moment
        # What begins a cycle ends it too when it happens again; only a correction moves the begin.
        is_other = moment != row.started_at
        if is_other and not self._is_correction(record, row.started_at, moment):
            return row.started_at
        return moment

    @api.model
    def _is_correction(self, record, old, new):
        """Tell whether a moment of this record has been corrected from one value to another."""
        corrected = [
            ("res_model", "=", record._name),
            ("res_id", "=", record.id),
            ("old_value", "=", old),
            ("new_value", "=", new),
        ]
        return bool(self.env["csm.fact.correction"].sudo().search_count(corrected, limit=1))

    @api.model
    def _is_set_right(self, record, old, new):
        """Doing a thing once more does not make the first time later; a correction may."""
        return new < old or (new > old and self._is_correction(record, old, new))

    # End

    @api.model
    def _end_of_cycle(self, record, plan, begin):
        """Return the moment that ends a cycle, if it is there.

        :param begin: the fact it starts with, that moment, and the number of the cycle
        """
        fact, start, cycle = begin
        stop = record._deadline_stop(plan.stop, start)
        if stop and stop >= start:
            begins_it = fact == plan.stop
            if stop > start or (cycle == 1 and not begins_it):
                return stop
        end = record[plan.until] if plan.until else False
        if end and (end > start or (end == start and fact == plan.stop)):
            return end
        return False
