from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.csm.models.cases import report_csm_csm_case_register as register

from ..common.csm_case_base import CsmBase
from ..common.proves import proves
from .printed_case import PrintedMixin

MONDAY = "2026-03-02 01:00:00"
REPLY = "We have sent you twelve new bottles.\nThey arrive on Friday."
INTERNAL = {
    "cause": "Cork supplier switched silently",
    "plan": "Recall the pallet quietly",
    "decision": "Charge the supplier for it",
    "inspection": "Nine of ten corks fail",
}


@tagged("post_install", "-at_install", "csm", "csm_cases", "csm_cases_paper")
class TestCasesForms(PrintedMixin, CsmBase):
    """The forms of a case on paper: what stands on them, and who may print them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.at(MONDAY)
        cls.customer = cls.env["res.partner"].create({"name": "Jiahe Trading"})
        cls.case = cls.new_case(
            partner_id=cls.customer.id,
            partner_name="Jiahe Trading",
            product="Reserve 2019",
            order_number="HT-77",
            quantity=120,
            defective_quantity=6.5,
            demand="Twelve new bottles",
            description="<p>The corks crumble</p>",
            user_id=cls.agent.id,
            judgement="founded",
            **INTERNAL,
        )
        cls.case.action_register()

    def setUp(self):
        super().setUp()
        self.at(MONDAY)

    def closed(self):
        self.case.action_reply()
        self.case.action_judge()
        self.case.action_close()
        return self.case

    def test_a_category_reads_in_the_language_of_each_paper(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        above, below = self.category.parent_id, self.category
        if not above:
            below = self.env["csm.case.category"].create({"name": "Cork", "parent_id": below.id})
            above = self.category
        above.with_context(lang="zh_CN").name = "质量"
        below.with_context(lang="zh_CN").name = "瓶塞"
        self.assertEqual(below.display_name, f"{above.name} / {below.name}")
        self.assertEqual(below.with_context(lang="zh_CN").display_name, "质量 / 瓶塞")

    # The handling form

    def test_the_form_tells_the_whole_case(self):
        text = "".join(self.pages("case_form", self.case))
        self.assert_has(
            text,
            "Complaint Registration and Handling Form",
            "Internal",
            "Copy 1 of 1",
            "Page 1 /",
            "Printed by Agent",
            self.case.number,
            "Jiahe Trading",
            "Reserve 2019",
            "HT-77",
            "6.5",
            "The corks crumble",
            "Twelve new bottles",
            *INTERNAL.values(),
            # 9:00 in Shanghai
            "2026-03-02 09:00",
        )
        row = self.rows("case_form", self.case)
        self.assert_has(text, row.number)
        self.assertEqual((row.user_id, row.record_name), (self.agent, self.case.number))
        again = self.printed("case_form", self.case)
        self.assert_lacks(again, row.number)
        self.assertEqual(len(self.rows("case_form", self.case)), 2)

    def test_the_form_shows_who_signed_what_and_the_opinions(self):
        quality = self.env["hr.department"].create(
            {
                "name": "Cellar Quality",
                "company_id": self.company.id,
                "manager_id": self.employee(self.leader).id,
            }
        )
        Station = self.env["csm.case.station"].with_user(self.agent)
        stay = Station.create({"case_id": self.case.id, "department_id": quality.id})
        stay.with_user(self.leader).write({"opinion": "The glue of the cork gave way."})
        stay.with_user(self.leader).action_hand_back()
        self.case.action_judge()
        text = self.printed("case_form", self.case)
        self.assert_has(text, "Cellar Quality", "The glue of the cork gave way.", "Leader")
        self.assert_has(text, "Judged by Agent 2026-03-02 09:00")

    def test_a_void_case_prints_as_void(self):
        self.assert_lacks(self.printed("case_form", self.case), "VOID", "Typed twice")
        self.case.void_reason = "Typed twice"
        self.case.action_void()
        text = self.printed("case_form", self.case)
        self.assert_has(text.casefold(), "void typed twice")

    def test_whoever_does_not_read_the_case_prints_nothing(self):
        for form in ("case_form", "case_register", "case_feedback", "case_letter"):
            with self.subTest(form=form), self.assertRaises(AccessError):
                self.printed(form, self.case, user=self.outsider)
        self.assertFalse(self.rows("case_form", self.case))

    def test_a_person_complained_about_never_prints_it(self):
        accused = self.new_user("accused", "group_manager")
        self.case.sudo().accused_employee_ids = self.employee(accused)
        with self.assertRaises(AccessError):
            self.printed("case_form", self.case, user=accused)
        self.case.with_user(self.manager).is_open_to_accused = True
        self.assertTrue(self.case.with_user(accused).has_access("read"))
        for form in ("case_form", "case_register", "case_letter"):
            with self.subTest(form=form), self.assertRaisesRegex(AccessError, "about you"):
                self.printed(form, self.case, user=accused)

    def test_who_complains_is_withheld_on_every_paper_that_goes_round(self):
        self.case.write(
            {
                "is_identity_withheld": True,
                "partner_phone": "13800138000",
                "description": "<p>Jiahe Trading says the corks crumble</p>",
            }
        )
        for form in ("case_form", "case_register"):
            with self.subTest(form=form):
                text = self.printed(form, self.case)
                self.assert_has(text, "(withheld)", self.case.number)
                self.assert_lacks(text, "Jiahe", "13800138000", "HT-77")
        # The complainant reads their own name.
        self.case.reply_text = REPLY
        self.assert_has(self.printed("case_letter", self.case), "Jiahe Trading")

    # The register

    @proves("S2-09-12")
    def test_the_register_holds_a_line_for_every_case(self):
        self.adopt("csm_regulation_s2_09")
        cases = self.case | self.new_case(name="Mould on the labels")
        cases[1].action_register()
        text = self.printed("case_register", cases)
        self.assert_has(text, "Complaint Registration and Tracking Register", "2 cases")
        for case in cases:
            self.assert_has(text, case.number, case.name, case.partner_name)
        self.assert_has(text, INTERNAL["decision"], "6.5 of 120", "Registered", "2026-03-02")
        # The number is that of the register, drawn by month.
        self.assertRegex(self.case.number, r"^2603\d\d$")

    def test_a_fact_that_is_missing_leaves_its_line_in_the_register(self):
        Register = self.env["report.csm.csm_case_register"]
        columns = {key: facts for key, _width, _align, facts in Register._columns()}
        self.assertEqual([label for label, _read in columns["ends"]], ["Customer Told", "Closed"])
        for fact, line in (("told_at", "2026-03-02\n"), ("closed_at", "\n2026-03-02")):
            case = self.env["csm.case"].new({fact: "2026-03-02 01:30:00"})
            self.assertEqual(Register._rows(case, [columns["ends"]]), [[line]])

    def test_the_register_runs_over_pages_with_its_head_repeated(self):
        cases = self.case
        for number in range(45):
            cases |= self.new_case(name=f"Complaint of line {number}")
        pages = self.pages("case_register", cases)
        self.assertGreater(len(pages), 1)
        for page in pages:
            self.assert_has(page, "Received", "Days", "Copy 1 of 1")
        self.assert_has(pages[-1], f"Page {len(pages)} / {len(pages)}")
        kind = self.env.ref("csm.csm_form_kind_case_register")
        prints = self.env["csm.form.print"].search(
            [("form_id.kind_id", "=", kind.id), ("company_id", "=", self.company.id)]
        )
        self.assertEqual(len(prints), 1, "one row in the log for the whole register")

    def test_a_register_has_its_bounds(self):
        cases = self.case | self.new_case()
        with patch.object(register, "MOST", 2):
            self.assert_has(self.printed("case_register", cases), "2 cases")
            with self.assertRaisesRegex(UserError, "more than one register holds"):
                self.printed("case_register", cases | self.new_case())

    def test_the_register_of_a_month_follows_the_company_s_clock(self):
        # The last minute of March in Shanghai, and the first of April.
        self.at("2026-03-31 15:59:00")
        last = self.new_case(name="Last of March")
        self.at("2026-03-31 16:00:00")
        first = self.new_case(name="First of April")
        inquiry = self.new_case(kind="inquiry")
        Wizard = self.env["csm.case.register.wizard"].with_user(self.agent)
        Wizard = Wizard.with_company(self.company)
        march = Wizard.create({"month": "2026-03-17", "company_id": self.company.id})
        self.assertEqual(march.kind, "complaint")
        action = march.action_print()
        self.assertEqual(action["report_name"], "csm.csm_case_register")
        self.assertEqual(set(action["context"]["active_ids"]), set((self.case | last).ids))
        march.write({"month": "2026-04-01", "kind": False, "team_ids": self.team.ids})
        self.assertEqual(
            set(march.action_print()["context"]["active_ids"]), set((first | inquiry).ids)
        )
        march.month = "2026-05-01"
        with self.assertRaisesRegex(UserError, "no such cases in 2026-05"):
            march.action_print()
        with self.assertRaisesRegex(UserError, "no such cases"):
            march.with_user(self.outsider).create({"month": "2026-03-01"}).action_print()

    # What the customer reads

    def test_the_letter_says_what_the_customer_may_know_and_nothing_else(self):
        with self.assertRaisesRegex(UserError, "Write the reply"):
            self.printed("case_letter", self.case)
        employee = self.employee(self.outsider)
        employee.name = "Wu Jing"
        self.case.sudo().accused_employee_ids = employee
        self.case.write({"reply_text": "Wu Jing is sorry.", "user_id": self.agent.id})
        with self.assertRaisesRegex(UserError, "names Wu Jing"):
            self.printed("case_letter", self.case)
        self.case.reply_text = REPLY
        text = self.printed("case_letter", self.case)
        self.assert_has(
            text,
            "Jiahe Trading",
            self.case.number,
            "March 2, 2026",
            "Reserve 2019",
            "We have sent you twelve new bottles.",
            "They arrive on Friday.",
            "We are sorry",
            "desk@example.com",
        )
        self.assert_lacks(text, "Wu Jing", "Internal", self.case.name, *INTERNAL.values())
        self.assertFalse(self.rows("case_letter", self.case).is_internal)

    def test_an_unfounded_complaint_gets_no_apology(self):
        self.case.write({"judgement": "unfounded", "reply_text": REPLY})
        self.assert_lacks(self.printed("case_letter", self.case), "We are sorry")

    def test_the_feedback_slip_asks_for_an_opinion(self):
        with self.assertRaisesRegex(UserError, "Write the reply"):
            self.printed("case_feedback", self.case)
        self.case.reply_text = REPLY
        text = self.printed("case_feedback", self.case)
        self.assert_has(text, self.case.number, "Twelve new bottles", "They arrive on Friday.")
        self.assert_has(text, "I am satisfied", "Not satisfied", "Signature or seal")
        self.assert_lacks(text, *INTERNAL.values())

    def test_the_customer_s_papers_are_in_the_customer_s_language(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        kinds = ("case_letter", "case_feedback")
        for kind in kinds:
            record = self.env.ref(f"csm.csm_form_kind_{kind}")
            record.update_field_translations("name", {"zh_CN": f"致客户{len(kind)}"})
        self.case.reply_text = "十二瓶新酒已寄出。"
        self.customer.lang = "zh_CN"
        for kind in kinds:
            with self.subTest(kind=kind):
                text = "".join(self.pages(kind, self.case))
                self.assert_has(text, f"致客户{len(kind)}", "十二瓶新酒已寄出。")
                self.assertEqual(self.rows(kind, self.case).lang, "zh_CN")
        self.assert_has(self.printed("case_letter", self.case), "2026年3月2日")

    # Memorial and abnormality

    def test_a_memorial_prints_with_its_decision(self):
        Request = self.env["csm.request"].with_user(self.agent).with_company(self.company)
        memorial = Request.create(
            {
                "name": "The cellar is not to blame",
                "kind_id": self.env.ref("csm.csm_request_kind_memorial").id,
                "case_id": self.case.id,
                "text": "The corks came wet.",
            }
        )
        text = self.printed("request_memorial_paper", memorial)
        self.assert_has(text.casefold(), "being written")
        memorial.action_submit()
        memorial.with_user(self.leader).action_grant()
        text = "".join(self.pages("request_memorial_paper", memorial))
        self.assert_has(text, memorial.number, "The corks came wet.", self.case.number, "Granted")
        self.assert_lacks(text, "Not valid before")

    def test_an_abnormality_prints_with_the_answer(self):
        department = self.env["hr.department"].create(
            {"name": "Cellar", "company_id": self.company.id}
        )
        Note = self.env["csm.abnormality"].with_user(self.agent).with_company(self.company)
        note = Note.create(
            {
                "name": "Labels hard to read",
                "case_id": self.case.id,
                "department_id": department.id,
                "user_id": self.leader.id,
                "found": "The print is too light.",
                "request": "Change the ribbon weekly.",
            }
        )
        self.assert_has(self.printed("abnormality_report", note).casefold(), "not valid before")
        note.action_send()
        note.with_user(self.leader).write({"answer": "Every Monday from now on."})
        note.with_user(self.leader).action_answer()
        text = "".join(self.pages("abnormality_report", note))
        self.assert_has(
            text,
            "Cellar",
            "The print is too light.",
            "Change the ribbon weekly.",
            "Every Monday from now on.",
            "Answered by Leader",
            self.case.number,
        )

    # Filing

    @proves("S1-13-24")
    def test_the_completed_form_has_a_number_before_it_is_filed(self):
        self.adopt("csm_regulation_s1_13")
        self.case.partner_phone = "13800138000"
        self.printed("case_form", self.case)
        self.at("2026-03-03 01:00:00")
        self.closed()
        self.case.invalidate_recordset(["form_number"])
        self.assertFalse(self.case.form_number, "what was printed before was not complete")
        with self.assertRaisesRegex(UserError, "S1-13 § 24"):
            self.case.action_file()
        self.printed("case_form", self.case)
        self.case.invalidate_recordset(["form_number"])
        row = self.rows("case_form", self.case)[-1]
        self.assertEqual(self.case.form_number, row.number)
        self.case.action_file()
        self.assertTrue(self.case.archived_at)
