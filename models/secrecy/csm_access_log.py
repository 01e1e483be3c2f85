from contextlib import contextmanager
from weakref import WeakKeyDictionary

from psycopg2 import Error
from psycopg2.errors import ReadOnlySqlTransaction

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.http import request
from odoo.tools import SQL

from ...tools.carries import carries

COLUMNS = (
    "user_ref",
    "login",
    "road",
    "operation",
    "res_model",
    "record_refs",
    "numbers",
    "count",
    "company_ref",
    "outcome",
    "remote",
    "detail",
)
DETAIL_LENGTH = 1000

# The run of the outermost named point that is open on each cursor. A client cannot forge it, as
# it could a key in the context.
_runs = WeakKeyDictionary()


class AccessRun:
    """What one call hands out and what it is refused, gathered by all the points it passes."""

    def __init__(self, user_id, road, operation, detail):
        self.user_id, self.road, self.operation, self.detail = user_id, road, operation, detail
        self.given, self.refused, self.groups, self.labels = {}, {}, {}, {}

    def give(self, records):
        if records.ids:
            self.given.setdefault(records._name, set()).update(records.ids)

    def give_groups(self, records, count):
        """Count the groups that show something of records without naming one."""
        self.groups[records._name] = self.groups.get(records._name, 0) + count

    def name(self, records):
        """Keep what records are called that will be gone when the entry is written."""
        if not records.env.su:
            self.labels[records._name] = records._access_labels(records.ids)

    @contextmanager
    def handing_out(self, records):
        """Give these records after the block, or note that it was refused."""
        try:
            yield
        except UserError:
            self.refuse(records)
            raise
        self.give(records)

    def refuse(self, records):
        self.refused.setdefault(records._name, set()).update(records.ids)


