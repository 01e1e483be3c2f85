from odoo import api, fields, models
from odoo.tools import SQL

# So many employees are computed at once, and so many while one waits for the button.
CHUNK, AT_ONCE = 2000, 2000


class CsmAttendanceRunWorkMixin(models.AbstractModel):
    """The work of a month: employees in pieces, progress shown, open points told, nothing twice."""

    _name = "csm.attendance.run.work.mixin"
    _description = "Work of a Month"

    reckoned_until = fields.Datetime(readonly=True, copy=False)
    is_running = fields.Boolean("Being Computed", readonly=True, copy=False)
    next_employee_id = fields.Integer(
        readonly=True, copy=False, exportable=False, export_string_translation=False
    )
    employee_count = fields.Integer("Employees", readonly=True, copy=False)
    done_count = fields.Integer("Employees Done", readonly=True, copy=False)
    attendance_count = fields.Integer("Attendances", readonly=True, copy=False)
    progress = fields.Float(compute="_compute_progress")

    _kept_fields = (
        "reckoned_until",
        "is_running",
        "next_employee_id",
        "employee_count",
        "done_count",
        "attendance_count",
    )

    @api.depends("employee_count", "done_count", "is_running")
    def _compute_progress(self):
        for run in self:
            done = run.done_count if run.is_running else run.employee_count
            run.progress = 100 * done / run.employee_count if run.employee_count else 0

    def _start_computing(self):
        """Compute a month now, or begin it and let the job go on."""
        self._go(self._move_named("compute"))
        run = self._worked()
        run.problem_ids.unlink()
        ids = run._employee_ids()
        run.write(
            {
                "reckoned_until": self.env.cr.now().replace(microsecond=0),
                "is_running": True,
                "next_employee_id": 0,
                "employee_count": len(ids),
                "done_count": 0,
                "attendance_count": 0,
            }
        )
        run._note_open_points(ids)
        if len(ids) <= AT_ONCE:
            while run._compute_chunk():
                pass
        else:
            self.env.ref("csm.ir_cron_compute_attendance")._trigger()

    def _worked(self):
        """Return the month as the system works at it: findings are written by nobody else."""
        return self.sudo().with_context(tracking_disable=True)

    @api.model
    def _cron_compute_attendance(self):
        """Go on with the months being computed, piece by piece."""
        commit_progress = self.env["ir.cron"]._commit_progress
        runs = self.search([("is_running", "=", True)])
        commit_progress(remaining=len(runs))
        for run in runs:
            run = run.try_lock_for_update()
            while run and run.is_running:
                run._worked()._compute_chunk()
                if not commit_progress(0 if run.is_running else 1):
                    return

    def _compute_chunk(self):
        """Compute the next piece of a month; returns whether there is more."""
        self.ensure_one()
        ids = [each for each in self._employee_ids() if each > self.next_employee_id]
        now, later = ids[:CHUNK], ids[CHUNK:]
        count = self._compute_people(now) if now else 0
        self.write(
            {
                "next_employee_id": now[-1] if now else self.next_employee_id,
                "done_count": self.done_count + len(now),
                "attendance_count": self.attendance_count + count,
                "is_running": bool(later),
            }
        )
        return bool(later)

    def _compute_people(self, employee_ids):
        """Bring all lines of some people in step; returns how many attendances there were."""
        run, people = self._worked(), self.env["hr.employee"].sudo().browse(employee_ids)
        found, count = self.env["csm.attendance.reckoning"]._reckon(run, people, run._days())
        run._keep_found(people, found, run._days())
        return count

    def _compute_some(self, employees, days):
        """Bring some days of some people in step; returns the lines that were withdrawn."""
        run, people = self._worked(), employees.sudo()
        found, _count = self.env["csm.attendance.reckoning"]._reckon(run, people, days)
        return run._keep_found(people, found, days)

    def _keep_found(self, people, found, days):
        ledger = self.env["csm.attendance.ledger"]
        withdrawn = ledger._keep(self, people, found, days)
        if not self.is_closed:
            ledger._sanction(self, people)
        return withdrawn

    def _employee_ids(self):
        """Return whom the month is about: the company's people, and who left during it."""
        self.env["hr.employee"].flush_model(["company_id", "active"])
        self.env["hr.version"].flush_model(["departure_date", "contract_date_end", "employee_id"])
        first, _last = self._days()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT e.id FROM hr_employee e
                 WHERE e.company_id = %s AND (e.active OR EXISTS (
                       SELECT FROM hr_version v WHERE v.employee_id = e.id
                          AND COALESCE(v.departure_date, v.contract_date_end) >= %s))
                 ORDER BY e.id
                """,
                self.company_id.id,
                first,
            )
        )
        return [employee_id for (employee_id,) in rows]

    def _rules(self):
        """Return the attendance rules that count during the month."""
        first, last = self._days()
        start, end = self._midnight(first), self._midnight(last, 2)
        return [
            rule
            for rule in self.env["csm.attendance.rule"]._attending(self.company_id.id)
            if rule.valid_from < end and (not rule.valid_to or rule.valid_to > start)
        ]

    # Open points

    def _note(self, kind, vals_list):
        """Write open points down."""
        self.env["csm.attendance.problem"].sudo().create(
            [{"run_id": self.id, "kind": kind, **vals} for vals in vals_list]
        )

    def _note_open_points(self, employee_ids):
        employees = self.env["hr.employee"].browse(employee_ids)
        problems = self.env["csm.attendance.problem"]
        for kind, tell in problems._tellers().items():
            self._note(kind, getattr(problems, tell)(self, employees))
