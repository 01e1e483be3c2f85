from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from ..common.proves import proves
from .client_case import FILE, ClientCase


@tagged("post_install", "-at_install", "csm", "csm_clients")
class TestClientsIntake(ClientCase):
    """What sales hand in reaches the file through the clerk; files begin with their customer."""

    @proves("S0-10-13", "S0-10-04")
    def test_sales_hand_in_and_the_clerk_enters(self):
        file = self.new_file()
        given = self.hand_in(contact_name="Wu Jing", phone="0535 1", service_demand="Fitting")
        with self.assertRaisesRegex(UserError, "entered by a clerk"):
            given.action_enter()
        with self.assertRaisesRegex(UserError, "entered by a clerk"):
            given.with_user(self.seller).action_mark_entered()
        action = given.with_user(self.clerk).action_enter()
        self.assertEqual((action["res_model"], action["res_id"]), (FILE, file.id))
        self.assertEqual((given.state, given.entered_by_id), ("entered", self.clerk))
        self.assertEqual(file.service_demand, "Fitting")
        self.assertEqual(file.person_ids.mapped("name"), ["Wu Jing"])
        lines = file.change_ids.filtered("input_id")
        self.assertEqual(lines.mapped("new"), ["They build a hall."])
        self.assertIn("Seller", lines.source)

    def test_nobody_learns_from_it_whether_there_is_a_file(self):
        self.new_file(secrecy_level_id=self.level[2].id)
        given = self.hand_in()
        with self.assertRaisesRegex(AccessError, "no file of this customer is open to you"):
            given.with_user(self.novice).action_enter()
        self.customer = self.new_customer("Without")
        with self.assertRaisesRegex(AccessError, "no file of this customer is open to you"):
            self.hand_in().with_user(self.novice).action_enter()
        names = set(self.env["csm.client.input"].fields_get())
        self.assertFalse({"file_id", "file_ids", "client_file_id"} & names)

    def test_each_sees_what_they_handed_in_and_clerks_all(self):
        given = self.hand_in()
        Input = self.env["csm.client.input"]
        self.assertFalse(Input.with_user(self.agent).search([]))
        self.assertEqual(Input.with_user(self.seller).search([]), given)
        self.assertEqual(Input.with_user(self.novice).search([]), given)
        with self.assertRaisesRegex(UserError, "what Seller handed in"):
            given.with_user(self.clerk).text = "Other"
        with self.assertRaisesRegex(UserError, "kept by the system"):
            given.with_user(self.seller).user_id = self.agent
        with self.assertRaisesRegex(UserError, "names no customer"):
            self.hand_in(partner_id=False)

    def test_what_is_sent_back_is_handed_in_again(self):
        given = self.hand_in()
        with self.assertRaisesRegex(UserError, "write what is missing"):
            given.with_user(self.clerk).action_send_back()
        given.with_user(self.clerk).return_reason = "Which hall?"
        given.with_user(self.clerk).action_send_back()
        with self.assertRaisesRegex(UserError, "handed in again by Seller"):
            given.with_user(self.clerk).action_hand_in()
        given.with_user(self.seller).text = "The ball room."
        given.with_user(self.seller).action_hand_in()
        given.with_user(self.clerk).action_mark_entered()
        with self.assertRaisesRegex(UserError, "stays as it was"):
            given.with_user(self.seller).text = "Another."

    @proves("S1-02-07")
    def test_a_file_begins_with_the_visit_form(self):
        given = self.hand_in(
            kind="visit", partner_id=False, customer_name="New Inn", contact_name="Wu Jing"
        )
        action = given.with_user(self.clerk).action_enter()
        self.assertEqual((action["res_model"], given.state), (FILE, "handed_in"))
        values = {
            "team_id": self.keepers.id,
            "custodian_id": self.clerk.id,
            "secrecy_level_id": self.level[1].id,
        }
        File = self.env[FILE].with_user(self.clerk).with_context(**action["context"])
        defaults = File.default_get(["partner_id", "analysis", "source_input_id"])
        file = File.create({**defaults, **values})
        self.assertEqual(file.partner_id.name, "New Inn")
        self.assertEqual(file.analysis, "They build a hall.")
        self.assertEqual(file.person_ids.name, "Wu Jing")
        self.assertEqual((given.state, given.entered_by_id), ("entered", self.clerk))
        self.assertGreater(file.completeness, 0)
        self.assertIn(given, file.change_ids.input_id)

    @proves("S1-08-08")
    def test_a_monthly_update_names_contact_telephone_address_and_demand(self):
        self.adopt_one("csm_regulation_s1_08")
        whole = {
            "contact_name": "Wu Jing",
            "phone": "0535 1",
            "address": "Quay 1",
            "service_demand": "Fitting",
        }
        for name in whole:
            with self.subTest(name=name), self.assertRaisesRegex(ValidationError, "§ 8 "):
                self.hand_in(kind="monthly", **{**whole, name: False})
        self.assertTrue(self.hand_in(kind="monthly", **whole))
        self.assertTrue(self.hand_in(kind="change"))

    @proves("S2-17-16")
    def test_what_an_order_taught_is_written(self):
        self.adopt_one("csm_regulation_s2_17")
        self.new_file()
        empty = self.hand_in(kind="order", text=False)
        with self.assertRaisesRegex(UserError, "§ 16 .*What Is New"):
            empty.with_user(self.clerk).action_enter()
        empty.with_user(self.seller).text = "Wants jade."
        empty.with_user(self.clerk).action_enter()
        self.assertEqual(empty.state, "entered")

    @proves("S2-17-18")
    def test_enquirers_have_an_urgency_and_a_day(self):
        self.adopt_one("csm_regulation_s2_17")
        whole = {"purchase_urgency": "3", "call_back_on": "2026-03-09"}
        for name in whole:
            customer = self.new_customer(name)
            file = self.new_file(partner_id=customer.id, is_enquirer=True, **{**whole, name: False})
            with self.subTest(name=name), self.assertRaisesRegex(UserError, "§ 18 "):
                file.action_keep()
            file.write(whole)
            file.action_keep()
            self.assertEqual(file.state, "kept")
        self.new_file(partner_id=self.new_customer("Buys").id).action_keep()

    def test_the_most_urgent_is_called_first(self):
        days = (("1", "2026-03-03"), ("3", "2026-03-09"), ("3", "2026-03-05"), ("2", "2026-03-02"))
        files = [
            self.new_file(
                partner_id=self.new_customer(str(number)).id,
                is_enquirer=True,
                purchase_urgency=urgency,
                call_back_on=day,
            )
            for number, (urgency, day) in enumerate(days)
        ]
        mine = [("is_enquirer", "=", True), ("company_id", "=", self.company.id)]
        found = self.env[FILE].search(mine, order="purchase_urgency desc, call_back_on, id")
        self.assertEqual(list(found), [files[2], files[1], files[3], files[0]])


