from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import SQL

from ...tools import clock, window

COLUMNS = (
    "res_model",
    "res_id",
    "rule_id",
    "obligation_id",
    "cycle",
    "start_fact",
    "company_id",
    "team_id",
    "user_id",
    "level",
    "is_confined",
    "calendar_id",
    "started_at",
    "promised_at",
    "due_at",
    "stopped_at",
    "breached_at",
    "next_step_at",
    "state",
    "is_binding",
    "is_paused",
    "is_silent",
    "failure",
)


class CsmDeadline(models.Model):
    """One time limit running on one record: a rule, its start, its due moment, what came of it.

    The row is kept by the engine alone; a user reads it. ``binding`` marks, of all rules that ask
    for the same obligation from the same record, the one whose due moment is earliest.
    """

    _name = "csm.deadline"
    _description = "Deadline"
    _inherit = [
        "csm.deadline.generic.mixin",
        "csm.confined.mixin",
        "csm.deadline.turn.mixin",
        "csm.deadline.asking.mixin",
        "csm.deadline.standstill.mixin",
    ]
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

    calendar_id = fields.Many2one("resource.calendar", readonly=True, ondelete="set null")
    start_fact = fields.Char(required=True, readonly=True, help="The fact this cycle began with.")
    started_at = fields.Datetime("Started", required=True, readonly=True)
    promised_at = fields.Datetime("Promised", readonly=True)
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
    _due_of_user = models.Index("(user_id, due_at) WHERE state = 'running' AND is_binding")
    _due_of_team = models.Index("(team_id, due_at) WHERE state = 'running' AND is_binding")

    def _compute_record_name(self):
        for model, deadlines in self.grouped("res_model").items():
            records = self.env[model].browse(deadlines.mapped("res_id")).exists()
            readable = records._filtered_access("read")
            names = {record.id: record.display_name for record in readable}
            for deadline in deadlines:
                deadline.record_name = names.get(deadline.res_id, "")

    @api.depends("obligation_id", "due_at")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for deadline in self:
            deadline.display_name = deadline.obligation_id.name

    def action_open_record(self):
        self.ensure_one()
        return window.record_form(self.res_model, self.res_id)

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

    def _is_late_at(self, moment):
        return bool(self.due_at) and clock.is_late(moment, self.due_at)

    def _is_followed_by(self, fact, start):
        """Tell whether a start lies behind this row's end, so that it begins another cycle."""
        if not start or not self.stopped_at:
            return False
        return start > self.stopped_at or (start == self.stopped_at and fact != self.start_fact)

    def _gives_way(self, fact, start):
        """Tell whether the rule may have another row after this last one of it."""
        if self.state == "released":
            return self._is_overtaken()
        return self._is_followed_by(fact, start)

    def _is_overtaken(self):
        """Tell whether the obligation has gone on to a later cycle without this row."""
        later = [
            ("res_model", "=", self.res_model),
            ("res_id", "=", self.res_id),
            ("obligation_id", "=", self.obligation_id.id),
            ("cycle", ">", self.cycle),
        ]
        return bool(self.search_count(later, limit=1))

    def _last_of_each_rule(self):
        """Return ``{(record id, first version of the rule): row}`` with the rows of last cycles."""
        plan_of, last = self.env["csm.deadline.rule"]._plan_of, {}
        for row in self.sorted("cycle"):
            last[row.res_id, plan_of(row.rule_id.id).root_id] = row
        return last

    def action_recompute(self):
        """Compute the deadlines of these records anew."""
        for model, deadlines in self.grouped("res_model").items():
            records = self.env[model].browse(deadlines.mapped("res_id")).exists()
            records.action_recompute_deadlines()
        return True

    # New rows

    @api.model
    def _insert(self, vals_list):
        """Insert rows in one statement; nothing is computed from them and nobody may write them."""
        if not vals_list:
            return self.browse()
        cr, uid = self.env.cr, self.env.uid
        columns = SQL(", ").join(map(SQL.identifier, COLUMNS))
        tuples = [
            SQL("%s", (*(self._sql_value(vals, name) for name in COLUMNS), 1, uid, cr.now()))
            for vals in vals_list
        ]
        ids = self.env.execute_query(
            SQL(
                """INSERT INTO csm_deadline (%s, due_version, create_uid, create_date)
                   VALUES %s RETURNING id""",
                columns,
                SQL(", ").join(tuples),
            )
        )
        rows = self.browse(row_id for (row_id,) in ids)
        barred = {
            row.id: vals["barred_user_ids"]
            for row, vals in zip(rows, vals_list, strict=True)
            if vals.get("barred_user_ids")
        }
        for row in rows.browse(barred):
            row.write({"barred_user_ids": [Command.set(barred[row.id])]})
        return rows

    @api.model
    def _sql_value(self, vals, name):
        value = vals.get(name)
        return bool(value) if self._fields[name].type == "boolean" else value or None

    # Upkeep

    @api.model
    def _cron_sweep_orphans(self, limit=1000):
        """Remove rows and pauses whose record was deleted behind the back of the mixin (by SQL)."""
        done = more = 0
        for Model in (self.env[name].sudo() for name in self._swept_models()):
            for (model,) in Model._read_group([], ["res_model"]):
                gone = Model._orphans(model, limit)
                gone._remove()
                done += len(gone)
                more += len(gone) == limit
        self.env["ir.cron"]._commit_progress(done, remaining=more)

    @api.model
    def _swept_models(self):
        """Hook: the models whose rows belong to records of any model."""
        return ("csm.deadline", "csm.deadline.pause", "csm.report")

    def _remove(self):
        """Delete rows together with their events, which nobody else may delete."""
        self.env.cr.execute("SELECT set_config('csm.sweep', 'on', true)")
        result = super()._remove()
        self.env.cr.execute("SELECT set_config('csm.sweep', 'off', true)")
        return result

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

    def _log(self, kind, moment=None, **values):
        moment = moment or self.env.cr.now().replace(microsecond=0)
        self.env["csm.deadline.event"].sudo().create(self._event_vals(kind, moment, **values))

    def _steps_taken(self):
        """Return ``{(row id, step id, due version)}`` of all steps taken."""
        if not self:
            return set()
        self.env["csm.deadline.event"].flush_model()
        query = SQL(
            """SELECT deadline_id, step_id, due_version FROM csm_deadline_event
                WHERE deadline_id IN %s AND step_id IS NOT NULL""",
            tuple(self.ids),
        )
        return set(self.env.execute_query(query))

    def _rungs_taken_elsewhere(self):
        """Return ``{row id: {rung}}`` taken by other rules for the same obligation and cycle."""
        if not self:
            return {}
        query = SQL(
            """
            SELECT mine.id, other.rule_id, e.step_id FROM csm_deadline mine
              JOIN csm_deadline other ON other.res_model = mine.res_model
               AND other.res_id = mine.res_id AND other.obligation_id = mine.obligation_id
               AND other.cycle = mine.cycle AND other.id <> mine.id
              JOIN csm_deadline_event e ON e.deadline_id = other.id
               AND e.due_version = other.due_version AND e.step_id IS NOT NULL
             WHERE mine.id IN %s""",
            tuple(self.ids),
        )
        plan_of, rungs = self.env["csm.deadline.rule"]._plan_of, {}
        for row_id, rule_id, step_id in self.env.execute_query(query):
            taken = {step.rung for step in plan_of(rule_id).steps if step.step_id == step_id}
            rungs.setdefault(row_id, set()).update(taken)
        return rungs
