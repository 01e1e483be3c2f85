from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..common.csm_case_base import CsmBase
from ..common.proves import proves


@tagged("post_install", "-at_install", "csm", "csm_clients")
class TestClientsGrade(CsmBase):
    """Grades of customers are proposed, approved by somebody else, and make cases urgent."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customer = cls.env["res.partner"].create({"name": "Harbour Hotel", "is_company": True})
        cls.vip = cls.env.ref("csm.csm_client_grade_vip")

    def propose(self, grade="vip", who=None, **values):
        Grading = self.env["csm.client.grading"].with_user(who or self.agent)
        return Grading.with_company(self.company).create(
            {
                "partner_id": self.customer.id,
                "grade_id": grade and self.env.ref(f"csm.csm_client_grade_{grade}").id,
                "reason": "Bought every month for three years.",
                **values,
            }
        )

    def grade(self, company=None):
        return self.customer.with_company(company or self.company).csm_grade_id

    @proves("S1-02-08")
    def test_a_supervisor_who_did_not_propose_it_decides(self):
        grading = self.propose(who=self.leader)
        for who, words in ((self.agent, "a supervisor does"), (self.leader, "proposed by you")):
            with self.assertRaisesRegex(UserError, words):
                grading.with_user(who).action_approve()
        self.assertFalse(self.grade())
        grading.with_user(self.manager).action_approve()
        self.assertEqual(self.grade(), self.vip)
        self.assertEqual(grading.state, "approved")
        self.assertTrue(grading.approved_at)

    @proves("S1-02-08", "S1-08-13", "S3-11-06")
    def test_cases_of_a_grade_that_comes_first_are_urgent(self):
        for grade in ("vip", "key", "agreement"):
            with self.subTest(grade=grade):
                contact = self.env["res.partner"].create(
                    {"name": "Li", "parent_id": self.customer.id}
                )
                before = self.new_case(partner_id=contact.id)
                self.assertFalse(before.partner_is_urgent)
                self.propose(grade).with_user(self.manager).action_approve()
                self.assertTrue(before.partner_is_urgent)
                self.assertTrue(self.new_case(partner_id=self.customer.id).partner_is_urgent)
                self.propose(False).with_user(self.manager).action_approve()
                self.assertFalse(before.partner_is_urgent)

    def test_a_grade_counts_in_its_company_alone(self):
        other = self.new_company("Elsewhere")
        self.propose().with_user(self.manager).action_approve()
        self.assertFalse(self.grade(other))
        self.assertFalse(self.customer._csm_is_urgent_now(other))

    def test_nobody_writes_a_grade_by_hand(self):
        admin = self.env.ref("base.user_admin")
        for who in (self.agent, self.executive, admin):
            with self.assertRaisesRegex(AccessError, "Propose it"):
                self.customer.with_user(who).csm_grade_id = self.vip
        with self.assertRaisesRegex(AccessError, "Propose it"):
            self.env["res.partner"].with_user(admin).create(
                {"name": "X", "csm_grade_id": self.vip.id}
            )

    def test_a_proposal_stays_as_it_was_made(self):
        grading = self.propose()
        with self.assertRaisesRegex(UserError, "stays as it was proposed"):
            grading.with_user(self.manager).reason = "Other"
        with self.assertRaisesRegex(UserError, "first state"):
            self.propose(state="approved")
        with self.assertRaisesRegex(UserError, "kept by the system"):
            self.propose(user_id=self.leader.id)
        with self.assertRaises(UserError):
            grading.with_user(self.manager).approved_at = "2026-01-01 00:00:00"

    def test_one_proposal_at_a_time_and_only_for_a_change(self):
        grading = self.propose()
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self.propose("key")
        grading.with_user(self.manager).action_approve()
        with self.assertRaisesRegex(UserError, "already"):
            self.propose()

    def test_a_refusal_wants_its_reason(self):
        grading = self.propose()
        with self.assertRaisesRegex(UserError, "write why"):
            grading.with_user(self.leader).action_refuse()
        grading.with_user(self.leader).refuse_reason = "Too early."
        grading.with_user(self.leader).action_refuse()
        self.assertEqual(grading.state, "refused")
        self.assertFalse(self.grade())

    def test_rules_of_approval_name_who_decides(self):
        regulation = self.new_regulation()
        rule = self.env["csm.approval.rule"].create(
            {
                "name": "Grades",
                "article_id": regulation.article_ids.id,
                "model_id": self.env["ir.model"]._get_id("csm.client.grading"),
                "move": "approve",
            }
        )
        self.env["csm.approval.step"].create({"rule_id": rule.id, "addressee": "superior"})
        self.adopt_regulation(regulation)
        grading = self.propose()
        with self.assertRaises(UserError):
            grading.with_user(self.manager).action_approve()
        approval = grading.sudo().approval_ids
        self.assertEqual(approval.waiting_user_id, self.leader)
        approval.with_user(self.leader)._decide("approve", "")
        self.assertEqual((grading.state, self.grade()), ("approved", self.vip))


@tagged("post_install", "-at_install", "csm", "csm_clients")
class TestClientsCredit(CsmBase):
    """Four classes of credit whose table each company enters before it can use them."""

    def draft(self):
        regulation = self.env.ref("csm.csm_regulation_s0_10")
        values = {"regulation_id": regulation.id, "company_id": self.company.id, "reason": "Test"}
        return self.env["csm.adoption"].create({**values, "adopted_on": "2010-01-01"})

    @proves("S0-10-29")
    def test_four_classes_whose_criteria_the_company_enters(self):
        adoption = self.draft()
        classes = adoption.credit_class_ids
        self.assertEqual(classes.mapped("rank"), [1, 2, 3, 4])
        self.assertFalse(any(classes.mapped("criteria")))
        self.assertTrue(all(classes.mapped("is_incomplete")))
        for each in classes:
            with self.assertRaisesRegex(UserError, f"{each.name}.*§ 29"):
                adoption.action_adopt()
            self.assertFalse(self.env["csm.credit.class"]._classes_of(self.company))
            each.with_user(self.manager).criteria = f"Criteria {each.rank}"
            self.assertFalse(each.is_incomplete)
            adoption.invalidate_recordset(["missing"])
        self.fill_in(adoption)
        adoption.action_adopt()
        self.assertEqual(self.env["csm.credit.class"]._classes_of(self.company), classes)

    def test_a_class_without_criteria_is_refused(self):
        classes = self.draft().credit_class_ids.with_user(self.manager)
        with self.assertRaisesRegex(ValidationError, "no criteria"):
            classes[0].criteria = " "
        with self.assertRaisesRegex(ValidationError, "no criteria"):
            classes[0].is_blank = False
