from collections import defaultdict

from odoo import api, models
from odoo.tools import SQL

from ...tools import clock
from .csm_deadline_rule import Plan
from .csm_deadline_work import Work


class CsmDeadlineKeeper(models.AbstractModel):
    """Keeps the deadline rows of records in step with their facts, rules and pauses.

    ``_open`` makes the rows of new records; ``_sync`` is asked after any change of what a rule
    looks at and does whatever follows: meets, opens the next cycle, releases, moves, binds anew.
    """

    _name = "csm.deadline.keeper"
    _description = "Keeping Deadlines in Step"
    _inherit = ["csm.deadline.reckoning.mixin"]

    # New records

    @api.model
    def _open(self, records):
        """Open the rows of records that have none yet."""
        work, vals_list = Work(self.env), []
        for record, plan in self._matches(records):
            start = record[plan.start]
            owed = start and (plan.has_delay or self._promise(record, plan, start, 1))
            if owed and plan.covers(start):
                vals_list.append(self._row_vals(record, plan, (plan.start, start, 1), work))
        self._bind_vals(vals_list, ())
        rows = self._insert(records, vals_list)
        if rows:
            self._write_next(records, rows)

    @api.model
    def _insert(self, records, vals_list):
        rows = self.env["csm.deadline"].sudo()._insert(vals_list)
        if rows:
            records.invalidate_recordset(["deadline_ids"], flush=False)
            self._note_late(rows)
        return rows

    @api.model
    def _matches(self, records):
        """Yield each record with each plan whose domain it meets."""
        Rule = self.env["csm.deadline.rule"]
        # Rules may look at fields the user cannot read.
        alive = records.sudo().filtered(lambda record: not record._deadline_is_over())
        for company, members in alive.grouped("company_id").items():
            for plan in Rule._plans(records._name, company.id):
                for record in members.filtered_domain(plan.domain):
                    if not plan.team_ids or record._deadline_team().id in plan.team_ids:
                        yield record, plan

    @api.model
    def _row_vals(self, record, plan, begin, work):
        """Return the values of a new row.

        :param begin: the fact it starts with, that moment, and the cycle it opens
        """
        fact, start, cycle = begin
        promised = self._promise(record, plan, start, cycle)
        due, failure = self._due(record, plan, start, work, promised)
        silent = record._deadline_is_silent()
        values = {
            "res_model": record._name,
            "res_id": record.id,
            "rule_id": plan.rule_id,
            "obligation_id": plan.obligation_id,
            "cycle": cycle,
            "start_fact": fact,
            "started_at": start,
            "promised_at": promised,
            "due_at": due,
            "failure": failure,
            "state": "running",
            "is_silent": silent,
            "is_paused": record.is_on_hold,
            "calendar_id": work.calendar_of(record).id,
            **work.rights_of(record),
        }
        stop = self._end_of_cycle(record, plan, begin)
        if stop:
            late = bool(due) and clock.is_late(stop, due)
            values.update(state="late" if late else "met", stopped_at=stop, is_paused=False)
            values["breached_at"] = due + clock.SECOND if late else False
        elif due and not silent:
            if not record.is_on_hold:
                values["next_step_at"] = plan.first_moment(due, work.clock_of(record))
        elif due and clock.is_late(work.now, due):
            values["breached_at"] = due + clock.SECOND
        return values

    @api.model
    def _bind_vals(self, vals_list, rows):
        """Mark among new rows the binding one of each record, obligation and cycle.

        :param rows: those the records have already; of two due at the same moment the older binds
        """
        there = defaultdict(list)
        for row in rows:
            if row.state != "released" and row.due_at:
                there[row.res_id, row.obligation_id.id, row.cycle].append(row.due_at)
        rivals = defaultdict(list)
        for vals in vals_list:
            rivals[vals["res_id"], vals["obligation_id"], vals["cycle"]].append(vals)
        for key, group in rivals.items():
            # A rule whose moment cannot be computed binds only when it is alone.
            first = min(group, key=lambda vals: (not vals["due_at"], vals["due_at"] or 0))
            older = min(there[key], default=None)
            loses = older and not (first["due_at"] and first["due_at"] < older)
            for vals in group:
                vals["is_binding"] = vals is first and not loses
                if not vals["is_binding"]:
                    vals["next_step_at"] = False

    @api.model
    def _note_late(self, rows):
        """Record the breach of what was met late before any run saw it."""
        late = rows.filtered(
            lambda row: row.state == "late" and row.is_binding and not row.is_silent
        )
        self.env["csm.deadline.event"].sudo().create(
            [row._event_vals("breach", row.breached_at) for row in late]
        )

    # Records that changed

    @api.model
    def _take_up(self, records, rule_ids):
        """Apply rules to records that began before them; their rows stay from then on."""
        rows, work = self._rows(records), Work(self.env)
        work.taken_up = frozenset(rule_ids)
        work.spans = self.env["csm.deadline.pause"]._spans(records, work.now)
        matched = [pair for pair in self._matches(records) if pair[1].rule_id in work.taken_up]
        vals_list = self._begun(matched, self._last_of(rows), work)
        self._bind_vals(vals_list, rows)
        new = self.env["csm.deadline"].sudo()._insert(vals_list)
        records.invalidate_recordset(["deadline_ids"], flush=False)
        touched = set(new.obligation_id.ids)
        rivals = rows.filtered(lambda row: row.obligation_id.id in touched)
        self._bind(records, new | rivals, is_settled=True)
        self._write_next(records, rows | new)

    @api.model
    def _last_of(self, rows):
        return {res_id: own._last_of_each_rule() for res_id, own in rows.grouped("res_id").items()}

    @api.model
    def _begun(self, matched, last_of, work):
        """Return the values of the rows that these records still lack for these plans."""
        vals_list = []
        for record, plan in matched:
            begin = self._next_begin(record, plan, last_of.get(record.id, {}), work)
            if begin:
                vals_list.append(self._row_vals(record, plan, begin, work))
        return vals_list

    @api.model
    def _sync(self, records):
        """Bring the rows of these records in step with what they say now."""
        if not records:
            return
        rows = self._rows(records)
        work = Work(self.env)
        work.spans = self.env["csm.deadline.pause"]._spans(records, work.now)
        matched, last_of = list(self._matches(records)), self._last_of(rows)
        matches = {(record.id, plan.rule_id): plan for record, plan in matched}
        by_id = {record.id: record for record in records.sudo()}
        for row in (row for last in last_of.values() for row in last.values()):
            self._keep(by_id[row.res_id], row, matches.get((row.res_id, row.rule_id.id)), work)
        self._write_events(work)
        rows |= self._insert(records, self._begun(matched, last_of, work))
        self._rebind(records, rows)

    @api.model
    def _write_events(self, work):
        rows = self.env["csm.deadline"].sudo().browse(work.touched)
        rows.modified(work.touched_names)
        work.touched, work.touched_names = [], set()
        self.env["csm.deadline.event"]._insert(work.events)
        work.events = []

    @api.model
    def _rows(self, records):
        return (
            self.env["csm.deadline"]
            .sudo()
            .search([("res_model", "=", records._name), ("res_id", "in", records.ids)])
        )

    @api.model
    def _keep(self, record, row, plan, work):
        """Bring the last row of one rule in step: release it, take it up again, meet it, move it.

        ``plan`` is empty when the rule does not speak to the record as it is now.
        """
        rule = plan or self.env["csm.deadline.rule"]._plan_of(row.rule_id.id)
        start = self._start_of_row(record, row, rule, work)
        if row._is_followed_by(row.start_fact, start):
            return
        applies = plan and start and self._is_owed(record, row, plan)
        if row.state == "running" and not applies:
            row._release()
        elif row.state == "released" and applies and not row._is_overtaken():
            row._take_up_again()
        if row.state != "released" and start:
            self._correct(record, row, rule, start, work)
            self._meet(record, row, self._end_of_row(record, row, rule))

    @api.model
    def _end_of_row(self, record, row, plan):
        return self._end_of_cycle(record, plan, (row.start_fact, row.started_at, row.cycle))

    @api.model
    def _correct(self, record, row, plan, start, work):
        """Recompute the due moment; a wrong breach is revoked, what followed is withdrawn."""
        promised = self._promise_of_row(record, row, plan, start, work)
        if start == row.started_at:
            # What is over is not judged anew by later holidays, nor during an open pause.
            is_held = row.is_paused and record.is_on_hold and promised == row.promised_at
            waiting = is_held and not self._end_of_row(record, row, plan)
            if waiting or (row.stopped_at and row.due_at):
                return
        else:
            self._correct_end_before(row, start)
        due, failure = self._due(record, plan, start, work, promised)
        if row.calendar_id != work.calendar_of(record):
            row.calendar_id = work.calendar_of(record)
        if promised != row.promised_at:
            row.promised_at = promised
        if (start, due, failure) != (row.started_at, row.due_at, row.failure):
            row._move_to(start, due, failure, work)

    @api.model
    def _correct_end_before(self, row, moment):
        """What ended the cycle before began this one: both are set right together."""
        before = row.search(
            [
                ("res_model", "=", row.res_model),
                ("res_id", "=", row.res_id),
                ("rule_id", "=", row.rule_id.id),
                ("cycle", "<", row.cycle),
                ("stopped_at", "=", row.started_at),
            ],
            order="cycle desc",
            limit=1,
        )
        if before and before.rule_id.stop_field_id.name == row.start_fact:
            before._stop(moment)

    @api.model
    def _meet(self, record, row, stop):
        if row.state == "running":
            if stop:
                row._stop(stop)
        elif row.stopped_at and not stop:
            row._run_again()
        elif row.stopped_at and self._is_set_right(record, row.stopped_at, stop):
            row._stop(stop)

    @api.model
    def _next_begin(self, record, plan, last, work):
        """Return ``(fact, moment, cycle)`` of the row this rule still lacks, if any."""
        own = last.get((record.id, plan.root_id))
        fact, start = self._latest_start(record, plan)
        covered = start and (plan.covers(start) or plan.rule_id in work.taken_up)
        if not covered or (own and not self._gives_way(own, plan, fact, start)):
            return None
        cycle = self._next_cycle(record, plan, (fact, start), last)
        if not plan.has_delay and not self._promise(record, plan, start, cycle):
            return None
        return fact, start, cycle

    @api.model
    def _next_cycle(self, record, plan, begin, last):
        """Return the number of the cycle in which a new row of this rule begins."""
        own = last.get((record.id, plan.root_id))
        others = [
            row
            for (record_id, _root_id), row in last.items()
            if record_id == record.id and row.obligation_id.id == plan.obligation_id
        ]
        cycle = max((row.cycle for row in others), default=1)
        alive = [row for row in others if row.cycle == cycle and row.state != "released"]
        if alive and all(row._is_followed_by(*begin) for row in alive):
            cycle += 1
        return max(cycle, own.cycle + 1 if own else 1)

    @api.model
    def _follow_version(self, rows, plan: Plan):
        """Let running rows follow another version of their rule, from the same start."""
        for model, mine in rows.grouped("res_model").items():
            records = self.env[model].sudo().browse(mine.mapped("res_id")).exists()
            work = Work(self.env)
            work.spans = self.env["csm.deadline.pause"]._spans(records, work.now)
            by_id = {record.id: record for record in records}
            for row in mine.filtered(lambda row, known=by_id: row.res_id in known):
                row.rule_id = plan.rule_id
                work.reruled.add(row.id)
                record, start = by_id[row.res_id], row.started_at
                promised = self._promise_of_row(record, row, plan, start, work)
                row.promised_at = promised
                due, failure = self._due(record, plan, start, work, promised)
                row._move_to(start, due, failure, work)
            self._write_events(work)
            self._sync(records)

    # What binds

    @api.model
    def _rebind(self, records, rows):
        """Find the binding rows, and what falls due next on each record."""
        self._bind(records, rows)
        self._write_next(records, rows)

    @api.model
    def _bind(self, records, rows, is_settled=False):
        """Find the binding row of each obligation and when each row wants attention next.

        :param is_settled: no due moment has moved, so only what comes to bind is looked at anew
        """
        alive = rows.filtered(lambda row: row.state != "released")
        binding = set()
        for rivals in alive.grouped(
            lambda row: (row.res_id, row.obligation_id.id, row.cycle)
        ).values():
            first = min(rivals, key=lambda row: (not row.due_at, row.due_at or 0, row.id))
            binding.add(first.id)
        self._wind(records, rows, binding, is_settled)

    @api.model
    def _wind(self, records, rows, binding, is_settled):
        """Set when each row wants attention next: only a running, binding, unpaused one does."""
        held = {record.id for record in records.sudo() if record.is_on_hold}
        ticking = []
        for row in rows:
            running = row.state == "running"
            values = {"is_binding": row.id in binding, "is_paused": running and row.res_id in held}
            still = values["is_paused"] or row.is_silent or not row.due_at
            ticks = running and values["is_binding"] and not still
            if not ticks:
                values["next_step_at"] = False
            changed = {name: value for name, value in values.items() if row[name] != value}
            if changed:
                row.write(changed)
            if ticks and (changed or not is_settled):
                ticking.append(row.id)
        self.env["csm.deadline.run"]._set_next_steps(rows.browse(ticking))

    @api.model
    def _write_next(self, records, rows):
        """Store on each record the row that falls due next, which lists and filters read."""
        first = {}
        for row in rows.sorted(lambda row: (row.due_at or row.started_at, row.id)):
            # An old record asks nothing of anybody any more.
            waits = row.state == "running" and row.due_at and not row.is_silent
            if row.is_binding and waits:
                first.setdefault(row.res_id, row)
        values = []
        for record_id in records.ids:
            row = first.get(record_id, rows.browse())
            # Of a clock that stands still nobody knows when it falls due.
            due = None if row.is_paused and not row.breached_at else row.due_at or None
            values.append(SQL("(%s, %s, %s)", record_id, due, row.id or None))
        rows.flush_recordset()
        records.flush_recordset()
        self.env.cr.execute(
            SQL(
                """UPDATE %s AS record
                      SET next_due_at = v.due::timestamp, next_deadline_id = v.row::int
                     FROM (VALUES %s) AS v(id, due, row)
                    WHERE record.id = v.id AND (record.next_due_at, record.next_deadline_id)
                          IS DISTINCT FROM (v.due::timestamp, v.row::int)""",
                SQL.identifier(records._table),
                SQL(", ").join(values),
            )
        )
        records.invalidate_recordset(["next_due_at", "next_deadline_id"], flush=False)
