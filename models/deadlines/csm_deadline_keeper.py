from collections import defaultdict

from odoo import api, models
from odoo.fields import Command
from odoo.tools import SQL

from ...tools import clock
from .csm_deadline import SECOND


class Clocks:
    """The calendars of one piece of work, each read once."""

    def __init__(self, env):
        self.env = env
        self.by_key = {}

    def of(self, calendar, company):
        key = (calendar.id, company.id)
        if key not in self.by_key:
            self.by_key[key] = calendar._clock(company)
        return self.by_key[key]

    def of_row(self, row):
        calendar = row.team_id._calendar() if row.team_id else row.company_id.resource_calendar_id
        return self.of(calendar, row.company_id)


class CsmDeadlineKeeper(models.AbstractModel):
    """Keeps the deadline rows of records in step with their facts, rules and pauses.

    ``_open`` makes the rows of new records; ``_sync`` is asked after any change of what a rule
    looks at and does whatever follows: meets, opens the next cycle, releases, moves, binds anew.
    """

    _name = "csm.deadline.keeper"
    _description = "Keeping Deadlines in Step"

    @api.model
    def _clocks(self):
        return Clocks(self.env)

    @api.model
    def _now(self):
        return self.env.cr.now().replace(microsecond=0)

    # New records

    @api.model
    def _open(self, records):
        """Open the rows of records that have none yet."""
        clocks, now, vals_list = self._clocks(), self._now(), []
        for record, plan in self._matches(records):
            start = record[plan.start]
            if start and plan.covers(start):
                vals_list.append(self._row_vals(record, plan, start, 1, (), clocks, now))
        self._bind_vals(vals_list)
        rows = self.env["csm.deadline"].sudo().create(vals_list)
        self._note_late(rows)
        self._write_next(records, rows)

    @api.model
    def _matches(self, records):
        """Yield each record with each plan whose domain it meets."""
        Rule = self.env["csm.deadline.rule"]
        for company, members in records.grouped("company_id").items():
            for plan in Rule._plans(records._name, company.id):
                # Rules may look at fields the user cannot read.
                matching = members.sudo().filtered_domain(plan.domain)
                matching = matching.filtered(lambda record, p=plan: self._concerns(p, record))
                for record in matching:
                    yield record, plan

    @api.model
    def _concerns(self, plan, record):
        """Whether the plan speaks to this record's team and the record still counts."""
        if plan.team_ids and record._deadline_team().id not in plan.team_ids:
            return False
        return not record._deadline_is_over()

    def _row_vals(self, record, plan, start, cycle, spans, clocks, now):
        due, failure = self._due(record, plan, start, spans, clocks)
        silent = record._deadline_is_silent()
        values = {
            "res_model": record._name,
            "res_id": record.id,
            "rule_id": plan.rule_id,
            "obligation_id": plan.obligation_id,
            "cycle": cycle,
            "started_at": start,
            "due_at": due,
            "failure": failure,
            "state": "running",
            "is_silent": silent,
            **self._rights(record),
        }
        stop = record[plan.stop]
        if stop and stop >= start:
            late = bool(due) and clock.is_late(stop, due)
            values.update(state="late" if late else "met", stopped_at=stop)
            values["breached_at"] = due + SECOND if late else False
        elif due and not silent:
            values["next_step_at"] = self._first_step(record, plan, due, clocks)
        elif due and clock.is_late(now, due):
            values["breached_at"] = due + SECOND
        return values

    def _rights(self, record):
        rights = record._deadline_rights()
        barred = rights.pop("barred_user_ids", None)
        return {**rights, "barred_user_ids": [Command.set(barred)]} if barred else rights

    def _due(self, record, plan, start, spans, clocks):
        """Return ``(due moment, "")``, or ``(False, sentence)`` when it cannot be computed."""
        calendar = record._deadline_calendar()
        if not calendar and plan.unit.startswith("working"):
            return False, self.env._("No working hours are set for the company or the team.")
        try:
            ticking = clocks.of(calendar, record.company_id)
            return clock.due_at(start, plan.delay, plan.unit, ticking, spans), False
        except clock.NoWorkingTime:
            return False, self.env._(
                "“%(calendar)s” has no working time after %(moment)s. Enter its working hours, "
                "then recompute this deadline.",
                calendar=calendar.name,
                moment=start,
            )

    def _first_step(self, record, plan, due, clocks):
        row = self.env["csm.deadline"].new({"due_at": due})
        ticking = clocks.of(record._deadline_calendar(), record.company_id)
        moments = [moment for moment, _step in row._step_moments(plan.steps, ticking)]
        return min([*moments, due + SECOND])

    @api.model
    def _bind_vals(self, vals_list):
        """Mark among new rows the binding one of each record, obligation and cycle."""
        rivals = defaultdict(list)
        for vals in vals_list:
            rivals[vals["res_id"], vals["obligation_id"], vals["cycle"]].append(vals)
        for group in rivals.values():
            # A rule whose moment cannot be computed binds only when it is alone.
            first = min(group, key=lambda vals: (not vals["due_at"], vals["due_at"] or 0))
            for vals in group:
                vals["is_binding"] = vals is first
                if vals is not first:
                    vals["next_step_at"] = False

    @api.model
    def _note_late(self, rows):
        """Record the breach of what was met late before any run saw it."""
        late = rows.filtered(lambda row: row.state == "late" and not row.is_silent)
        self.env["csm.deadline.event"].sudo().create(
            [row._event_vals("breach", row.breached_at) for row in late if row.is_binding]
        )

    # Records that changed

    @api.model
    def _sync(self, records):
        """Bring the rows of these records in step with what they say now."""
        if not records:
            return
        Row = self.env["csm.deadline"].sudo()
        rows = Row.search([("res_model", "=", records._name), ("res_id", "in", records.ids)])
        now = self._now()
        spans = self.env["csm.deadline.pause"]._spans(records, now)
        matches = {(record.id, plan.rule_id): plan for record, plan in self._matches(records)}
        clocks = self._clocks()
        by_id = {record.id: record for record in records.sudo()}
        for row in rows:
            self._keep(by_id[row.res_id], row, matches, spans, clocks)
        self._open_missing(by_id, rows, matches, spans, clocks)
        self._rebind(records)

    def _keep(self, record, row, matches, spans, clocks):
        """Bring one row in step: release it, take it up again, meet it or move it."""
        matching = (record.id, row.rule_id.id) in matches
        if row.state == "running" and not matching:
            row._release()
        elif row.state == "released" and matching:
            row._take_up_again()
        if row.state in ("running", "met", "late"):
            plan = row.rule_id._plan()
            self._correct(record, row, plan, spans.get(record.id, ()), clocks)
            self._meet(record, row, plan)

    def _correct(self, record, row, plan, spans, clocks):
        """Recompute the due moment; a wrong breach is revoked, what followed is withdrawn."""
        start = record[plan.start] if row.cycle == 1 else row.started_at
        if not start:
            row._release()
            return
        due, failure = self._due(record, plan, start, spans, clocks)
        if (start, due or False, failure or False) == (row.started_at, row.due_at, row.failure):
            return
        row._move_to(start, due, failure)

    def _meet(self, record, row, plan):
        stop = record[plan.stop]
        if row.state == "running" and stop and stop >= row.started_at:
            row._stop(stop)
        elif row.state in ("met", "late") and row._is_current_cycle(record):
            if not stop or stop < row.started_at:
                row._run_again()
            elif stop != row.stopped_at:
                row._stop(stop)

    def _open_missing(self, by_id, rows, matches, spans, clocks):
        """Open the first row of rules that match now, and a next cycle where a start came anew."""
        known = rows.grouped(lambda row: (row.res_id, row.rule_id.id))
        vals_list = []
        for (record_id, rule_id), plan in matches.items():
            record, last = by_id[record_id], known.get((record_id, rule_id))
            start = record[plan.start]
            if not start or not plan.covers(start):
                continue
            last = last and last.sorted("cycle")[-1]
            if last and not (last.stopped_at and start > last.stopped_at):
                continue
            cycle = last.cycle + 1 if last else self._current_cycle(record, plan, rows)
            span = spans.get(record_id, ())
            vals_list.append(self._row_vals(record, plan, start, cycle, span, clocks, self._now()))
        self._note_late(self.env["csm.deadline"].sudo().create(vals_list))

    def _current_cycle(self, record, plan, rows):
        cycles = [
            row.cycle
            for row in rows
            if row.res_id == record.id and row.obligation_id.id == plan.obligation_id
        ]
        return max(cycles, default=1)

    @api.model
    def _open_cycle(self, records, start, stop_fields):
        """Open the next cycle, from ``start`` on, of all rules that end with these facts."""
        Row = self.env["csm.deadline"].sudo()
        rows = Row.search([("res_model", "=", records._name), ("res_id", "in", records.ids)])
        clocks, vals_list = self._clocks(), []
        for record, plan in self._matches(records):
            if plan.stop not in stop_fields or not plan.covers(start):
                continue
            mine = rows.filtered(
                lambda row, r=record, p=plan: (
                    row.res_id == r.id and row.obligation_id.id == p.obligation_id
                )
            )
            cycle = max(mine.mapped("cycle"), default=0) + 1
            vals_list.append(self._row_vals(record, plan, start, cycle, (), clocks, self._now()))
        Row.create(vals_list)
        self._rebind(records)

    # What binds

    @api.model
    def _rebind(self, records):
        """Find the binding row of each obligation and when each row wants attention next."""
        Row = self.env["csm.deadline"].sudo()
        rows = Row.search([("res_model", "=", records._name), ("res_id", "in", records.ids)])
        alive = rows.filtered(lambda row: row.state != "released")
        binding = Row
        for rivals in alive.grouped(
            lambda row: (row.res_id, row.obligation_id.id, row.cycle)
        ).values():
            binding |= rivals.sorted(lambda row: (not row.due_at, row.due_at or 0, row.id))[:1]
        self._wind(rows, binding)
        self._write_next(records, rows)

    def _wind(self, rows, binding):
        """Set when each row wants attention next: only a running, binding, unpaused one does."""
        run = self.env["csm.deadline.run"]
        ticking = binding.filtered(
            lambda row: (
                row.state == "running" and row.due_at and not row.is_paused and not row.is_silent
            )
        )
        for row in rows:
            values = {"is_binding": row in binding}
            if row not in ticking:
                values["next_step_at"] = False
            changed = {name: value for name, value in values.items() if row[name] != value}
            if changed:
                row.write(changed)
        run._set_next_steps(ticking)

    @api.model
    def _write_next(self, records, rows):
        """Store on each record the row that falls due next, which lists and filters read."""
        open_rows = rows.filtered(
            lambda row: row.is_binding and row.state == "running" and row.due_at
        )
        first = {}
        for row in open_rows.sorted(lambda row: (row.due_at, row.id)):
            first.setdefault(row.res_id, row)
        values = [(record.id, first.get(record.id)) for record in records]
        records.flush_recordset()
        self.env.cr.execute(
            SQL(
                """UPDATE %s AS record SET next_due_at = v.due::timestamp, next_deadline_id = v.row::int
                     FROM (VALUES %s) AS v(id, due, row) WHERE record.id = v.id""",
                SQL.identifier(records._table),
                SQL(", ").join(
                    SQL("(%s, %s, %s)", id_, row.due_at if row else None, row.id if row else None)
                    for id_, row in values
                ),
            )
        )
        records.invalidate_recordset(["next_due_at", "next_deadline_id"], flush=False)
