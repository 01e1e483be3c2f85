from odoo import fields, models


class CsmCaseImportRow(models.Model):
    """One row of a register that is brought in: its cells, and what came of it."""

    _name = "csm.case.import.row"
    _description = "Row of an Import"
    _order = "import_id, id"
    _rec_name = "line_number"

    import_id = fields.Many2one(
        "csm.case.import", required=True, readonly=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(related="import_id.company_id", store=True)
    line_number = fields.Integer("Line", required=True, readonly=True, aggregator=None)
    cells = fields.Json(readonly=True)
    text = fields.Char("What the Line Says", compute="_compute_text")
    key = fields.Char(readonly=True, export_string_translation=False)
    state = fields.Selection(
        [
            ("waiting", "Waiting"),
            ("created", "Brought In"),
            ("known", "Was There Already"),
            ("bad", "Not Brought In"),
        ],
        required=True,
        readonly=True,
        default="waiting",
    )
    reason = fields.Char(readonly=True)
    case_id = fields.Many2one(
        "csm.case", readonly=True, ondelete="set null", index="btree_not_null"
    )

    _by_state = models.Index("(import_id, state, id)")

    def _compute_text(self):
        for row in self:
            row.text = " | ".join(row.cells or ())

    def action_open_case(self):
        """Open the case this row became."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "csm.case",
            "res_id": self.case_id.id,
            "views": [(False, "form")],
        }
