from datetime import datetime

from odoo.exceptions import UserError
from odoo.tests import tagged

from .sanction_case import SanctionCase

LATE = (
    {"amount_kind": "fixed", "amount": 10, "points": -1},
    {"from_occurrence": 3, "amount_kind": "fixed", "amount": 50, "points": -5},
)


@tagged("post_install", "-at_install", "csm", "csm_sanctions")
class TestSanctionsCounting(SanctionCase):
    """The occurrence is counted, never typed: by day and place in the register."""

    def test_from_the_third_time_on_the_next_step_counts(self):
        self.adopted(*LATE)
        lines = self.propose("2026-02-03", "2026-02-04", "2026-02-05", "2026-02-06")
        self.assertEqual(self.times(lines), [1, 2, 3, 4])
        self.assertEqual(lines.mapped("amount"), [10, 10, 50, 50])
        self.assertEqual(lines.mapped("points"), [-1, -1, -5, -5])

    def test_a_month_begins_anew_and_ends_with_its_last_day(self):
        self.adopted(*LATE)
        lines = self.propose("2026-01-31", "2026-02-01", "2026-02-28", "2026-03-01")
        self.assertEqual(self.times(lines), [1, 1, 2, 1])

    def test_a_quarter_a_year_and_for_ever(self):
        expected = {"quarter": [1, 1, 2], "year": [1, 1, 2], "ever": [1, 2, 3]}
        for window, times in expected.items():
            offence = self.new_offence(f"test_{window}")
            self.adopted(*LATE, code=f"T-{window}", offence=offence, window=window)
            days = ("2025-12-31", "2026-01-01", "2026-02-28")
            with self.subTest(window=window):
                self.assertEqual(self.times(self.propose(*days, offence=offence)), times)

    def test_the_day_is_that_of_the_employees_zone(self):
        self.adopted(*LATE)
        # Half past midnight in Shanghai is still the evening before in London.
        line = self.propose(False, offence_at="2026-02-28 16:30:00")
        self.assertEqual(str(line.offence_on), "2026-03-01")
        self.assertEqual(str(line.month_on), "2026-03-01")
        self.worker.tz = "Europe/London"
        line = self.propose(False, offence_at="2026-02-28 16:30:00")
        self.assertEqual(str(line.offence_on), "2026-02-28")

    def test_an_earlier_offence_that_arrives_late_renumbers_the_open_ones(self):
        self.adopted(*LATE)
        lines = self.propose("2026-02-10", "2026-02-11")
        late = self.propose("2026-02-02")
        self.assertEqual(self.times(lines | late), [2, 3, 1])
        self.assertEqual(lines.mapped("amount"), [10, 50])

    def test_two_on_one_day_stand_in_the_order_of_the_register(self):
        self.adopted(*LATE)
        self.assertEqual(self.times(self.propose("2026-02-10", "2026-02-10")), [1, 2])

    def test_what_is_waived_does_not_count(self):
        self.adopted(*LATE)
        lines = self.propose("2026-02-03", "2026-02-04", "2026-02-05")
        self.waived(lines[0])
        self.assertEqual(lines[1:].mapped("occurrence"), [1, 2])
        self.assertEqual(lines[2].amount, 10)

    def test_what_is_appealed_counts_until_it_is_waived(self):
        self.adopted(*LATE)
        lines = self.confirm(self.propose("2026-02-03", "2026-02-04", "2026-02-05", by=self.leader))
        mine = self.as_user(lines[0], self.agent)
        mine.appeal_text = "The bus broke down."
        mine.action_appeal()
        self.assertEqual(self.times(lines), [1, 2, 3])
        decision = self.as_user(lines[0], self.deputy)
        decision.write({"decision_text": "It did.", "waive_reason": "The bus"})
        decision.action_waive()
        self.assertEqual(lines[1:].mapped("occurrence"), [1, 2])

    def test_another_employee_rule_or_version_has_its_own_place(self):
        rule = self.adopted(*LATE)
        self.propose("2026-02-03")
        other = self.propose("2026-02-04", employee=self.employee(self.leader))
        self.assertEqual(other.occurrence, 1)
        # A new version of the rule goes on counting.
        rule._new_version(datetime(2026, 2, 9, 16), {})
        line = self.propose("2026-02-10")
        self.assertEqual((line.occurrence, line.rule_id.version), (2, 2))
        self.assertEqual(line.root_id, rule)

    def test_the_version_of_the_day_answers(self):
        rule = self.adopted(*LATE)
        version = rule._new_version(datetime(2026, 2, 9, 16), {})
        version.sudo().step_ids[0].amount = 12
        before, after = self.propose("2026-02-09", "2026-02-10")
        self.assertEqual((before.rule_id, after.rule_id), (rule, version))
        self.assertEqual((before.amount, after.amount), (10, 12))

    def test_several_acts_on_one_ladder_count_together(self):
        other = self.new_offence("test_other")
        self.adopted(*LATE, also_offence_ids=[(4, other.id)])
        self.propose("2026-02-03")
        self.assertEqual(self.propose("2026-02-04", offence=other).occurrence, 2)

    # Closed months

    def test_a_late_arrival_in_a_closed_month_makes_a_correcting_line_in_the_next(self):
        self.adopted(*LATE)
        lines = self.confirm(self.propose("2026-02-10", "2026-02-11"))
        self.settle("2026-02-01")
        self.assertEqual(lines.mapped("state"), ["handed_over", "handed_over"])
        self.propose("2026-02-02")
        correction = lines.correction_ids
        self.assertEqual((correction.amount, correction.points), (40, -4))
        self.assertEqual(str(correction.month_on), "2026-03-01")
        self.assertEqual(lines.mapped("amount"), [10, 10])
        self.assertEqual(correction.corrects_id, lines[1])

    def test_counting_again_corrects_only_once(self):
        self.adopted(*LATE)
        lines = self.confirm(self.propose("2026-02-10", "2026-02-11"))
        self.settle("2026-02-01")
        late = self.propose("2026-02-02")
        late._recount_mine()
        late._recount_mine()
        self.assertEqual(len(lines.correction_ids), 1)
        self.waived(late)
        self.assertEqual(lines.correction_ids.state, "waived")

    def test_what_was_handed_over_and_reversed_does_not_count(self):
        self.adopted(*LATE)
        lines = self.confirm(self.propose("2026-02-10", "2026-02-11", "2026-02-12"))
        self.settle("2026-02-01")
        lines[0]._reverse("The clock was wrong.")
        self.assertEqual(lines[0].correction_ids.amount, -10)
        # The third is the second now: it costs 10 and not 50.
        self.assertEqual(lines[2].correction_ids.amount, -40)
        self.assertFalse(lines[1].correction_ids)

    def test_reversing_what_is_open_waives_it_and_sets_its_key_free(self):
        self.adopted(*LATE)
        line = self.propose("2026-02-10", batch_key="run:1")
        self.assertEqual(self.propose("2026-02-10", batch_key="run:1"), line)
        line._reverse("The punch was corrected.")
        self.assertEqual((line.state, line.waive_reason), ("waived", "The punch was corrected."))
        again = self.propose("2026-02-10", batch_key="run:1")
        self.assertNotEqual(again, line)
        self.assertEqual(again.occurrence, 1)

    def test_what_was_waived_by_grace_is_not_proposed_again(self):
        self.adopted(*LATE)
        line = self.propose("2026-02-10", batch_key="run:1")
        self.waived(line)
        self.assertEqual(self.propose("2026-02-10", batch_key="run:1"), line)

    # Batches

    def test_a_batch_tells_what_cannot_be_and_goes_on_with_the_rest(self):
        self.adopted(*LATE)
        unknown, problems = self.new_offence("test_unknown"), []
        made = self.env["csm.sanction"]._propose(
            [
                {
                    "employee_id": self.worker.id,
                    "offence_id": unknown.id,
                    "offence_on": "2026-02-03",
                },
                {
                    "employee_id": self.worker.id,
                    "offence_id": self.late.id,
                    "offence_on": "2026-02-03",
                },
                {
                    "employee_id": self.worker.id,
                    "offence_id": self.late.id,
                    "offence_on": "2027-02-03",
                },
            ],
            problems,
        )
        self.assertEqual(made.offence_id, self.late)
        self.assertEqual(len(made), 1)
        self.assertIn("No rule that Weingut Test had in force", problems[0][1])
        self.assertIn("lies in the future", problems[1][1])

    def test_without_a_list_for_problems_nothing_is_proposed(self):
        self.adopted(*LATE)
        with self.assertRaisesRegex(UserError, "lies in the future"):
            self.propose("2026-02-03", "2027-02-03")
        self.assertFalse(self.env["csm.sanction"].search([("employee_id", "=", self.worker.id)]))

    def test_numbers_follow_each_other_by_year(self):
        self.adopted(*LATE)
        lines = self.propose("2025-12-31", "2026-02-03", "2026-02-04")
        self.assertEqual(lines.mapped("number"), ["SAN2025-01", "SAN2026-01", "SAN2026-02"])

    # One rule for one thing

    def test_two_rules_for_one_thing_cannot_both_be_adopted(self):
        self.adopted(*LATE)
        regulation = self.new_regulation("T-02")
        self.new_ladder(regulation, *LATE, name="The other ladder")
        with self.assertRaisesRegex(UserError, "answered by two rules.*The other ladder.*Ladder"):
            self.adopt_regulation(regulation)

    def test_a_rule_for_some_is_closer_than_one_for_all(self):
        job = self.env["hr.job"].create({"name": "Porter", "company_id": self.company.id})
        self.worker.job_id = job
        self.adopted(*LATE)
        regulation = self.new_regulation("T-02")
        self.new_ladder(
            regulation,
            {"amount_kind": "fixed", "amount": 99},
            applies_to="job",
            job_ids=[(4, job.id)],
        )
        self.adopt_regulation(regulation)
        self.assertEqual(self.propose("2026-02-03").amount, 99)
        other = self.propose("2026-02-03", employee=self.employee(self.leader))
        self.assertEqual(other.amount, 10)

    def test_two_rules_in_force_are_named_when_something_is_proposed(self):
        first, second = (
            self.adopted(*LATE),
            self.adopted(*LATE, code="T-02", offence=self.new_offence("test_other"), name="Second"),
        )
        second.sudo().offence_id = first.offence_id
        with self.assertRaisesRegex(UserError, "two rules at once: “Ladder”.*“Second”"):
            self.propose("2026-02-03")
