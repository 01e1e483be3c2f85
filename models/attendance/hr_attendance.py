from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

from ...tools import presence

DAY = timedelta(days=1)
# Carried in the context by the pairing alone: it is an object, so no remote call can carry it.
PAIRING = object()


class HrAttendance(models.Model):
    _inherit = "hr.attendance"

    is_from_punches = fields.Boolean("Paired from Punches", readonly=True)
    missing_punch = fields.Selection(
        [
            ("in", "Came without a punch"),
            ("out", "Left without a punch"),
            ("one", "One of two punches"),
        ],
        "Punch Missing",
        readonly=True,
    )

    # A month is read person by person.
    _by_person = models.Index("(employee_id, check_in)")

    @api.model_create_multi
    def create(self, vals_list):
        attendances = super().create(vals_list)
        attendances._months_follow(attendances._spans_of_people())
        return attendances

    def write(self, vals):
        if not {"employee_id", "check_in", "check_out", "in_mode"} & vals.keys():
            return super().write(vals)
        spans = self._spans_of_people()
        # What somebody sets right by hand is no pair of punches any more.
        if not self._is_pairing():
            vals = {**vals, "is_from_punches": False, "missing_punch": False}
        result = super().write(vals)
        for employee_id, (low, high) in self._spans_of_people().items():
            before = spans.get(employee_id, (low, high))
            spans[employee_id] = (min(low, before[0]), max(high, before[1]))
        self._months_follow(spans)
        return result

    def unlink(self):
        spans = self._spans_of_people()
        result = super().unlink()
        self._months_follow(spans)
        return result

    def _is_pairing(self):
        # The pairing brings the months in step itself, once for all it changes.
        return self.env.context.get("csm_pairing") is PAIRING

    def _spans_of_people(self):
        """Return ``{employee id: (first moment, last moment)}`` of these attendances."""
        spans = {}
        for attendance in self.filtered("check_in"):
            low = high = attendance.check_in
            if attendance.employee_id.id in spans:
                before = spans[attendance.employee_id.id]
                low, high = min(low, before[0]), max(high, before[1])
            spans[attendance.employee_id.id] = (low, high)
        return spans

    def _months_follow(self, spans):
        if spans and not self._is_pairing():
            wide = {each: (low - DAY, high + DAY) for each, (low, high) in spans.items()}
            self.env["csm.attendance.run"].sudo()._follow(wide)

    # Many at once

    @api.model
    def _insert_stays(self, stays):
        """Write many stays ``(employee id, from, to, missing)`` with what Odoo computes of them.

        Odoo's reckoning of overtime takes a hundred times as long as all of this; the job does it
        afterwards (``_reckon_overtime``).
        """
        employees = self.env["hr.employee"].browse({stay[0] for stay in stays})
        low = presence.moment_of(min(stay[1] for stay in stays)) - DAY
        high = presence.moment_of(max(stay[2] for stay in stays)) + DAY
        expectation = self.env["csm.attendance.expectation"]
        lunches = expectation._lunches(employees, low, high)
        zones = expectation._zones_of(employees)
        now, uid, moment = self.env.cr.now(), self.env.uid, presence.moment_of
        rows = []
        for employee_id, came, left, missing in stays:
            day = presence.day_of(came, expectation._zone(zones[employee_id]))
            worked = presence.worked(came, left, lunches.get(employee_id, ())) / 3600
            mode = "technical" if missing else "manual"
            head = (employee_id, moment(came), moment(left), day, worked, worked)
            rows.append((*head, mode, missing or None, uid, now, uid, now))
        self.env.cr.execute_values(
            """
            INSERT INTO hr_attendance (employee_id, check_in, check_out, date, worked_hours,
                   expected_hours, out_mode, missing_punch, create_uid, create_date, write_uid,
                   write_date, in_mode, is_from_punches, overtime_hours, validated_overtime_hours)
            VALUES %s
            """,
            rows,
            template="(%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, 'manual', true, 0, 0)",
            page_size=2000,
        )
        self.invalidate_model()
        self.env["hr.employee"].invalidate_model(["attendance_ids"])

    @api.model
    def _reckon_overtime(self, employee_ids, first, last):
        """Let Odoo reckon the overtime of what was written at once."""
        rows = self.env.execute_query(
            SQL(
                """SELECT id FROM hr_attendance WHERE employee_id IN %s AND is_from_punches
                      AND date BETWEEN %s AND %s""",
                tuple(employee_ids),
                first,
                last,
            )
        )
        attendances = self.browse(record_id for (record_id,) in rows)
        if attendances:
            attendances._update_overtime()
