from odoo.tests import tagged

from ..common.proves import proves
from .contact_case import ContactCase

STEPS = ("answer", "promise", "pass_on", "close")


@tagged("post_install", "-at_install", "csm", "csm_intake")
class TestIntakeContactEntries(ContactCase):
    """What the regulations want written down before anybody lets go of a contact."""

    def article_of(self, catalog_id):
        ref = f"csm.csm_regulation_article_{catalog_id.replace('-', '_').lower()}"
        return self.env.ref(ref)

    def entered(self, *names):
        """Return a value for each of these fields."""
        values = {
            "partner_name": "Ms Zhou",
            "partner_phone": "021 7777",
            "partner_address": "8 Garden Road",
            "question": "Which cork?",
            "answer": "Natural cork.",
            "area": "Suzhou",
            "reason": "Opens a shop",
            "purpose": "Wants to see the cellar",
            "platform": "QQ",
            "product": "Riesling",
            "logistics": "On its way",
            "order_number": "A-7",
            "trade": "wholesaler",
            "urgency": "normal",
            "is_read_back": True,
            "source_id": self.env["utm.source"].create({"name": "Newspaper"}).id,
            "passed_to_id": self.leader.id,
            "promised_at": "2026-03-02 03:00:00",
            "kind_id": self.env.ref("csm.csm_contact_kind_other").id,
        }
        return {name: values[name] for name in names}

    def assert_demands(self, catalog_id, step, *names, **values):
        """Each of these fields is wanted for a step by this article, and together they do."""
        code = catalog_id[:5].replace("-", "_").lower()
        regulation = self.env.ref(f"csm.csm_regulation_{code}")
        if not regulation.with_company(self.company).adoption_id:
            self.adopt(f"csm_regulation_{code}")
        article = self.article_of(catalog_id).display_name
        blank = dict.fromkeys(self.entered(*names), False)
        for name in names:
            others = {**self.entered(*names), name: False}
            contact = self.described(**{**blank, **others, **values})
            refusal = self.refusal(contact, step, article)
            label = contact._fields[name]._description_string(self.env)
            self.assertIn(label, refusal, f"{catalog_id} {name}")
        contact = self.described(**{**blank, **self.entered(*names), **values})
        self.assertEqual(self.refusal(contact, step, article), "")

    def described(self, **values):
        """Return a contact with all its further particulars."""
        contact = self.new_contact(**values)
        contact.detail_ids.value = "x"
        return contact

    def refusal(self, contact, step, article):
        """Return the lines about one article among what refuses a step."""
        move = contact._move_named(step)
        reasons = contact._why_not_entered(step).splitlines()
        if move.name in STEPS:
            reasons += contact._why_not_settle(move).splitlines()
        return "\n".join(line for line in reasons if article in line)

    def assert_not_demanded(self, catalog_id, step, **values):
        contact = self.described(**{"partner_name": False, "partner_phone": False, **values})
        article = self.article_of(catalog_id).display_name
        self.assertEqual(self.refusal(contact, step, article), "")

    @proves("S0-12-02")
    def test_inquiries_and_complaints_by_telephone_are_on_record(self):
        for kind in ("inquiry", "complaint"):
            self.assert_demands("S0-12-02", "answer", "question", "answer", kind=kind)
        self.assert_not_demanded("S0-12-02", "answer", kind="order")

    @proves("S0-15-03")
    def test_name_question_region_and_reason_of_a_caller(self):
        names = ("partner_name", "question", "area", "reason")
        for step in STEPS:
            self.assert_demands("S0-15-03", step, *names)
        self.assert_not_demanded("S0-15-03", "answer", channel="visit")
        self.assert_not_demanded("S0-15-03", "answer", direction="out")
        self.assert_not_demanded("S0-15-03", "close", outcome="abandoned")

    @proves("S0-15-04")
    def test_key_points_are_read_back_on_the_telephone(self):
        self.assert_demands("S0-15-04", "answer", "is_read_back")
        self.assert_not_demanded("S0-15-04", "answer", channel="letter")

    @proves("S0-15-13")
    def test_a_visitor_has_a_purpose_and_somebody_to_see(self):
        self.assert_demands("S0-15-13", "pass_on", "purpose", "passed_to_id", channel="visit")
        self.assert_not_demanded("S0-15-13", "answer", channel="phone")

    @proves("S1-03-02")
    def test_calls_and_mail_are_noted_by_kind(self):
        for channel in ("phone", "email"):
            self.assert_demands("S1-03-02", "answer", "question", "kind_id", channel=channel)
        self.assert_not_demanded("S1-03-02", "answer", channel="visit")

    @proves("S1-06-01")
    def test_the_call_record_holds_need_and_number(self):
        self.assert_demands("S1-06-01", "answer", "question", "partner_phone")

    @proves("S1-08-04")
    def test_a_difficult_question_is_on_record_before_departments_study_it(self):
        names = ("question", "partner_name", "partner_phone")
        self.assert_demands("S1-08-04", "pass_on", *names)
        given = self.entered(*names, "kind_id", "passed_to_id")
        contact = self.new_contact(**given)
        contact.action_pass_on()
        article = self.article_of("S1-08-04").display_name
        self.assertIn("What Was Answered", self.refusal(contact, "answer", article))
        contact.answer = "Natural cork."
        contact.action_answer()
        self.assertEqual(contact.state, "answered")

    @proves("S1-08-11")
    def test_what_comes_in_is_classed(self):
        self.assert_demands("S1-08-11", "answer", "kind_id")
        self.assert_not_demanded("S1-08-11", "answer", direction="out")
        kinds = self.env["csm.contact.kind"].search([])
        self.assertLessEqual({"inquiry", "query", "complaint"}, set(kinds.mapped("code")))

    @proves("S1-11-13")
    def test_reception_notes_the_source_and_leads_to_a_doctor(self):
        self.assert_demands("S1-11-13", "pass_on", "source_id", "passed_to_id", channel="visit")

    @proves("S1-11-19")
    def test_the_desk_notes_the_source(self):
        self.assert_demands("S1-11-19", "answer", "source_id", channel="visit")
        self.assert_not_demanded("S1-11-19", "answer", channel="phone")

    @proves("S1-13-11")
    def test_every_call_of_the_mall_is_registered(self):
        self.assert_demands("S1-13-11", "answer", "partner_name", "question")

    @proves("S1-13-19")
    def test_orders_say_what_is_wanted_and_by_whom(self):
        names = ("partner_name", "partner_phone", "product")
        for kind in ("pre_order", "group_purchase"):
            self.assert_demands("S1-13-19", "answer", *names, kind=kind)
        self.assert_not_demanded("S1-13-19", "answer", kind="inquiry")

    @proves("S1-14-01")
    def test_consultations_are_registered_by_channel(self):
        self.assert_demands("S1-14-01", "answer", "platform", "question", channel="chat")
        self.assert_demands("S1-14-01", "answer", "question", channel="phone")
        self.assert_not_demanded("S1-14-01", "answer", channel="visit")

    @proves("S1-14-02")
    def test_a_consultation_holds_address_and_telephone(self):
        names = ("partner_address", "partner_phone")
        for channel in ("phone", "chat"):
            self.assert_demands("S1-14-02", "answer", *names, channel=channel)

    @proves("S1-14-04")
    def test_a_call_for_an_expert_says_to_whom_it_went(self):
        self.assert_demands("S1-14-04", "pass_on", "passed_to_id", kind="expert")
        self.assert_not_demanded("S1-14-04", "answer", kind="inquiry")

    @proves("S2-17-04")
    def test_a_viewing_by_video_has_goods_customer_and_time(self):
        names = ("product", "partner_name", "promised_at")
        self.assert_demands("S2-17-04", "promise", *names, kind="video")
        self.assert_not_demanded("S2-17-04", "answer", kind="inquiry")

    @proves("S2-17-07")
    def test_who_asks_online_is_a_wholesaler_or_a_franchisee(self):
        for channel in ("chat", "web"):
            self.assert_demands("S2-17-07", "answer", "trade", channel=channel)
        self.assert_not_demanded("S2-17-07", "answer", channel="phone")

    @proves("S3-09-13")
    def test_an_open_question_is_answered_on_record(self):
        self.assert_demands("S3-09-13", "answer", "question", "answer", kind="open_question")
        self.assert_not_demanded("S3-09-13", "answer", kind="inquiry")

    @proves("S3-09-22")
    def test_a_question_about_a_delivery_names_buyer_or_order(self):
        self.adopt("csm_regulation_s3_09")
        article = self.article_of("S3-09-22").display_name
        contact = self.new_contact(kind="delivery")
        self.assertIn("Order Number or Buyer ID", self.refusal(contact, "answer", article))
        for name in ("order_number", "buyer_id"):
            contact = self.new_contact(kind="delivery", **{name: "A-7"})
            self.assertNotIn("Buyer ID", self.refusal(contact, "promise", article))
        order = {"kind": "delivery", "order_number": "A-7"}
        self.assert_demands("S3-09-22", "answer", "logistics", "answer", **order)
        self.assert_not_demanded("S3-09-22", "promise", **order)

    @proves("S3-12-19")
    def test_the_duty_desk_notes_and_answers(self):
        for channel in ("phone", "visit"):
            self.assert_demands("S3-12-19", "answer", "question", "answer", channel=channel)
            self.assert_demands("S3-12-19", "promise", "question", channel=channel)

    @proves("S3-13-06")
    def test_the_information_sheet_says_how_urgent_it_is(self):
        self.assert_demands("S3-13-06", "answer", "question", "urgency")

    @proves("S3-13-23")
    def test_the_ledger_is_classed_and_repairs_are_passed_on(self):
        self.assert_demands("S3-13-23", "answer", "kind_id", "question")
        self.assert_demands("S3-13-23", "pass_on", "passed_to_id", kind="repair", question="x")
        self.assert_not_demanded("S3-13-23", "pass_on", kind="inquiry", question="x")

    @proves("S2-03-02")
    def test_a_complaint_stands_in_the_register_before_it_is_registered(self):
        self.adopt("csm_regulation_s2_03")
        article = self.article_of("S2-03-02").display_name
        for channel in ("phone", "letter", "visit"):
            case = self.new_case(channel=channel)
            self.assertIn(article, case._why_not_entered("register"))
            case.action_enter_contact()
            self.assertEqual(case.contact_ids.channel, channel)
            self.assertNotIn(article, case._why_not_entered("register"))
        self.assertNotIn(article, self.new_case(channel="email")._why_not_entered("register"))
        other = self.new_case(channel="phone", kind="inquiry")
        self.assertNotIn(article, other._why_not_entered("register"))
