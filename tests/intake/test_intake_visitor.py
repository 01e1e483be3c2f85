from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from ..common.proves import proves
from .contact_case import ContactCase

WIZARD = "csm.visitor.register.wizard"


@tagged("post_install", "-at_install", "csm", "csm_intake")
class TestIntakeVisitor(ContactCase):
    """A visitor is registered at reception, once, before being shown to anybody."""

    def visitor(self, user=None, **values):
        Wizard = self.env[WIZARD].with_user(user or self.agent).with_company(self.company)
        return Wizard.create(
            {
                "partner_name": "Ms Zhou",
                "partner_phone": "+86 138 0000 1111",
                "purpose": "Wants to see the cellar",
                "passed_to_id": self.leader.id,
                **values,
            }
        )

    def register(self, user=None, pass_on=False, **values):
        visitor = self.visitor(user, **values)
        action = visitor.action_register_pass_on() if pass_on else visitor.action_register()
        return self.env["csm.contact"].browse(action["res_id"])

    def new_customer(self, name="Zhou Min", **values):
        values = {"name": name, "phone": "138-0000-1111", "company_id": self.company.id, **values}
        return self.env["res.partner"].create(values)

    @proves("S0-15-12")
    def test_who_is_new_is_registered_before_being_passed_on(self):
        self.adopt_only("S0-15-12")
        article = self.env.ref("csm.csm_regulation_article_s0_15_12").display_name
        visit = self.new_contact(channel="visit", passed_to_id=self.leader.id, purpose="x")
        with self.assertRaises(UserError) as refused:
            visit.action_pass_on()
        for words in ("Customer", article, "Register Visitor"):
            self.assertIn(words, str(refused.exception))
        with self.assertRaises(UserError):
            visit.write({"state": "passed"})
        action = visit.action_register_visitor()
        visitor = self.env[WIZARD].with_user(self.agent).with_company(self.company)
        visitor.with_context(**action["context"]).create({}).action_register()
        self.assertEqual(visit.partner_id.name, "Ms Zhou")
        visit.action_pass_on()
        self.assertEqual(visit.state, "passed")

    @proves("S0-15-12")
    def test_callers_and_those_we_turn_to_are_passed_on_without(self):
        self.adopt_only("S0-15-12")
        for values in ({"channel": "phone"}, {"channel": "visit", "direction": "out"}):
            contact = self.new_contact(**values, passed_to_id=self.leader.id)
            contact.action_pass_on()
            self.assertEqual(contact.state, "passed")

    def test_where_it_is_not_adopted_nobody_is_refused(self):
        visit = self.new_contact(channel="visit", passed_to_id=self.leader.id)
        visit.action_pass_on()
        self.assertEqual(visit.state, "passed")

    @proves("S0-15-12")
    def test_reception_makes_the_customer_record_and_the_visit(self):
        self.adopt_only("S0-15-12")
        visit = self.register(pass_on=True, partner_email="zhou@example.com", firm="Zhou Wines")
        partner = visit.partner_id
        self.assertEqual(
            (partner.name, partner.phone, partner.email, partner.company_name, partner.company_id),
            ("Ms Zhou", "+86 138 0000 1111", "zhou@example.com", "Zhou Wines", self.company),
        )
        self.assertEqual((visit.channel, visit.direction, visit.state), ("visit", "in", "passed"))
        self.assertEqual(
            (visit.first_responder_id, visit.passed_to_id, visit.purpose),
            (self.agent, self.leader, "Wants to see the cellar"),
        )
        self.assertTrue(visit.started_at and visit.passed_at)

    def test_a_known_customer_is_recognised_and_not_made_twice(self):
        by_phone = self.new_customer()
        by_mail = self.new_customer("Wu", phone=False, email="Wu <WU@example.com>")
        self.assertEqual(self.register().partner_id, by_phone)
        visit = self.register(partner_phone=False, partner_email="wu@example.com")
        self.assertEqual(visit.partner_id, by_mail)
        with Form(self.visitor().browse()) as form:
            form.partner_name = "Zhou"
            form.partner_phone = "0086 138 0000 1111"
            self.assertIn("Known already: Zhou Min", form.known_text)

    def test_a_number_is_known_however_it_is_written(self):
        self.company.country_id = self.env.ref("base.cn")
        for stored in ("+86 21 5550 7742", "021-55507742", "(021) 5550.7742", "0086 21 55507742"):
            customer = self.new_customer(phone=stored)
            for typed in ("021 5550 7742", "+86 21 5550 7742", "+86 (0)21 55507742"):
                with self.subTest(stored=stored, typed=typed):
                    self.assertEqual(self.visitor(partner_phone=typed)._known(), customer)
            self.assertFalse(self.visitor(partner_phone="+33 21 5550 7742")._known())
            self.assertFalse(self.visitor(partner_phone="5550 7742")._known())
            customer.active = False

    def test_several_known_by_one_telephone_are_told_apart(self):
        first, second = self.new_customer(), self.new_customer("Zhou Wines")
        with self.assertRaisesRegex(UserError, "Zhou Min, Zhou Wines.*Choose"):
            self.register()
        self.assertEqual(self.register(partner_id=second.id).partner_id, second)
        other = self.register(is_other=True).partner_id
        self.assertNotIn(other, first | second)
        with self.assertRaisesRegex(UserError, "with this name already"):
            self.register(is_other=True, partner_name="zhou min")
        stranger = self.new_customer("Stranger", phone="021 5555")
        with self.assertRaisesRegex(UserError, "Choose"):
            self.register(partner_id=stranger.id)

    def test_who_is_new_leaves_how_to_be_known_again(self):
        with self.assertRaisesRegex(UserError, "Missing: a telephone number or an e-mail"):
            self.register(partner_phone="none", partner_email="x")
        with self.assertRaisesRegex(UserError, "Missing: the name, a telephone"):
            self.register(partner_name=" ", partner_phone=False)

    def test_our_own_people_are_no_visitors(self):
        self.leader.partner_id.phone = "138 0000 1111"
        self.assertNotEqual(self.register().partner_id, self.leader.partner_id)

    def test_customers_of_another_company_are_not_betrayed(self):
        other = self.new_company("Elsewhere")
        hidden = self.new_customer(company_id=other.id)
        visitor = self.visitor()
        self.assertFalse(visitor.known_ids or visitor.known_text)
        self.assertNotEqual(self.register().partner_id, hidden)
        with self.assertRaisesRegex(UserError, "do not work for this company"):
            self.register(company_id=other.id)

    def test_a_visit_of_others_is_not_written(self):
        visit = self.new_contact(channel="visit")
        for values in ({"company_id": self.company.id},):
            with self.assertRaises(AccessError):
                self.register(self.outsider, contact_id=visit.id, **values)
        self.env.invalidate_all()
        self.assertFalse(visit.partner_id)

    def test_the_client_file_is_opened_as_from_the_customer(self):
        visit = self.register()
        with self.assertRaises(AccessError) as refused:
            visit.with_user(self.agent).action_open_client_file()
        with self.assertRaises(AccessError) as same:
            visit.partner_id.with_user(self.agent).action_csm_client_file()
        self.assertEqual(str(refused.exception), str(same.exception))
