from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from .sanction_case import WAGE, SanctionCase

WARNING = {"amount_kind": "fixed", "amount": 30, "measure": "warning"}
TWICE = {"from_occurrence": 2, "amount_kind": "previous_times", "factor": 2}


@tagged("post_install", "-at_install", "csm", "csm_sanctions")
class TestSanctionsSteps(SanctionCase):
    """What a step brings: money of every kind, points, measures, the superior's share."""

    def test_each_time_doubles_the_time_before(self):
        self.adopted(WARNING, TWICE)
        lines = self.propose("2026-02-03", "2026-02-04", "2026-02-05")
        self.assertEqual(lines.mapped("amount"), [30, 60, 120])
        self.waived(lines[0])
        self.assertEqual(lines[1:].mapped("amount"), [30, 60])

    def test_a_percentage_of_the_wage_stands_with_the_wage_only(self):
        self.adopted(
            {"amount_kind": "wage_percent", "percent": 1},
            {"from_occurrence": 3, "amount_kind": "wage_percent", "percent": 5},
        )
        lines = self.propose("2026-02-03", "2026-02-04", "2026-02-05")
        self.assertEqual(lines.mapped("percent"), [1, 1, 5])
        self.assertEqual(lines.mapped("amount"), [0, 0, 0])
        self.assertEqual(lines.pay_ids.mapped("wage_base"), [WAGE] * 3)
        self.assertEqual(sorted(lines.pay_ids.mapped("wage_amount")), [40, 40, 200])
        self.assertEqual(lines[2].outcome_text, "5 % of the base wage")

    def test_the_wage_is_that_of_the_day(self):
        self.adopted({"amount_kind": "wage_percent", "percent": 1})
        self.worker.create_version({"date_version": "2026-02-10", "wage": 5000})
        before, after = self.propose("2026-02-09", "2026-02-10")
        self.assertEqual((before.pay_ids.wage_amount, after.pay_ids.wage_amount), (40, 50))

    def test_a_months_wage_and_the_wage_of_an_absence(self):
        gone = self.new_offence("test_gone", asks="minutes")
        self.adopted({"amount_kind": "month_wage"})
        self.adopted({"amount_kind": "absence_wage", "points": -10}, code="T-02", offence=gone)
        self.assertEqual(self.propose("2026-02-03").pay_ids.wage_amount, WAGE)
        # February 2026 has 20 working days of 8 hours; one day of them is missed.
        line = self.propose("2026-02-03", offence=gone, minutes=480)
        self.assertEqual(line.month_minutes, 20 * 480)
        self.assertEqual(line.pay_ids.wage_amount, 200)

    def test_without_a_wage_nothing_is_reckoned(self):
        self.adopted({"amount_kind": "wage_percent", "percent": 1})
        self.worker.wage = 0
        with self.assertRaisesRegex(UserError, "no wage is entered for that day"):
            self.propose("2026-02-03")

    def test_a_multiple_of_the_cost_the_full_cost_and_what_the_company_bears(self):
        for kind, factor, expected in (("cost_times", 3, 60), ("full_cost", 1, 20)):
            offence = self.new_offence(f"test_{kind}", asks="phone")
            self.adopted(
                {"amount_kind": kind, "factor": factor},
                code=f"T-{kind}",
                offence=offence,
                allowed_cost=5,
            )
            with self.subTest(kind=kind):
                line = self.propose("2026-02-03", offence=offence, cost=25)
                self.assertEqual(line.amount, expected)
                with self.assertRaisesRegex(UserError, "Enter the cost"):
                    self.propose("2026-02-03", offence=offence)

    def test_a_range_is_chosen_by_who_confirms(self):
        self.adopted({"amount_kind": "range", "amount": 200, "amount_max": 500})
        line = self.propose("2026-02-03")
        self.assertEqual((line.amount, line.amount_max), (200, 500))
        mine = self.as_user(line, self.head)
        with self.assertRaisesRegex(UserError, "choose the amount"):
            mine.action_confirm()
        for wrong in (199.99, 500.01):
            with self.assertRaisesRegex(ValidationError, "choose an amount from 200 to 500"):
                mine.chosen_amount = wrong
        mine.chosen_amount = 500
        mine.action_confirm()
        self.assertEqual((line.state, line.amount), ("confirmed", 500))

    def test_points_of_a_range_are_chosen(self):
        self.adopted({"points": -5, "points_max": -10})
        line = self.propose("2026-02-03")
        mine = self.as_user(line, self.head)
        with self.assertRaisesRegex(UserError, "choose the points"):
            mine.action_confirm()
        with self.assertRaises(ValidationError):
            mine.chosen_points = -11
        mine.chosen_points = -7
        mine.action_confirm()
        self.assertEqual(line.points, -7)

    def test_light_and_serious_have_ladders_of_their_own(self):
        self.adopted(
            {"severity": "light", "points": -5},
            {"severity": "serious", "points": -40},
            by_severity=True,
        )
        with self.assertRaisesRegex(UserError, "light and serious cases"):
            self.propose("2026-02-03")
        self.assertEqual(self.propose("2026-02-03", severity="light").points, -5)
        self.assertEqual(self.propose("2026-02-04", severity="serious").points, -40)

    def test_suspension_is_borne_after_a_hearing_only(self):
        self.adopted({"measure": "suspension", "suspension_days": 3, "amount": 100})
        line = self.propose("2026-02-03")
        self.assertEqual((line.measure, line.suspension_days), ("suspension", 3))
        with self.assertRaisesRegex(UserError, "heard first"):
            self.confirm(line)
        officer = self.as_user(line, self.officer)
        with self.assertRaisesRegex(UserError, "write down what the employee said"):
            officer.action_hear()
        self.as_user(line, self.agent).statement = "I overslept."
        officer.action_hear()
        self.assertEqual(self.confirm(line).state, "confirmed")
        self.assertTrue(line.heard_at)

    def test_evidence_is_wanted_where_the_offence_says_so(self):
        self.late.needs_evidence = True
        self.adopted(WARNING)
        line = self.propose("2026-02-03")
        with self.assertRaisesRegex(UserError, "confirmed on evidence only"):
            self.confirm(line)
        self.as_user(line, self.officer).evidence_text = "Record of the gate."
        self.assertEqual(self.confirm(line).state, "confirmed")

    def test_what_is_entered_later_is_reckoned_at_once(self):
        offence = self.new_offence("test_cost", asks="cost")
        self.adopted({"amount_kind": "full_cost"}, offence=offence)
        line = self.propose("2026-02-03", offence=offence, cost=20, by=self.leader)
        self.as_user(line, self.leader).cost = 35
        self.assertEqual(line.amount, 35)

    # The superior

    def test_the_superior_bears_a_percentage(self):
        self.adopted(
            {"amount_kind": "fixed", "amount": 100, "points": -4},
            superior_share="percent",
            superior_percent=50,
        )
        line = self.propose("2026-02-03")
        share = line.share_ids
        self.assertEqual(share.employee_id, self.employee(self.leader))
        self.assertEqual((share.amount, share.points), (50, -2))
        self.assertEqual(share.occurrence, 0)
        self.assertFalse(share.share_ids)
        self.assertIn("bears 50 % of it as well", share.why_text)

    def test_the_share_does_not_count_as_an_offence_of_the_superior(self):
        self.adopted(WARNING, TWICE, superior_share="same")
        self.propose("2026-02-03")
        own = self.propose("2026-02-04", employee=self.employee(self.leader))
        self.assertEqual(own.occurrence, 1)

    def test_the_share_of_a_wage_is_reckoned_from_the_superiors_own(self):
        self.employee(self.leader).wage = 8000
        self.adopted({"amount_kind": "wage_percent", "percent": 1}, superior_share="same")
        line = self.propose("2026-02-03")
        self.assertEqual(line.share_ids.pay_ids.wage_base, 8000)
        self.assertEqual(line.share_ids.pay_ids.wage_amount, 80)

    def test_an_amount_of_its_own_follows_and_the_share_is_waived_along(self):
        self.adopted(WARNING, superior_share="amount", superior_amount=15)
        line = self.propose("2026-02-03")
        self.assertEqual(line.share_ids.amount, 15)
        self.waived(line)
        self.assertEqual(line.share_ids.state, "waived")

    def test_the_share_follows_what_was_chosen(self):
        self.adopted(
            {"amount_kind": "range", "amount": 200, "amount_max": 500},
            superior_share="percent",
            superior_percent=10,
        )
        line = self.propose("2026-02-03")
        self.as_user(line, self.head).chosen_amount = 400
        self.confirm(line)
        self.assertEqual(line.share_ids.amount, 40)

    # Measures

    def test_a_measure_lapses_on_its_day(self):
        self.company.csm_measure_months = 6
        self.adopted(WARNING)
        line = self.confirm(self.propose("2026-02-03"))
        self.assertEqual(str(line.expires_on), "2026-09-02")
        self.at("2026-09-01 12:00:00")
        self.lapse()
        self.assertFalse(line.lapsed_at)
        self.at("2026-09-02 12:00:00")
        self.lapse()
        self.assertTrue(line.lapsed_at)

    def lapse(self):
        with self.quiet_cron():
            self.env["csm.sanction"]._cron_lapse_measures()

    def test_the_form_says_why(self):
        self.adopted(WARNING, TWICE)
        line = self.propose("2026-02-03", "2026-02-04")[1]
        self.assertIn("Time 2 in the calendar month. “Ladder” (", line.why_text)
        self.assertIn("2 times the previous one", line.why_text)
