import logging
from ast import literal_eval

from psycopg2.errors import SerializationFailure

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import SQL

_logger = logging.getLogger(__name__)

PIECE = 500
ATTEMPTS = 5
MOST_FAILURES_NAMED = 20


class CsmDeadlineRecompute(models.Model):
    """One order to reckon the deadlines of many records anew, worked off in the background.

    The job takes the records by their ids, piece by piece, and commits each piece together with
    how far it came. So a killed job goes on where it stopped, and doing a record twice changes
    nothing.
    """

    _name = "csm.deadline.recompute"
    _description = "Recomputation of Deadlines"
    _inherit = ["csm.deadline.recompute.order.mixin"]
    _order = "id desc"
    _rec_name = "reason"

    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    kind = fields.Selection(
        [
            ("sync", "Reckon anew"),
            ("version", "Follow a new version"),
            ("take_up", "Apply rules to open records"),
        ],
        required=True,
        readonly=True,
        default="sync",
    )
    res_model = fields.Char("Model Name", required=True, readonly=True)
    model_name = fields.Char("Records", compute="_compute_model_name")
    domain = fields.Char(
        "Which Records", readonly=True, help="Empty: the records with a running deadline."
    )
    calendar_ids = fields.Many2many(
        "resource.calendar",
        "csm_deadline_recompute_calendar_rel",
        "recompute_id",
        "calendar_id",
        "Of These Calendars",
        readonly=True,
    )
    rule_ids = fields.Many2many(
        "csm.deadline.rule",
        "csm_deadline_recompute_rule_rel",
        "recompute_id",
        "rule_id",
        "Of These Rules",
        readonly=True,
    )
    reason = fields.Char(required=True, readonly=True)
    requested_by_id = fields.Many2one("res.users", required=True, readonly=True)
    state = fields.Selection(
        [
            ("waiting", "Waiting"),
            ("running", "Running"),
            ("done", "Done"),
            ("stopped", "Stopped"),
        ],
        required=True,
        readonly=True,
        default="waiting",
    )
    total = fields.Integer("Records in All", readonly=True)
    done_count = fields.Integer("Done So Far", readonly=True)
    failed_count = fields.Integer("Failed", readonly=True)
    failure = fields.Text("What Failed", readonly=True)
    progress = fields.Float(compute="_compute_progress")
    last_id = fields.Integer(readonly=True, export_string_translation=False)
    started_at = fields.Datetime("Started", readonly=True)
    ended_at = fields.Datetime("Ended", readonly=True)
    mail_id = fields.Many2one("mail.mail", readonly=True, ondelete="set null")

    _ahead = models.Index("(id) WHERE state IN ('waiting', 'running')")

    def _compute_model_name(self):
        for job in self:
            known = job.res_model in self.env
            job.model_name = self.env[job.res_model]._description if known else job.res_model

    @api.depends("state", "total", "done_count")
    def _compute_progress(self):
        for job in self:
            done = job.state == "done" or not job.total
            share = 100 if done else min(100 * job.done_count / job.total, 100)
            job.progress = 0 if job.state == "waiting" else share

    @api.ondelete(at_uninstall=False)
    def _unlink_except_over(self):
        for job in self:
            if job.state in ("waiting", "running"):
                raise UserError(self.env._("“%(job)s” is not over. Stop it first.", job=job.reason))

    def action_stop(self):
        """Leave what has not been done yet as it is."""
        self._check_is_manager()
        # Managers order and stop jobs; the counters are the job's own.
        self.sudo().filtered(lambda job: job.state in ("waiting", "running")).write(
            {"state": "stopped", "ended_at": self.env.cr.now()}
        )

    def action_go_on(self):
        """Take a stopped job up where it stopped."""
        self._check_is_manager()
        self.sudo().filtered(lambda job: job.state == "stopped").write(
            {"state": "waiting", "ended_at": False}
        )
        self._wake()

    @api.model
    def _check_is_manager(self):
        if not self.env.user.has_group("csm.group_manager"):
            raise AccessError(self.env._("Only a manager recomputes deadlines. Ask yours."))

    # Working a job off

    @api.model
    def _cron_work(self, piece=PIECE):
        """Take the jobs one after the other, piece by piece."""
        cron = self.env["ir.cron"]
        while taken := self._attempt(piece):
            done, remaining = taken
            if not cron._commit_progress(done, remaining=remaining):
                return
        cron._commit_progress(0, remaining=0)

    @api.model
    def _attempt(self, piece):
        for _attempt in range(ATTEMPTS):
            try:
                job = self._claim()
                result = job and job._take_piece(piece)
                self.env.flush_all()
                return result
            except SerializationFailure:
                # Somebody has just changed one of these records; look again with fresh eyes.
                self.env.cr.rollback()
        return None

    @api.model
    def _claim(self):
        """Lock and return the oldest job that nobody works at."""
        self.flush_model(["state"])
        rows = self.env.execute_query(
            SQL(
                """SELECT id FROM csm_deadline_recompute WHERE state IN ('waiting', 'running')
                    ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED"""
            )
        )
        return self.sudo().browse([row[0] for row in rows])

    def _take_piece(self, piece):
        """Do the next records of this job; return how many, and how many are left."""
        if self.state == "waiting":
            self._begin()
        ids = self._next_ids(piece)
        if ids:
            self._work(self.env[self.res_model].sudo().browse(ids))
            self.last_id, self.done_count = ids[-1], self.done_count + len(ids)
        if len(ids) < piece:
            self._finish()
            return len(ids) or 1, 0
        return len(ids), max(self.total - self.done_count, 1)

    def _begin(self):
        # A job taken up again counts what is left.
        total = self.done_count + self._count_left()
        self.write({"state": "running", "total": total, "started_at": self.env.cr.now()})

    def _work(self, records):
        """Reckon these records anew; one that fails does not stop the others."""
        try:
            with self.env.cr.savepoint():
                getattr(self, f"_work_{self.kind}")(records)
        except SerializationFailure:
            raise
        except Exception as error:  # noqa: BLE001 - one bad record must not stop the others
            if len(records) == 1:
                self._note_failure(records, error)
                return
            half = len(records) // 2
            self._work(records[:half])
            self._work(records[half:])

    def _note_failure(self, record, error):
        _logger.exception("Deadlines of %s could not be recomputed", record)
        self.failed_count += 1
        if self.failed_count <= MOST_FAILURES_NAMED:
            line = f"{record.display_name}: {error}"
            self.failure = "\n".join(filter(None, (self.failure, line)))

    def _work_sync(self, records):
        self.env["csm.deadline.keeper"]._sync(records)

    def _work_version(self, records):
        keeper, rules = self.env["csm.deadline.keeper"], self.env["csm.deadline.rule"]
        for rule in self.rule_ids:
            mine = [("res_model", "=", self.res_model), ("res_id", "in", records.ids)]
            older = [("rule_id", "in", rule._older_versions().ids), ("state", "=", "running")]
            rows = self.env["csm.deadline"].sudo().search(mine + older)
            keeper._follow_version(rows, rules._plan_of(rule.id))

    def _work_take_up(self, records):
        self.env["csm.deadline.keeper"]._take_up(records, frozenset(self.rule_ids.ids))

    # Which records

    def _next_ids(self, piece):
        after = Domain("id", ">", self.last_id)
        if self.domain:
            return self._records(after, limit=piece).ids
        return [row[0] for row in self._query(SQL("DISTINCT res_id"), piece)]

    def _count_left(self):
        if self.domain:
            Model = self.env[self.res_model].sudo().with_context(active_test=False)
            return Model.search_count(self._record_domain(Domain("id", ">", self.last_id)))
        return self._query(SQL("count(DISTINCT res_id)"))[0][0]

    def _records(self, domain, limit):
        Model = self.env[self.res_model].sudo().with_context(active_test=False)
        return Model.search(self._record_domain(domain), limit=limit, order="id")

    def _record_domain(self, domain):
        own = Domain(literal_eval(self.domain))
        return own & domain & Domain("company_id", "=", self.company_id.id)

    def _query(self, what, limit=None):
        """Ask for the records with a running deadline that this job has not done yet."""
        self.env["csm.deadline"].flush_model()
        parts = [
            SQL("SELECT %s FROM csm_deadline", what),
            SQL("WHERE state = 'running' AND res_model = %s", self.res_model),
            SQL("AND company_id = %s AND res_id > %s", self.company_id.id, self.last_id),
        ]
        if self.calendar_ids:
            parts.append(SQL("AND calendar_id IN %s", tuple(self.calendar_ids.ids)))
        if self.rule_ids:
            older = self.rule_ids._older_versions().ids or [0]
            parts.append(SQL("AND rule_id IN %s", tuple(older)))
        if limit:
            parts.append(SQL("ORDER BY res_id LIMIT %s", limit))
        return self.env.execute_query(SQL(" ").join(parts))

    # The end

    def _finish(self):
        """Close the job and tell whoever ordered it, once."""
        self.write({"state": "done", "ended_at": self.env.cr.now()})
        self.mail_id = self._tell()

    def _tell(self):
        user = self.requested_by_id
        told = self.with_context(lang=user.lang)
        text = told._end_text()
        if not user.active:
            return self.env["mail.mail"]
        user._bus_send("simple_notification", {"type": "success", "message": text})
        if not user.email or user._is_superuser():
            return self.env["mail.mail"]
        mail = self.env["mail.mail"].create(told._prepare_mail_vals(text))
        self.env.ref("mail.ir_cron_mail_scheduler_action").sudo()._trigger()
        return mail
