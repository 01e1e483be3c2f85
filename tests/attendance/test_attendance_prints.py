import doctest
import io
from datetime import timedelta

import openpyxl

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ...tools import sheet
from ..common.proves import proves
from . import wage_rows
from .month_case import MonthCase

LANGUAGES = ("en_US", "zh_CN", "zh_TW")


@tagged("post_install", "-at_install", "csm", "csm_attendance")
class TestAttendancePrints(MonthCase):
    """Statements, the sheet of the month and the file for payroll."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        leader = cls.employee(cls.leader)
        cls.department = cls.env["hr.department"].create(
            {"name": "Cellar", "company_id": cls.company.id, "manager_id": leader.id}
        )
        cls.worker.department_id = cls.department

    def sections(self, report, record, user):
        Report = self.env[f"report.csm.{report}"].with_user(user).with_company(self.company)
        found = Report._sections(record.with_user(user).with_company(self.company))
        return {section["key"]: section for section in found if section}

    def html(self, report, record, user, lang="en_US"):
        Report = self.env["ir.actions.report"].with_user(user).with_context(lang=lang)
        return Report._render_qweb_html(f"csm.{report}", record.ids)[0].decode()

    def new_sheet(self, user=None):
        sheets = self.env["csm.attendance.sheet"].with_user(user or self.leader)
        sheets = sheets.with_company(self.company)
        values = {"department_id": self.department.id, "month": self.first}
        return sheets.create({**values, "company_id": self.company.id})

    # The sheet of the month

    @proves("S3-06-24")
    def test_the_sheet_of_the_month_shows_who_was_there(self):
        self.punched({0: 8, 3: 20})
        self.computed()
        rows = self.sections("csm_attendance_sheet_paper", self.new_sheet(), self.leader)["days"][
            "rows"
        ]
        [(name, *cells, present)] = rows
        days = self.workdays()
        self.assertEqual(name, "Agent")
        self.assertEqual(cells[days[0].day - 1], "L")
        self.assertEqual(cells[days[1].day - 1], "√")
        self.assertEqual(cells[days[3].day - 1], "L")
        off = {day.day for day in days}
        self.assertFalse([cells[n] for n in range(len(cells)) if n + 1 not in off and cells[n]])
        self.assertEqual(present, str(len(days)))

    def test_leave_is_marked_on_working_days_alone(self):
        friday = next(day for day in self.workdays() if day.weekday() == 4)
        monday = friday + timedelta(days=3)
        self.on_leave(self.agent, str(friday), str(monday))
        sections = self.sections("csm_attendance_sheet_paper", self.new_sheet(), self.leader)
        [(_name, *cells, _present)] = sections["days"]["rows"]
        off = [n + 1 for n, cell in enumerate(cells) if cell == "○"]
        self.assertEqual(off, [friday.day, monday.day])

    def test_the_sheet_is_kept_by_manager_timekeeper_and_personnel(self):
        for user in (self.agent, self.outsider, self.manager):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.new_sheet(user)
        self.give_role("timekeeper", self.agent)
        mine = self.new_sheet(self.agent)
        dock = self.env["hr.department"].create({"name": "Dock", "company_id": self.company.id})
        self.assertEqual(mine.prepared_by_id, self.agent)
        with self.assertRaises(AccessError):
            mine.department_id = dock
        self.assertIn("Agent", self.html("csm_attendance_sheet_paper", mine, self.agent))
        self.env["csm.role.holder"].search([]).unlink()
        with self.assertRaises(UserError):
            self.html("csm_attendance_sheet_paper", mine, self.agent)

    # Statements

    def test_the_statement_tells_the_wage_to_whom_it_belongs(self):
        self.punched({0: 8, 3: 20})
        self.computed()
        statement = self.env["csm.attendance.statement"].search(
            [("employee_id", "=", self.worker.id), ("month", "=", self.first)]
        )
        self.assertEqual((statement.finding_count, statement.sanction_count), (2, 2))
        for user, is_told in ((self.agent, True), (self.hr, True), (self.officer, False)):
            with self.subTest(user=user.login):
                rows = self.sections("csm_attendance_statement_paper", statement, user)
                money = [row[5] for row in rows["sanctions"]["rows"]]
                self.assertEqual("50.00" in money[0], is_told, money)
                self.assertEqual("% of the wage" in money[0], not is_told)

    def test_papers_print_in_three_languages(self):
        self.punched({0: 8})
        self.computed()
        kept = self.new_sheet()
        statement = self.env["csm.attendance.statement"].search([("month", "=", self.first)])
        for lang in LANGUAGES:
            self.env["res.lang"]._activate_lang(lang)
            for report, record, user in (
                ("csm_attendance_statement_paper", statement, self.agent),
                ("csm_attendance_sheet_paper", kept, self.leader),
                ("csm_attendance_statement_department", kept, self.leader),
            ):
                with self.subTest(lang=lang, report=report):
                    page = self.html(report, record, user, lang)
                    self.assertIn(f"{self.first:%Y-%m}", page)

    def test_a_total_of_wages_names_at_least_five(self):
        people = self.env["hr.employee"].create(
            [
                {
                    "name": f"Person {n}",
                    "company_id": self.company.id,
                    "department_id": self.department.id,
                    "date_version": "2010-01-01",
                }
                for n in range(5)
            ]
        )
        self.at("2026-03-10 01:00:00")
        sheets = self.env["csm.attendance.sheet"].with_user(self.hr).with_company(self.company)
        kept = sheets.create({"department_id": self.department.id, "month": wage_rows.MONTH})

        def total():
            return self.sections("csm_attendance_statement_department", kept, self.hr)["head"][
                "rows"
            ]

        for number, person in enumerate(people, start=1):
            wage_rows.sanction(self.env, person, f"SAN-{number}", wage=1000 * number)
            shown = "150.00" in str(total())
            self.assertEqual(shown, number == 5)

    # Payroll

    def test_the_file_for_payroll_holds_what_is_deducted(self):
        self.assertFalse(doctest.testmod(sheet).failed)
        made = wage_rows.sanction(self.env, self.worker, "SAN-1", wage=5000)
        line = wage_rows.payroll_line(self.env, made)
        wizard = self.env["csm.payroll.export.wizard"].with_user(self.hr)
        wizard = wizard.create({"run_id": line.run_id.id, "format": "csv"})
        wizard.action_make()
        text = wizard._as_csv(line.with_user(self.hr)).decode("utf-8-sig")
        self.assertIn("2026-02,,Agent,SAN-1,2026-02-10,test_late,Late,,-50.0,0.0,", text)
        book = openpyxl.load_workbook(io.BytesIO(wizard._as_xlsx(line.with_user(self.hr))))
        [_head, row] = list(book.active.values)
        self.assertEqual((row[3], row[8]), ("SAN-1", -50))

    def test_a_month_that_was_not_handed_over_has_no_file(self):
        run = wage_rows.run(self.env, self.company, state="locked")
        wizard = self.env["csm.payroll.export.wizard"].with_user(self.hr)
        with self.assertRaisesRegex(UserError, "Hand the month over first"):
            wizard.create({"run_id": run.id}).action_make()

    # The pages

    def test_the_calendar_shows_whom_one_may_read(self):
        self.punched({0: 8, 3: 20})
        self.computed()
        month = fields.Date.to_string(self.first)
        for user, scope, found in (
            (self.officer, "all", ["Agent"]),
            (self.leader, "team", ["Agent"]),
            (self.manager, "team", []),
            (self.outsider, "all", []),
            (self.agent, "all", []),
        ):
            page = self.env["csm.attendance.month"].with_user(user).with_company(self.company)
            page = page.read_month({"month": month, "scope": scope, "found_only": True})
            with self.subTest(user=user.login):
                self.assertEqual([row["name"] for row in page["rows"]], found)
        page = self.env["csm.attendance.month"].with_user(self.officer).with_company(self.company)
        ask = {"month": month, "search": "nobody of this name", "found_only": True}
        self.assertEqual(page.read_month(ask)["count"], 0)
        [row] = page.read_month({"month": month, "found_only": True})["rows"]
        self.assertEqual({cell["kind"] for cell in row["cells"].values()}, {"late"})
        day = fields.Date.to_string(self.workdays()[0])
        action = page.action_lines({"month": month, "employee_id": row["id"], "day": day})
        self.assertTrue(action["res_id"])

    def test_my_page_shows_only_my_own_month(self):
        self.punched({0: 8, 3: 20})
        self.computed()
        month = fields.Date.to_string(self.first)
        mine = self.env["csm.attendance.mine"].with_company(self.company)
        page = mine.with_user(self.agent).read_mine(month)
        self.assertEqual((len(page["lines"]), len(page["sanctions"])), (2, 2))
        self.assertEqual(len(page["sanctions"][0]["buttons"]), 1)
        for other in (self.leader, self.officer):
            page = mine.with_user(other).read_mine(month)
            self.assertEqual((len(page["lines"]), len(page["sanctions"])), (0, 0))
