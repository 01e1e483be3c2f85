import logging

from psycopg2.errors import SerializationFailure, UniqueViolation

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import SQL

_logger = logging.getLogger(__name__)


class CsmCaseImportRun(models.AbstractModel):
    """The job that makes cases of the rows that wait, piece by piece.

    Each piece is one transaction; a row says in it what it became. So a run that is killed goes on
    where it stopped. Registers come in one after the other, also when two runs meet: so the same
    register, chosen twice, never collides with itself.
    """

    _name = "csm.case.import.run"
    _description = "Bringing Rows In"

    @api.model
    def _cron_run(self, batch=200):
        commit_progress = self.env["ir.cron"]._commit_progress
        while record := self._claim():
            rows = self._next_rows(record, batch)
            if rows:
                self._bring_in(record, rows)
            else:
                record._finish()
            if not commit_progress(len(rows), remaining=record._waiting_count()):
                return

    def _claim(self):
        """Return the oldest import that runs, if no other run is at work with any of them."""
        Import = self.env["csm.case.import"]
        for _attempt in range(5):
            running = Import.search([("state", "=", "running")], order="id")
            try:
                return running[:1] if running and self._is_alone(running) else Import
            except SerializationFailure:
                # Another run has just finished a piece; look again with fresh eyes.
                self.env.cr.rollback()
        return Import

    def _is_alone(self, running):
        """Hold these imports until the piece is done; return whether nobody else holds one.

        They are written, not only locked: whoever has not seen that the last piece is done cannot
        take the next.
        """
        self.env["csm.case.import"].flush_model(["state"])
        self.env.cr.execute(
            SQL(
                """UPDATE csm_case_import SET write_date = %s WHERE id IN (
                       SELECT id FROM csm_case_import WHERE id = ANY(%s)
                          FOR NO KEY UPDATE SKIP LOCKED)""",
                self.env.cr.now(),
                running.ids,
            ),
            log_exceptions=False,
        )
        return self.env.cr.rowcount == len(running)

    def _next_rows(self, record, batch):
        waiting = [("import_id", "=", record.id), ("state", "=", "waiting")]
        # Rows are written by the system alone.
        return self.env["csm.case.import.row"].sudo().search(waiting, order="id", limit=batch)

    @api.model
    def _bring_in(self, record, rows):
        """Make cases of these rows, with the rights and in the language of who imports."""
        user = record.user_id
        told = record.with_user(user).with_company(record.company_id)
        told = told.with_context(lang=user.lang, tz=user.tz)
        waiting = self._pass_over_known(record, rows)
        ready = told.env["csm.case.import.reader"]._read(told, waiting)
        old = [entry for entry in ready if entry[1]["is_historic"]]
        new = [entry for entry in ready if not entry[1]["is_historic"]]
        self._create_cases(old, told.env["csm.case"]._intake_historic)
        self._create_cases(new, told.env["csm.case"]._intake_open)

    def _pass_over_known(self, record, rows):
        # A case that came in before may lie outside of what the user sees.
        known = (
            self.env["csm.case"]
            .sudo()
            .search_fetch(
                [
                    ("company_id", "=", record.company_id.id),
                    ("import_key", "in", rows.mapped("key")),
                ],
                ["import_key"],
            )
        )
        by_key = {case.import_key: case for case in known}
        for row in rows.filtered(lambda row: row.key in by_key):
            row.write({"state": "known", "case_id": by_key[row.key].id})
        return rows.filtered(lambda row: row.key not in by_key)

    def _create_cases(self, entries, intake):
        """Create the cases of ``(row, values)`` together; if that fails, one by one."""
        if not entries:
            return
        try:
            with self.env.cr.savepoint():
                cases = intake([dict(values) for _row, values in entries])
                for (row, _values), case in zip(entries, cases, strict=True):
                    row.write({"state": "created", "case_id": case.id})
        except SerializationFailure:
            raise
        except Exception as error:  # noqa: BLE001 - one bad row must not stop the others
            if len(entries) == 1:
                self._refuse_row(entries[0][0], error)
                return
            for entry in entries:
                self._create_cases([entry], intake)

    def _refuse_row(self, row, error):
        if isinstance(error, UniqueViolation):
            row.write({"state": "known"})
            return
        if not isinstance(error, UserError):
            _logger.warning("Row %s could not be brought in", row.id, exc_info=True)
        row.write({"state": "bad", "reason": str(error)})
