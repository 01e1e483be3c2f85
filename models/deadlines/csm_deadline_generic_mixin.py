from odoo import api, models
from odoo.tools import SQL


class CsmDeadlineGenericMixin(models.AbstractModel):
    """A row that belongs to a record of any model by ``res_model`` and ``res_id``.

    The model of the record deletes its rows with it; what was deleted by SQL leaves orphans.
    """

    _name = "csm.deadline.generic.mixin"
    _description = "Row of Any Record"

    @api.model
    def _orphans(self, model, limit):
        """Return rows whose record of ``model`` is gone."""
        if model not in self.env:
            return self.search([("res_model", "=", model)], limit=limit)
        self.flush_model(["res_model", "res_id"])
        query = SQL(
            """SELECT d.id FROM %s d LEFT JOIN %s r ON r.id = d.res_id
                WHERE d.res_model = %s AND r.id IS NULL LIMIT %s""",
            SQL.identifier(self._table),
            SQL.identifier(self.env[model]._table),
            model,
            limit,
        )
        return self.browse(row[0] for row in self.env.execute_query(query))

    def _remove(self):
        """Delete rows on behalf of the engine."""
        return self.sudo().unlink()
