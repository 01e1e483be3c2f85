from odoo.exceptions import UserError
from odoo.tests import tagged

from ..common.proves import proves
from .attendance_case import WAGE, AttendanceCase

DAYS = ("02", "03", "04", "05", "06", "09", "10")


@tagged("post_install", "-at_install", "csm", "csm_attendance")
class TestAttendancePresets(AttendanceCase):
    """Each shipped rule counts as its article says, to the second and to the cent."""

    def adopt_only(self, code, **figures):
        """Adopt what a regulation says of attendance and its penalties, and nothing else."""
        adoption = self.new_adoption(self.env.ref(f"csm.csm_regulation_{code}"), None, "2010-01-01")
        if figures:
            adoption.attendance_rule_ids.filtered("away_minutes").write(figures)
        for rules in adoption._rules():
            if rules._name not in ("csm.attendance.rule", "csm.sanction.rule"):
                rules.sudo().unlink()
        ours = adoption.attendance_rule_ids.band_ids.offence_id
        others = adoption.sanction_rule_ids.filtered(lambda rule: rule.offence_id not in ours)
        others.sudo().unlink()
        adoption.reason = "Test"
        adoption.action_adopt()
        return adoption

    def month_with(self, *days):
        """Compute a month with these (from, to), or lists of them, on its first days."""
        self.attend_all(*DAYS[: len(days)])
        for day, spans in zip(DAYS, days, strict=False):
            spans = [spans] if spans and isinstance(spans[0], str) else spans
            for start, end in spans:
                self.attend(day, start, end)
        return self.computed()

    def money(self, run):
        return [
            sanction.pay_ids.wage_amount if sanction.is_wage_based else sanction.amount
            for sanction in self.lines(run).sorted("day").sanction_id.sudo()
        ]

    def points(self, run):
        return self.lines(run).sorted("day").sanction_id.mapped("points")

    def hours_problem(self, run):
        return run.problem_ids.filtered(lambda problem: problem.kind == "hours").sentence

    def fits(self, start, end):
        """Compute a month of a schedule with these hours; returns what is said against it."""
        calendar = self.new_calendar(self.company, hours=((start, end),))
        self.expect(self.worker, calendar)
        run = self.env["csm.attendance.run"].search([("company_id", "=", self.company.id)])
        run = run or self.run_of()
        run.action_compute()
        return self.hours_problem(run)

    def assert_tiers(self):
        """1 % of the base wage the first two times in a month, 5 % from the third on."""
        on_time, late = ("09:00:00", "18:00"), ("09:00:01", "18:00")
        run = self.month_with(late, on_time, late, late, ("10:00", "18:00"))
        self.assertEqual([line.day.day for line in self.lines(run)], [2, 4, 5, 6])
        sanctions = self.lines(run).sanction_id
        self.assertEqual(sanctions.mapped("occurrence"), [1, 2, 3, 4])
        self.assertEqual(sanctions.mapped("percent"), [1, 1, 5, 5])
        self.assertEqual(self.money(run), [WAGE * p / 100 for p in (1, 1, 5, 5)])
        return run

    @proves("S0-12-18")
    def test_lateness_costs_one_percent_and_five_from_the_third(self):
        self.adopt_only("s0_12")
        run = self.assert_tiers()
        # The next month begins anew.
        self.at("2026-05-02 01:00:00")
        self.attend("2026-04-01", "09:05", "18:00")
        april = self.computed("2026-04-01")
        late = self.lines(april, kind="late")
        self.assertEqual((late.sanction_id.occurrence, late.sanction_id.percent), (1, 1))
        self.assertEqual(run.line_ids.article_id.catalog_ids, "S0-12-18")

    @proves("S2-04-01")
    def test_the_same_deduction_in_s2_04(self):
        self.adopt_only("s2_04")
        self.assert_tiers()
        self.assertFalse(self.fits(8.5, 17.5))
        self.assertIn("8:30", self.fits(9, 17.5))
        self.assertIn("17:30", self.fits(8.5, 18))

    @proves("S2-13-01")
    def test_the_same_deduction_in_s2_13(self):
        self.adopt_only("s2_13")
        self.assert_tiers()
        self.assertFalse(self.fits(8.5, 17.5))
        self.assertIn("8:30", self.fits(9, 17.5))
        self.assertIn("17:30", self.fits(8.5, 18))

    @proves("S0-12-17")
    def test_hours_are_compared_with_the_schedule(self):
        rules = self.adopt_only("s0_12").attendance_rule_ids
        self.assertFalse(self.fits(8.5, 17.5))
        self.assertIn("8:30", self.fits(9, 17.5))
        self.assertIn("17:30", self.fits(8.5, 18))
        rule = rules.filtered(lambda rule: rule.demand == "hours")
        made = self.env["resource.calendar"].browse(rule.action_make_schedule()["res_id"])
        self.assertFalse(rule._why_not_hours(made, *self.run_of("2026-02-01")._days()))

    @proves("S1-11-11")
    def test_work_begins_at_eight(self):
        self.adopt_only("s1_11")
        self.assertFalse(self.fits(8, 15))
        self.assertIn("8:00", self.fits(8.5, 15))

    @proves("S0-12-04")
    def test_a_day_without_sign_in_is_noted(self):
        self.adopt_only("s0_12")
        self.attend_all("02", "03")
        self.attend("02").out_mode = "auto_check_out"
        self.attend("03")
        self.assertEqual(self.offences(self.computed()), ["no_sign_in"])

    @proves("S1-01-05", "S1-01-24")
    def test_twenty_minutes_are_an_absence_less_is_lateness(self):
        self.adopt_only("s1_01")
        run = self.month_with(
            ("09:19:59", "18:00"),
            ("09:20:00", "18:00"),
            [("09:00", "10:00"), ("10:19:59", "18:00")],
            [("09:00", "10:00"), ("10:20:00", "18:00")],
            ("09:00:01", "18:00"),
            [("09:00", "10:00"), ("10:00:01", "18:00")],
        )
        expected = ["late", "absence", "left_post", "absence", "late", "left_post"]
        self.assertEqual(self.offences(run), expected)
        counted = self.lines(run).sorted("day").mapped("is_absence")
        self.assertEqual(counted, [False, True, False, True, False, False])

    @proves("S1-11-06")
    def test_lateness_and_leaving_early_are_noted(self):
        self.adopt_only("s1_11")
        run = self.month_with(("09:00:01", "18:00"), ("09:00", "17:59:59"), ("09:00", "18:00"))
        self.assertEqual(self.offences(run), ["late", "left_early"])

    @proves("S0-02-01")
    def test_breaches_of_attendance_are_noted(self):
        self.adopt_only("s0_02")
        run = self.month_with(("09:00:01", "18:00"), ("09:00", "17:59:59"), [], ("09:00", "18:00"))
        self.assertEqual(self.offences(run), ["late", "left_early", "absence"])

    @proves("S2-05-25")
    def test_the_seat_is_taken_when_the_hours_begin(self):
        self.adopt_only("s2_05", away_minutes=15)
        run = self.month_with(("09:00:01", "18:00"), ("09:00", "17:59:59"), [], ("09:00", "18:00"))
        self.assertEqual(self.offences(run), ["late", "left_early", "absence"])

    @proves("S2-05-10")
    def test_the_limit_of_being_away_is_the_company_s(self):
        regulation = self.env.ref("csm.csm_regulation_s2_05")
        blank = self.env["csm.adoption"].create(
            {"regulation_id": regulation.id, "company_id": self.company.id, "reason": "Test"}
        )
        with self.assertRaisesRegex(UserError, "Away from the office .*states no figure"):
            blank.action_adopt()
        blank.unlink()
        self.adopt_only("s2_05", away_minutes=15)
        run = self.month_with(
            [("09:00", "10:00"), ("10:15:00", "18:00")],
            [("09:00", "10:00"), ("10:15:01", "18:00")],
        )
        self.assertEqual([line.day.day for line in self.lines(run)], [3])
        self.assertEqual(self.offences(run), ["away_long"])

    @proves("S3-05-09")
    def test_minutes_late_cost_points_and_from_ten_on_forty(self):
        self.adopt_only("s3_05")
        run = self.month_with(
            ("09:00:01", "18:00"),
            ("09:05:00", "18:00"),
            ("09:05:01", "18:00"),
            ("09:10:00", "18:00"),
            ("09:10:01", "18:00"),
        )
        slight, marked, absent = "late_slight", "late_marked", "late_absent"
        self.assertEqual(self.offences(run), [slight, slight, marked, marked, absent])
        self.assertEqual(self.points(run), [-1, -1, -5, -5, -10])
        self.assertEqual(self.money(run), [0, 0, 0, 0, 40])
        self.assertEqual(self.lines(run).mapped("is_absence"), [False] * 4 + [True])

    @proves("S3-05-10")
    def test_an_absence_costs_its_wage_and_three_propose_to_part(self):
        self.adopt_only("s3_05")
        run = self.month_with([], [], [])
        sanctions = self.lines(run).sanction_id
        self.assertEqual(sanctions.mapped("points"), [-10, -10, -10])
        self.assertEqual(sanctions.mapped("measure"), ["none", "none", "resignation"])
        # March 2026 has 22 working days of eight hours.
        share = round(WAGE * 8 / (22 * 8), 2)
        self.assertEqual([round(money, 2) for money in self.money(run)], [share] * 3)

    @proves("S3-06-31")
    def test_without_the_bus_one_is_there_fifteen_minutes_before(self):
        self.adopt_only("s3_06")
        run = self.month_with(("08:45:00", "18:00"), ("08:45:01", "18:00"), ("09:00", "18:00"))
        rest = self.lines(run).filtered(lambda line: line.day.day < 5)
        found = [(line.day.day, round(line.minutes * 60)) for line in rest.sorted("day")]
        self.assertEqual(found, [(3, 1), (4, 900)])
        self.worker.category_ids = self.env.ref("csm.hr_employee_category_bus")
        run.action_compute()
        self.assertFalse(self.lines(run))

    @proves("S3-13-13")
    def test_taking_over_late_is_lateness_and_not_at_all_absence(self):
        self.adopt_only("s3_13")
        run = self.month_with(("09:00:01", "18:00"), [], ("09:00", "18:00"))
        self.assertEqual(self.offences(run), ["takeover_late", "takeover_missed"])
        self.assertEqual(self.lines(run).sorted("day").mapped("is_absence"), [False, True])

    @proves("S0-02-16")
    def test_meetings_missed_are_noted_as_a_breach(self):
        offences = [self.env.ref(f"csm.csm_offence_meeting_{way}") for way in ("missed", "late")]
        vals_list = [
            {"employee_id": self.worker.id, "offence_id": each.id, "offence_on": "2026-03-02"}
            for each in offences
        ]
        propose = self.env["csm.sanction"]._propose
        with self.assertRaisesRegex(UserError, "Adopt a regulation"):
            propose(vals_list)
        regulation = self.env.ref("csm.csm_regulation_s0_02")
        adoption = self.new_adoption(regulation, None, "2010-01-01")
        for rules in adoption._rules():
            mine = rules.filtered(lambda rule: "S0-02-16" in (rule.article_id.catalog_ids or ""))
            (rules - mine).sudo().unlink()
        adoption.reason = "Test"
        adoption.action_adopt()
        made = propose(vals_list)
        self.assertEqual(made.article_id.catalog_ids, "S0-02-16")
        self.assertEqual(made.mapped("occurrence"), [1, 2])
