from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

# The overtime of so many people is reckoned before the job commits.
PEOPLE = 50


class CsmPunchImport(models.Model):
    """One file of a time clock as it was read: what was taken, what was there already, what not."""

    _name = "csm.punch.import"
    _description = "Punch File"
    _order = "id desc"
    _check_company_auto = True

    name = fields.Char("File", required=True, readonly=True)
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, default=lambda self: self.env.company
    )
    device_id = fields.Many2one("csm.punch.device", readonly=True, check_company=True)
    read_at = fields.Datetime("Read", readonly=True, default=fields.Datetime.now)
    user_id = fields.Many2one(
        "res.users", "Read by", readonly=True, default=lambda self: self.env.user
    )
    row_count = fields.Integer("Rows", readonly=True)
    new_count = fields.Integer("New Punches", readonly=True)
    known_count = fields.Integer("Known Already", readonly=True)
    unknown_count = fields.Integer("Of Unknown Badges", readonly=True)
    bad_count = fields.Integer("Unreadable", readonly=True)
    first_on = fields.Date("From", readonly=True)
    last_on = fields.Date("To", readonly=True)
    is_overtime_due = fields.Boolean(
        "Overtime to Be Reckoned",
        readonly=True,
        help="Odoo reckons the overtime of these days in the background.",
    )
    overtime_from = fields.Date(readonly=True, exportable=False, export_string_translation=False)
    overtime_to = fields.Date(readonly=True, exportable=False, export_string_translation=False)
    overtime_employee_id = fields.Integer(
        readonly=True, exportable=False, export_string_translation=False
    )
    row_ids = fields.One2many("csm.punch.import.row", "import_id", "Rows Not Taken", readonly=True)
    punch_ids = fields.One2many("csm.punch", "import_id", "Punches", readonly=True)

    @api.model
    def _cron_reckon_overtime(self):
        """Let Odoo reckon the overtime of attendances that were written at once."""
        commit_progress = self.env["ir.cron"]._commit_progress
        due = self.search([("is_overtime_due", "=", True)], order="id")
        commit_progress(remaining=len(due))
        for record in due:
            record = record.try_lock_for_update()
            while record and record.is_overtime_due:
                record._reckon_some_overtime()
                if not commit_progress(0 if record.is_overtime_due else 1):
                    return

    def _reckon_some_overtime(self):
        """Reckon the overtime of the next people of this file."""
        self.ensure_one()
        rows = self.env.execute_query(
            SQL(
                """SELECT DISTINCT employee_id FROM csm_punch
                    WHERE import_id = %s AND employee_id > %s ORDER BY employee_id LIMIT %s""",
                self.id,
                self.overtime_employee_id,
                PEOPLE,
            )
        )
        ids = [employee_id for (employee_id,) in rows]
        if not ids:
            self.is_overtime_due = False
            return
        day = timedelta(days=1)
        self.env["hr.attendance"]._reckon_overtime(
            ids, self.overtime_from - day, self.overtime_to + day
        )
        self.overtime_employee_id = ids[-1]
