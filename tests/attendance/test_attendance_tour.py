from base64 import b64decode
from io import BytesIO

from openpyxl import load_workbook

from odoo.fields import Command
from odoo.tests import tagged

from ..common.csm_http_base import CsmHttpBase
from .month_case import MonthCase

# Three regulations, each for a team of its own: 1 % and 5 % of the wage, points and 40 CNY by
# minutes, and twenty minutes that are an absence.
REGULATIONS = {
    "Wine Counter": ("S0-12-18",),
    "Member Service": ("S3-05-09",),
    "Testing Hall": ("S1-01-05", "S1-01-24"),
}
# How late the colleagues come, one after the other, each once.
MINUTES = (4, 8, 25, 12)


@tagged("post_install", "-at_install", "csm", "csm_attendance_tour")
class TestAttendanceTour(MonthCase, CsmHttpBase):
    """In the browser: HR's month from the first computation to the file for payroll."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        staff = cls.new_users(*((f"staff{n:02}", "group_agent", None) for n in range(39)))
        for number, team in enumerate(cls.teams):
            team.member_ids |= staff[number::3]
        cls.staff = cls.env["hr.employee"].search([("user_id", "in", staff.ids)], order="id")
        for employee in cls.staff:
            employee.version_id.wage = 4000
        # So near to the minimum of 2,000 that the law leaves little to deduct.
        cls.staff[0].version_id.wage = 2030

    @classmethod
    def adopt_late(cls):
        cls.teams = cls.env["csm.team"].create(
            [{"name": name, "company_id": cls.company.id} for name in REGULATIONS]
        )
        cls.teams[0].member_ids = cls.agent
        for team, ids in zip(cls.teams, REGULATIONS.values(), strict=True):
            mine = {"team_ids": [Command.set(team.ids)]}
            cls.adopt_only(*ids, prepare=lambda adoption, mine=mine: adoption.write(mine))

    def gate_of_forty(self):
        """Let the agent be late nine times, one of them by a wrong punch, everybody else once."""
        late = {0: 8, 2: 12, 4: 6, 6: 20, 8: 7, 10: 9, 12: 5, 14: 11, 16: 10}
        late_of = {self.worker: late}
        for number, employee in enumerate(self.staff):
            late_of[employee] = {number % 20: MINUTES[number % 4]}
        late_of[self.staff[0]] = {3: 4, 5: 6, 7: 9}
        self.read_gate(late_of)

    def test_the_month_is_computed_corrected_appealed_capped_and_handed_over(self):
        self.gate_of_forty()
        self.env.flush_all()
        self.start_tour("/odoo/attendance-months", "csm_attendance_tour", login=self.officer.login)
        self.env.invalidate_all()
        run = self.env["csm.attendance.run"].search([("company_id", "=", self.company.id)])
        self.assertEqual((run.state, run.month), ("computed", self.first))
        self.assertEqual((run.employee_count, len(run.line_ids)), (len(self.everybody()), 50))
        lines = run.line_ids.filtered(lambda line: line.employee_id == self.worker)
        self.assertEqual([line.state == "counted" for line in lines].count(True), 8)

        path = f"/odoo/attendance-months/{run.id}"
        self.start_tour(path, "csm_attendance_confirm", login=self.hr.login)
        self.env.invalidate_all()
        self.assertEqual(run.state, "confirmed")

        self.start_tour("/odoo/my-attendance", "csm_attendance_appeal", login=self.agent.login)
        self.env.invalidate_all()
        mine = self.env["csm.sanction"].search([("employee_id", "=", self.worker.id)])
        appealed = mine.filtered(lambda sanction: sanction.state == "appealed")
        self.assertEqual(len(appealed), 1)

        # Another manager of HR decides, and hands the month over.
        self.start_tour(path, "csm_attendance_hand_over", login=self.second.login)
        self.env.invalidate_all()
        self.assertEqual((appealed.state, appealed.waive_reason), ("waived", "The lift was broken"))
        self.assertEqual(appealed._maker("waived_at"), self.second)
        self.assertEqual(run.state, "handed_over")
        self.assert_capped(run)

    def assert_capped(self, run):
        """Seven fines are left, 1 %, 1 % and 5 % five times of 5,000; 20 % may be deducted."""
        payroll = self.env["csm.payroll.line"].search([("run_id", "=", run.id)])
        fines = payroll.filtered(lambda line: line.employee_id == self.worker)
        whole = [(-50, 0), (-50, 0), (-250, 0), (-250, 0), (-250, 0)]
        self.assertEqual(self.parts(fines), [*whole, (-150, 100), (0, 250)])
        self.assertEqual(
            [bool(line.cap_text) for line in fines.sorted("offence_on")], [False] * 5 + [True] * 2
        )
        # Of 2,030 the minimum of 2,000 stays.
        near = payroll.filtered(lambda line: line.employee_id == self.staff[0])
        self.assertEqual(self.parts(near), [(-20.3, 0), (-9.7, 10.6), (0, 101.5)])
        others = payroll - fines - near
        percent = others.filtered(lambda line: line.employee_id in self.staff[0::3])
        self.assertEqual(self.parts(percent), [(-40, 0)] * 12)
        by_minutes = others - percent
        self.assertEqual(by_minutes.employee_id, self.staff[1::3].filtered(self.is_absent))
        self.assertEqual(self.parts(by_minutes), [(-40, 0)] * len(by_minutes))
        self.assert_exported(payroll)

    def parts(self, lines):
        return [(line.amount, line.not_deductible) for line in lines.sorted("offence_on")]

    def is_absent(self, employee):
        return MINUTES[self.staff.ids.index(employee.id) % 4] > 10

    def everybody(self):
        return self.env["hr.employee"].search([("company_id", "=", self.company.id)])

    def assert_exported(self, payroll):
        """The file for payroll holds what was cut, and no more."""
        wizard = self.env["csm.payroll.export.wizard"].search([("create_uid", "=", self.second.id)])
        header, *rows = load_workbook(BytesIO(b64decode(wizard.file))).active.values
        columns = [header.index(name) for name in ("Employee", "Amount", "Not Deductible")]
        told = [tuple(row[column] for column in columns) for row in rows]
        self.assertEqual(
            told, [(line.employee_id.name, line.amount, line.not_deductible) for line in payroll]
        )
        mine = [row for row in told if row[0] == self.worker.name]
        self.assertEqual(len(mine), 7)
        self.assertEqual((sum(row[1] for row in mine), sum(row[2] for row in mine)), (-1000, 350))

    def test_the_pages_of_the_staff_fit_a_phone(self):
        self.punched({0: 8, 1: 9})
        self.computed()
        self.env.flush_all()
        self.browser_size = "390x844"
        for path, page, login in (
            ("my-attendance", ".o_csm_my_content", self.agent.login),
            ("team-attendance", ".o_csm_month_content", self.leader.login),
        ):
            with self.subTest(page=path):
                self.browser_js(
                    f"/odoo/{path}",
                    f"console.log(document.querySelector('{page}').scrollWidth <= 390"
                    " ? 'test successful' : 'error: wider than the screen')",
                    ready=f"!!document.querySelector('{page} button')",
                    login=login,
                )
