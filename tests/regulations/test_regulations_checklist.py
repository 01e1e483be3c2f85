from odoo.exceptions import UserError
from odoo.tests import tagged

from ..common.csm_case_base import CsmBase


@tagged("post_install", "-at_install", "csm", "csm_regulations")
class TestRegulationsChecklist(CsmBase):
    """The first steps tell the state of things, each time they are read."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        action = cls.env["csm.checklist"].with_user(cls.manager).action_open()
        cls.checklist = cls.env["csm.checklist"].with_user(cls.manager).browse(action["res_id"])

    def step(self, code):
        self.env.invalidate_all()
        return self.checklist.step_ids.filtered(lambda step: step.code == code)

    def test_adopting_a_regulation_finishes_its_step(self):
        self.assertFalse(self.step("regulations").is_done)
        done = self.checklist.done_count
        self.adopt_regulation(self.new_regulation())
        self.assertTrue(self.step("regulations").is_done)
        # Without rules the regulation speaks to no role, so nobody is missing either.
        self.assertTrue(self.step("addressees").is_done)
        self.assertEqual(self.checklist.done_count, done + 2)

    def test_a_role_nobody_holds_is_named(self):
        regulation = self.new_regulation()
        role = self.env["csm.role"].create({"code": "cellarer", "name": "Cellarer"})
        step = {"kind": "breach", "when": "at", "addressee": "role", "role_id": role.id}
        self.new_rule(regulation, steps=[step])
        self.adopt_regulation(regulation)
        self.assertFalse(self.step("addressees").is_done)
        self.assertIn("Cellarer", self.step("addressees").advice)
        self.env["csm.role.holder"].create(
            {
                "role_id": role.id,
                "company_id": self.company.id,
                "employee_id": self.employee(self.leader).id,
                "date_from": "2020-01-01",
            }
        )
        self.assertTrue(self.step("addressees").is_done)

    def test_people_and_teams_of_this_company_are_seen(self):
        self.assertTrue(self.step("people").is_done)
        self.assertTrue(self.step("teams").is_done)
        self.team.leader_id = False
        self.assertFalse(self.step("teams").is_done)

    def test_go_opens_the_screen_or_says_whose_task_it_is(self):
        action = self.step("regulations").action_go()
        self.assertEqual(action["res_model"], "csm.regulation")
        with self.assertRaisesRegex(UserError, "Outgoing Mail.*administrator"):
            self.step("mail").action_go()

    def test_every_step_leads_to_a_screen(self):
        admin = self.env.ref("base.user_admin")
        for step in self.checklist.with_user(admin).sudo().step_ids:
            with self.subTest(step=step.code):
                self.assertTrue(step.name and step.advice)
                self.assertTrue(step.action_go()["res_model"])
