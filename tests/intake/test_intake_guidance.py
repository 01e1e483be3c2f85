from odoo.exceptions import UserError, ValidationError
from odoo.tests import Form, tagged

from ..common.csm_case_base import CsmBase
from ..common.proves import proves


@tagged("post_install", "-at_install", "csm", "csm_intake")
class TestIntakeGuidance(CsmBase):
    """What a regulation wants said is shown where it is said; what it forbids is hinted at."""

    def setUp(self):
        super().setUp()
        self.at("2026-03-02 01:00:00")

    def new_contact(self, **values):
        Contact = self.env["csm.contact"].with_user(self.agent).with_company(self.company)
        return Contact.create(
            {
                "company_id": self.company.id,
                "team_id": self.team.id,
                "partner_name": "Ms Zhou",
                **values,
            }
        )

    def prepare(self, xmlid):
        """Return a prepared adoption of a shipped regulation, without its ladders."""
        adoption = (
            self.env["csm.adoption"]
            .with_company(self.company)
            .create(
                {
                    "regulation_id": self.env.ref(f"csm.{xmlid}").id,
                    "company_id": self.company.id,
                    "adopted_on": "2010-01-01",
                    "reason": "Test",
                }
            )
        )
        adoption.sanction_rule_ids.sudo().unlink()
        return adoption

    def guidance(self, adoption):
        return self.env["csm.guidance"].search([("adoption_id", "=", adoption.id)])

    # The shipped guidance

    @proves("S3-03-01", "S3-03-02")
    def test_a_wording_the_source_leaves_blank_must_be_written_before_the_adoption(self):
        adoption = self.prepare("csm_regulation_s3_03")
        mine = self.guidance(adoption)
        self.assertEqual(
            sorted(mine.mapped("subject")), ["closing", "greeting", "question", "script"]
        )
        for piece in mine:
            with self.assertRaisesRegex(UserError, piece.name):
                adoption.action_adopt()
            piece.with_user(self.manager).text = f"Our {piece.name}"
            adoption.invalidate_recordset(["missing"])
        adoption.action_adopt()

    @proves("S3-03-01")
    def test_scripts_and_questions_are_shown_on_calls_and_cases(self):
        self.adopt_with_words("csm_regulation_s3_03")
        for record in (self.new_contact(), self.new_case()):
            self.assertIn("Our Scripts", record.guidance_html)
            self.assertIn("Our Questions and answers", record.guidance_html)
            self.assertIn("S3-03 § 1", record.guidance_html)

    @proves("S3-03-02")
    def test_greeting_and_farewell_are_shown_on_calls(self):
        self.adopt_with_words("csm_regulation_s3_03")
        contact = self.new_contact()
        self.assertIn("Our Greeting", contact.guidance_html)
        self.assertIn("Our Farewell", contact.guidance_html)
        self.assertNotIn("Our Greeting", self.new_case().guidance_html)

    def adopt_with_words(self, xmlid):
        adoption = self.prepare(xmlid)
        for piece in self.guidance(adoption):
            piece.with_user(self.manager).text = f"Our {piece.name}"
        adoption.action_adopt()
        return adoption

    @proves("S3-09-18")
    def test_a_buyer_particular_about_colours_is_told_first(self):
        adoption = self.prepare("csm_regulation_s3_09")
        if adoption.missing:
            self.fill_in(adoption)
        adoption.action_adopt()
        contact = self.new_contact(channel="chat", is_colour_sensitive=True)
        self.assertIn("picture and goods differ in colour", contact.guidance_html)
        move = contact._move_named("answer")
        self.assertIn("S3-09 § 18", contact._why_not_entered(move.name))
        contact.is_colour_warned = True
        self.assertNotIn("S3-09 § 18", contact._why_not_entered(move.name))
        self.assertNotIn("S3-09 § 18", self.new_contact()._why_not_entered(move.name))

    def fill_in(self, adoption):
        """Give every blank rule of an adoption some figure."""
        for rules in adoption._rules():
            for rule in rules.filtered("is_blank"):
                rule.write({"is_blank": False})

    @proves("S2-08-01")
    def test_the_main_points_are_noted_and_repeated_and_the_wish_asked_for(self):
        self.adopt_filled("csm_regulation_s2_08")
        case = self.new_case(user_id=self.agent.id, judgement="founded")
        self.assertIn("Repeat them to the customer.", case.guidance_html)
        lacks = case._why_not_entered("judge")
        for label in ("What Happened", "Repeated to the Customer", "Customer's Demand"):
            self.assertIn(label, lacks)
        self.assertIn("S2-08 § 1", lacks)
        case.write({"description": "<p>Cork</p>", "is_read_back": True, "demand": "A new bottle"})
        self.assertNotIn("S2-08 § 1 ", case._why_not_entered("judge"))
        self.assertNotIn("S2-08 § 1 ", self.new_case(kind="inquiry")._why_not_entered("judge"))

    @proves("S2-08-04")
    def test_for_our_own_fault_the_apology_comes_before_the_decision(self):
        self.adopt_filled("csm_regulation_s2_08")
        case = self.new_case(user_id=self.agent.id)
        self.assertIn("Whose Fault", case._why_not_entered("decide"))
        self.assertNotIn("in the name of the company", case.guidance_html)
        case.fault_side = "customer"
        self.assertNotIn("S2-08 § 4", case._why_not_entered("decide"))
        case.fault_side = "ours"
        self.assertIn("in the name of the company", case.guidance_html)
        self.assertIn("Customer Apologised To", case._why_not_entered("decide"))
        case.action_register()
        case.action_apologise()
        self.assertNotIn("S2-08 § 4", case._why_not_entered("decide"))

    @proves("S3-11-26")
    def test_a_maternity_shop_apologises_and_reports_by_severity(self):
        self.adopt_filled("csm_regulation_s3_11")
        case = self.new_case(user_id=self.agent.id)
        self.assertIn("Apologise of your own accord", case.guidance_html)
        self.assertIn("Customer Apologised To", case._why_not_entered("judge"))
        rule = self.env.ref("csm.csm_report_rule_s3_11_26").name
        told = case.sudo().report_ids.filtered(lambda report: report.rule_id.name == rule)
        self.assertFalse(told)
        for severity in ("serious", "very_serious"):
            grave = self.new_case(user_id=self.agent.id, severity=severity)
            told = grave.sudo().report_ids.filtered(lambda report: report.rule_id.name == rule)
            self.assertEqual(told.told_user_id, self.leader)
        inquiry = self.new_case(user_id=self.agent.id, severity="serious", kind="inquiry")
        told = inquiry.sudo().report_ids.filtered(lambda report: report.rule_id.name == rule)
        self.assertFalse(told)

    def adopt_filled(self, xmlid):
        adoption = self.prepare(xmlid)
        self.fill_in(adoption)
        adoption.action_adopt()
        return adoption

    # Guidance itself

    def piece(self, **values):
        regulation = self.new_regulation()
        self.env["csm.guidance"].create(
            {
                "name": "Greeting",
                "article_id": regulation.article_ids.id,
                "text": "Good day, <b>Weingut</b>.",
                **values,
            }
        )
        return self.adopt_regulation(regulation)

    def test_it_is_shown_for_the_records_it_names_and_only_while_in_force(self):
        adoption = self.piece(place="contact", domain="[('channel', '=', 'phone')]")
        self.assertIn("Greeting", self.new_contact().guidance_html)
        self.assertFalse(self.new_contact(channel="visit").guidance_html)
        self.assertFalse(self.new_case().guidance_html)
        adoption.ends_on = "2026-03-01"
        adoption.action_end()
        self.assertFalse(self.new_contact().guidance_html)

    def test_its_words_are_text_and_no_markup(self):
        self.piece()
        self.assertIn("&lt;b&gt;Weingut", self.new_contact().guidance_html)

    def test_it_changes_in_the_form_with_what_it_selects_by(self):
        self.piece(place="contact", domain="[('channel', '=', 'visit')]")
        env = self.env(user=self.agent)
        with Form(env["csm.contact"].with_company(self.company)) as form:
            form.partner_name = "Ms Zhou"
            self.assertFalse(form.guidance_html)
            form.channel = "visit"
            self.assertIn("Greeting", form.guidance_html)

    def test_it_speaks_of_fields_its_records_have(self):
        for wrong in ({"domain": "[('wings', '=', 2)]"}, {"text": " "}):
            with self.subTest(**wrong), self.assertRaises(ValidationError):
                self.piece(**wrong)

    def test_without_guidance_nothing_is_asked_of_the_database(self):
        contact = self.new_contact()
        self.env["csm.guidance"]._for(contact)
        with self.assertQueryCount(0):
            self.env["csm.guidance"]._for(contact)

    # Phrases

    def phrase(self, words, **values):
        return self.env["csm.phrase"].create(
            {
                "name": words,
                "instead": "I will find out",
                "company_id": self.company.id,
                **values,
            }
        )

    def test_words_are_found_whole_and_in_chinese_anywhere(self):
        self.phrase("no idea")
        self.phrase("不知道")
        Phrase = self.env["csm.phrase"]
        for text, found in (
            ("I have No  idea.", 1),
            ("I have no ideal answer.", 0),
            ("casino idea", 0),
            ("这个我不知道。", 1),
            ("", 0),
        ):
            with self.subTest(text=text):
                self.assertEqual(len(Phrase._found_in(text, self.company)), found)

    def test_the_form_hints_while_somebody_writes(self):
        self.phrase("no idea")
        contact = self.new_contact()
        self.assertFalse(contact.phrase_hint)
        contact.answer = "No idea, ask somebody else."
        self.assertIn("say “I will find out”", contact.phrase_hint)

    def test_what_was_sent_is_counted_and_not_blocked(self):
        phrase = self.phrase("no idea")
        case = self.new_case()
        case.message_post(body="I have no idea.", message_type="comment")
        use = phrase.use_ids
        self.assertEqual((use.user_id, use.res_id), (self.agent, case.id))
        self.assertEqual(phrase.use_count, 1)
        self.assertIn("no idea", case.message_ids[0].body)

    def test_the_words_of_a_customer_are_not_counted(self):
        phrase = self.phrase("no idea")
        case = self.new_case()
        customer = self.env["res.partner"].create({"name": "Ms Zhou"})
        case.sudo().message_post(
            body="You have no idea.", message_type="comment", author_id=customer.id
        )
        self.assertFalse(phrase.use_ids)

    def test_another_company_s_phrases_do_not_count(self):
        self.phrase("no idea", company_id=self.new_company("Testlabor").id)
        self.assertFalse(self.env["csm.phrase"]._found_in("no idea", self.company))

    def test_an_agent_sees_the_own_uses_only(self):
        self.phrase("no idea")
        self.new_case().message_post(body="No idea.", message_type="comment")
        Use = self.env["csm.phrase.use"]
        self.assertTrue(Use.with_user(self.agent).search([]))
        self.assertFalse(Use.with_user(self.outsider).search([]))
        self.assertTrue(Use.with_user(self.manager).search([]))