class CsmAccessLog(models.Model):
    """One access to what is classified: who, when, by which road, to what, granted or refused.

    It is written in a transaction of its own, so it stays when the caller's is rolled back, and it
    holds texts and plain numbers only, so it stays when what it is about is gone. The database
    itself refuses to change it; a job seals it.
    """

    _name = "csm.access.log"
    _description = "Access Log"
    _inherit = ["csm.append.only.mixin", "csm.access.logged.mixin"]
    _order = "id desc"
    _kept_words = "The access log is written once and never changed."
    _rec_name = "at"
    # Written by the system alone; who and when are columns of its own, without a foreign key.
    _log_access = False

    at = fields.Datetime("When", required=True, readonly=True, index=True)
    user_ref = fields.Integer("User ID", required=True, readonly=True, index=True, aggregator=None)
    login = fields.Char("User", required=True, readonly=True)
    road = fields.Selection(
        [
            ("open", "Opened"),
            ("list", "List"),
            ("group", "Grouped"),
            ("names", "Names Searched"),
            ("form", "Form Filled In"),
            ("change", "Changed"),
            ("copy", "Copied"),
            ("export", "Exported"),
            ("print", "Printed Out"),
            ("download", "Downloaded"),
            ("delete", "Deleted"),
            ("level", "Level of Secrecy"),
            ("need", "Need to Know"),
            ("request", "Access Requested"),
            ("clearance", "Clearance"),
            ("rights", "Group of Rights"),
            ("team", "Team"),
            ("login", "Logged In"),
        ],
        required=True,
        readonly=True,
    )
    operation = fields.Char(required=True, readonly=True)
    res_model = fields.Char("Model Name", required=True, readonly=True, index=True)
    model_text = fields.Char("Kind of Record", compute="_compute_model_text")
    record_refs = fields.Text("Record IDs", readonly=True)
    numbers = fields.Text(readonly=True)
    count = fields.Integer("Records", required=True, readonly=True)
    company_ref = fields.Integer(
        "Company ID", required=True, readonly=True, index=True, aggregator=None
    )
    company_id = fields.Many2one("res.company", compute="_compute_company_id", compute_sudo=True)
    outcome = fields.Selection(
        [("granted", "Granted"), ("refused", "Refused")], required=True, readonly=True
    )
    remote = fields.Char("Address", readonly=True)
    detail = fields.Text(readonly=True)
    seal_id = fields.Many2one("csm.access.seal", readonly=True, ondelete="restrict", index=True)
    digest = fields.Char(readonly=True)

    _unsealed = models.Index("(company_ref, id) WHERE seal_id IS NULL")

    @api.model
    def _update_admitted(self):
        """Only a seal is put on it, once."""
        return SQL(
            """OLD.seal_id IS NULL AND NEW.seal_id IS NOT NULL
               AND to_jsonb(NEW) - 'seal_id' - 'digest' = to_jsonb(OLD) - 'seal_id' - 'digest'"""
        )

    @api.depends("res_model")
    @api.depends_context("lang")
    def _compute_model_text(self):
        # Auditors may not read the register of models; what its models are called is no secret.
        Model = self.env["ir.model"].sudo()
        names = {name: Model._get(name).name or name for name in set(self.mapped("res_model"))}
        for row in self:
            row.model_text = names.get(row.res_model, "")

    @api.depends("company_ref")
    def _compute_company_id(self):
        companies = self.env["res.company"].browse(set(self.mapped("company_ref"))).exists()
        known = {company.id: company for company in companies}
        for row in self:
            row.company_id = known.get(row.company_ref, False)

    @api.model_create_multi
    def create(self, vals_list):  # pylint: disable=method-required-super
        raise UserError(self.env._("The access log is written by the system alone."))

    def write(self, vals):  # pylint: disable=method-required-super
        raise UserError(self.env._("The access log is written once and never changed."))

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("The access log stays on file."))

    # Named points

    @contextmanager
    def _point(self, records, road, operation, detail=""):
        """Log once what the outermost of nested points hands out, before it is handed out.

        Yields the :class:`AccessRun` the caller tells what it gives. Whoever is refused is logged
        too. What the system does for itself is not.
        """
        user_id, outer = records.env.uid, _runs.get(self.env.cr)
        if records.env.su:
            yield AccessRun(user_id, road, operation, detail)
        elif outer and outer.user_id == user_id:
            with self._noting_refusals(outer, records):
                yield outer
        else:
            run = _runs[self.env.cr] = AccessRun(user_id, road, operation, detail)
            try:
                with self._noting_refusals(run, records):
                    yield run
            except Exception:
                # Nothing has been handed out; only what was refused is on record.
                run.given, run.groups = {}, {}
                raise
            finally:
                _runs.pop(self.env.cr, None)
                if outer:
                    _runs[self.env.cr] = outer
                self.with_env(records.env)._append_run(run)

    @contextmanager
    def _giving_point(self, records, road, operation):
        """A point that gives all its records when nothing stands against it."""
        with self._point(records, road, operation) as run:
            yield run
            run.give(records)

    @api.model
    def _is_logged(self, records):
        """Tell whether reading these records is logged."""
        return issubclass(type(records), self.env.registry["csm.access.logged.mixin"])

    @api.model
    def _classified_behind(self, record):
        """Return the record a file belongs to; the record itself when it is no file."""
        if record._name != "ir.attachment":
            return record
        # To whom a file belongs decides what is logged; nothing of it is handed out here.
        file = record.sudo().exists()
        if not file.res_id or file.res_model not in self.env:
            return record
        return self.env[file.res_model].browse(file.res_id)

    @api.model
    def _all_classified_behind(self, attachments):
        """Return the logged records that these files belong to, one recordset per model."""
        found = {}
        # To whom a file belongs decides what is logged; nothing of it is handed out here.
        for file in attachments.sudo():
            if file.res_id and file.res_model in self.env:
                found.setdefault(file.res_model, []).append(file.res_id)
        records = (self.env[model].browse(ids) for model, ids in found.items())
        return [record for record in records if self._is_logged(record)]

    @contextmanager
    def _noting_refusals(self, run, records):
        try:
            yield
        except AccessError:
            run.refuse(records)
            raise

    @api.model
    def _append_run(self, run):
        self._append([*self._given_rows(run), *self._refused_rows(run)])

    @api.model
    @carries("S0-02-04", "S1-12-09", neutral=())
    def _given_rows(self, run):
        """Whoever looks something up or changes it is on record."""
        rows = self._rows_by_model(run, "granted", run.given)
        for model, count in run.groups.items():
            if model not in run.given:
                rows.append(self._row(run, "granted", model, count=count))
        return rows

    @api.model
    @carries("S1-03-08", "S1-06-23", "S1-09-05", neutral=())
    def _refused_rows(self, run):
        """Whoever tried to get at what is not theirs is on record."""
        return self._rows_by_model(run, "refused", run.refused)

    @api.model
    def _rows_by_model(self, run, outcome, found):
        rows = []
        for model, ids in found.items():
            rows += self._rows_of(run, outcome, self.env[model], sorted(ids))
        return rows

    @api.model
    def _rows_of(self, run, outcome, Model, ids):
        """Return one row per company of these records."""
        companies, labels = {}, run.labels.get(Model._name)
        for record_id, company_id, number in labels or Model._access_labels(ids):
            companies.setdefault(company_id or self.env.company.id, []).append((record_id, number))
        return [
            self._row(
                run,
                outcome,
                Model._name,
                company_ref=company_id,
                record_refs=",".join(str(record_id) for record_id, _number in found),
                # The parts of a file bear its number.
                numbers=", ".join(dict.fromkeys(str(one) for _id, one in found if one)),
                count=len(found),
            )
            for company_id, found in (companies or {self.env.company.id: []}).items()
        ]

    @api.model
    def _row(self, run, outcome, model, **values):
        return {
            "user_ref": self.env.uid,
            # Whose login it is, is what the log is for.
            "login": self.env.user.sudo().login,
            "road": run.road,
            "operation": run.operation,
            "res_model": model,
            "record_refs": "",
            "numbers": "",
            "count": 0,
            "company_ref": self.env.company.id,
            "outcome": outcome,
            "remote": request.httprequest.remote_addr if request else "",
            "detail": (run.detail or "")[:DETAIL_LENGTH],
            **values,
        }

    @api.model
    def _note(self, road, operation, records, outcome="granted", detail=""):
        """Log something that happened to these records outside the named points."""
        run = AccessRun(self.env.uid, road, operation, detail)
        self._append(self._rows_of(run, outcome, records.browse(), records.ids))

    @contextmanager
    def _own_transaction(self):
        """Yield a cursor whose work is committed at the end of the block."""
        if not self.env.registry.ready:
            # While the addon is being installed its tables are this transaction's own.
            self.env.flush_all()
            yield self.env.cr
            return
        with self.env.registry.cursor() as cr:
            yield cr

    @api.model
    def _append(self, rows):
        """Write rows in a transaction of their own; who cannot be logged reads nothing.

        :raise UserError: when the log cannot be written
        """
        if not rows:
            return
        columns = SQL(", ").join(map(SQL.identifier, COLUMNS))
        values = SQL(", ").join(
            SQL(
                "(clock_timestamp() AT TIME ZONE 'UTC', %s)",
                SQL(", ").join(SQL("%s", row[name]) for name in COLUMNS),
            )
            for row in rows
        )
        try:
            with self._own_transaction() as cr:
                # In one go, and the commit need not reach the disk by itself: it costs each reader.
                insert = "INSERT INTO csm_access_log (at, %s) VALUES %s"
                cr.execute(SQL(f"SET LOCAL synchronous_commit TO off; {insert}", columns, values))
        except ReadOnlySqlTransaction:
            # The call is made again where it can be logged.
            raise
        except Error as error:
            raise UserError(
                self.env._(
                    "The access log cannot be written, and what is not logged is not shown. Try "
                    "again; tell the administrator when it stays so."
                )
            ) from error

    @api.model
    def _access_label_sql(self):
        return SQL("''"), SQL("record.company_ref"), SQL("csm_access_log AS record")
