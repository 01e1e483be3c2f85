from odoo.exceptions import UserError
from odoo.tests import tagged

from ..common.csm_case_base import CsmBase


@tagged("post_install", "-at_install", "csm", "csm_cases")
class TestCasesMakers(CsmBase):
    """Each fact says who brought it about."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.at("2026-03-02 01:00:00")
        cls.case = cls.new_case(user_id=cls.agent.id)

    def who(self, case=None):
        past = (case or self.case).timeline["past"]
        return {entry["fact"]: entry["who"] for entry in past}

    def test_the_timeline_names_who_made_each_step(self):
        self.case.action_register()
        self.case.with_user(self.leader).action_reply()
        self.assertEqual(
            self.who(),
            {"received_at": "Agent", "registered_at": "Agent", "replied_at": "Leader"},
        )

    def test_a_step_made_again_names_who_made_it_last(self):
        self.case.action_register()
        self.case.action_tell()
        self.case.with_user(self.leader).action_tell()
        self.assertEqual(self.who()["told_at"], "Leader")

    def test_many_at_once_keep_what_each_had(self):
        other = self.new_case(user_id=self.agent.id)
        self.case.action_acknowledge()
        (self.case | other).with_user(self.leader).action_register()
        self.assertEqual(self.who()["acknowledged_at"], "Agent")
        self.assertEqual(self.who(other), {"received_at": "Agent", "registered_at": "Leader"})

    def test_facts_without_a_maker_name_nobody(self):
        case = self.case.sudo()
        case._with_pass(["registered_at"]).write({"registered_at": "2026-03-02 01:00:00"})
        self.assertEqual(self.who()["registered_at"], "")

    def test_nobody_writes_who_made_a_step(self):
        for values in ({"fact_makers": {"replied_at": self.leader.id}}, {"fact_makers": False}):
            with self.assertRaises(UserError), self.env.cr.savepoint():
                self.case.write(values)
        with self.assertRaises(UserError), self.env.cr.savepoint():
            self.new_case(fact_makers={"received_at": self.leader.id})
