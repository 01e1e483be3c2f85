from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .contact_case import MONDAY, ContactCase


@tagged("post_install", "-at_install", "csm", "csm_intake")
class TestIntakeContact(ContactCase):
    """What happens to a contact, from the first ring to the last word."""

    def test_a_call_answered_at_once(self):
        contact = self.new_contact(question="Which cork?", answer="Natural.")
        self.assertEqual(contact.number, "C260301")
        self.assertEqual((contact.state, contact.team_id), ("new", self.team))
        self.assertEqual((contact.first_responder_id, contact.user_id), (self.agent, self.agent))
        self.at("2026-03-02 01:04:30")
        contact.action_answer()
        self.assertEqual((contact.state, contact.outcome), ("answered", "answered"))
        self.assertEqual(str(contact.answered_at), "2026-03-02 01:04:30")
        self.assertEqual(str(contact.noted_at), "2026-03-02 01:04:30")
        self.assertEqual(str(contact.ended_at), "2026-03-02 01:04:30")
        self.assertEqual(contact.duration, 270)
        contact.action_close()
        self.assertEqual((contact.state, contact.outcome), ("closed", "answered"))

    def test_numbers_have_no_gaps_and_months_of_their_own(self):
        numbers = [self.new_contact().number for _each in range(2)]
        self.at("2026-03-31 16:00:00")
        numbers.append(self.new_contact().number)
        self.assertEqual(numbers, ["C260301", "C260302", "C260401"])
        with self.assertRaisesRegex(UserError, "stays in the register"):
            self.new_contact().sudo().unlink()

    def test_a_promise_needs_who_calls_whom_and_when(self):
        contact = self.new_contact(partner_phone=False)
        with self.assertRaisesRegex(UserError, "lacks: Promised for, Number to Call"):
            contact.action_promise()
        contact.write({"promised_at": MONDAY, "promise_phone": "12345"})
        with self.assertRaisesRegex(UserError, "lies in the past"):
            contact.action_promise()
        contact.promised_at = "2026-03-02 03:00:00"
        contact.action_promise()
        self.assertEqual((contact.state, contact.outcome), ("promised", "promised"))

    def test_a_promise_stands_until_it_is_kept(self):
        contact = self.new_contact(promised_at="2026-03-02 03:00:00")
        self.assertEqual(contact.promise_phone, "+86 138 0000 1111")
        contact.action_promise()
        with self.assertRaisesRegex(UserError, "was promised a call"):
            contact.promised_at = "2026-03-03 03:00:00"
        with self.assertRaisesRegex(UserError, "waits for a call"):
            contact.action_close()
        self.at("2026-03-02 03:30:00")
        contact.action_call_back()
        self.assertEqual((contact.state, contact.outcome), ("answered", "called_back"))
        self.assertEqual(contact.called_back_at, contact.answered_at)
        contact.promised_at = "2026-03-03 03:00:00"
        contact.action_promise()
        self.assertEqual(contact.state, "promised")

    def test_passing_on_names_the_next_in_charge_and_keeps_who_talked(self):
        contact = self.new_contact()
        with self.assertRaisesRegex(UserError, "nobody is named yet"):
            contact.action_pass_on()
        contact.passed_to_id = self.leader
        contact.action_pass_on()
        self.assertEqual((contact.state, contact.user_id), ("passed", self.leader))
        self.assertEqual(contact.first_responder_id, self.agent)
        contact.with_user(self.leader).action_answer()
        self.assertEqual(contact.state, "answered")

    def test_an_entry_is_voided_with_a_reason(self):
        contact = self.new_contact()
        with self.assertRaisesRegex(UserError, "Write why the entry is void"):
            contact.action_void()
        contact.void_reason = "Wrong number"
        contact.action_void()
        self.assertEqual(contact.state, "void")

    def test_moments_and_what_the_system_keeps_are_written_by_nobody(self):
        contact = self.new_contact().with_user(self.manager)
        for name, value in {
            "started_at": MONDAY,
            "answered_at": MONDAY,
            "called_back_at": MONDAY,
            "ended_at": MONDAY,
            "is_measured": True,
            "external_id": "x",
            "missed_count": 0,
        }.items():
            with self.subTest(name=name), self.assertRaises(UserError):
                contact.write({name: value})

    def test_figures_stand_once_the_contact_is_over(self):
        contact = self.new_contact(rings=2)
        contact.rings = 3
        contact.action_close()
        with self.assertRaisesRegex(UserError, "was measured and stays"):
            contact.rings = 1
        contact.write({"rings": 3, "answer": "Later noted"})

    # The customer

    def test_a_known_customer_fills_the_entry(self):
        partner = self.env["res.partner"].create(
            {"name": "Mr Li", "phone": "021 5555", "email": "li@example.com", "city": "Suzhou"}
        )
        contact = self.new_contact(
            partner_id=partner.id, partner_name=False, partner_phone=False, question="x"
        )
        contact._compute_from_partner()
        self.assertEqual(contact.partner_name, "Mr Li")
        self.assertEqual(
            (contact.partner_phone, contact.partner_email), ("021 5555", "li@example.com")
        )
        self.assertIn("Suzhou", contact.partner_address)

    def test_who_asks_again_while_the_first_call_is_open_is_marked(self):
        first = self.new_contact()
        stranger = self.new_contact(partner_phone="021 999999")
        self.at("2026-03-02 01:30:00")
        second = self.new_contact(partner_phone="0086 (138) 0000-1111", partner_name="Zhou")
        self.assertEqual((second.repeat_of_id, second.repeat_number), (first, 1))
        self.assertFalse(stranger.repeat_of_id)
        self.at("2026-03-02 01:40:00")
        third = self.new_contact()
        self.assertEqual((third.repeat_of_id, third.repeat_number), (second, 2))
        for contact in first | second | third:
            contact.action_answer()
        self.at("2026-03-02 01:50:00")
        self.assertFalse(self.new_contact().repeat_of_id)

    def test_our_own_call_is_no_repeated_question(self):
        self.new_contact()
        self.assertFalse(self.new_contact(direction="out").repeat_of_id)

    def test_another_companys_contacts_are_not_asked(self):
        other = self.new_company("Testlabor")
        self.env["csm.contact"].create(
            {"company_id": other.id, "team_id": False, "partner_phone": "+86 138 0000 1111"}
        )
        self.assertFalse(self.new_contact().repeat_of_id)

    # A case of it

    def test_one_click_makes_a_case_and_closes_the_contact(self):
        contact = self.new_contact(
            kind="complaint",
            channel="visit",
            question="Three bottles are corked.\nShe wants new ones.",
            product="Riesling",
            order_number="A-7",
            promised_at="2026-03-02 08:00:00",
        )
        contact.action_promise()
        self.at("2026-03-02 01:10:00")
        action = contact.action_make_case()
        case = self.env["csm.case"].browse(action["res_id"])
        self.assertEqual(case.name, "Three bottles are corked.")
        self.assertIn("She wants new ones", case.description)
        self.assertEqual((case.kind, case.channel), ("complaint", "visit"))
        self.assertEqual((case.first_responder_id, case.user_id), (self.agent, self.agent))
        self.assertEqual((case.partner_name, case.team_id), ("Ms Zhou", self.team))
        self.assertEqual((case.product, case.order_number), ("Riesling", "A-7"))
        self.assertEqual(str(case.received_at), MONDAY)
        self.assertEqual((contact.state, contact.outcome), ("closed", "case"))
        self.assertEqual(case.contact_ids, contact)
        self.assertEqual(case.contact_count, 1)
        self.assertEqual(contact.action_make_case()["res_id"], case.id)
        self.assertEqual(case.with_user(self.agent).action_open_contacts()["domain"][0][2], case.id)

    def test_what_is_over_makes_no_case(self):
        contact = self.new_contact()
        contact.action_close()
        with self.assertRaisesRegex(UserError, "makes no case any more"):
            contact.action_make_case()

    def test_a_case_is_entered_in_the_register_once(self):
        case = self.new_case(channel="letter")
        case.action_enter_contact()
        contact = case.contact_ids
        self.assertEqual((contact.channel, contact.state), ("letter", "closed"))
        self.assertEqual(contact.started_at, case.received_at)
        self.assertEqual(contact.kind_id.code, "complaint")
        with self.assertRaisesRegex(UserError, "already"):
            case.action_enter_contact()

    # Who sees it

    def test_whom_the_case_complains_about_loses_sight_of_the_contact(self):
        accused = self.new_user("accused", "group_agent", superior=self.leader)
        self.team.member_ids |= accused
        contact = self.new_contact(question="Your colleague shouted at me", kind="complaint")
        mine = contact.with_user(accused)
        mine.read(["question"])
        contact.action_make_case()
        contact.case_id.accused_employee_ids = self.employee(accused)
        self.env.flush_all()
        self.env.invalidate_all()
        with self.assertRaises(AccessError):
            mine.read(["question"])
        found = self.env["csm.contact"].with_user(accused).search([("id", "=", contact.id)])
        self.assertFalse(found)
        contact.case_id.sudo().is_open_to_accused = True
        self.env.flush_all()
        self.env.invalidate_all()
        mine.read(["question"])
