from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .attendance_case import AttendanceCase


@tagged("post_install", "-at_install", "csm", "csm_attendance")
class TestAttendanceMonth(AttendanceCase):
    """A month finds what the punches say against the hours that were expected."""

    def setUp(self):
        super().setUp()
        self.adopt("csm_regulation_s2_05")

    def adopt(self, xmlid, company=None, on="2010-01-01"):
        regulation = self.env.ref(f"csm.{xmlid}")
        adoption = self.new_adoption(regulation, company, on)
        self.complete(adoption)
        return adoption

    def complete(self, adoption):
        adoption.reason = "Test"
        for rules in adoption._rules():
            if rules._name != "csm.attendance.rule":
                rules.sudo().unlink()
        adoption.action_adopt()

    def test_late_early_away_and_absent_days_are_found(self):
        self.attend_all("02", "03", "04", "05")
        self.attend("02", "09:07", "18:00")
        self.attend("03", "09:00", "17:30")
        self.attend("04", "09:00", "10:00")
        self.attend("04", "10:40", "18:00")
        run = self.computed()
        self.assertEqual(
            self.found(run),
            [(2, "late", 7), (3, "early", 30), (4, "away", 40), (5, "absence", 480)],
        )
        self.assertEqual(run.state, "computed")
        self.assertEqual(run.progress, 100)

    def test_computing_again_doubles_nothing_and_leaves_lines_alone(self):
        self.attend_all("02", "03")
        self.attend("02", "09:07")
        run = self.computed()
        before = run.line_ids.ids, run.line_ids.mapped("write_date")
        self.at("2026-04-03 01:00:00")
        self.as_user(run, self.officer).action_compute()
        self.assertEqual((run.line_ids.ids, run.line_ids.mapped("write_date")), before)

    def test_leave_holidays_and_make_up_days_count_as_the_calendar_says(self):
        self.attend_all("02", "03", "04", "05")
        self.on_leave(self.agent, "2026-03-02", "2026-03-02")
        self.env["resource.calendar.leaves"].with_company(self.company).create(
            {
                "name": "Holiday",
                "date_from": self.utc("03 00:00"),
                "date_to": self.utc("03 23:59:59"),
            }
        )
        # Saturday the 7th is worked as a Thursday; the 4th and 5th are absences.
        self.env["csm.makeup.day"].create(
            {"calendar_id": self.calendar.id, "date": "2026-03-07", "worked_as": "3"}
        )
        run = self.computed()
        self.assertEqual([day for day, _kind, _minutes in self.found(run)], [4, 5, 7])

    def test_half_a_day_of_leave_moves_the_begin(self):
        self.attend_all("02")
        self.env["resource.calendar.leaves"].create(
            {
                "resource_id": self.worker.resource_id.id,
                "company_id": self.company.id,
                "date_from": self.utc("02 09:00"),
                "date_to": self.utc("02 12:00"),
            }
        )
        self.attend("02", "13:03", "18:00")
        run = self.computed()
        self.assertEqual(self.found(run), [(2, "late", 3)])

    def test_who_joined_or_left_in_mid_month_is_expected_between(self):
        version = self.worker.version_id
        version.write({"contract_date_start": "2026-03-10", "contract_date_end": "2026-03-11"})
        run = self.computed()
        self.assertEqual([day for day, _k, _m in self.found(run)], [10, 11])

    def test_a_new_schedule_in_mid_month_counts_from_its_day(self):
        later = self.new_calendar(self.company, hours=((10, 14),))
        self.worker.create_version({"date_version": "2026-03-16", "resource_calendar_id": later.id})
        self.attend_all("12", "17")
        self.attend("12", "10:00", "18:00")
        self.attend("17", "10:00", "14:00")
        run = self.computed()
        self.assertEqual(self.found(run), [(12, "late", 60)])

    def test_a_night_over_the_end_of_the_month_belongs_to_the_day_it_begins(self):
        night = self.new_calendar(self.company, days="0123456", hours=((22, 24),))
        self.env["resource.calendar.attendance"].create(
            [
                {
                    "name": day,
                    "calendar_id": night.id,
                    "dayofweek": day,
                    "hour_from": 0,
                    "hour_to": 6,
                }
                for day in "0123456"
            ]
        )
        self.expect(self.worker, night)
        self.attend("31", "22:10", "23:59")
        run = self.computed()
        last = self.lines(run).filtered(lambda line: line.day == fields.Date.to_date("2026-03-31"))
        self.assertEqual(last.mapped("kind"), ["late", "early"])
        self.assertEqual(str(last[0].expected_end), str(self.utc("2026-04-01 06:00")))

    def test_hours_are_those_of_the_employee_s_zone(self):
        self.worker.tz = "Europe/Berlin"
        self.env["hr.attendance"].create(
            [
                {
                    "employee_id": self.worker.id,
                    "check_in": self.utc(f"{day} 09:05", "Europe/Berlin"),
                    "check_out": self.utc(f"{day} 18:00", "Europe/Berlin"),
                }
                for day in ("27", "30")
            ]
        )
        run = self.computed()
        late = self.lines(run, kind="late")
        # The clock was put forward on the 29th.
        self.assertEqual([(line.day.day, line.minutes) for line in late], [(27, 5), (30, 5)])
        self.assertIn("09:05", late[0].explanation)

    def test_technical_records_are_no_punches_and_an_automatic_end_is_a_missing_one(self):
        self.attend_all("02", "03")
        self.env["hr.attendance"].create(
            {
                "employee_id": self.worker.id,
                "check_in": self.utc("02 12:00"),
                "check_out": self.utc("02 12:00"),
                "in_mode": "technical",
                "out_mode": "technical",
            }
        )
        third = self.attend("03")
        third.out_mode = "auto_check_out"
        run = self.computed()
        self.assertEqual(self.found(run), [(2, "absence", 480), (3, "missing", 0)])

    def test_what_is_still_to_come_is_not_judged(self):
        self.at("2026-03-03 03:00:00")
        run = self.computed()
        self.assertEqual(self.found(run), [(2, "absence", 480)])
        with self.assertRaisesRegex(UserError, "before the month was over"):
            self.as_user(run, self.head).action_confirm()

    def test_late_leave_takes_just_its_line_back(self):
        self.attend_all("02", "03")
        run = self.computed()
        self.assertEqual([day for day, _k, _m in self.found(run)], [2, 3])
        self.on_leave(self.agent, "2026-03-02", "2026-03-02")
        self.assertEqual([day for day, _k, _m in self.found(run)], [3])
        withdrawn = run.line_ids.filtered(lambda line: line.state == "withdrawn")
        self.assertEqual(withdrawn.excuse_ids.kind, "leave")

    def test_a_kiosk_attendance_set_right_changes_its_line(self):
        self.attend_all("02")
        late = self.attend("02", "09:20")
        run = self.computed()
        self.assertEqual(self.found(run), [(2, "late", 20)])
        late.check_in = self.utc("02 09:04")
        self.assertEqual(self.found(run), [(2, "late", 4)])
        late.check_in = self.utc("02 09:00")
        self.assertEqual(self.found(run), [])

    def test_hr_excuses_with_a_reason_but_nobody_themselves(self):
        self.attend_all("02", "03")
        run = self.computed()
        lines = self.lines(run)
        wizard = self.env["csm.attendance.excuse.wizard"]
        mine = self.as_user(wizard, self.officer).create(
            {"line_ids": [(6, 0, lines[0].ids)], "reason": "Sent to the bank"}
        )
        mine.action_excuse()
        self.assertEqual(lines[0].state, "excused")
        self.assertEqual(lines[0].excuse_ids.reason, "Sent to the bank")
        lines.invalidate_recordset()
        self.as_user(run, self.officer).action_compute()
        self.assertEqual(lines[0].state, "excused")
        self.agent.group_ids |= self.env.ref("hr.group_hr_user")
        own = self.as_user(wizard, self.agent).create(
            {"line_ids": [(6, 0, lines[1].ids)], "reason": "Me"}
        )
        with self.assertRaisesRegex(UserError, "nobody excuses themselves"):
            own.action_excuse()

    def test_lines_are_written_by_nobody(self):
        self.attend_all("02")
        line = self.lines(self.computed())
        for user, error in ((self.agent, AccessError), (self.officer, UserError)):
            with self.assertRaises(error):
                self.as_user(line, user).write({"minutes": 1})
        self.as_user(line, self.officer).comment = "Looked at"
        with self.assertRaises(AccessError):
            self.as_user(line, self.officer).unlink()

    def test_only_managers_of_hr_confirm_and_months_go_in_order(self):
        self.attend_all()
        february, march = self.run_of("2026-02-01"), self.computed()
        with self.assertRaisesRegex(UserError, "HR manager"):
            self.as_user(march, self.officer).action_confirm()
        with self.assertRaisesRegex(UserError, "comes after"):
            self.as_user(march, self.head).action_confirm()
        self.assertIn("earlier_month", march.problem_ids.mapped("kind"))
        for run in (february, march):
            mine = self.as_user(run, self.head)
            if run == february:
                mine.action_compute()
            mine.action_confirm()
            mine.action_lock()
        self.assertEqual(march.state, "locked")

    def test_a_locked_month_gets_no_new_lines_but_says_so(self):
        self.attend_all("02")
        kept = self.attend("02")
        run = self.computed()
        mine = self.as_user(run, self.head)
        mine.action_confirm()
        mine.action_lock()
        kept.unlink()
        self.assertEqual(self.found(run), [])
        self.assertIn("late_news", run.problem_ids.mapped("kind"))

    def test_many_people_are_computed_in_pieces_with_progress(self):
        self.attend_all("02")
        work = "odoo.addons.csm.models.attendance.csm_attendance_run_work_mixin"
        with patch(f"{work}.AT_ONCE", 0), patch(f"{work}.CHUNK", 3):
            run = self.computed()
            self.assertTrue(run.is_running)
            self.assertEqual((run.progress, run.done_count), (0, 0))
            with self.assertRaisesRegex(UserError, "still being computed"):
                self.as_user(run, self.head).action_confirm()
            run._worked()._compute_chunk()
            self.assertEqual(run.done_count, 3)
            self.assertTrue(0 < run.progress < 100)
            while run._worked()._compute_chunk():
                pass
        self.assertFalse(run.is_running)
        self.assertEqual((run.progress, self.found(run)), (100, [(2, "absence", 480)]))

    def test_a_whole_month_costs_few_queries(self):
        self.attend_all("02", "03")
        self.attend("02", "09:20")
        run = self.computed()
        self.env.flush_all()
        self.env.invalidate_all()
        with self.assertQueryCount(75):
            run._worked()._compute_people(run._employee_ids())
