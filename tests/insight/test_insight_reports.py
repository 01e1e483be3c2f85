from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .insight_case import MONDAY, InsightCase


@tagged("post_install", "-at_install", "csm", "csm_insight")
class TestInsightReports(InsightCase):
    """A report keeps the figures of its period, comes by itself, and is approved by somebody."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.regulation = cls.new_regulation()

    def rule(self, **values):
        values = {"name": "Report", "period": "month", **values}
        article = self.regulation.article_ids
        return self.env["csm.periodic.rule"].create({"article_id": article.id, **values})

    def adopted(self, on="2026-02-10", **values):
        """Let the company adopt a rule of periodic reports; returns its rule in force."""
        self.rule(**values)
        adoption = self.adopt_regulation(self.regulation, on=on)
        return adoption.periodic_rule_ids

    def march(self):
        """Close three complaints of March and one of February."""
        self.closed("2026-02-10 01:00:00", "2026-02-10 02:00:00")
        self.closed("2026-03-03 01:00:00", "2026-03-03 02:00:00")
        self.closed("2026-03-03 01:00:00", "2026-03-04 02:00:00", department_id=self.dock.id)
        self.closed(
            "2026-03-31 15:59:00", "2026-04-01 02:00:00", category_id=self.other_category.id
        )
        self.env.flush_all()

    # Figures

    def test_a_report_keeps_the_figures_of_its_making(self):
        self.march()
        report = self.new_report(base_quantity=150)
        self.assertEqual((report.begins_on.day, str(report.ends_on)), (1, "2026-03-31"))
        self.assertEqual((report.case_count, report.complaint_rate), (3, 2))
        self.assertEqual(report.figures_before["cases"], 1)
        march = [("received_on", ">=", "2026-03-01"), ("received_on", "<", "2026-04-01")]
        self.assertEqual(report.figures, self.stat._figures(self.ours(*march)))
        shares = [round(share) for share in report.cause_ids.mapped("cumulative_share")]
        self.assertEqual((report.cause_ids.mapped("case_count"), shares), ([2, 1], [67, 100]))
        self.assertEqual(report.cause_ids[0].before_count, 1)
        self.assertEqual([row["cases"] for row in report.trend[-2:]], [1, 3])
        lines = {line.department_id: line.case_count for line in report.measure_ids}
        self.assertEqual(lines, {self.cellar: 2, self.dock: 1})
        self.assertEqual(report.measure_ids.user_id, self.head)
        self.closed("2026-03-20 01:00:00", "2026-03-20 02:00:00")
        self.assertEqual(report.case_count, 3)
        report.cause_ids[0].finding = "The closure."
        report.action_refresh()
        self.assertEqual((report.case_count, report.cause_ids[0].finding), (4, "The closure."))
        self.assertIn("<svg", report.trend_html)

    def test_a_period_without_complaints_has_no_rates(self):
        report = self.new_report(begins_on="2019-05-20")
        self.assertEqual((str(report.begins_on), report.case_count), ("2019-05-01", 0))
        self.assertIsNone(report.figures["founded_rate"])
        self.assertTrue(report.has_all_measures)
        self.assertIn("–", report.figures_html)

    def test_what_the_system_counts_nobody_writes(self):
        self.march()
        report = self.new_report()
        for record, vals in (
            (report, {"figures": {}}),
            (report, {"due_at": MONDAY}),
            (report, {"begins_on": "2026-02-01"}),
            (report, {"state": "approved"}),
            (report.cause_ids[:1], {"case_count": 9}),
            (report.measure_ids[:1], {"case_count": 9}),
        ):
            with self.subTest(vals=vals), self.assertRaises(UserError):
                record.write(vals)
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"):
            self.new_report()

    # Steps

    def test_submitted_is_settled_and_somebody_else_approves(self):
        self.march()
        report = self.new_report()
        self.at("2026-03-31 15:59:59")
        with self.assertRaisesRegex(UserError, "the period ends"):
            report.action_submit()
        self.at("2026-03-31 16:00:00")
        report.measure_ids[0].due_on = "2026-04-20"
        report.action_submit()
        reminder = report.activity_ids.filtered(lambda act: act.user_id == self.head)
        self.assertEqual(str(reminder.date_deadline), "2026-04-20")
        for record, vals in ((report, {"analysis": "x"}), (report.cause_ids[0], {"finding": "x"})):
            with self.assertRaisesRegex(UserError, "stays as it is"):
                record.write(vals)
        with self.assertRaisesRegex(UserError, "stays as it is"):
            report.measure_ids[0].corrective = "x"
        report.measure_ids[0].action_done()
        self.assertFalse(report.activity_ids.filtered(lambda act: act.user_id == self.head))
        with self.assertRaisesRegex(UserError, "submitted .* yourself"):
            report.action_approve()
        report.with_user(self.executive).action_send_back()
        report.analysis = "Corks."
        report.action_submit()
        report.with_user(self.executive).action_approve()
        self.assertEqual(report.state, "approved")
        with self.assertRaises(UserError):
            report.unlink()

    def test_rights_end_at_ones_own_reports(self):
        self.march()
        report = self.new_report()
        for user in (self.agent, self.leader, self.outsider):
            self.assertFalse(report.with_user(user).has_access("read"))
        with self.assertRaises(AccessError):
            self.new_report(user=self.leader, begins_on="2026-01-01")
        report.user_id = self.outsider
        self.assertTrue(report.with_user(self.outsider).has_access("write"))
        ours = self.new_report(team_id=self.team.id)
        self.assertTrue(ours.with_user(self.agent).has_access("read"))
        self.assertTrue(ours.with_user(self.leader).has_access("write"))
        self.assertFalse(ours.with_user(self.outsider).has_access("read"))
        head = report.measure_ids.filtered("user_id").with_user(self.head)
        self.assertEqual(head.mapped("case_count"), [2])
        head.effect = "No cork since."

    # The job

    def test_the_job_makes_each_report_once(self):
        rule = self.adopted()
        self.march()
        self.run_reports("2026-02-28 15:59:59")
        self.assertFalse(self.reports())
        self.run_reports("2026-02-28 16:00:00")
        self.assertEqual(self.reports().mapped("period_text"), ["2026-02"])
        self.run_reports("2026-02-28 17:00:00")
        self.assertEqual(len(self.reports()), 1)
        report = self.reports()
        self.assertEqual((report.rule_id, report.user_id), (rule, self.env.user.browse()))
        self.assertEqual(str(report.due_at), "2026-03-31 15:59:59")
        self.run_reports("2026-06-03 00:00:00")
        self.assertEqual(
            self.reports().mapped("period_text"), ["2026-02", "2026-03", "2026-04", "2026-05"]
        )
        self.assertEqual(self.reports()[1].case_count, 3)

    def test_a_new_version_goes_on_where_the_old_one_ends(self):
        rule = self.adopted(due_days=5)
        self.run_reports("2026-03-01 01:00:00")
        self.assertEqual(str(self.reports().due_at), "2026-03-05 15:59:59")
        self.env.cr.flush()
        rule._new_version(self.env.cr.now(), {"due_days": 3})
        self.run_reports("2026-04-01 01:00:00")
        self.assertEqual(self.reports().mapped("period_text"), ["2026-02", "2026-03"])
        self.assertEqual(str(self.reports()[1].due_at), "2026-04-03 15:59:59")

    def test_one_for_each_department_and_each_team(self):
        self.rule(scope="department")
        adoption = self.adopt_regulation(self.regulation, on="2026-02-10")
        self.assertEqual(len(adoption.periodic_rule_ids), 1)
        self.march()
        self.run_reports("2026-04-01 01:00:00")
        march = self.reports()
        self.assertEqual(march.department_id, self.cellar | self.dock)
        self.assertEqual(sorted(march.mapped("case_count")), [1, 2])
        cellar = march.filtered(lambda report: report.department_id == self.cellar)
        self.assertEqual(cellar.user_id, self.head)

    def test_half_months_and_weeks_end_where_they_should(self):
        self.adopted(period="half_month")
        self.run_reports("2026-03-15 15:59:59")
        self.assertEqual(self.reports().mapped("period_text"), ["2026-02/2"])
        self.run_reports("2026-03-15 16:00:00")
        report = self.reports()[-1]
        self.assertEqual(report.period_text, "2026-03/1")
        self.assertEqual(str(report.due_at), "2026-03-31 15:59:59")

    def test_a_hot_spot_is_reported_while_it_is_hot(self):
        self.adopted(occasion="hot", hot_from=3)
        self.closed("2026-03-03 01:00:00", "2026-03-03 02:00:00")
        self.closed("2026-03-04 01:00:00", "2026-03-04 02:00:00")
        self.run_reports("2026-03-05 01:00:00")
        self.assertFalse(self.reports())
        self.closed("2026-03-05 02:00:00", "2026-03-05 03:00:00")
        self.run_reports("2026-03-06 01:00:00")
        report = self.reports()
        self.assertEqual((report.hot_count, report.case_count), (1, 3))
        self.assertEqual(report.cause_ids.category_id, self.category)
        self.closed("2026-03-06 02:00:00", "2026-03-06 03:00:00")
        self.run_reports("2026-03-07 01:00:00")
        self.assertEqual((len(self.reports()), report.case_count), (1, 4))
        report.action_submit()
        self.run_reports("2026-03-08 01:00:00")
        self.assertEqual(self.reports(), report)

    # Suggestions and lessons

    def test_suggestions_and_lessons_come_with_their_period(self):
        case = self.closed("2026-03-03 01:00:00", "2026-03-03 02:00:00", lessons="Ask for the lot.")
        Suggestion = self.env["csm.suggestion"].with_user(self.agent)
        suggestion = Suggestion.create({"name": "Pack upright", "case_id": case.id})
        self.assertEqual(suggestion.department_id, self.cellar)
        with self.assertRaisesRegex(UserError, "what is done about it"):
            suggestion.action_take_up()
        suggestion.answer = "From May on."
        suggestion.action_take_up()
        self.assertEqual(suggestion.state, "taken_up")
        report = self.new_report()
        self.assertEqual(report.suggestion_ids, suggestion.with_env(report.env))
        self.assertEqual(report.lesson_case_ids.ids, case.ids)
        other = self.new_report(begins_on="2026-02-01")
        self.assertFalse(other.suggestion_ids or other.lesson_case_ids)
        with self.assertRaises(AccessError):
            Suggestion.with_user(self.outsider).create({"name": "x", "case_id": case.id})
