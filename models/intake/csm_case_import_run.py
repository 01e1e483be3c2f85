import logging

from psycopg2.errors import SerializationFailure, UniqueViolation

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import SQL

_logger = logging.getLogger(__name__)


class CsmCaseImportRun(models.AbstractModel):
    """The job that makes cases of the rows that wait, piece by piece.

    Each piece is one transaction; a row says in it what it became. So a run that is killed goes on
    where it stopped, and two runs at once do not meet.
    """

    _name = "csm.case.import.run"
    _description = "Bringing Rows In"

    @api.model
    def _cron_run(self, batch=200):
        commit_progress = self.env["ir.cron"]._commit_progress
        for record in self.env["csm.case.import"].search([("state", "=", "running")], order="id"):
            while rows := self._claim(record, batch):
                self._bring_in(record, rows)
                if not commit_progress(len(rows), remaining=record._waiting_count()):
                    return
            record._finish()
            commit_progress(0)

    def _claim(self, record, batch):
        """Lock and return the next rows that wait, passing over those another run holds."""
        Row = self.env["csm.case.import.row"].sudo()
        Row.flush_model(["state"])
        for _attempt in range(5):
            try:
                found = self.env.execute_query(
                    SQL(
                        """SELECT id FROM csm_case_import_row
                            WHERE import_id = %s AND state = 'waiting'
                            ORDER BY id LIMIT %s FOR UPDATE SKIP LOCKED""",
                        record.id,
                        batch,
                    )
                )
                return Row.browse([id_ for (id_,) in found])
            except SerializationFailure:
                # Another run has just finished these; look again with fresh eyes.
                self.env.cr.rollback()
        return Row

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
