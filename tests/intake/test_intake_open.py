from odoo.exceptions import UserError
from odoo.tests import tagged

from ..common.csm_case_base import CsmBase


@tagged("post_install", "-at_install", "csm", "csm_intake")
class TestIntakeOpen(CsmBase):
    """Open cases of an older register keep their facts and then run like any other."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.adopt("csm_regulation_s0_07")

    def setUp(self):
        super().setUp()
        self.at("2026-03-02 06:00:00")

    def values(self, **facts):
        return {
            "name": "Cork taint",
            "team_id": self.team.id,
            "company_id": self.company.id,
            "category_id": self.category.id,
            "partner_name": "Ms Zhou",
            "partner_email": "zhou@example.com",
            "user_id": self.agent.id,
            "received_at": "2026-03-02 01:00:00",
            **facts,
        }

    def take_over(self, **facts):
        Case = self.env["csm.case"].with_user(self.agent).with_company(self.company)
        return Case._intake_open([self.values(**facts)])

    def test_the_facts_so_far_are_kept_and_what_is_owed_climbs(self):
        case = self.take_over(state="registered", registered_at="2026-03-02 02:00:00")
        self.assertEqual((case.state, case.number), ("registered", "260301"))
        self.assertEqual(str(case.registered_at), "2026-03-02 02:00:00")
        self.assertEqual(str(case.next_due_at), "2026-03-03 01:00:00")
        self.assertFalse(case.is_historic)
        self.run_steps("2026-03-03 01:00:01")
        self.assertEqual(self.events(case, "breach").user_id, self.agent | self.leader)
        case.action_reply()
        self.assertEqual(str(case.replied_at), "2026-03-03 01:00:01")

    def test_nobody_is_acknowledged_a_second_time(self):
        self.assertFalse(self.take_over().is_acknowledgement_due)
        self.assertTrue(self.new_case(partner_email="zhou@example.com").is_acknowledgement_due)

    def test_a_fact_before_the_receipt_or_in_the_future_is_refused(self):
        for moment in ("2026-03-02 00:59:59", "2026-03-02 06:00:01"):
            with self.subTest(moment=moment), self.assertRaises(UserError):
                self.take_over(state="registered", registered_at=moment)

    def test_whoever_creates_a_case_by_hand_types_no_fact(self):
        with self.assertRaises(UserError):
            self.new_case(registered_at="2026-03-02 02:00:00")
