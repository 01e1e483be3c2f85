from psycopg2 import IntegrityError

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..common.proves import proves
from .resolution_case import PIXEL, ResolutionCase


@tagged("post_install", "-at_install", "csm", "csm_resolutions")
class TestResolutionsReturn(ResolutionCase):
    """Goods come back: approved, received, booked and settled."""

    def test_a_return_without_any_regulation(self):
        note = self.note()
        self.assertRegex(note.number, r"^RN2603")
        self.assertEqual((note.partner_id, note.order_number), (self.customer, "HT-1"))
        self.assertEqual((str(note.dispatched_on), note.approved_amount), ("2026-02-20", 1000))
        note.action_approve()
        self.receive(note, 90)
        self.assertEqual(self.case.deducted_amount, 0)
        note.action_book()
        self.assertEqual((note.receivable_amount, str(note.booked_on)), (900, "2026-03-02"))
        self.assertEqual(self.case.deducted_amount, 900)
        self.assertEqual(self.customer.with_user(self.agent).csm_receivable_amount, 900)
        note.action_settle()
        self.assertEqual(note.state, "settled")

    def test_an_exchange_takes_nothing_off_the_collection_base(self):
        note = self.note(kind="exchange")
        note.action_approve()
        self.receive(note, 100).action_book()
        self.assertEqual(note.receivable_amount, 0)

    def test_what_was_approved_stands_until_it_is_approved_anew(self):
        note = self.note()
        note.action_approve()
        for values in ({"approved_quantity": 200}, {"unit_price": 1}, {"product": "x"}):
            self.assert_refused(lambda v=values: note.line_ids.write(v), "its goods and quantities")
        self.assert_refused(
            lambda: note.write({"line_ids": [(0, 0, {"product": "More"})]}), "its goods"
        )
        self.assert_refused(lambda: note.line_ids.unlink(), "its goods")
        self.assert_refused(
            lambda: note.write({"reason_id": self.reason("other")}), "stands as it is"
        )
        self.assert_refused(note.action_revise, "approved anew")
        note.write({"revise_reason": "Miscounted", "instruction": "x", "instructed_by": "y"})
        note.action_instruct()
        note.action_revise()
        self.assertFalse(note.instructed_at)
        note.line_ids.approved_quantity = 200
        note.action_approve()
        self.assertEqual(note.approved_amount, 2000)

    def test_what_was_received_stands(self):
        note = self.note()
        note.action_approve()
        self.assert_refused(note.action_receive, "count what came in")
        self.receive(note, 100)
        self.assert_refused(lambda: note.line_ids.write({"received_quantity": 1}), "signed")

    def test_nobody_writes_past_the_gate(self):
        note = self.note()
        for values in (
            {"state": "booked"},
            {"approved_at": "2026-03-01 00:00:00"},
            {"receivable_amount": 5},
            {"company_amount": 5},
            {"number": "RN1"},
        ):
            with self.subTest(values=values), self.assertRaises(UserError):
                note.write(values)
        # Neither does the move see other quantities than those written with it.
        empty = self.note(lines=[])
        with self.assertRaisesRegex(UserError, "how many of each"):
            empty.write({"state": "approved", "basis": "x"})

    @mute_logger("odoo.sql_db")
    def test_figures_below_zero_are_refused(self):
        for values in ({"unit_price": -1}, {"approved_quantity": -1}, {"received_quantity": -1}):
            with self.subTest(values=values), self.assertRaises(IntegrityError):
                self.note(lines=[{"product": "Valve", "approved_quantity": 1, **values}])

    @proves("S2-09-10")
    def test_an_undetermined_quantity_is_entered_before_the_approval(self):
        line = {"product": "Valve", "unit_price": 10, "is_undetermined": True}
        note = self.note(lines=[line])
        self.assert_refused(note.action_approve, "customer processing, not yet determined", "Valve")
        note.line_ids.write({"is_undetermined": False})
        self.assert_refused(note.action_approve, "how many of each")
        note.line_ids.write({"approved_quantity": 5})
        note.action_approve()

    def test_a_closed_month_takes_no_booking(self):
        self.company.csm_books_closed_on = "2026-02-28"
        note = self.note()
        note.action_approve()
        self.receive(note, 100)
        note.booked_on = "2026-02-28"
        self.assert_refused(note.action_book, "closed up to 2026-02-28", "later booking day")
        note.booked_on = "2026-03-01"
        note.action_book()

    def test_the_books_closed_to_today_refuse_a_booking_of_today(self):
        # In Shanghai it is 3 March already.
        self.at("2026-03-02 16:00:00")
        self.company.csm_books_closed_on = "2026-03-02"
        note = self.note()
        note.action_approve()
        self.receive(note, 100)
        note.action_book()
        self.assertEqual(str(note.booked_on), "2026-03-03")

    @proves("S2-09-36")
    def test_another_quantity_is_received_on_instruction(self):
        self.adopt_only("S2-09-36")
        for quantity in (99.999, 100.001):
            note = self.note()
            note.action_approve()
            note.line_ids.received_quantity = quantity
            self.assert_refused(note.action_receive, "S2-09 § 36", "Ask for an instruction")
            self.assert_refused(note.action_instruct, "Instruction")
            note.write({"instruction": "Take what came", "instructed_by": "Plant manager"})
            note.action_instruct()
            note.action_receive()
            self.assertEqual(note._maker("instructed_at"), self.agent)
            self.assertEqual(note._copies(), [(2, "warehouse"), (3, "accounting"), (4, "business")])
        same = self.note()
        same.action_approve()
        self.receive(same, 100)

    def booked(self, received, **values):
        """Return the refusal of booking so many received of 100 approved, or an empty text."""
        note = self.note(**values)
        note.action_approve()
        self.receive(note, received)
        try:
            note.action_book()
        except UserError as refusal:
            return str(refusal)
        return ""

    @proves("S1-04-40")
    def test_a_software_company_books_equal_quantities_only(self):
        self.adopt_only("S1-04-40")
        self.company.csm_return_tolerance = 5
        self.assertEqual(self.booked(100), "")
        for quantity in (99.999, 100.001):
            self.assertIn("S1-04 § 40", self.booked(quantity))
        self.assertIn("both must be equal", self.booked(101))

    @proves("S2-09-34")
    def test_a_manufacturer_compares_both_quantities(self):
        self.adopt_only("S2-09-34")
        self.assertEqual(self.booked(100), "")
        self.assertIn("S2-09 § 34", self.booked(99))
        self.assertIn("S2-09 § 34", self.booked(101))

    @proves("S2-09-34", "S2-09-35")
    def test_within_the_tolerance_the_real_quantity_is_booked(self):
        self.adopt_only("S2-09-34", "S2-09-35")
        self.company.csm_return_tolerance = 5
        for quantity in (1, 99.999, 105):
            with self.subTest(quantity=quantity):
                self.assertEqual(self.booked(quantity), "")
        amounts = self.case.return_ids.sorted("id").mapped("received_amount")
        self.assertEqual(amounts, [10, 999.99, 1050])
        self.assertIn("tolerance is 5.0 %", self.booked(105.001))
        # The customer's order says more, or less, than the company.
        ordered = {"has_order_tolerance": True, "order_tolerance": 8}
        self.assertEqual(self.booked(108, **ordered), "")
        self.assertIn("S2-09 § 34", self.booked(108.001, **ordered))
        none = {"has_order_tolerance": True, "order_tolerance": 0}
        self.assertEqual(self.booked(100, **none), "")
        self.assertIn("S2-09 § 34", self.booked(100.001, **none))

    @proves("S1-04-40", "S2-09-35")
    def test_the_tolerance_of_one_regulation_does_not_soften_another(self):
        self.adopt_only("S1-04-40", "S2-09-34", "S2-09-35")
        self.company.csm_return_tolerance = 5
        self.assertIn("S1-04 § 40", self.booked(105))

    def test_beyond_the_tolerance_it_is_approved_anew(self):
        self.adopt_only("S2-09-34", "S2-09-35")
        note = self.note()
        note.action_approve()
        self.receive(note, 120)
        self.assert_refused(note.action_book, "S2-09 § 34")
        note.revise_reason = "20 more came"
        note.action_revise()
        note.line_ids.approved_quantity = 120
        note.action_approve()
        note.action_receive()
        note.action_book()
        self.assertEqual(note.receivable_amount, 1200)

    @proves("S2-09-38")
    def test_a_return_is_booked_with_one_of_three_proofs(self):
        self.adopt_only("S2-09-38")
        for proof in ("invoice", "copy", "certificate"):
            note = self.note()
            note.action_approve()
            self.receive(note, 100)
            self.assert_refused(note.action_book, "S2-09 § 38", "attach it")
            note.proof = proof
            self.assert_refused(note.action_book, "S2-09 § 38")
            note.write({"proof": False, "proof_attachment_ids": [(4, self.file().id)]})
            self.assert_refused(note.action_book, "S2-09 § 38")
            self.assert_refused(note.action_settle, "Accounting has to book")
            note.proof = proof
            note.action_book()
            note.action_settle()

    def test_a_proof_is_read_by_whoever_reads_the_note(self):
        file = self.file()
        note = self.note(proof_attachment_ids=[(4, file.id)])
        self.assertEqual((file.res_model, file.res_id), ("csm.return", note.id))
        self.assertTrue(file.with_user(self.leader).has_access("read"))
        self.assertFalse(file.with_user(self.outsider).has_access("read"))
        # A file of another record stays there.
        foreign = self.file(self.agent, "other.pdf")
        foreign.write({"res_model": "csm.case", "res_id": self.case.id})
        note.write({"proof_attachment_ids": [(4, foreign.id)]})
        self.assertEqual(foreign.res_model, "csm.case")

    @proves("S0-15-26")
    def test_nothing_defective_is_handed_out(self):
        self.adopt_only("S0-15-26")
        note = self.note(kind="exchange")
        note.action_approve()
        for check in ("unchecked", "defective"):
            note.line_ids.replacement = check
            self.assert_refused(note.action_settle, "S0-15 § 26", "Valve")
        note.line_ids.replacement = "good"
        note.action_settle()
        other = self.note(kind="return")
        other.action_approve()
        other.action_settle()

    def settled(self, *steps, **values):
        """Approve a note, make these steps and return the refusal of settling, or nothing."""
        note = self.note(**values)
        note.action_approve()
        for step in steps:
            user = self.leader if step == "sign_manager" else self.agent
            if step == "sign_customer":
                note.customer_signature = PIXEL
            getattr(note.with_user(user), f"action_{step}")()
        try:
            note.action_settle()
        except UserError as refusal:
            return str(refusal)
        return ""

    @proves("S0-15-30")
    def test_on_the_spot_the_slip_is_printed_and_gone_through(self):
        self.adopt_only("S0-15-30")
        self.assertIn("S0-15 § 30", self.settled(is_on_spot=True))
        self.assertIn("Checked with the Customer", self.settled("print", is_on_spot=True))
        self.assertEqual(self.settled("print", "check", is_on_spot=True), "")
        self.assertEqual(self.settled(), "")
        self.assert_refused(self.note().action_check, "print the slip first")

    @proves("S0-15-33")
    def test_three_sign_the_slip(self):
        self.adopt_only("S0-15-33")
        steps = ["print", "sign_handler", "sign_customer", "sign_manager"]
        line = {"product": "Valve", "unit_price": 1, "approved_quantity": 1}
        for values in ({"is_on_spot": True}, {"lines": [{**line, "is_unwanted": True}]}):
            for left_out in steps:
                made = [step for step in steps if step != left_out]
                self.assertIn("S0-15 § 33", self.settled(*made, **values), left_out)
            self.assertEqual(self.settled(*steps, **values), "")
        self.assertEqual(self.settled(), "")

    def test_each_signature_is_its_own_person_s(self):
        note = self.note()
        self.assert_refused(note.with_user(self.leader).action_sign_handler, "by its handler")
        self.assert_refused(note.action_sign_manager, "by the manager of the department")
        self.assert_refused(note.action_sign_customer, "Let the customer sign")

    @proves("S3-09-24")
    def test_a_return_is_followed_until_it_is_settled(self):
        self.adopt_only("S3-09-24")
        whole = {"logistics": "SF 1", "completeness": "complete", "cost_difference": "none"}
        for name in whole:
            self.assertIn("S3-09 § 24", self.settled(**{**whole, name: False}))
        self.assertEqual(self.settled(**whole), "")
        self.assertEqual(self.settled(kind="rework"), "")
