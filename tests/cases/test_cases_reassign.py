from odoo.exceptions import UserError
from odoo.tests import tagged

from ..common.csm_people_base import CsmPeopleBase


@tagged("post_install", "-at_install", "csm", "csm_cases")
class TestCasesReassign(CsmPeopleBase):
    """The open work of somebody who leaves passes to others, and nothing is lost on the way."""

    def wizard(self, user=None, **values):
        wizard = self.env["csm.case.reassign.wizard"].with_user(user or self.leader)
        return wizard.create(
            {
                "from_user_ids": [(6, 0, self.agent.ids)],
                "user_id": self.leader.id,
                "reason": "Leaves in March",
                **values,
            }
        )

    def test_open_cases_activities_and_deadlines_pass_to_the_new_handler(self):
        open_case = self.new_case(user_id=self.agent.id)
        void = self.new_case(user_id=self.agent.id, void_reason="Twice")
        void.action_void()
        activity = open_case.activity_schedule(
            "mail.mail_activity_data_todo", user_id=self.agent.id
        )
        wizard = self.wizard()
        self.assertEqual(wizard.case_ids, self.case | open_case)
        self.assertEqual((wizard.case_count, wizard.activity_count), (2, 1))
        wizard.action_reassign()
        self.assertEqual((self.case | open_case).user_id, self.leader)
        self.assertEqual(open_case.sudo().deadline_ids.user_id, self.leader)
        self.assertEqual(activity.user_id, self.leader)
        self.assertEqual(void.user_id, self.agent)
        self.assertIn("Leaves in March", open_case.message_ids[0].body)
        self.assertIn("Agent", open_case.message_ids[0].body)

    def test_to_a_team_alone_the_cases_lose_their_handler_and_the_leader_gets_the_rest(self):
        activity = self.case.activity_schedule(
            "mail.mail_activity_data_todo", user_id=self.agent.id
        )
        self.wizard(self.manager, user_id=False, team_id=self.other_team.id).action_reassign()
        self.assertFalse(self.case.user_id)
        self.assertEqual(self.case.team_id, self.other_team)
        self.assertEqual(self.case.deadline_ids.team_id, self.other_team)
        self.assertEqual(activity.user_id, self.other_team.leader_id)

    def test_what_cannot_be_moved_is_listed_and_the_rest_moves(self):
        good = self.new_case(user_id=self.agent.id)
        result = self.wizard(self.manager, user_id=self.people["accused"].id).action_reassign()
        message = result["params"]["message"]
        self.assertIn("1 done.", message)
        self.assertIn(f"{self.case.display_name} complains about Accused", message)
        self.assertEqual(good.user_id, self.people["accused"])
        self.assertEqual(self.case.user_id, self.agent)

    def test_only_cases_within_reach_are_taken(self):
        wizard = self.wizard(self.people["elsewhere"], user_id=self.outsider.id)
        self.assertFalse(wizard.case_ids)
        with self.assertRaisesRegex(UserError, "no open work"):
            wizard.action_reassign()

    def test_cases_chosen_in_the_list_are_taken_whoever_handles_them(self):
        case = self.new_case()
        wizard = (
            self.env["csm.case.reassign.wizard"]
            .with_user(self.leader)
            .with_context(active_model="csm.case", active_ids=case.ids)
            .create({"user_id": self.agent.id, "reason": "Free hands"})
        )
        wizard.action_reassign()
        self.assertEqual(case.user_id, self.agent)
        self.assertEqual(self.case.user_id, self.agent)

    def test_a_new_handler_or_team_is_needed(self):
        with self.assertRaisesRegex(UserError, "new handler or a new team"):
            self.wizard(user_id=False).action_reassign()

    def test_a_stranger_to_the_company_takes_nothing(self):
        result = self.wizard(self.manager, user_id=self.people["abroad"].id).action_reassign()
        self.assertIn("does not work", result["params"]["message"])
        self.assertEqual(self.case.user_id, self.agent)

    def test_archiving_a_user_asks_the_team_leader_to_reassign(self):
        self.new_case(user_id=self.agent.id)
        self.agent.active = False
        activity = self.agent.partner_id.activity_ids
        self.assertEqual(activity.user_id, self.leader)
        self.assertIn("leaves 2 open cases in Front Desk", activity.summary)

    def test_archiving_the_leader_asks_whoever_stands_above(self):
        self.company.csm_fallback_user_id = self.executive
        self.case.user_id = self.leader
        self.leader.active = False
        self.assertEqual(self.leader.partner_id.activity_ids.user_id, self.executive)

    def test_archiving_a_user_without_open_cases_asks_nobody(self):
        self.outsider.active = False
        self.assertFalse(self.outsider.partner_id.activity_ids)
