import base64
import io
from datetime import date

import openpyxl

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .attendance_case import AttendanceCase

HEAD = "Badge,Time"


@tagged("post_install", "-at_install", "csm", "csm_attendance")
class TestAttendancePunches(AttendanceCase):
    """Punches are read, kept and paired; what is known already changes nothing."""

    def setUp(self):
        super().setUp()
        self.badge = self.env["csm.badge"].create(
            {
                "number": "007",
                "employee_id": self.worker.id,
                "company_id": self.company.id,
                "valid_from": "2020-01-01",
            }
        )
        self.clock = self.env["csm.punch.device"].create(
            {"name": "Gate", "code": "G1", "company_id": self.company.id, "tz": "Asia/Shanghai"}
        )

    def read_in(self, *lines, head=HEAD, by=None, data=None, **values):
        data = data or "\n".join([head, *lines]).encode()
        wizard = self.as_user(self.env["csm.punch.import.wizard"], by or self.officer)
        wizard = wizard.create({"file": base64.b64encode(data), "name": "march.csv", **values})
        return self.env["csm.punch.import"].browse(wizard.action_read()["res_id"])

    def stays(self, employee=None):
        found = self.env["hr.attendance"].search(
            [("employee_id", "=", (employee or self.worker).id)], order="check_in"
        )
        return [(str(one.check_in), str(one.check_out), one.missing_punch or "") for one in found]

    def day(self, start="09:00", end="18:00", day="02"):
        return f"007,2026-03-{day} {start}:00", f"007,2026-03-{day} {end}:00"

    def test_a_file_becomes_attendances_in_the_zone_of_its_clock(self):
        record = self.read_in(*self.day(), device_id=self.clock.id)
        self.assertEqual((record.new_count, record.bad_count, record.unknown_count), (2, 0, 0))
        self.assertEqual(self.stays(), [("2026-03-02 01:00:00", "2026-03-02 10:00:00", "")])
        attendance = self.env["hr.attendance"].search([("employee_id", "=", self.worker.id)])
        self.assertEqual((attendance.worked_hours, attendance.date), (9, date(2026, 3, 2)))

    def test_the_same_file_again_changes_nothing(self):
        self.read_in(*self.day())
        before = self.env["hr.attendance"].search([]).ids, self.stays()
        record = self.read_in(*self.day())
        self.assertEqual((record.new_count, record.known_count), (0, 2))
        self.assertEqual((self.env["hr.attendance"].search([]).ids, self.stays()), before)

    def test_bad_rows_are_kept_and_named_and_good_ones_go_on(self):
        record = self.read_in(
            *self.day(),
            "007,yesterday",
            "007,2026-03-03",
            ",2026-03-03 09:00:00",
            "007,2027-03-03 09:00:00",
            "999,2026-03-03 09:00:00",
        )
        faults = [(row.line, row.fault) for row in record.row_ids]
        expected = [(4, "moment"), (5, "moment"), (6, "columns"), (7, "future")]
        self.assertEqual(faults, expected)
        self.assertEqual((record.new_count, record.unknown_count), (3, 1))
        self.assertEqual(len(self.stays()), 1)

    def test_unknown_badges_wait_for_their_carrier(self):
        self.read_in("999,2026-03-03 09:00:00", "999,2026-03-03 18:00:00")
        run = self.computed()
        said = run.problem_ids.filtered(lambda one: one.kind == "unknown_badge").sentence
        self.assertIn("999", said)
        self.assertIn("2 punches", said)
        other = self.employee(self.outsider)
        self.expect(other)
        self.env["csm.badge"].create(
            {
                "number": "999",
                "employee_id": other.id,
                "company_id": self.company.id,
                "valid_from": "2026-01-01",
            }
        )
        self.assertEqual(self.stays(other), [("2026-03-03 01:00:00", "2026-03-03 10:00:00", "")])

    def test_the_badge_id_of_the_employee_counts_where_no_badge_is_entered(self):
        self.worker.barcode = "B77"
        self.read_in("B77,2026-03-02 09:00:00", "B77,2026-03-02 18:00:00")
        self.assertEqual(len(self.stays()), 1)

    def test_a_badge_counts_on_its_days(self):
        self.badge.valid_to = "2026-03-02"
        other = self.employee(self.outsider)
        self.env["csm.badge"].create(
            {
                "number": "007",
                "employee_id": other.id,
                "company_id": self.company.id,
                "valid_from": "2026-03-03",
            }
        )
        self.read_in(*self.day(), *self.day(day="03"))
        self.assertEqual((len(self.stays()), len(self.stays(other))), (1, 1))
        with self.assertRaisesRegex(Exception, "carried by"):
            self.badge.valid_to = "2026-03-05"

    def test_late_files_are_paired_anew_and_the_month_follows(self):
        self.adopt_lateness()
        self.read_in("007,2026-03-02 09:12:00")
        run = self.computed()
        self.assertEqual(self.found(run)[0], (2, "late", 12))
        self.assertEqual(self.stays()[0][2], "one")
        self.read_in(
            "007,2026-03-02 08:58:00", "007,2026-03-02 09:12:00", "007,2026-03-02 18:00:00"
        )
        # Three punches: in, out, in again; the fourth comes with the next file.
        self.read_in("007,2026-03-02 09:12:40")
        self.read_in("007,2026-03-02 09:14:00")
        self.assertEqual(
            self.stays(),
            [
                ("2026-03-02 00:58:00", "2026-03-02 01:12:00", ""),
                ("2026-03-02 01:14:00", "2026-03-02 10:00:00", ""),
            ],
        )
        self.assertFalse([found for found in self.found(run) if found[:2] == (2, "late")])

    def adopt_lateness(self):
        adoption = self.new_adoption(self.env.ref("csm.csm_regulation_s0_12"), None, "2010-01-01")
        for rules in adoption._rules():
            if rules._name not in ("csm.attendance.rule", "csm.sanction.rule"):
                rules.sudo().unlink()
        adoption.sanction_rule_ids.filtered(
            lambda rule: rule.offence_id.code != "late"
        ).sudo().unlink()
        adoption.reason = "Test"
        adoption.action_adopt()

    def test_punches_within_a_minute_are_one(self):
        self.read_in("007,2026-03-02 09:00:00", "007,2026-03-02 09:00:30", *self.day()[1:])
        self.assertEqual(self.stays(), [("2026-03-02 01:00:00", "2026-03-02 10:00:00", "")])
        doubles = self.env["csm.punch"].search([("state", "=", "double")])
        self.assertEqual(len(doubles), 1)

    def test_what_the_kiosk_knows_is_not_made_twice(self):
        self.attend("02", "09:00", "12:00")
        self.read_in(*self.day())
        self.assertEqual(
            self.stays(),
            [
                ("2026-03-02 01:00:00", "2026-03-02 04:00:00", ""),
                ("2026-03-02 10:00:00", "2026-03-02 10:00:00", "one"),
            ],
        )

    def test_nights_are_paired_over_midnight_and_the_weekend_is_not(self):
        night = self.new_calendar(self.company, days="01234", hours=((20, 24),))
        self.expect(self.worker, night)
        self.read_in(
            "007,2026-03-02 19:55:00", "007,2026-03-03 00:10:00", "007,2026-03-06 20:00:00"
        )
        self.read_in("007,2026-03-09 20:00:00")
        self.assertEqual([missing for _a, _b, missing in self.stays()], ["", "one", "one"])

    def test_directions_and_clocks_of_the_file_count(self):
        head = "工号,打卡时间,方向,设备"
        record = self.read_in(
            "007,2026-03-02 09:00:00,上班,G1",
            "007,2026-03-02 09:10:00,上班,G1",
            "007,2026-03-02 18:00:00,下班,G2",
            head=head,
        )
        self.assertEqual(record.row_ids.mapped("fault"), ["device"])
        self.assertEqual([missing for _a, _b, missing in self.stays()], ["out", "out"])

    def test_workbooks_are_read_and_days_written_two_ways_are_asked_for(self):
        book = openpyxl.Workbook()
        for row in (["Card No", "Date/Time"], ["007", "2026-03-02 09:00:00"]):
            book.active.append(row)
        buffer = io.BytesIO()
        book.save(buffer)
        self.assertEqual(self.read_in(data=buffer.getvalue()).new_count, 1)
        with self.assertRaisesRegex(UserError, "several ways"):
            self.read_in("007,3/2/2026 09:00")
        self.assertEqual(self.read_in("007,3/2/2026 10:00", date_format="%m/%d/%Y").new_count, 1)
        with self.assertRaisesRegex(UserError, "no table"):
            self.read_in(data=b"%PDF-1.7")
        with self.assertRaisesRegex(UserError, "which column"):
            self.read_in("a,b", head="x,y")

    def test_many_are_written_at_once_and_their_overtime_is_reckoned_afterwards(self):
        lines = []
        for day in range(2, 29):
            lines += [f"007,2026-03-{day:02} 09:00:00", f"007,2026-03-{day:02} 12:00:00"]
            lines += [f"007,2026-03-{day:02} 13:00:00", f"007,2026-03-{day:02} 20:00:00"]
        record = self.read_in(*lines)
        self.assertEqual(len(self.stays()), 54)
        self.assertTrue(record.is_overtime_due)
        attendance = self.env["hr.attendance"].search([("employee_id", "=", self.worker.id)])
        self.assertEqual(sum(attendance.mapped("overtime_hours")), 0)
        while record.is_overtime_due:
            record._reckon_some_overtime()
        attendance.invalidate_recordset()
        self.assertGreater(sum(attendance.mapped("overtime_hours")), 0)

    def test_a_forgotten_punch_is_entered_with_a_reason_and_just_its_line_goes(self):
        self.adopt_lateness()
        self.read_in(
            "007,2026-03-02 09:12:00", "007,2026-03-02 18:00:00", *self.day("09:05", day="03")
        )
        run = self.computed()
        late = self.lines(run, kind="late")
        self.assertEqual([line.day.day for line in late], [2, 3])
        first, second = late
        penalties = first.sanction_id, second.sanction_id
        wrong = self.env["csm.punch"].search([("punched_at", "=", self.utc("02 09:12"))])
        self.correct(first, ignored_punch_id=wrong.id, punched_at=self.utc("02 08:59"))
        self.assertEqual(first.state, "withdrawn")
        self.assertEqual(first.excuse_ids.kind, "punch")
        self.assertEqual(penalties[0].state, "waived")
        self.assertEqual((second.state, penalties[1].state), ("counted", "proposed"))
        self.assertEqual(penalties[1].occurrence, 1)
        self.assertEqual((wrong.state, wrong.reason), ("ignored", "The gate was stuck"))

    def correct(self, line, by=None, **values):
        wizard = self.as_user(self.env["csm.punch.correct.wizard"], by or self.officer)
        wizard.create(
            {
                "line_id": line.id,
                "employee_id": line.employee_id.id,
                "reason": "The gate was stuck",
                **values,
            }
        ).action_correct()

    def test_who_may_set_punches_right(self):
        self.read_in("007,2026-03-02 09:12:00", "007,2026-03-02 18:00:00")
        punch = self.env["csm.punch"].search([("employee_id", "=", self.worker.id)])[:1]
        wizard = self.env["csm.punch.correct.wizard"]
        values = {"employee_id": self.worker.id, "reason": "x", "punched_at": self.utc("02 08:59")}
        with self.assertRaises(AccessError):
            self.as_user(wizard, self.agent).create(values)
        self.agent.group_ids |= self.env.ref("hr.group_hr_user")
        with self.assertRaisesRegex(UserError, "nobody sets them right for themselves"):
            self.as_user(wizard, self.agent).create(values).action_correct()
        with self.assertRaisesRegex(UserError, "lies in the future"):
            late = {**values, "punched_at": "2026-05-01 00:00:00"}
            self.as_user(wizard, self.officer).create(late).action_correct()
        for operation in ("write", "unlink"):
            self.assertFalse(self.as_user(punch, self.officer).has_access(operation))
        with self.assertRaisesRegex(UserError, "never deleted"):
            punch.unlink()
        with self.assertRaises(AccessError):
            self.read_in(*self.day(day="05"), by=self.outsider)

    def test_correcting_one_punch_costs_few_queries(self):
        self.adopt_lateness()
        self.read_in("007,2026-03-02 09:12:00", "007,2026-03-02 18:00:00")
        run = self.computed()
        line = self.lines(run, kind="late")
        self.env.flush_all()
        self.env.invalidate_all()
        with self.assertQueryCount(160):
            self.correct(line, punched_at=self.utc("02 08:59"), ignored_punch_id=self.env[
                "csm.punch"
            ].search([("punched_at", "=", self.utc("02 09:12"))]).id)  # fmt: skip
