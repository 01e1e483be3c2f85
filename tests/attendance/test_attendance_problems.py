from odoo.exceptions import UserError
from odoo.tests import tagged

from .attendance_case import AttendanceCase


@tagged("post_install", "-at_install", "csm", "csm_attendance")
class TestAttendanceProblems(AttendanceCase):
    """What cannot be done is said in a sentence; the other lines go on."""

    def setUp(self):
        super().setUp()
        self.other = self.employee(self.outsider)
        self.expect(self.other)
        self.late = self.env.ref("csm.csm_offence_late")

    def adopted(self, code, teams=None, percent=1, kinds=("late",), **figures):
        """Adopt a regulation of our own about lateness that costs a part of the wage."""
        regulation = self.new_regulation(code)
        article = regulation.article_ids
        rule = self.env["csm.attendance.rule"].create(
            {"name": f"Rule of {code}", "article_id": article.id, **figures}
        )
        for kind in kinds:
            self.env["csm.attendance.band"].create(
                {"rule_id": rule.id, "kind": kind, "offence_id": self.late.id}
            )
        if percent:
            ladder = self.env["csm.sanction.rule"].create(
                {"name": code, "article_id": article.id, "offence_id": self.late.id}
            )
            self.env["csm.sanction.step"].create(
                {"rule_id": ladder.id, "amount_kind": "wage_percent", "percent": percent}
            )
        adoption = self.new_adoption(regulation)
        adoption.team_ids = teams
        adoption.action_adopt()
        return adoption

    def both_late(self):
        self.attend("02", "09:10", employee=self.worker)
        self.attend("02", "09:10", employee=self.other)

    def said(self, run, kind):
        return run.problem_ids.filtered(lambda one: one.kind == kind).mapped("sentence")

    def late_lines(self, run, employee):
        return self.lines(run, kind="late", employee_id=employee)

    def test_without_a_wage_nothing_is_reckoned_and_the_others_go_on(self):
        self.adopted("T-01")
        self.both_late()
        run = self.computed()
        (sentence,) = self.said(run, "sanction")
        self.assertIn("Outsider", sentence)
        self.assertIn("no wage is entered", sentence)
        self.assertFalse(self.late_lines(run, self.other).sanction_id)
        self.assertTrue(self.late_lines(run, self.worker).sanction_id)
        # Once the wage is there the next run makes up for it.
        self.other.wage = 5000
        self.as_user(run, self.officer).action_compute()
        self.assertTrue(self.late_lines(run, self.other).sanction_id)
        self.assertFalse(self.said(run, "sanction"))

    def test_without_a_minimum_wage_the_month_is_not_handed_over(self):
        self.adopted("T-01")
        self.both_late()
        self.env["csm.wage.floor"].search([("company_id", "=", self.company.id)]).unlink()
        run = self.computed()
        mine = self.as_user(run, self.head)
        mine.action_confirm()
        mine.action_lock()
        with self.assertRaisesRegex(UserError, "no minimum wage is entered"):
            mine.action_hand_over()

    def test_a_month_is_confirmed_capped_locked_and_handed_over(self):
        self.adopted("T-01", percent=30)
        self.both_late()
        run = self.computed()
        mine = self.as_user(run, self.head)
        mine.action_confirm()
        penalty = self.late_lines(run, self.worker).sanction_id
        self.assertEqual(penalty.state, "confirmed")
        mine.action_lock()
        mine.action_hand_over()
        self.assertEqual((run.state, penalty.state), ("handed_over", "handed_over"))
        pay = penalty.sudo().pay_ids
        # 30 % of 6,000 is 1,800; at most 20 % may be deducted.
        self.assertEqual((pay.wage_amount, pay.deductible, pay.not_deductible), (1800, 1200, 600))
        line = self.env["csm.payroll.line"].search([("sanction_id", "=", penalty.id)])
        self.assertEqual((line.amount, line.run_id), (-1200, run))

    def test_two_rules_for_one_thing_are_refused_at_adoption(self):
        self.adopted("T-01")
        with self.assertRaisesRegex(UserError, "the same minutes of the same people"):
            self.adopted("T-02", percent=0)
        self.env["csm.adoption"].search([("state", "=", "draft")]).unlink()
        self.adopted("T-03", percent=0, kinds=("early",))

    def test_two_rules_for_one_thing_stop_only_those_they_speak_of(self):
        both = self.env["csm.team"].create(
            {
                "name": "Both",
                "company_id": self.company.id,
                "leader_id": self.leader.id,
                "member_ids": [(6, 0, (self.agent | self.outsider).ids)],
            }
        )
        self.adopted("T-01", self.team)
        self.adopted("T-02", both, percent=0)
        self.both_late()
        run = self.computed()
        (sentence,) = self.said(run, "two_rules")
        self.assertIn("Rule of T-01", sentence)
        self.assertIn("Agent", sentence)
        self.assertNotIn("Outsider", sentence)
        self.assertFalse(self.late_lines(run, self.worker))
        self.assertTrue(self.late_lines(run, self.other))

    def test_a_punch_in_the_future_is_left_out_and_named(self):
        self.adopted("T-01")
        self.both_late()
        self.env["hr.attendance"].create(
            {"employee_id": self.worker.id, "check_in": "2026-05-04 01:00:00"}
        )
        run = self.computed()
        (sentence,) = self.said(run, "future_punch")
        self.assertIn("Agent has 1 attendances", sentence)
        self.assertTrue(self.late_lines(run, self.worker))

    def test_a_month_without_a_rule_or_a_schedule_says_so(self):
        run = self.computed()
        self.assertTrue(self.said(run, "no_rule"))
        self.assertIn("Executive", self.said(run, "no_schedule")[0])

    def test_every_kind_of_open_point_has_its_sentence(self):
        problem = self.env["csm.attendance.problem"]
        for kind, _label in problem._fields["kind"].selection:
            self.assertTrue(hasattr(problem, f"_say_{kind}"), kind)

    def test_grace_takes_nothing_up_to_its_minutes_and_all_beyond(self):
        self.adopted("T-01", percent=0, grace_minutes=5)
        self.attend_all("02", "03")
        self.attend("02", "09:05:00")
        self.attend("03", "09:05:01")
        run = self.computed()
        line = self.late_lines(run, self.worker)
        self.assertEqual((line.day.day, round(line.minutes * 60)), (3, 301))

    def test_bands_of_one_rule_do_not_share_minutes(self):
        rule = self.adopted("T-01").attendance_rule_ids.sudo()
        with self.assertRaisesRegex(Exception, "two bands speak"):
            self.env["csm.attendance.band"].sudo().create(
                {"rule_id": rule.id, "minutes_from": 3, "offence_id": self.late.id}
            )
            rule._check_bands_are_disjoint()

    def test_an_explanation_names_punch_hours_minutes_band_and_article(self):
        self.adopted("T-01")
        self.both_late()
        said = self.late_lines(self.computed(), self.worker).explanation
        for words in ("09:00", "18:00", "09:10", "10 min late", "Lateness", "T-01", "Number 1"):
            self.assertIn(words, said)
