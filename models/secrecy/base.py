from contextlib import nullcontext

from psycopg2 import Error

from odoo import api, models
from odoo.tools import SQL

from ...tools.carries import carries
from .csm_access_log import AccessRun


class Base(models.AbstractModel):
    _inherit = "base"

    def export_data(self, fields_to_export):
        with self._export_logged(fields_to_export) as run, run.handing_out(self):
            return super().export_data(fields_to_export)

    @carries("S1-12-10", "S3-12-24", neutral=nullcontext(AccessRun(0, "", "", "")))
    def _export_logged(self, fields_to_export):
        """Whatever is exported, of customers, of cases or of messages, is logged, and each try."""
        detail = ", ".join(map(str, fields_to_export))
        return self.env["csm.access.log"]._point(self, "export", "export_data", detail)

    @api.model
    def _access_labels(self, ids):
        """Return ``[(id, company id, number)]`` as the access log names these records.

        It also names those that are closed to the reader, and only auditors read it. An id that
        does not exist is named by itself.
        """
        if not ids or self._abstract or self._table_query is not None:
            return [(record_id, False, "") for record_id in ids]
        return self._labels_at_hand(ids) or self._read_labels(ids)

    @api.model
    def _labels_at_hand(self, ids):
        """Return the labels when the caller has just read them; most forms and lists have."""
        fields = [self._fields.get("number"), self._fields.get("company_id")]
        if "file_id" in self._fields or not all(fields):
            return None
        # Only what has been read already is looked at.
        records = self.sudo().browse(ids)
        if any(tuple(field._cache_missing_ids(records)) for field in fields):
            return None
        return [(record.id, record.company_id.id, str(record.number or "")) for record in records]

    @api.model
    def _read_labels(self, ids):
        number, company, source = self._access_label_sql()
        query = "SELECT record.id, %s, %s FROM %s WHERE record.id = ANY(%s)"
        try:
            found = self.env.execute_query(SQL(query, company, number, source, list(ids)))
        except Error:
            # The call has failed in the database; that somebody tried is logged nevertheless.
            found = []
        known = {row[0] for row in found}
        return [*found, *((record_id, False, "") for record_id in ids if record_id not in known)]

    @api.model
    def _access_label_sql(self):
        """Return the SQL of the number, of the company and of the table of a record."""
        table = SQL("%s AS record", SQL.identifier(self._table))
        company = self._stored_column("company_id", SQL("NULL::int"))
        whole = self._fields.get("file_id")
        if not whole or "number" not in self.env[whole.comodel_name]._fields:
            number = self._stored_column("number", SQL("''"))
            return SQL("COALESCE(%s::text, '')", number), company, table
        # A part bears the number of the whole.
        other = SQL.identifier(self.env[whole.comodel_name]._table)
        joined = SQL("%s LEFT JOIN %s AS whole ON whole.id = record.file_id", table, other)
        return SQL("COALESCE(whole.number, '')"), company, joined

    @api.model
    def _stored_column(self, name, otherwise):
        field = self._fields.get(name)
        is_column = field and field.store and field.column_type
        return SQL("record.%s", SQL.identifier(name)) if is_column else otherwise
