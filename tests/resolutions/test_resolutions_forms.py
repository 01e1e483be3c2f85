from types import SimpleNamespace

from odoo.tests import tagged

from ..cases.printed_case import PrintedMixin
from ..common.proves import proves
from .resolution_case import PAPER, ResolutionCase

# A picture of one dot.
DOT = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJ"
    "AAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
FIVE = [
    (1, "quality", "quality_head"),
    (2, "manufacturing", "production_head"),
    (3, "business", "sales_manager"),
    (4, "accounting", "finance_head"),
    (5, "gm_office", "gm_office"),
]
LABELS = (
    "Copy 1 of 5: Quality",
    "Copy 2 of 5: Manufacturing",
    "Copy 3 of 5: Business Department (to act)",
    "Copy 4 of 5: Accounting",
    "Copy 5 of 5: General Manager's Office",
)
FOUR = ("Issuer", "Warehouse", "Accounting", "Business Department")


@tagged("post_install", "-at_install", "csm", "csm_resolutions")
class TestResolutionsForms(PrintedMixin, ResolutionCase):
    """Notes and certificates on paper, and the copies of the closed form."""

    def setUp(self):
        super().setUp()
        self.case.write({"judgement": "founded", "user_id": self.agent.id})

    def hold(self, *codes):
        """Return who holds these roles, by code."""
        holders = {}
        for code in codes:
            holders[code] = self.new_user(code, "group_agent")
            self.give_role(code, holders[code])
        return holders

    def close(self):
        self.case.action_reply()
        self.case.action_judge()
        self.case.action_close()

    def told(self, user):
        """Return the notices somebody was sent."""
        domain = [("res_partner_id", "=", user.partner_id.id)]
        return self.env["mail.notification"].sudo().search(domain).mail_message_id

    # The five copies of the closed form

    @proves("S2-09-20")
    def test_the_closed_form_goes_to_five_holders_and_each_is_told(self):
        self.adopt_only("S2-09-20")
        holders = self.hold(*(role for _number, _holder, role in FIVE))
        self.assertEqual(len(self.pages("case_form", self.case)), 1)
        self.assertEqual(self.copies(self.case), [])
        self.close()
        rows = self.case.sudo().copy_ids.sorted("number")
        self.assertEqual(
            [(row.number, row.holder, row.told_user_id) for row in rows],
            [(number, holder, holders[role]) for number, holder, role in FIVE],
        )
        self.assertEqual(rows.filtered("is_to_act").mapped("number"), [3])
        self.assertEqual(set(rows.mapped("user_id")), {self.agent})
        for number, _holder, role in FIVE:
            with self.subTest(role=role):
                text = f"Copy {number} of {self.case.number} is for you"
                notices = "".join(self.told(holders[role]).mapped("body"))
                self.assertIn(text, notices)
                tasks = self.case.sudo().activity_ids.filtered(
                    lambda task, who=holders[role]: task.user_id == who
                )
                self.assertEqual(text in (tasks.summary or ""), number == 3)

    @proves("S2-09-20")
    def test_the_closed_form_prints_in_five_labelled_copies(self):
        self.adopt_only("S2-09-20")
        self.assert_has(self.printed("case_form", self.case), "Copy 1 of 1")
        self.close()
        pages = self.pages("case_form", self.case)
        self.assertEqual(len(pages), 5)
        for page, label in zip(pages, LABELS, strict=True):
            self.assert_has(page, label, self.case.number)
        rows = self.rows("case_form", self.case)[1:]
        self.assertEqual(
            [(row.copy_number, row.copy_count) for row in rows],
            [(number, 5) for number in range(1, 6)],
        )
        self.assertEqual(len(set(rows.mapped("number"))), 5)

    def test_a_copy_nobody_holds_is_told_in_the_history(self):
        self.adopt_only("S2-09-20")
        accused = self.hold("quality_head")["quality_head"]
        self.case.sudo().accused_employee_ids = self.employee(accused)
        self.close()
        rows = self.case.sudo().copy_ids
        self.assertEqual(len(rows), 5)
        self.assertFalse(rows.told_user_id)
        self.assertFalse(self.told(accused))
        history = "".join(self.case.sudo().message_ids.mapped("body"))
        self.assertIn("finds nobody", history)

    def test_a_case_closed_again_is_handed_out_again(self):
        self.adopt_only("S2-09-20")
        self.close()
        self.at("2026-03-04 01:00:00")
        self.case.reopen_reason = "Not content"
        self.case.action_reopen()
        self.at("2026-03-05 01:00:00")
        self.case.action_close()
        self.assertEqual(
            [number for number, _holder in self.copies(self.case)], [1, 2, 3, 4, 5] * 2
        )

    # Return notes

    def test_a_draft_of_a_return_note_says_so(self):
        note = self.note(quantity=12.5)
        text = self.printed("return_note", note)
        self.assert_has(text.casefold(), "draft not valid before it is approved")
        self.assert_has(text, note.number, "Valve", "12.5", "125.00", "Taken back to the works")
        note.action_approve()
        text = self.printed("return_note", note)
        self.assert_lacks(text.casefold(), "not valid before")
        self.assert_has(text, "Approved by Agent")
        note.refuse_reason = "Stored in the sun"
        note.action_refuse()
        self.assert_has(self.printed("return_note", note).casefold(), "refused", "in the sun")

    def test_a_note_has_four_copies_also_without_a_regulation(self):
        pages = self.pages("return_note", self.note())
        self.assertEqual(len(pages), 4)
        for number, (page, holder) in enumerate(zip(pages, FOUR, strict=True), start=1):
            self.assert_has(page, f"Copy {number} of 4: {holder}")

    @proves("S2-09-33", "S2-09-36")
    def test_the_copies_of_a_note_name_who_keeps_them_in_the_end(self):
        self.adopt_only("S2-09-33", "S2-09-36")
        copies = self.env["csm.copy.rule"]._copies_of(self.note())
        self.assertEqual(copies, list(enumerate(FOUR, start=1)))

    def test_what_was_received_and_signed_stands_on_the_note(self):
        note = self.note(customer_signature=DOT)
        note.action_approve()
        note.action_sign_customer()
        self.receive(note, 90)
        text = self.printed("return_note", note)
        self.assert_has(text, "90", "-10", "900.00", "Received by the Warehouse Agent", "Customer")

    def test_the_note_prints_what_its_button_marks_as_printed(self):
        note = self.note()
        action = note.action_print()
        self.assertTrue(note.printed_at)
        self.assertEqual(action["report_name"], "csm.csm_return_note")
        self.assertEqual(action["context"]["active_ids"], note.ids)

    # Certificates: the customer reads them

    def test_the_certificate_of_return_holds_nothing_internal(self):
        note = self.note(quality_by="Cellar master", quality_finding="Our own fault")
        text = "".join(self.pages("return_certificate", note))
        self.assert_has(text, note.number, "Haichuan Valves", "Weingut Test", "1,000.00", "Seal")
        self.assert_lacks(text, "Our own fault", "Cellar master", "Internal", PAPER["basis"])
        note.action_approve()
        self.receive(note, 80)
        self.assert_has(self.printed("return_certificate", note), "800.00")

    def test_a_certificate_of_allowance_in_chinese(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        kind = self.env.ref("csm.csm_form_kind_allowance_certificate")
        kind.update_field_translations("name", {"zh_CN": "销货折让证明单"})
        self.customer.lang = "zh_CN"
        paper = self.allowance(basis="Secret basis")
        pages = self.pages("allowance_certificate", paper)
        self.assertEqual(len(pages), 2)
        self.assert_has(pages[1], "销货折让证明单", paper.number, "4,800.00", "肆仟捌佰元整")
        self.assert_lacks(pages[1], "Secret basis")

    def test_an_amount_is_in_the_words_of_one_language(self):
        known = self.env["res.currency"].with_context(active_test=False)
        report = self.env["report.csm.csm_allowance_certificate"]
        for currency, lang, words in (
            ("CNY", "zh_CN", "肆仟捌佰元整"),
            ("CNY", "zh_TW", "人民幣肆仟捌佰圓整"),
            ("TWD", "zh_TW", "肆仟捌佰圓整"),
            ("USD", "zh_CN", "美元肆仟捌佰元整"),
            ("EUR", "zh_TW", "歐元肆仟捌佰圓整"),
            ("CHF", "zh_CN", ""),
            ("USD", "en_US", "Four Thousand, Eight Hundred Dollars"),
        ):
            with self.subTest(currency=currency, lang=lang):
                self.env["res.lang"]._activate_lang(lang)
                money = known.with_context(lang=lang).search([("name", "=", currency)])
                paper = SimpleNamespace(amount=4800, currency_id=money)
                self.assertEqual(report.with_context(lang=lang)._in_words(paper), words)

    def test_a_voided_certificate_says_so(self):
        paper = self.allowance()
        self.assert_has(self.printed("allowance_certificate", paper).casefold(), "draft")
        paper.action_approve()
        self.assert_lacks(self.printed("allowance_certificate", paper).casefold(), "draft")
        paper.void_reason = "Typed twice"
        paper.action_void()
        self.assert_has(self.printed("allowance_certificate", paper).casefold(), "void typed twice")

    # The letter and the form

    def test_the_letter_names_the_offer_and_not_what_it_costs_us(self):
        self.case.reply_text = "This is what we offer."
        money = self.solution("A discount on the next order", amount=300)
        self.solution("New seals", kind="repair", amount=777)
        (money | self.env["csm.solution"].search([("amount", "=", 777)])).action_offer()
        hidden = self.solution("Our last word", amount=999)
        for form in ("case_letter", "case_feedback"):
            with self.subTest(form=form):
                text = self.printed(form, self.case)
                self.assert_has(text, "A discount on the next order", "300.00", "New seals")
                self.assert_lacks(text, "777", "Our last word", "999")
        text = self.printed("case_form", self.case)
        self.assert_has(text, "777.00", hidden.name, "999.00", "Offered")

    def test_the_register_tells_what_was_promised(self):
        self.allowance().action_approve()
        self.assert_has(self.printed("case_register", self.case), "Promised", "4,800.00")
