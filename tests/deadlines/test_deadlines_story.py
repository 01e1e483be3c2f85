from odoo.tests import tagged

from ..common.csm_case_base import CsmBase

LADDER = [
    {"kind": "remind", "when": "before", "amount": 4, "unit": "hour", "addressee": "responsible"},
    {"kind": "breach", "when": "at", "addressee": "team_leader"},
    {
        "kind": "climb",
        "when": "after",
        "amount": 4,
        "unit": "hour",
        "addressee": "superior",
        "level": 2,
    },
    {
        "kind": "climb",
        "when": "after",
        "amount": 1,
        "unit": "day",
        "addressee": "superior",
        "level": 3,
    },
]


@tagged("post_install", "-at_install", "csm", "csm_deadlines")
class TestDeadlinesStory(CsmBase):
    """One complaint nobody answers: reminder, breach and two climbs, once each."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.regulation = cls.new_regulation()
        cls.rule = cls.new_rule(cls.regulation, steps=LADDER)
        cls.adoption = cls.adopt_regulation(cls.regulation)

    def test_reminder_breach_and_two_climbs_reach_the_right_persons_once(self):
        self.at("2026-03-02 01:00:00")
        case = self.new_case(user_id=self.agent.id)
        self.assertEqual(str(case.next_due_at), "2026-03-03 01:00:00")
        self.assertEqual(str(case.next_deadline_id.next_step_at), "2026-03-02 21:00:00")
        self.run_steps("2026-03-02 20:59:59")
        self.assertFalse(self.events(case))
        self.run_steps("2026-03-02 21:00:00")
        self.run_steps("2026-03-02 21:00:00")
        self.assertEqual(self.events(case).mapped("kind"), ["remind"])
        self.assertEqual(self.events(case).user_id, self.agent)
        self.run_steps("2026-03-03 01:00:00")
        self.assertFalse(self.events(case, "breach"))
        self.run_steps("2026-03-03 01:00:01")
        self.assertEqual(self.events(case, "breach").user_id, self.leader)
        self.run_steps("2026-03-05 01:00:01")
        self.assertEqual(self.events(case, "climb").user_id, self.manager | self.executive)
        self.run_steps("2026-03-09 01:00:01")
        self.assertEqual(self.events(case).mapped("kind"), ["remind", "breach", "climb", "climb"])

    def test_a_reply_in_the_due_second_is_in_time_and_closes_the_activities(self):
        self.at("2026-03-02 01:00:00")
        case = self.new_case(user_id=self.agent.id)
        self.run_steps("2026-03-02 21:00:00")
        self.assertEqual(case.activity_ids.user_id, self.agent)
        self.at("2026-03-03 01:00:00")
        case.action_register()
        case.action_reply()
        self.assertEqual(case.sudo().deadline_ids.state, "met")
        self.assertFalse(case.activity_ids)
        self.assertFalse(case.next_due_at)
