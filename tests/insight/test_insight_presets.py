from datetime import timedelta

from odoo.exceptions import UserError
from odoo.tests import tagged

from ..common.proves import proves
from .insight_case import InsightCase

APRIL, MAY = "2026-04-01 01:00:00", "2026-05-01 01:00:00"
SECOND = timedelta(seconds=1)


@tagged("post_install", "-at_install", "csm", "csm_insight")
class TestInsightPresets(InsightCase):
    """What the regulations demand of reports on complaints, each with its own interval.

    The agent prepares the reports: nobody holds the roles, and the agent is who stands in. The
    agent's department is the cellar, whose head is ``head``; the agent works for the leader.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.employee(cls.agent).department_id = cls.cellar
        cls.company.csm_fallback_user_id = cls.agent
        cls.holders = {code: cls.hold(code) for code in ("marketing_director", "gm")}

    @classmethod
    def hold(cls, code):
        user = cls.new_user(code, "group_executive")
        cls.give_role(code, user)
        return user

    def adopt_only(self, *ids, **figures):
        """Adopt just the rules of these catalogued ids, with figures of the company's own."""

        def enter(adoption):
            adoption.periodic_rule_ids.filtered("active").write(figures)

        return super().adopt_only(*ids, on="2026-01-01", prepare=enter)

    def owed(self, code, at=APRIL):
        """Return the reports of an article that are there after the job at a moment."""
        self.run_reports(at)
        return self.reports(code)

    def heard(self, record, code):
        """Return who was told by the rules of an article, by login."""
        record.invalidate_recordset(["report_ids"])
        told = record.sudo().report_ids.filtered(
            lambda row: row.rule_id.article_id.catalog_ids == code
        )
        return sorted((row.told_user_id.login or "").removeprefix("csm_") for row in told)

    def assert_late_after(self, report, due):
        """The deadline engine knows the due second; the next one is late, and two hear of it."""
        row = report.sudo().deadline_ids.filtered("is_binding")
        self.assertEqual((len(row), str(row.due_at)), (1, due))
        self.run_steps(due)
        self.assertFalse(row.breached_at)
        self.at(due)
        self.run_steps(
            str(row.due_at.replace(second=0).replace(minute=0)).replace("15:00", "16:00")
        )
        self.assertTrue(row.breached_at)
        self.assertEqual(len(self.events(report, "breach")), 2)

    def assert_wanted(self, report, *names):
        """Just these entries are demanded before the report is submitted."""
        with self.assertRaises(UserError) as refused:
            report.action_submit()
        for name in names:
            self.assertIn(report._fact_label(name), str(refused.exception))
        report.write({name: "x" for name in names if name in ("analysis", "proposal")})

    def write_measures(self, report):
        for line in report.measure_ids:
            line.write({"analysis": "a", "corrective": "c", "preventive": "p"})

    def march(self):
        for number in range(3):
            self.closed(f"2026-03-0{number + 3} 01:00:00", f"2026-03-0{number + 3} 02:00:00")

    # The monthly and quarterly ones

    @proves("S0-07-16")
    def test_the_marketing_director_presents_the_improvements(self):
        self.adopt_only("S0-07-16")
        self.march()
        report = self.owed("S0-07-16")[-1]
        self.assertEqual((report.period_text, report.case_count), ("2026-03", 3))
        self.assert_wanted(report, "proposal")
        report.action_submit()
        self.assertEqual(self.heard(report, "S0-07-16"), ["marketing_director"])
        self.assert_late_after(
            self.owed("S0-07-16", "2026-05-01 01:00:00")[-1], "2026-05-31 15:59:59"
        )

    @proves("S1-13-25")
    def test_summaries_by_month_quarter_and_year(self):
        self.adopt_only("S1-13-25")
        self.owed("S1-13-25", "2025-12-31 16:00:00")
        reports = self.owed("S1-13-25", APRIL)
        self.assertEqual(sorted(reports.mapped("period_text")), ["2026-03", "2026-Q1"])
        month, quarter = reports.sorted("ends_on").sorted("period")
        month.action_submit()
        self.assertEqual(self.heard(month, "S1-13-25"), ["leader"])
        self.assert_wanted(quarter, "proposal")
        quarter.action_submit()
        self.assertEqual(self.heard(quarter, "S1-13-25"), ["gm", "leader"])
        reports = self.owed("S1-13-25", "2027-01-01 01:00:00")
        year = reports.filtered(lambda report: report.period == "year")
        self.assertEqual(year.period_text, "2026")
        self.assert_wanted(year, "proposal")
        year.action_submit()
        self.assertEqual(self.heard(year, "S1-13-25"), ["gm", "leader"])
        self.assert_late_after(self.reports("S1-13-25")[-1], "2027-01-31 15:59:59")

    @proves("S2-03-06", "S2-03-07")
    def test_the_quarter_is_summed_up_with_the_measures_of_each_department(self):
        self.adopt_only("S2-03-06", "S2-03-07")
        self.march()
        self.closed("2026-01-10 01:00:00", "2026-01-10 02:00:00", department_id=self.dock.id)
        report = self.owed("S2-03-06")
        self.assertEqual((report.period_text, report.case_count), ("2026-Q1", 4))
        self.assertEqual(report.measure_ids.department_id, self.cellar | self.dock)
        self.assert_wanted(report, "has_all_measures")
        self.write_measures(report)
        report.measure_ids[1].preventive = " "
        self.assert_wanted(report, "has_all_measures")
        report.measure_ids[1].preventive = "p"
        report.action_submit()
        self.assert_late_after(
            self.owed("S2-03-06", "2026-07-01 01:00:00")[-1], "2026-09-30 15:59:59"
        )

    @proves("S2-03-06")
    def test_the_customer_service_department_prepares_it(self):
        manager = self.hold("service_manager")
        self.adopt_only("S2-03-06")
        self.assertEqual(self.owed("S2-03-06").user_id, manager)

    @proves("S2-03-08")
    def test_the_general_manager_approves_the_quarterly_report(self):
        self.adopt_only("S2-03-06", "S2-03-08")
        report = self.owed("S2-03-06")
        report.with_user(self.agent).action_submit()
        approval = report.sudo().approval_ids
        self.assertEqual(approval.waiting_user_id, self.holders["gm"])
        with self.assertRaises(UserError):
            report.with_user(self.manager).action_approve()
        approval.with_user(self.holders["gm"]).action_approve()
        self.assertEqual(report.state, "approved")
        self.assertTrue(report.approved_at)

    @proves("S2-03-08")
    def test_a_refused_report_goes_back(self):
        self.adopt_only("S2-03-06", "S2-03-08")
        report = self.owed("S2-03-06")
        report.with_user(self.agent).action_submit()
        approval = report.sudo().approval_ids.with_user(self.holders["gm"])
        approval._decide("refuse", "Say more.")
        self.assertEqual(report.state, "draft")

    @proves("S3-01-25")
    def test_each_department_has_its_monthly_report(self):
        self.adopt_only("S3-01-25")
        self.march()
        self.closed("2026-03-10 01:00:00", "2026-03-10 02:00:00", department_id=self.dock.id)
        reports = self.owed("S3-01-25")
        self.assertEqual(reports.department_id, self.cellar | self.dock)
        self.assertEqual(sorted(reports.mapped("case_count")), [1, 3])
        self.assertEqual(set(reports.mapped("period_text")), {"2026-03"})
        self.assert_late_after(reports[0], "2026-04-30 15:59:59")

    @proves("S3-11-08")
    def test_product_problems_go_to_the_head_every_half_month(self):
        self.adopt_only("S3-11-08")
        report = self.owed("S3-11-08", "2026-03-16 01:00:00")[-1]
        self.assertEqual(report.period_text, "2026-03/1")
        report.action_submit()
        self.assertEqual(self.heard(report, "S3-11-08"), ["head"])
        later = self.owed("S3-11-08")[-1]
        self.assertEqual(later.period_text, "2026-03/2")
        self.assert_late_after(later, "2026-04-15 15:59:59")

    # Those without an interval of their own: the company chooses one

    @proves("S1-03-10")
    def test_the_data_analyst_reports_with_recommendations(self):
        analyst = self.hold("data_analyst")
        self.adopt_only("S1-03-10", period="month")
        report = self.owed("S1-03-10")[-1]
        self.assertEqual(report.user_id, analyst)
        self.assert_wanted(report, "analysis", "proposal")
        report.action_submit()
        self.assert_late_after(
            self.owed("S1-03-10", "2026-05-01 01:00:00")[-1], "2026-05-31 15:59:59"
        )

    @proves("S1-13-16", "S1-13-10")
    def test_the_analysis_goes_to_the_superior_and_to_the_departments(self):
        self.adopt_only("S1-13-16", "S1-13-10", period="quarter")
        self.march()
        report = self.owed("S1-13-16")
        self.assert_wanted(report, "analysis")
        report.action_submit()
        self.assertEqual(self.heard(report, "S1-13-16"), ["leader"])
        self.assertEqual(self.heard(report, "S1-13-10"), ["head"])
        self.assert_late_after(
            self.owed("S1-13-16", "2026-07-01 01:00:00")[-1], "2026-09-30 15:59:59"
        )

    @proves("S3-06-06")
    def test_hot_spots_are_ranked_and_answered_by_the_departments(self):
        self.adopt_only("S3-06-06", period="month", hot_from=3)
        self.march()
        self.closed(
            "2026-03-10 01:00:00", "2026-03-10 02:00:00", category_id=self.other_category.id
        )
        report = self.owed("S3-06-06")[-1]
        self.assertEqual(report.cause_ids.mapped("case_count"), [3, 1])
        self.assertEqual(report.cause_ids.mapped("is_hot"), [True, False])
        report.base_quantity = 200
        self.assertEqual(report.complaint_rate, 2)
        self.assert_wanted(report, "analysis", "has_all_measures")
        self.write_measures(report)
        report.action_submit()
        self.assert_late_after(
            self.owed("S3-06-06", "2026-05-01 01:00:00")[-1], "2026-05-31 15:59:59"
        )

    @proves("S3-11-14")
    def test_the_department_manager_is_kept_informed(self):
        self.adopt_only("S3-11-14", period="month")
        report = self.owed("S3-11-14")[-1]
        self.assert_wanted(report, "proposal")
        report.action_submit()
        self.assertEqual(self.heard(report, "S3-11-14"), ["head"])
        self.assert_late_after(
            self.owed("S3-11-14", "2026-05-01 01:00:00")[-1], "2026-05-31 15:59:59"
        )

    @proves("S3-13-10")
    def test_similar_complaints_that_pile_up_are_reported_to_the_superior(self):
        self.adopt_only("S3-13-10", hot_from=3)
        self.closed("2026-03-03 01:00:00", "2026-03-03 02:00:00")
        self.closed("2026-03-04 01:00:00", "2026-03-04 02:00:00")
        self.assertFalse(self.owed("S3-13-10", "2026-03-05 01:00:00"))
        self.closed("2026-03-05 02:00:00", "2026-03-05 03:00:00")
        report = self.owed("S3-13-10", "2026-03-06 01:00:00")
        self.assertEqual(report.cause_ids.filtered("is_hot").mapped("case_count"), [3])
        self.assertEqual(self.heard(report, "S3-13-10"), ["leader"])

    @proves("S3-13-10")
    def test_how_many_are_many_is_the_companys_to_say(self):
        preset = self.env.ref("csm.csm_periodic_rule_s3_13_10")
        self.assertTrue(preset.is_blank and preset.active)
        self.assertEqual(preset.hot_from, 0)

    # Suggestions and lessons

    @proves("S0-04-17")
    def test_a_suggestion_is_fed_back_at_once(self):
        self.adopt_only("S0-04-17")
        case = self.closed("2026-03-03 01:00:00", "2026-03-03 02:00:00")
        Suggestion = self.env["csm.suggestion"].with_user(self.agent)
        suggestion = Suggestion.create({"name": "Pack upright", "case_id": case.id})
        self.assertEqual(self.heard(suggestion, "S0-04-17"), ["head"])

    @proves("S2-05-29")
    def test_a_problem_is_reported_with_a_suggestion(self):
        self.adopt_only("S2-05-29")
        case = self.closed("2026-03-03 01:00:00", "2026-03-03 02:00:00")
        Suggestion = self.env["csm.suggestion"].with_user(self.agent)
        suggestion = Suggestion.create(
            {"name": "Pack upright", "problem": "Broken", "case_id": case.id}
        )
        self.assertEqual(self.heard(suggestion, "S2-05-29"), ["leader"])

    @proves("S0-13-08")
    def test_a_handling_is_summed_up_before_it_is_filed(self):
        self.adopt_only("S0-13-08")
        case = self.closed("2026-03-03 01:00:00", "2026-03-03 02:00:00")
        with self.assertRaises(UserError) as refused:
            case._go(case._move_named("file"))
        self.assertIn("Lessons Learned", str(refused.exception))
        case.lessons = "Ask for the lot at once."
        case._go(case._move_named("file"))
        self.assertTrue(case.archived_at)
        report = self.new_report(base_quantity=50)
        self.assertEqual((report.complaint_rate, report.lesson_case_ids.ids), (2, case.ids))
