from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.base.models.ir_cron import IrCron

from .liability_case import LiabilityCase


@tagged("post_install", "-at_install", "csm", "csm_liability")
class TestLiabilityReview(LiabilityCase):
    """The monthly review: which cases, which verdicts, and what stands after it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.regulation = cls.new_regulation()
        model = "csm.liability.review"
        cls.new_rule(
            cls.regulation,
            model_id=cls.env["ir.model"]._get_id(model),
            start_field_id=cls.env["ir.model.fields"]._get(model, "month_ended_at").id,
            stop_field_id=cls.env["ir.model.fields"]._get(model, "done_at").id,
            delay=10,
            unit="day",
        )

    def run_job(self, moment, stop_after=None):
        """Let the job run at a moment; with a number it is killed after so many companies."""
        self.at(moment)
        done = []

        def progress(_self, processed=0, *, remaining=None):
            done.append(processed)
            return stop_after is None or sum(done) < stop_after

        with patch.object(IrCron, "_commit_progress", progress):
            self.env["csm.liability.review"]._cron_open_reviews()
        return self.env["csm.liability.review"].search([], order="id")

    def finish(self, review, moment="2026-03-10 08:00:00"):
        self.at(moment)
        review.with_user(self.executive).action_finish()
        return review

    # Which cases

    def test_a_month_begins_and_ends_where_the_company_works(self):
        moments = (
            "2026-01-31 15:59:59",
            "2026-01-31 16:00:00",
            "2026-02-28 15:59:59",
            "2026-02-28 16:00:00",
        )
        cases = [self.closed_case(moment) for moment in moments]
        self.at("2026-03-02 01:00:00")
        review = self.new_review("2026-02-17")
        self.assertEqual(str(review.month), "2026-02-01")
        self.assertEqual(str(review.month_ended_at), "2026-02-28 15:59:59")
        self.assertEqual(review.line_ids.case_id, cases[1] | cases[2])

    def test_only_closed_complaints_are_listed(self):
        self.closed_case("2026-02-10 02:00:00")
        self.closed_case("2026-02-10 02:00:00", kind="inquiry")
        again = self.closed_case("2026-02-11 02:00:00")
        again.with_user(self.agent).reopen_reason = "Not settled"
        again.with_user(self.agent).action_reopen()
        self.new_case()
        self.at("2026-03-02 01:00:00")
        review = self.new_review()
        self.assertEqual(review.case_count, 1)

    def test_cases_without_a_verdict_are_named(self):
        first, second = [self.closed_case("2026-02-10 02:00:00") for _ in range(2)]
        self.at("2026-03-02 01:00:00")
        review = self.new_review()
        self.assertEqual(review.missing_text, f"{first.display_name}, {second.display_name}")
        self.decided((self.cellar, 100), case=first)
        self.new_verdict((self.cellar, 100), case=second).action_propose()
        review.action_refresh()
        self.assertEqual((review.missing_count, review.missing_text), (1, second.display_name))

    # Until when

    def test_it_is_due_at_the_end_of_the_10th(self):
        self.adopt_regulation(self.regulation)
        for moment, state in (("2026-03-10 15:59:59", "met"), ("2026-03-10 16:00:00", "late")):
            self.at("2026-03-01 01:00:00")
            team = self.team if state == "met" else self.team.browse()
            review = self.new_review(team_id=team.id)
            row = review.sudo().deadline_ids
            self.assertEqual(str(row.due_at), "2026-03-10 15:59:59")
            self.finish(review, moment)
            self.assertEqual(row.state, state)

    def test_no_month_is_finished_before_it_ends(self):
        self.at("2026-02-28 15:59:59")
        review = self.new_review()
        self.assertIn("the month ends on", self.refusal(review, "finish"))
        self.at("2026-02-28 16:00:00")
        review.action_finish()
        self.assertEqual(review.state, "done")

    # The job

    def test_the_job_makes_what_a_regulation_demands(self):
        self.assertFalse(self.run_job("2026-03-02 01:00:00"))
        self.adopt_regulation(self.regulation, on="2026-01-01")
        self.assertFalse(self.env["csm.liability.review"].search([]))
        case = self.closed_case("2026-02-10 02:00:00")
        reviews = self.run_job("2026-02-28 16:00:00")
        self.assertEqual((str(reviews.month), reviews.line_ids.case_id), ("2026-02-01", case))
        self.assertEqual(self.run_job("2026-03-20 01:00:00"), reviews)
        self.assertEqual(len(self.run_job("2026-03-31 15:59:59")), 1)
        self.assertEqual(len(self.run_job("2026-03-31 16:00:00")), 2)

    def test_the_job_catches_up_and_survives_being_killed(self):
        other = self.new_company("Second Winery")
        for company in (self.company, other):
            self.adopt_regulation(self.regulation, company, on="2026-01-01")
        self.run_job("2026-02-02 01:00:00")
        self.assertEqual(len(self.run_job("2026-05-02 01:00:00", stop_after=1)), 5)
        reviews = self.run_job("2026-05-02 01:00:00")
        self.assertEqual(len(reviews), 8)
        months = reviews.filtered(lambda review: review.company_id == other).mapped("month")
        self.assertEqual(
            [str(month)[:7] for month in months], ["2026-01", "2026-02", "2026-03", "2026-04"]
        )
        self.assertEqual(self.run_job("2026-05-02 01:00:00"), reviews)

    def test_a_team_that_adopted_for_itself_has_a_review_of_its_own(self):
        adoption = self.env["csm.adoption"].create(
            {
                "regulation_id": self.regulation.id,
                "company_id": self.company.id,
                "adopted_on": "2026-01-01",
                "reason": "Test",
                "team_ids": [(6, 0, self.team.ids)],
            }
        )
        adoption.action_adopt()
        other = self.env["csm.team"].create({"name": "Dock", "company_id": self.company.id})
        mine = self.closed_case("2026-02-10 02:00:00")
        theirs = self.closed_case("2026-02-10 02:00:00", team_id=other.id)
        review = self.run_job("2026-03-02 01:00:00")
        self.assertEqual((review.team_id, review.line_ids.case_id), (self.team, mine))
        self.assertTrue(review.deadline_ids)
        rest = self.new_review()
        self.assertEqual(rest.line_ids.case_id, theirs)
        self.assertFalse(rest.deadline_ids)

    # What stands after it

    def test_a_reviewed_month_stands(self):
        case = self.closed_case("2026-02-10 02:00:00")
        self.at("2026-03-02 01:00:00")
        verdict = self.decided((self.cellar, 100), case=case, loss=10)
        with self.refused("finish the monthly review"):
            verdict.with_user(self.manager).write({"state": "reviewed"})
        self.finish(self.new_review())
        self.assertEqual(verdict.state, "reviewed")
        for record, values in (
            (verdict, {"ground": "duty"}),
            (verdict.share_ids, {"percent": 50}),
            (verdict.loss_line_ids, {"price": 50}),
        ):
            with self.refused("its month is closed"):
                record.write(values)
        self.assertIn("goes to the next review", self.refusal(verdict, "reopen"))
        self.at("2026-03-15 01:00:00")
        verdict.reopen_reason = "The dock shares it"
        verdict.action_reopen()
        verdict.share_ids = [(1, verdict.share_ids.id, {"percent": 60})]
        verdict.share_ids = [(0, 0, self.share_vals(self.dock, 40))]
        verdict.action_propose()
        verdict.with_user(self.manager).action_decide()
        self.at("2026-04-02 01:00:00")
        review = self.new_review("2026-03-01")
        self.assertEqual((review.line_ids.case_id, review.line_ids.is_correction), (case, True))
        self.finish(review, "2026-04-02 02:00:00")
        self.assertEqual(verdict.state, "reviewed")
        self.assertEqual(len(verdict.with_user(self.manager).review_line_ids), 2)

    def test_a_verdict_that_comes_late_goes_to_the_next_review(self):
        case = self.closed_case("2026-02-10 02:00:00")
        self.at("2026-03-02 01:00:00")
        first = self.finish(self.new_review())
        self.assertEqual(first.missing_count, 1)
        verdict = self.decided((self.cellar, 100), case=case)
        self.assertEqual(verdict.state, "decided")
        self.at("2026-04-02 01:00:00")
        review = self.new_review("2026-03-01")
        self.assertTrue(review.line_ids.is_correction)
        self.finish(review, "2026-04-02 02:00:00")
        self.assertEqual(verdict.state, "reviewed")

    def test_administrative_discipline_goes_to_the_personnel_office(self):
        officer = self.new_plain_officer()
        person = self.employee(self.outsider)
        Proposal = self.env["csm.liability.proposal"].with_user(officer)
        rows = {}
        for discipline in ("administrative", "money"):
            case = self.closed_case("2026-02-10 02:00:00")
            self.at("2026-03-02 01:00:00")
            verdict = self.decided(
                (self.cellar, 70), (person, 30), case=case, discipline=discipline
            )
            rows[discipline] = verdict.sudo().proposal_ids
        self.assertFalse(Proposal.search([]))
        review = self.new_review()
        self.assertEqual(review.administrative_count, 1)
        self.finish(review)
        self.assertEqual(rows["administrative"].employee_id, person)
        self.assertEqual(set(rows["money"].mapped("state")), {"proposed"})
        mine = Proposal.search([])
        self.assertEqual(mine, rows["administrative"])
        self.assertEqual(review.proposal_ids, rows["administrative"])
        with self.assertRaises(UserError):
            mine.write({"reason": "x"})
        mine.action_announce()
        self.assertEqual(mine.state, "announced")
        with self.assertRaises(AccessError):
            mine.liability_id.read(["findings"])

    def new_plain_officer(self):
        officer = self.new_user("officer", "group_auditor")
        officer.group_ids = self.env.ref("hr.group_hr_user") | self.env.ref("base.group_user")
        return officer

    def test_who_may_review(self):
        review = self.new_review()
        for user in (self.manager, self.leader, self.agent):
            with self.assertRaises(AccessError):
                review.with_user(user).action_finish()
        typed = {"done_at": "2026-03-01 00:00:00"}
        for values in ({"month_ended_at": False}, {"month": "2026-01-01"}, typed):
            with self.assertRaises(UserError):
                review.write(values)
        with self.assertRaises(AccessError):
            self.env["csm.liability.review.line"].with_user(self.executive).create(
                {"review_id": review.id, "case_id": self.case.id}
            )
