from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..common.proves import proves
from ..liability.liability_case import LiabilityCase

LANGUAGES = ("en_US", "zh_CN", "zh_TW")


@tagged("post_install", "-at_install", "csm", "csm_insight")
class TestInsightPrints(LiabilityCase):
    """The monthly statistics and the complaint report on paper."""

    def sections(self, name, record, user=None):
        report = self.env[f"report.csm.{name}"].with_user(user or self.executive)
        found = report._sections(record.with_user(user or self.executive))
        return {section["key"]: section for section in found if section}

    def html(self, name, record, lang):
        Report = self.env["ir.actions.report"].with_user(self.executive).with_context(lang=lang)
        return Report._render_qweb_html(f"csm.ir_actions_report_csm_{name}", record.ids)[0].decode()

    def february(self):
        """Two cases closed in February: one borne 70 to 30 of 1,000, one wholly of 500."""
        first = self.closed_case("2026-02-10 01:00:00")
        self.decided((self.cellar, 70), (self.supplier, 30), case=first, loss=1000)
        second = self.closed_case("2026-02-11 01:00:00", name="Label torn")
        self.decided((self.dock, 100), case=second, loss=500)
        self.closed_case("2026-02-12 01:00:00", name="Nobody judged")
        self.at("2026-03-02 01:00:00")
        return self.new_review()

    @proves("S2-09-22")
    def test_the_monthly_table_holds_the_shares_of_each_unit(self):
        self.adopt_only("S2-09-22", "S2-09-30")
        review = self.february()
        row = review.sudo().deadline_ids
        self.assertEqual(str(row.due_at), "2026-03-10 15:59:59")
        sections = self.sections("csm_liability_review_statistics", review)
        rows = sections["shares"]["rows"]
        self.assertEqual(
            [(name, cases, share) for name, cases, _amount, share in rows],
            [
                ("Cellar", "1", "46.7 %"),
                ("Dock", "1", "33.3 %"),
                ("Cork Works", "1", "20.0 %"),
            ],
        )
        cases = sections["cases"]["rows"]
        self.assertEqual(len(cases), 3)
        self.assertIn("Cellar 70 %, Cork Works 30 %", cases[0])
        self.assertIn("no verdict", cases[2])

    @proves("S2-09-22")
    def test_shares_of_cases_without_a_loss_count_by_their_percentages(self):
        first = self.closed_case("2026-02-10 01:00:00")
        self.decided((self.cellar, 60), (self.dock, 40), case=first)
        self.at("2026-03-02 01:00:00")
        Report = self.env["report.csm.csm_liability_review_statistics"]
        rows = Report._party_shares(self.new_review().line_ids)
        self.assertEqual(
            [(row["party"], row["share"]) for row in rows], [("Cellar", 60), ("Dock", 40)]
        )

    def test_the_statistics_print_in_three_languages(self):
        review = self.february()
        for lang in LANGUAGES:
            self.env["res.lang"]._activate_lang(lang)
            text = self.html("liability_review_statistics", review, lang)
            self.assertIn("46.7 %", text)
            self.assertIn("2026-02", text)
        printed = self.env["csm.form.print"].search([("res_model", "=", review._name)])
        self.assertEqual(len(printed), 3)
        self.assertTrue(printed[0].is_internal)

    def new_report(self):
        self.february()
        Report = self.env["csm.periodic.report"].with_user(self.executive)
        return Report.with_company(self.company).create(
            {"period": "quarter", "begins_on": "2026-01-01", "analysis": "根本原因在瓶塞。"}
        )

    def test_the_report_prints_its_graphs_with_text_in_them(self):
        report = self.new_report()
        for lang in LANGUAGES:
            self.env["res.lang"]._activate_lang(lang)
            text = self.html("periodic_report_analysis", report, lang)
            self.assertEqual(text.count("<svg"), 2)
            self.assertIn("26-02</text>", text)
            self.assertIn("根本原因在瓶塞。", text)

    def test_only_who_may_read_prints(self):
        report, review = self.new_report(), self.env["csm.liability.review"].search([], limit=1)
        for name, record in (
            ("csm_periodic_report_analysis", report),
            ("csm_liability_review_statistics", review),
        ):
            with self.assertRaises(AccessError):
                asked = self.env[f"report.csm.{name}"].with_user(self.agent)
                asked._get_report_values(record.ids)

    def test_a_case_about_the_reader_is_left_out(self):
        accused = self.employee(self.manager)
        case = self.closed_case("2026-02-10 01:00:00")
        case.accused_employee_ids = accused
        self.closed_case("2026-02-11 01:00:00")
        self.at("2026-03-02 01:00:00")
        review = self.new_review()
        for user, count in ((self.manager, 1), (self.executive, 2)):
            sections = self.sections("csm_liability_review_statistics", review, user)
            self.assertEqual(len(sections["cases"]["rows"]), count)