@tagged("post_install", "-at_install", "csm", "csm_clients")
class TestClientsCopies(ClientCase):
    """Two copies of every file, credit decided by a second person, who lacks a file."""

    @proves("S0-10-12")
    def test_two_copies_one_with_customer_service_one_electronic(self):
        copies = self.new_file().paper_copy_ids.sorted("copy_number")
        self.assertEqual(copies.mapped("copy_number"), [1, 2])
        self.assertEqual(copies.mapped("medium"), ["paper", "electronic"])
        self.assertEqual(
            copies.mapped("holder"), ["Customer Service", "Database of the Information Department"]
        )

    @proves("S0-10-12")
    def test_customers_without_a_file_are_listed_for_those_who_open_files(self):
        other = self.new_customer("Without")
        self.new_file(team_id=self.keepers.id)
        both = [("id", "in", (self.customer | other).ids), ("csm_lacks_file", "=", True)]
        Partner = self.env["res.partner"]
        self.assertEqual(Partner.with_user(self.clerk).search(both), other)
        self.assertTrue(other.with_user(self.clerk).csm_lacks_file)
        self.assertFalse(self.customer.with_user(self.clerk).csm_lacks_file)
        self.assertFalse(Partner.with_user(self.novice).search(both))
        self.assertFalse(other.with_user(self.novice).csm_lacks_file)
        for who in (self.agent, self.cleared):
            self.assertFalse(Partner.with_user(who).search(both))

    def test_the_button_of_a_customer_betrays_nothing(self):
        self.new_file(secrecy_level_id=self.level[2].id)
        other = self.new_customer("Without")
        said = []
        for customer in (self.customer, other):
            for who in (self.novice, self.cleared):
                with self.assertRaises(AccessError) as refused:
                    customer.with_user(who).action_csm_client_file()
                said.append(str(refused.exception))
        self.assertEqual(len(set(said)), 1)
        action = other.with_user(self.clerk).action_csm_client_file()
        self.assertEqual(action["context"]["default_partner_id"], other.id)

    @proves("S0-10-29")
    def test_a_second_person_decides_on_the_class_of_credit(self):
        adoption = self.env["csm.adoption"].create(
            {
                "regulation_id": self.env.ref("csm.csm_regulation_s0_10").id,
                "company_id": self.company.id,
                "adopted_on": "2010-01-01",
                "reason": "Test",
            }
        )
        file = self.new_file()
        Rating = self.env["csm.client.rating"].with_user(self.clerk)
        values = {"file_id": file.id, "reason": "Pays in time."}
        words = "no class of credit this company works with"
        with self.assertRaisesRegex(UserError, words), self.env.cr.savepoint():
            Rating.create({**values, "credit_class_id": adoption.credit_class_ids[0].id})
        self.fill_in(adoption)
        adoption.action_adopt()
        best = self.env["csm.credit.class"]._classes_of(self.company)[0]
        rating = Rating.create({**values, "credit_class_id": best.id})
        with self.assertRaisesRegex(UserError, "proposed by you"):
            rating.action_approve()
        self.assertFalse(file.credit_class_id)
        rating.with_user(self.colleague).action_approve()
        self.assertEqual(file.credit_class_id, best)
        self.assertIn(("Credit Class", "", best.name), self.history(file, "trading"))
        with self.assertRaisesRegex(UserError, "kept by the system"):
            file.credit_class_id = False

    @proves("S0-10-10")
    def test_credit_problems_stand_in_the_history(self):
        file = self.new_file()
        self.env["csm.client.credit.problem"].with_user(self.clerk).create(
            {"file_id": file.id, "happened_on": "2025-11-01", "description": "Paid in May."}
        )
        self.assertEqual(file.credit_problem_count, 1)
        file.reputation = "Good"
        told = self.history(file, "trading")
        self.assertIn(("Credit Problem: What Happened", "", "Paid in May."), told)
        self.assertIn(("Reputation and Image", "", "Good"), told)
