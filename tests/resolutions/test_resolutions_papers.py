from psycopg2 import IntegrityError

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..common.proves import proves
from .resolution_case import ResolutionCase

FOUR = [(1, "issuer"), (2, "warehouse"), (3, "warehouse"), (4, "warehouse")]
HANDED_ON = [(2, "warehouse"), (3, "accounting"), (4, "business")]


@tagged("post_install", "-at_install", "csm", "csm_resolutions")
class TestResolutionsPapers(ResolutionCase):
    """Certificates, refunds and the copies of papers."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for code in ("sales_manager", "deputy_gm", "after_sales_head"):
            holder = cls.new_user(code, "group_manager")
            setattr(cls, code, holder)
            cls.give_role(code, holder)

    def approve_by(self, paper, *people):
        """Ask for the approval and let these persons give it, one after the other."""
        paper.with_user(self.agent).action_request_approval()
        for person in people:
            approval = paper.sudo().approval_ids[-1:]
            self.assertEqual(approval.waiting_user_id, person)
            approval.with_user(person).action_approve()
        paper.action_approve()

    # Certificates

    def test_a_certificate_without_any_regulation(self):
        paper = self.allowance()
        self.assertRegex(paper.number, r"^SA2603")
        self.assertEqual(paper.partner_id, self.customer)
        self.assertEqual(self.case.promised_amount, 0)
        paper.action_approve()
        self.assertEqual((self.case.promised_amount, self.case.executed_amount), (4800, 0))
        self.assert_refused(lambda: paper.write({"amount": 1}), "stands as it is")
        paper.action_execute()
        self.assertEqual((self.case.promised_amount, self.case.executed_amount), (4800, 4800))

    def test_a_certificate_of_a_solution_is_not_counted_twice(self):
        solution = self.solution(amount=4800)
        solution.action_offer()
        solution.action_accept()
        paper = self.allowance(solution_id=solution.id)
        paper.action_approve()
        self.assertEqual(self.case.promised_amount, 4800)
        self.case.void_reason = "Wrong"
        self.assert_refused(self.case.action_void, "still under way")
        self.assert_refused(solution.action_execute, paper.number)
        paper.action_execute()
        solution.action_execute()
        self.assertEqual(self.case.executed_amount, 4800)

    def test_a_certificate_keeps_its_number(self):
        paper = self.allowance()
        self.assert_refused(paper.action_void, "its number stays")
        paper.void_reason = "Typed twice"
        paper.action_void()
        self.assertEqual(self.allowance().number[:-1], paper.number[:-1])

    def test_a_certificate_without_an_amount_is_refused(self):
        self.assert_refused(self.allowance(0).action_approve, "has no amount")
        self.assert_refused(self.allowance(reason=False).action_approve, "Reason")
        paper = self.allowance()
        paper.action_approve()
        with self.assertRaisesRegex(UserError, "on a day to come"):
            paper.sealed_on = "2026-03-03"
        # In Shanghai it is 3 March from 16:00 UTC on.
        self.at("2026-03-02 16:00:00")
        paper.sealed_on = "2026-03-03"

    @mute_logger("odoo.sql_db")
    def test_amounts_below_zero_are_refused(self):
        for make in (self.allowance, lambda amount: self.refund(amount=amount)):
            with self.assertRaises(IntegrityError):
                make(-1)

    def assert_sealed(self, article, *people):
        paper = self.allowance()
        self.assert_refused(paper.action_approve, article)
        self.approve_by(paper, *people)
        self.assert_refused(paper.action_execute, article, "Sealed by the Customer On")
        paper.sealed_on = "2026-03-02"
        self.assert_refused(paper.action_execute, article, "Sealed Certificate")
        paper.write({"sealed_on": False, "seal_attachment_ids": [(4, self.file().id)]})
        self.assert_refused(paper.action_execute, article)
        paper.sealed_on = "2026-03-02"
        self.assertEqual(self.copies(paper), [])
        paper.action_execute()
        return self.copies(paper)

    @proves("S2-09-32")
    def test_a_manufacturer_s_certificate_is_approved_by_two_and_sealed(self):
        self.adopt_only("S2-09-32")
        copies = self.assert_sealed("S2-09 § 32", self.sales_manager, self.deputy_gm)
        self.assertEqual(copies, [(1, "business"), (2, "accounting")])

    @proves("S1-04-38")
    def test_a_software_company_s_certificate_is_approved_and_stamped(self):
        self.adopt_only("S1-04-38")
        copies = self.assert_sealed("S1-04 § 38", self.deputy_gm)
        self.assertEqual(copies, [(1, "marketing"), (2, "accounting")])

    # Return notes and their copies

    def assert_four_copies(self, article, person):
        for kind in ("return", "rework"):
            for name, label in (("method", "Handling"), ("basis", "Basis")):
                note = self.note(kind=kind, **{name: False})
                self.assert_refused(note.action_approve, article, label)
            note = self.note(kind=kind)
            self.assert_refused(note.action_approve, article)
            self.approve_by(note, person)
            self.assertEqual(self.copies(note), FOUR)
            self.receive(note, 100)
            self.assertEqual(self.copies(note), FOUR)

    @proves("S2-09-33")
    def test_a_manufacturer_s_note_has_four_copies(self):
        self.adopt_only("S2-09-33")
        self.assert_four_copies("S2-09 § 33", self.sales_manager)

    @proves("S1-04-39")
    def test_a_software_company_s_slip_has_four_copies(self):
        self.adopt_only("S1-04-39")
        self.assert_four_copies("S1-04 § 39", self.deputy_gm)

    def assert_handed_on(self):
        note = self.note()
        note.action_approve()
        self.assertEqual(self.copies(note), [])
        self.receive(note, 100)
        self.assertEqual(self.copies(note), HANDED_ON)
        self.assertEqual(note.copy_ids.mapped("user_id"), self.agent)
        self.assertEqual(set(note.copy_ids.mapped("handed_at")), {self.env.cr.now()})

    @proves("S1-04-41")
    def test_a_software_company_s_warehouse_hands_the_copies_on(self):
        self.adopt_only("S1-04-41")
        self.assert_handed_on()

    @proves("S2-09-36")
    def test_a_manufacturer_s_warehouse_hands_the_copies_on(self):
        self.adopt_only("S2-09-36")
        self.assert_handed_on()

    def test_the_copies_of_a_whole_course(self):
        self.adopt_only("S1-04-39", "S1-04-41")
        note = self.note()
        self.approve_by(note, self.deputy_gm)
        self.receive(note, 100)
        # The second stays where it is.
        self.assertEqual(self.copies(note), [*FOUR, (3, "accounting"), (4, "business")])
        self.assertEqual(note._copies(), [(1, "issuer"), *HANDED_ON])
        self.assertIn("3: Accounting", note.copies_text)

    # Refunds

    @proves("S1-06-18")
    def test_the_difference_of_area_is_paid_back_or_in_addition(self):
        self.adopt_only("S1-06-18")
        area = {"kind": "area", "presale_area": 100, "unit_price": 12000}
        refund = self.refund(**area, title_area=98.75)
        self.assertEqual((refund.direction, refund.amount), ("refund", 15000))
        more = self.refund(**area, title_area=100.01)
        self.assertEqual((more.direction, more.amount), ("supplement", 120))
        self.assert_refused(self.refund(**area, title_area=100).action_approve, "has no amount")
        self.assert_refused(lambda: refund.write({"amount": 15001}), "follows from the areas")
        refund.action_approve()
        self.assert_refused(refund.action_settle, "S1-06 § 18", "Customer Told", "Finance")
        refund.finance_note = "Paid to the account of the contract"
        self.assert_refused(refund.action_settle, "S1-06 § 18", "Customer Told")
        refund.action_tell()
        refund.action_settle()

    @proves("S3-04-07")
    def test_a_refund_is_ready_a_week_after_the_approval(self):
        self.adopt_only("S3-04-07")
        for kind in ("cancelled", "overpayment"):
            refund = self.refund(kind=kind)
            self.assertFalse(refund.next_due_at)
            refund.action_approve()
            # The end of Monday, 9 March, in Shanghai.
            self.assertEqual(str(refund.next_due_at), "2026-03-09 15:59:59")
            self.run_steps("2026-03-09 15:59:59")
            self.assertFalse(self.events(refund, "breach"))
            self.run_steps("2026-03-09 16:00:00")
            self.assertTrue(self.events(refund, "breach"))
            self.assert_refused(refund.action_settle, "S3-04 § 7", "Customer Told")
            refund.action_tell()
            refund.action_settle()
            self.assertFalse(refund.next_due_at)
            self.at("2026-03-02 01:00:00")
        other = self.refund(kind="other")
        other.action_approve()
        self.assertFalse(other.next_due_at)
        other.action_settle()

    @proves("S3-04-07")
    def test_who_hears_of_a_refund_that_is_late(self):
        self.adopt_only("S3-04-07")
        refund = self.refund(kind="cancelled")
        refund.action_approve()
        row, heard = refund.sudo().deadline_ids, []
        while row.next_step_at and len(heard) < 9:
            moment = row.next_step_at
            before = row.event_ids
            self.run_steps(str(moment))
            heard += [
                (str(moment), event.kind, event.user_id.login.removeprefix("csm_"))
                for event in (row.event_ids - before).sorted("id")
                if event.kind in ("remind", "breach", "climb")
            ]
        # Eight working hours before: Monday's first second of work.
        self.assertEqual(
            heard,
            [
                ("2026-03-09 01:00:00", "remind", "agent"),
                ("2026-03-09 16:00:00", "breach", "agent"),
                ("2026-03-09 16:00:00", "breach", "leader"),
                ("2026-03-11 01:00:00", "climb", "leader"),
            ],
        )

    def test_a_refund_that_is_refused_says_why(self):
        refund = self.refund()
        self.assert_refused(refund.action_refuse, "Write why")
        refund.refuse_reason = "Paid already"
        refund.action_refuse()

    # What else the room demands

    @proves("S3-09-14")
    def test_a_problem_parcel_is_written_down(self):
        self.adopt_only("S3-09-14")
        whole = {
            "category_id": self.env.ref("csm.csm_case_category_parcel").id,
            "order_number": "T-1",
            "purchased_on": "2026-02-27",
            "courier_slip": "SF 1",
            "description": "<p>Torn open</p>",
            "demand": "Money back",
            "judgement": "founded",
        }
        for name in ("order_number", "purchased_on", "courier_slip", "description", "demand"):
            case = self.new_case(**{**whole, name: False})
            case.action_register()
            self.assert_refused(case.action_judge, "S3-09 § 14", case._fact_label(name))
        case = self.new_case(**whole)
        case.action_register()
        case.action_judge()
        at_once = self.new_case(**{**whole, "courier_slip": False, "decision": "Sent again"})
        at_once.action_settle()
        self.assertEqual(at_once.state, "closed")
        other = self.new_case(judgement="founded")
        other.action_register()
        other.action_judge()

    @proves("S1-10-01")
    def test_after_the_dispatch_it_is_after_sales_business(self):
        self.adopt_only("S1-10-01")
        case = self.new_case(user_id=self.agent.id, shipped_on="2026-02-20", judgement="founded")
        case.action_register()
        self.assert_refused(case.action_judge, "S1-10 § 1", "Head of After-sales")
        case.with_user(self.after_sales_head).user_id = self.agent
        case.action_judge()
        mine = self.new_case(shipped_on="2026-02-20", kind="inquiry")
        mine.action_register()
        self.assertEqual(mine.user_id, self.after_sales_head)
        before = self.new_case(user_id=self.agent.id, judgement="founded")
        before.action_register()
        before.action_judge()

    @proves("S1-13-18")
    def test_the_desk_takes_down_returns_invoices_and_storage(self):
        self.adopt_only("S1-13-18")
        Contact = self.env["csm.contact"].with_user(self.agent).with_company(self.company)
        for code in ("return_exchange", "invoice", "storage"):
            kind = self.env.ref(f"csm.csm_contact_kind_{code}")
            values = {"team_id": self.team.id, "channel": "visit", "kind_id": kind.id}
            contact = Contact.create({**values, "partner_name": "Ms Zhou"})
            self.assertIn("receipt", contact.guidance_html)
            for name in ("question", "answer"):
                contact.write({"question": "A bag", "answer": "Shelf 3", name: False})
                self.assert_refused(contact.action_close, "S1-13 § 18")
            contact.write({"question": "A bag", "answer": "Shelf 3"})
            contact.action_close()
        other = Contact.create({**values, "kind_id": False, "partner_name": "Ms Zhou"})
        self.assertFalse(other.guidance_html)
        other.action_close()
