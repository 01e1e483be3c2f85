from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..cases.printed_case import PrintedMixin
from ..common.proves import proves
from .liability_case import LiabilityCase


@tagged("post_install", "-at_install", "csm", "csm_liability")
class TestLiabilityForms(PrintedMixin, LiabilityCase):
    """Notices on paper; the verdict stands on the form of whoever reads verdicts."""

    def notice(self, **values):
        verdict = self.decided((self.cellar, 70), (self.dock, 30), loss=900)
        Notice = self.env["csm.liability.notice"].with_user(self.executive)
        return Notice.with_company(self.company).create(
            {
                "liability_id": verdict.id,
                "department_id": self.cellar.id,
                "cause": "Worn gauge",
                "amount": 600,
                **values,
            }
        )

    def test_a_notice_prints_in_three_copies_and_says_when_it_is_a_draft(self):
        notice = self.notice()
        pages = self.pages("liability_notice_paper", notice, user=self.executive)
        self.assertEqual(len(pages), 3)
        for number, holder in enumerate(("Issuer", "Accounting", "Department Concerned"), start=1):
            page = pages[number - 1]
            self.assert_has(page, f"Copy {number} of 3: {holder}", notice.number, "600.00")
            self.assert_has(page.casefold(), "draft")
        notice.action_issue()
        text = self.printed("liability_notice_paper", notice, user=self.executive)
        self.assert_has(text, "Issued by Executive", "Worn gauge", "Cellar")
        notice.void_reason = "Wrong unit"
        notice.action_void()
        text = self.printed("liability_notice_paper", notice, user=self.executive)
        self.assert_has(text.casefold(), "void wrong unit")

    @proves("S2-09-31")
    def test_the_regulation_names_the_holders_of_a_notice(self):
        self.adopt_only("S2-09-31")
        copies = self.env["csm.copy.rule"]._copies_of(self.notice())
        self.assertEqual(copies, [(1, "Issuer"), (2, "Accounting"), (3, "Penalised Department")])

    def test_an_agent_prints_no_notice(self):
        notice = self.notice()
        for user in (self.agent, self.leader):
            with self.subTest(user=user.name), self.assertRaises(AccessError):
                self.printed("liability_notice_paper", notice, user=user)

    def test_the_verdict_stands_on_the_form_of_who_reads_verdicts(self):
        self.decided((self.cellar, 70), (self.dock, 30), loss=900)
        text = self.printed("case_form", self.case, user=self.leader)
        self.assert_has(text, "70.00 %", "630.00", "30.00 %", "270.00", "let air in")
        text = self.printed("case_form", self.case, user=self.agent)
        self.assert_lacks(text, "70.00 %", "630.00", "let air in", "Verdict")

    def test_the_customer_learns_nothing_of_the_verdict(self):
        self.decided((self.cellar, 70), (self.dock, 30), loss=900)
        self.case.reply_text = "We have sent new bottles."
        for form in ("case_letter", "case_feedback"):
            text = self.printed(form, self.case, user=self.leader)
            self.assert_lacks(text, "Cellar", "Dock", "70", "630", "let air in", "Verdict")
