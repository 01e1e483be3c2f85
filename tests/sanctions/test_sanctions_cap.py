from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .sanction_case import FLOOR, WAGE, SanctionCase


def fine(amount, **values):
    return {"amount_kind": "fixed", "amount": amount, **values}


@tagged("post_install", "-at_install", "csm", "csm_sanctions")
class TestSanctionsCap(SanctionCase):
    """Of a month's wage at most a fifth is deducted, and never below the minimum wage."""

    def handed_over(self, *days, month="2026-02-01", **values):
        lines = self.confirm(self.propose(*days, **values))
        self.settle(month)
        return lines

    def parts(self, lines):
        pays = [line.pay_ids for line in lines.sorted("id")]
        return [(pay.deductible, pay.not_deductible) for pay in pays]

    def test_a_fifth_of_the_wage_is_deducted_and_the_rest_is_not(self):
        self.adopted(fine(400))
        lines = self.handed_over("2026-02-03", "2026-02-04", "2026-02-05")
        self.assertEqual(self.parts(lines), [(400, 0), (400, 0), (0, 400)])
        self.assertEqual(lines.mapped("state"), ["handed_over"] * 3)
        self.assertEqual(str(lines[0].settled_on), "2026-02-01")

    def test_just_the_fifth_is_deducted_whole_and_a_cent_more_is_cut(self):
        limit = WAGE * 0.2
        self.adopted(fine(limit))
        self.assertEqual(self.parts(self.handed_over("2026-02-03")), [(800, 0)])
        offence = self.new_offence("test_more")
        self.adopted(fine(limit + 0.01), code="T-02", offence=offence)
        line = self.handed_over("2026-01-05", month="2026-01-01", offence=offence)
        self.assertEqual(self.parts(line), [(800, 0.01)])

    def test_the_minimum_wage_stays_whatever_the_fifth_would_be(self):
        self.worker.wage = FLOOR + 100
        self.adopted(fine(300))
        self.assertEqual(self.parts(self.handed_over("2026-02-03")), [(100, 200)])

    def test_a_wage_at_the_minimum_bears_nothing(self):
        self.worker.wage = FLOOR
        self.adopted(fine(300))
        self.assertEqual(self.parts(self.handed_over("2026-02-03")), [(0, 300)])

    def test_the_percentage_is_that_of_the_company(self):
        self.company.csm_cap_percent = 5
        self.adopted(fine(300))
        self.assertEqual(self.parts(self.handed_over("2026-02-03")), [(200, 100)])

    def test_the_excess_is_not_carried_forward(self):
        self.adopted(fine(1000))
        self.handed_over("2026-02-03")
        line = self.handed_over("2026-03-02", month="2026-03-01")
        self.assertEqual(self.parts(line), [(800, 200)])
        again = self.settle("2026-03-01")
        self.assertFalse(again)

    def test_what_was_taken_from_the_month_before_counts(self):
        self.adopted(fine(500))
        self.handed_over("2026-02-03")
        self.assertEqual(self.parts(self.handed_over("2026-02-04")), [(300, 200)])

    def test_without_a_minimum_wage_nothing_is_handed_over(self):
        self.floor.amount = 0
        self.adopted(fine(100))
        line = self.confirm(self.propose("2026-02-03"))
        with self.assertRaisesRegex(UserError, "no minimum wage is entered for this month"):
            self.settle("2026-02-01")
        self.assertEqual(line.state, "confirmed")
        problems = []
        self.assertFalse(self.settle("2026-02-01", problems))
        self.assertEqual(problems[0][0], line)

    def test_a_minimum_of_a_later_month_is_none_yet(self):
        self.floor.valid_on = "2026-03-01"
        self.adopted(fine(100))
        self.confirm(self.propose("2026-02-03"))
        with self.assertRaisesRegex(UserError, "no minimum wage"):
            self.settle("2026-02-01")
        self.floor.valid_on = "2026-02-28"
        self.assertTrue(self.settle("2026-02-01"))

    def test_the_place_of_work_has_its_own_minimum(self):
        place = self.env["hr.work.location"].create(
            {
                "name": "Harbour",
                "company_id": self.company.id,
                "address_id": self.company.partner_id.id,
                "location_type": "office",
            }
        )
        self.worker.work_location_id = place
        self.floor.copy({"work_location_id": place.id, "amount": 3900})
        self.adopted(fine(300))
        self.assertEqual(self.parts(self.handed_over("2026-02-03")), [(100, 200)])

    def test_points_and_merits_need_no_minimum_wage(self):
        self.floor.unlink()
        saved = self.new_offence("test_saved", kind="merit", group="merit")
        self.adopted({"points": -3})
        self.adopted(fine(500), code="T-02", offence=saved)
        lines = self.confirm(self.propose("2026-02-03") | self.propose("2026-02-03", offence=saved))
        self.assertEqual(self.settle("2026-02-01"), lines)
        self.assertFalse(lines.pay_ids)

    def test_without_a_wage_in_the_month_nobody_can_say_what_is_deducted(self):
        self.worker.wage = 0
        self.adopted(fine(100))
        self.confirm(self.propose("2026-02-03"))
        with self.assertRaisesRegex(UserError, "no wage is entered for this month"):
            self.settle("2026-02-01")

    def test_a_wage_changed_in_mid_month_counts_by_days(self):
        # 28 days: 14 of 4,000 and 14 of 4,560 are 4,280.
        self.worker.create_version({"date_version": "2026-02-15", "wage": 4560})
        self.adopted(fine(1000))
        self.assertEqual(self.parts(self.handed_over("2026-02-03")), [(856, 144)])

    def test_one_employee_without_wage_does_not_stop_the_others(self):
        poor = self.employee(self.outsider)
        self.adopted(fine(100))
        lines = self.confirm(self.propose("2026-02-03") | self.propose("2026-02-03", employee=poor))
        problems = []
        self.assertEqual(self.settle("2026-02-01", problems), lines[0])
        self.assertIn("Outsider: no wage is entered", problems[0][1])

    def test_what_is_appealed_waits_for_the_decision(self):
        self.adopted(fine(100))
        line = self.confirm(self.propose("2026-02-03"))
        mine = self.as_user(line, self.agent)
        mine.appeal_text = "Not me."
        mine.action_appeal()
        with self.assertRaisesRegex(UserError, "Decide on the appeal first"):
            self.settle("2026-02-01")

    def test_a_company_waits_for_the_time_to_appeal(self):
        self.company.write({"csm_waits_for_appeal": True, "csm_appeal_days": 2})
        self.adopted(fine(100))
        line = self.confirm(self.propose("2026-02-03"))
        # Told on Monday: until the end of Wednesday's work, 18:00 in Shanghai.
        self.assertEqual(str(line.appeal_until), "2026-03-04 10:00:00")
        self.at("2026-03-04 10:00:00")
        with self.assertRaisesRegex(UserError, "can be appealed until"):
            self.settle("2026-02-01")
        self.at("2026-03-04 10:00:01")
        self.assertEqual(self.settle("2026-02-01"), line)

    def test_who_has_no_account_is_told_on_paper_first(self):
        self.company.csm_waits_for_appeal = True
        self.worker.user_id = False
        self.adopted(fine(100))
        line = self.confirm(self.propose("2026-02-03"))
        self.assertFalse(line.notified_at)
        with self.assertRaisesRegex(UserError, "has not been told yet"):
            self.settle("2026-02-01")

    def test_given_back_is_no_more_than_was_taken(self):
        self.adopted(fine(1000))
        line = self.handed_over("2026-02-03")
        self.assertEqual(self.parts(line), [(800, 200)])
        correction = line._reverse("It was somebody else.")
        self.confirm(correction)
        self.at("2026-03-31 01:00:00")
        self.settle("2026-03-01")
        self.assertEqual(correction.pay_ids.deductible, -800)

    def test_fund_and_payroll_share_one_cap_and_no_line(self):
        fund = self.new_offence("test_fund")
        self.adopted(fine(600))
        self.adopted(fine(600), code="T-02", offence=fund, destination="fund")
        lines = self.propose("2026-02-03") | self.propose("2026-02-04", offence=fund)
        self.confirm(lines)
        self.settle("2026-02-01")
        self.assertEqual(lines.mapped("destination"), ["payroll", "fund"])
        self.assertEqual(self.parts(lines), [(600, 0), (200, 400)])

    # Before the month is handed over

    def forecast(self, lines, month="2026-02-01"):
        self.env.invalidate_all()
        lines = self.as_user(lines, self.head).with_context(csm_month=month).sorted("id")
        return [(line.expected_deductible, line.expected_rest) for line in lines]

    def test_what_the_cap_leaves_shows_before_the_hand_over_and_nothing_is_kept(self):
        self.adopted(fine(500))
        lines = self.confirm(self.propose("2026-02-03", "2026-02-04", "2026-02-05"))
        self.assertEqual(self.forecast(lines), [(500, 0), (300, 200), (0, 500)])
        said = self.as_user(lines, self.head).sorted("id").mapped("expected_text")
        self.assertFalse(said[0])
        self.assertIn("at most 20 % of the wage", said[1])
        self.assertFalse(any(lines.pay_ids.mapped("deductible")))
        # One fine alone is still reckoned beside the others of its employee.
        self.assertEqual(self.forecast(lines.sorted("id")[1]), [(300, 200)])
        self.settle("2026-02-01")
        self.assertEqual(self.parts(lines), [(500, 0), (300, 200), (0, 500)])
        self.assertEqual(self.forecast(lines), [(0, 0)] * 3)

    def test_a_fine_that_is_waived_makes_room_for_the_next(self):
        self.adopted(fine(500))
        lines = self.confirm(self.propose("2026-02-03", "2026-02-04")).sorted("id")
        self.assertEqual(self.forecast(lines), [(500, 0), (300, 200)])
        first = self.as_user(lines[0], self.head)
        first.waive_reason = "It was somebody else."
        first.action_waive()
        self.assertEqual(self.forecast(lines), [(0, 0), (500, 0)])

    def test_fines_above_the_cap_are_found_by_hr_managers_alone(self):
        self.adopted(fine(500))
        lines = self.confirm(self.propose("2026-02-03", "2026-02-04")).sorted("id")
        above = [("is_above_cap", "=", True)]
        head = self.as_user(self.env["csm.sanction"], self.head)
        self.assertEqual(head.search(above), lines[1])
        in_month = head.with_context(csm_month="2026-01-01")
        self.assertFalse(in_month.search(above))
        officer = self.as_user(self.env["csm.sanction"], self.officer)
        with self.assertRaises(AccessError):
            officer.search(above)
        with self.assertRaises(AccessError):
            officer.browse(lines.ids).mapped("expected_deductible")

    def test_without_a_minimum_wage_the_forecast_says_what_is_missing(self):
        self.floor.amount = 0
        self.adopted(fine(100))
        line = self.confirm(self.propose("2026-02-03"))
        self.assertEqual(self.forecast(line), [(0, 0)])
        said = self.as_user(line, self.head).expected_text
        self.assertIn("no minimum wage is entered for this month", said)

    def test_only_a_manager_of_human_resources_hands_over(self):
        self.adopted(fine(100))
        self.confirm(self.propose("2026-02-03"))
        for user in (self.officer, self.manager, self.agent):
            with self.assertRaises(AccessError):
                self.as_user(self.env["csm.sanction"], user)._settle("2026-02-01", self.company)

    def test_no_state_is_written_past_the_cap(self):
        self.adopted(fine(100))
        line = self.confirm(self.propose("2026-02-03"))
        with self.assertRaisesRegex(UserError, "handed over with its month"):
            self.as_user(line, self.head).write({"state": "handed_over"})
