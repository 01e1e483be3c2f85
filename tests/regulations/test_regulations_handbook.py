from io import BytesIO
from unittest import skipUnless

from pypdf import PdfReader

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ...tools import pdf
from ..common.csm_case_base import CsmBase

REPORT = "csm.csm_adoption_handbook"


@tagged("post_install", "-at_install", "csm", "csm_regulations")
class TestRegulationsHandbook(CsmBase):
    """The handbook prints what is in force, article by article, in the reader's language."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.at("2026-03-02 01:00:00")
        cls.regulation = cls.new_regulation()
        cls.rule = cls.new_rule(
            cls.regulation,
            name="Reply to everybody",
            delay=31,
            steps=[{"kind": "breach", "when": "at", "addressee": "team_leader"}],
        )
        cls.adoption = cls.adopt_regulation(cls.regulation, on="2026-03-01")

    def setUp(self):
        super().setUp()
        self.at("2026-03-02 01:00:00")

    def values(self, adoptions=None, user=None):
        report = self.env[f"report.{REPORT}"].with_user(user or self.manager)
        return report._get_report_values((adoptions or self.adoption).ids)

    def html(self, user=None, **context):
        Report = self.env["ir.actions.report"].with_user(user or self.agent)
        Report = Report.with_context(**context).with_company(self.company)
        return Report._render_qweb_html(REPORT, self.adoption.ids)[0].decode()

    def test_it_names_the_articles_the_figures_and_the_day(self):
        text = self.html()
        for part in ("T-01 Test Regulation", "A customer is answered.", "Reply to everybody", "31"):
            self.assertIn(part, text)
        self.assertIn("the team leader is told", text)
        self.assertIn("03/01/2026", text)

    def test_it_prints_the_company_s_figure_and_not_the_shipped_one(self):
        self.adoption.deadline_rule_ids.sudo().delay = 17
        self.assertIn("within 17 hours", self.html())
        self.assertNotIn("31 hours", self.html())

    def test_a_version_to_come_stands_beside_the_one_in_force(self):
        rule = self.adoption.deadline_rule_ids
        rule._new_version(self.adoption._first_moment(self.day("2026-04-01")), {"delay": 12})
        lines = self.values()["sheets"][0]["chapters"][0]["articles"][0]["rules"]
        told = [(line["rule"].delay, line["is_to_come"]) for line in lines]
        self.assertEqual(told, [(31, False), (12, True)])
        self.at("2026-03-31 16:00:00")
        lines = self.values()["sheets"][0]["chapters"][0]["articles"][0]["rules"]
        self.assertEqual(
            [(line["rule"].delay, line["is_to_come"]) for line in lines], [(12, False)]
        )

    def day(self, text):
        return self.env["csm.adoption"]._fields["adopted_on"].to_date(text)

    def test_drafts_and_what_has_ended_are_left_out(self):
        draft = self.env["csm.adoption"].create(
            {
                "regulation_id": self.env.ref("csm.csm_regulation_s0_07").id,
                "company_id": self.company.id,
                "reason": "Test",
            }
        )
        self.assertEqual(self.values(draft + self.adoption)["docs"], self.adoption)
        with self.assertRaisesRegex(UserError, "Adopt one first"):
            self.values(draft)

    def test_an_article_the_programs_keep_says_so(self):
        Article = self.env["csm.regulation.article"]
        for number, ids in (("2", "S2-09-07"), ("3", False)):
            values = {"number": number, "name": "Numbers", "text": "Test", "catalog_ids": ids}
            Article.create({"regulation_id": self.regulation.id, **values})
        entries = self.values()["sheets"][0]["chapters"][0]["articles"]
        kept = {entry["article"].number: entry["is_kept"] for entry in entries}
        self.assertEqual(kept, {"1": False, "2": True, "3": False})

    def test_another_company_s_handbook_is_not_read(self):
        other = self.new_company("Testlabor")
        stranger = self.new_user("stranger", "group_manager", company=other)
        with self.assertRaises(AccessError):
            self.values(user=stranger)

    def test_the_menu_prints_the_company_s_own(self):
        Adoption = self.env["csm.adoption"].with_user(self.agent).with_company(self.company)
        action = Adoption.action_print_handbook()
        self.assertEqual(action["report_name"], REPORT)
        self.assertEqual(action["context"]["active_ids"], self.adoption.ids)
        self.adoption.action_undo()
        with self.assertRaisesRegex(UserError, "Adopt one first"):
            Adoption.action_print_handbook()

    @skipUnless(pdf.is_here(), "WeasyPrint is not installed")
    def test_it_prints_as_pdf_in_chinese_too(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        self.regulation.article_ids.update_field_translations("name", {"zh_CN": "答复客户"})
        for lang, words in (("en_US", "Replies"), ("zh_CN", "答复客户")):
            with self.subTest(lang=lang):
                Report = self.env["ir.actions.report"].with_user(self.agent)
                Report = Report.with_context(lang=lang, force_report_rendering=True)
                content, kind = Report._render_qweb_pdf(REPORT, self.adoption.ids)
                self.assertEqual(kind, "pdf")
                pages = [page.extract_text() for page in PdfReader(BytesIO(content)).pages]
                self.assertIn(words, "".join(pages))
                self.assertIn(f"{len(pages)} / {len(pages)}", pages[-1])
