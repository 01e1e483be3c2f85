from datetime import datetime, time, timedelta

import pytz

from odoo import api, models

from ...tools import periods
from ...tools.carries import carries

PRESENT, LEAVE = "√", "○"


class ReportCsmCsmAttendanceSheetPaper(models.AbstractModel):
    """Prints the monthly attendance sheet of a department: its people by the days of the month."""

    _name = "report.csm.csm_attendance_sheet_paper"
    _description = "Attendance Sheet"
    _inherit = ["csm.attendance.sheet.paper.mixin", "csm.company.clock.mixin"]

    _form_report = "csm.ir_actions_report_csm_attendance_sheet_paper"

    @api.model
    @carries("S3-06-24", neutral=())
    def _sections(self, doc):
        end = periods.following("month", doc.month)
        days = [doc.month + timedelta(days=n) for n in range((end - doc.month).days)]
        return [
            *super()._sections(doc),
            self._grid(
                "head",
                self.env._("Attendance of %(month)s", month=f"{doc.month:%Y-%m}"),
                [
                    (self.env._("Department"), doc.department_id.name, 1),
                    (self.env._("Kept by"), doc.prepared_by_id.name, 1),
                    (self.env._("Employees"), str(len(self._employees(doc))), 1),
                ],
            ),
            self._day_list(doc, days),
            self._words(self._legend()),
            self._words(doc.note) if doc.note else None,
            self._signs(
                "signs",
                [
                    (self.env._("Timekeeper"), doc.prepared_by_id.name, ""),
                    (self.env._("Department Manager"), "", ""),
                    (self.env._("Personnel"), "", ""),
                ],
            ),
        ]

    @api.model
    def _employees(self, doc):
        # Who works in the department is no secret to whoever keeps its sheet.
        employees = self.env["hr.employee"].sudo()
        mine = [
            ("department_id", "=", doc.department_id.id),
            ("company_id", "=", doc.company_id.id),
        ]
        return employees.search(mine, order="name, id")

    @api.model
    def _legend(self):
        signs = self.env["csm.attendance.month"]._signs()
        kinds = self.env["csm.attendance.line"]._fields["kind"]._description_selection(self.env)
        said = [f"{signs[code]} {label}" for code, label in kinds]
        return " · ".join(
            [f"{PRESENT} {self.env._('Present')}", f"{LEAVE} {self.env._('Time Off')}", *said]
        )

    @api.model
    def _day_list(self, doc, days):
        employees = self._employees(doc)
        marks = self._marks(doc, employees, days)
        absent = self.env["csm.attendance.month"]._signs()["absence"]
        rows = []
        for employee in employees:
            cells = [marks.get((employee.id, day), "") for day in days]
            present = sum(cell not in ("", LEAVE, absent) for cell in cells)
            rows.append([employee.name, *cells, str(present)])
        return self._list(
            "days",
            self.env._("Days"),
            [
                (self.env._("Employee"), 14, "left"),
                *((str(day.day), 2.6, "center") for day in days),
                (self.env._("Days Present"), 6, "right"),
            ],
            rows,
        )

    @api.model
    def _marks(self, doc, employees, days):
        """Return ``{(employee, day): what stands in the cell}``; days to come stay empty."""
        today = self._today_of(doc.company_id)
        signs = self.env["csm.attendance.month"]._signs()
        expected = self._expected(doc, employees, days)
        found = self._found(doc, employees)
        return {
            **{key: PRESENT for key in expected if key[1] < today},
            **dict.fromkeys(self._leaves(doc, employees, days), LEAVE),
            **{key: signs[kind] for key, kind in found.items()},
        }

    @api.model
    def _expected(self, doc, employees, days):
        """Return the ``(employee, day)`` on which somebody is expected."""
        company = doc.company_id
        start, end = (self._midnight_of(company, day) for day in (days[0], days[-1]))
        spans = employees._csm_expected_intervals(start, end + timedelta(days=1))
        zone = self._zone_of(company)
        return {
            (employee_id, pytz.utc.localize(start).astimezone(zone).date())
            for employee_id, intervals in spans.items()
            for start, _end in intervals
        }

    @api.model
    def _leaves(self, doc, employees, days):
        """Return the ``(employee, day)`` of approved time off on days with working hours."""
        # The sheet shows that somebody is off, never why.
        leaves = self.env["hr.leave"].sudo()
        leaves = leaves.search(
            [
                ("employee_id", "in", employees.ids),
                ("state", "=", "validate"),
                ("request_date_from", "<=", days[-1]),
                ("request_date_to", ">=", days[0]),
            ]
        )
        free = self._free_days(doc, leaves.employee_id, days)
        return {
            (leave.employee_id.id, day)
            for leave in leaves
            for day in days
            if leave.request_date_from <= day <= leave.request_date_to
            and (leave.employee_id.id, str(day)) not in free
        }

    @api.model
    def _free_days(self, doc, employees, days):
        """Return the ``(employee, day as text)`` on which the working schedule has no hours."""
        zone = self._zone_of(doc.company_id)
        span = [
            zone.localize(datetime.combine(*moment))
            for moment in ((days[0], time.min), (days[-1], time.max))
        ]
        return {
            (employee.id, day)
            for calendar, members in employees.grouped("resource_calendar_id").items()
            if calendar
            for day, is_free in calendar._get_unusual_days(*span, doc.company_id).items()
            if is_free
            for employee in members
        }

    @api.model
    def _found(self, doc, employees):
        """Return ``{(employee, day): kind}``, the gravest finding of each day."""
        months = self.env["csm.attendance.month"]
        end = periods.following("month", doc.month)
        # Whoever keeps the sheet writes down what was found; the sheet holds no money.
        lines = self.env["csm.attendance.line"].sudo()
        lines = lines.search(
            [
                ("employee_id", "in", employees.ids),
                ("day", ">=", doc.month),
                ("day", "<", end),
                ("state", "=", "counted"),
            ]
        )
        kinds = {}
        for line in lines:
            key = (line.employee_id.id, line.day)
            kinds[key] = months._worst({line.kind, kinds.get(key, line.kind)})
        return kinds
