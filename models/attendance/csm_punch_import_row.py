from odoo import fields, models


class CsmPunchImportRow(models.Model):
    """A row of a punch file that was not taken, and why."""

    _name = "csm.punch.import.row"
    _description = "Row of a Punch File Not Taken"
    _order = "import_id, line, id"
    _rec_name = "text"

    import_id = fields.Many2one(
        "csm.punch.import", required=True, ondelete="cascade", index=True, readonly=True
    )
    company_id = fields.Many2one(related="import_id.company_id", store=True, index=True)
    line = fields.Integer(readonly=True)
    text = fields.Char("As Written", readonly=True)
    fault = fields.Selection(
        [
            ("columns", "Badge or moment missing"),
            ("moment", "The moment cannot be read"),
            ("future", "The moment lies in the future"),
            ("device", "The time clock is not known"),
            ("broken", "A quote is left open"),
        ],
        required=True,
        readonly=True,
    )
