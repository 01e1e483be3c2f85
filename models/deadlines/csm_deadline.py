from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ...tools import clock

SECOND = timedelta(seconds=1)


class CsmDeadline(models.Model):
    """One time limit running on one record: a rule, its start, its due moment, what came of it.

    The row is kept by the engine alone; a user reads it. ``binding`` marks, of all rules that ask
    for the same obligation from the same record, the one whose due moment is earliest.
    """

    _name = "csm.deadline"
    _description = "Deadline"
    _order = "due_at, id"

    res_model = fields.Char("Model Name", required=True, readonly=True)
    res_id = fields.Many2oneReference(
        "Record", model_field="res_model", required=True, readonly=True
    )
    record_name = fields.Char("Concerns", compute="_compute_record_name")
    rule_id = fields.Many2one(
        "csm.deadline.rule", required=True, readonly=True, ondelete="restrict", index=True
    )
    obligation_id = fields.Many2one(
        "csm.obligation", required=True, readonly=True, ondelete="restrict"
    )
    article_id = fields.Many2one(related="rule_id.article_id")
    cycle = fields.Integer(required=True, readonly=True, default=1)

    company_id = fields.Many2one("res.company", readonly=True, index=True)
    team_id = fields.Many2one("csm.team", readonly=True, index=True)
    user_id = fields.Many2one("res.users", "Responsible", readonly=True, index=True)
    barred_user_ids = fields.Many2many(
        "res.users", "csm_deadline_barred_rel", "deadline_id", "user_id", readonly=True
    )

    started_at = fields.Datetime("Started", required=True, readonly=True)
    due_at = fields.Datetime("Due", readonly=True)
    due_version = fields.Integer(required=True, readonly=True, default=1)
    stopped_at = fields.Datetime("Met", readonly=True)
    breached_at = fields.Datetime("Breached", readonly=True)
    state = fields.Selection(
        [
            ("running", "Running"),
            ("met", "Met in Time"),
            ("late", "Met Late"),
            ("released", "No Longer Applies"),
        ],
        required=True,
        readonly=True,
        default="running",
    )
    is_binding = fields.Boolean("Binding", readonly=True)
    is_paused = fields.Boolean("Paused", readonly=True)
    # Facts of old records are judged, but nothing is sent and nothing climbs.
    is_silent = fields.Boolean("Historic", readonly=True)
    next_step_at = fields.Datetime("Next Step", readonly=True)
    failure = fields.Text("What Is Wrong", readonly=True)
    event_ids = fields.One2many("csm.deadline.event", "deadline_id", "Events")

    _one_per_rule_and_cycle = models.UniqueIndex(
        "(res_model, res_id, rule_id, cycle)", "This rule already watches this record."
    )
    _steps_due = models.Index("(next_step_at) WHERE next_step_at IS NOT NULL")
    _running_due = models.Index("(company_id, due_at) WHERE state = 'running' AND is_binding")

    def _compute_record_name(self):
        for model, deadlines in self.grouped("res_model").items():
            records = self.env[model].browse(deadlines.mapped("res_id")).exists()
            readable = records._filtered_access("read")
            names = {record.id: record.display_name for record in readable}
            for deadline in deadlines:
                deadline.record_name = names.get(deadline.res_id, "")

    @api.depends("obligation_id", "due_at")
    def _compute_display_name(self):
        for deadline in self:
            deadline.display_name = deadline.obligation_id.name

    def action_open_record(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": self.res_model,
            "res_id": self.res_id,
            "views": [(False, "form")],
        }

    def action_open_article(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "csm.regulation.article",
            "res_id": self.article_id.id,
            "views": [(False, "form")],
            "target": "new",
            "name": self.article_id.display_name,
        }

    @api.ondelete(at_uninstall=False)
    def _unlink_except_by_the_engine(self):
        if not self.env.su:
            raise UserError(
                self.env._("Deadlines are kept by the system and cannot be deleted by hand.")
            )

    # The record behind the row

    def _record(self):
        """Return the record this row serves; empty when it is gone."""
        self.ensure_one()
        if self.res_model not in self.env:
            return self.browse()
        return self.env[self.res_model].browse(self.res_id).exists()

    # Moments

    def _is_late_at(self, moment):
        return bool(self.due_at) and clock.is_late(moment, self.due_at)

    def _step_moments(self, plan_steps, calendar):
        """Return ``[(moment, planned step)]`` of this due moment, earliest first."""
        moments = []
        for step in plan_steps:
            if step.when == "at":
                # The due second itself is still in time.
                moment = self.due_at + SECOND
                moment = calendar.next_working(moment) if step.hold else moment
            else:
                moment = clock.step_at(
                    self.due_at,
                    step.amount,
                    step.unit,
                    calendar,
                    before=step.when == "before",
                    hold=step.hold,
                )
                if step.when == "after":
                    moment = max(moment, self.due_at + SECOND)
            moments.append((moment, step))
        return sorted(moments, key=lambda entry: (entry[0], entry[1].step_id))

    @api.model
    def _cron_sweep_orphans(self, limit=1000):
        """Remove rows whose record was deleted behind the back of the mixin (by SQL)."""
        done = 0
        for (model,) in self.sudo()._read_group([], ["res_model"]):
            gone = self._orphans(model, limit)
            gone._remove()
            done += len(gone)
        self.env["ir.cron"]._commit_progress(done)

    def _orphans(self, model, limit):
        if model not in self.env:
            return self.sudo().search([("res_model", "=", model)], limit=limit)
        query = SQL(
            """SELECT d.id FROM csm_deadline d LEFT JOIN %s r ON r.id = d.res_id
                WHERE d.res_model = %s AND r.id IS NULL LIMIT %s""",
            SQL.identifier(self.env[model]._table),
            model,
            limit,
        )
        return self.sudo().browse(row[0] for row in self.env.execute_query(query))

    def _remove(self):
        """Delete rows together with their events, which nobody else may delete."""
        if self:
            self.env.cr.execute("SELECT set_config('csm.sweep', 'on', true)")
            self.sudo().unlink()
            self.env.cr.execute("SELECT set_config('csm.sweep', 'off', true)")

    # Events

    def _event_vals(self, kind, moment, **values):
        self.ensure_one()
        return {
            "deadline_id": self.id,
            "kind": kind,
            "happened_at": moment,
            "due_version": self.due_version,
            "due_at": self.due_at,
            **values,
        }

    def _rung(self, step):
        """Name a rung of the ladder: what happens and who is addressed, whichever rule says so."""
        return (step.kind, step.addressee, step.level, step.role_id.id)

    def _rungs_taken_elsewhere(self):
        """Return ``{row id: {rung}}`` taken by other rules for the same obligation and cycle."""
        query = SQL(
            """
            SELECT mine.id, e.step_id FROM csm_deadline mine
              JOIN csm_deadline other ON other.res_model = mine.res_model
               AND other.res_id = mine.res_id AND other.obligation_id = mine.obligation_id
               AND other.cycle = mine.cycle AND other.id <> mine.id
              JOIN csm_deadline_event e ON e.deadline_id = other.id
               AND e.due_version = other.due_version AND e.step_id IS NOT NULL
               AND e.kind IN ('remind', 'breach', 'climb')
             WHERE mine.id IN %s""",
            tuple(self.ids),
        )
        steps, rungs = self.env["csm.deadline.step"].sudo(), {}
        for row_id, step_id in self.env.execute_query(query) if self else ():
            rungs.setdefault(row_id, set()).add(self._rung(steps.browse(step_id)))
        return rungs

    # What the keeper does with a row

    def _is_current_cycle(self, record):
        return self.cycle == max(
            record.sudo()
            .deadline_ids.filtered(lambda row: row.rule_id == self.rule_id)
            .mapped("cycle")
        )

    def _log(self, kind, moment=None, **values):
        moment = moment or self.env.cr.now().replace(microsecond=0)
        self.env["csm.deadline.event"].sudo().create(self._event_vals(kind, moment, **values))

    def _stop(self, moment):
        """The awaited fact is there: met, in time or late."""
        late = self._is_late_at(moment)
        if late and not self.breached_at:
            self.breached_at = self.due_at + SECOND
            self._log("breach", self.breached_at)
        elif self.breached_at and not late:
            self._revoke()
        self.write({"state": "late" if late else "met", "stopped_at": moment})
        self._log("met", moment)
        self.env["mail.activity"]._csm_close(self)

    def _release(self):
        self.state = "released"
        self._log("release")
        self.env["mail.activity"]._csm_close(self)

    def _take_up_again(self):
        self.state = "running"
        self._log("resume")

    def _run_again(self):
        """The fact that ended this row turned out wrong."""
        self.write({"state": "running", "stopped_at": False})
        self._log("resume")

    def _move_to(self, start, due, failure):
        """Give the row another start or due moment; steps may then happen anew."""
        moved = due != self.due_at
        self.write({"started_at": start, "due_at": due, "failure": failure})
        if not moved:
            return
        self.due_version += 1
        self._log("move")
        now = self.env.cr.now().replace(microsecond=0)
        if self.breached_at and not self._is_late_at(self.stopped_at or now):
            self._revoke()
        if self.stopped_at:
            self._stop(self.stopped_at)

    def _revoke(self):
        """Take back a breach that was none, and what followed from it."""
        self.breached_at = False
        self._log("revoke")
        self.env["mail.activity"]._csm_close(self)
        self.env["csm.deadline.notice"].sudo()._withdraw(self)
