from odoo.tests import tagged

from ..common.csm_case_base import CsmBase


@tagged("post_install", "-at_install", "csm", "csm_cases")
class TestCasesTimeline(CsmBase):
    """What the form of a case shows of its chain."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.regulation = cls.new_regulation()
        cls.new_rule(cls.regulation)
        cls.adopt_regulation(cls.regulation)
        cls.at("2026-03-02 01:00:00")
        cls.case = cls.new_case(user_id=cls.agent.id)

    def past(self):
        return [entry["fact"] for entry in self.case.timeline["past"]]

    def ahead(self):
        return {entry["fact"]: entry for entry in self.case.timeline["ahead"]}

    def take(self, step, moment, **values):
        self.at(moment)
        self.case.write(values)
        self.case._act(step)

    def test_the_open_fact_carries_the_deadline_that_waits_for_it(self):
        pin = self.ahead()["replied_at"]["pins"][0]
        self.assertEqual(pin["due_at"], "2026-03-03 01:00:00")
        self.assertEqual(pin["article"], "T-01 § 1 Replies")
        self.assertFalse(self.ahead()["closed_at"]["pins"])

    def test_only_steps_of_the_present_state_can_be_taken(self):
        steps = {entry["step"] for entry in self.ahead().values()}
        self.assertEqual(steps, {"register", "acknowledge", ""})

    def test_what_happened_stands_in_its_order_with_how_the_deadline_ended(self):
        self.take("register", "2026-03-02 02:00:00")
        self.take("reply", "2026-03-03 02:00:00")
        self.assertEqual(self.past(), ["received_at", "registered_at", "replied_at"])
        self.assertEqual(self.case.timeline["past"][-1]["pins"][0]["state"], "late")
        self.assertNotIn("replied_at", self.ahead())

    def test_a_pause_stands_between_the_facts(self):
        self.take("register", "2026-03-02 02:00:00")
        self.at("2026-03-02 03:00:00")
        self.case._pause_deadlines("The customer sends the sample")
        self.take("reply", "2026-03-02 04:00:00")
        entry = self.case.timeline["past"][2]
        self.assertEqual((entry["fact"], entry["until"]), ("", False))
        self.assertEqual(entry["note"], "The customer sends the sample")

    def test_a_reopened_case_awaits_again_what_can_be_done_again(self):
        self.take("register", "2026-03-02 02:00:00")
        self.take("reply", "2026-03-02 03:00:00")
        self.take("judge", "2026-03-02 04:00:00", judgement="founded")
        self.take("close", "2026-03-02 05:00:00")
        self.assertEqual(list(self.ahead()), ["followed_up_at"])
        self.take("reopen", "2026-03-03 05:00:00", reopen_reason="It came back")
        self.assertTrue(self.ahead()["replied_at"]["pins"])
        self.assertFalse(self.case.has_reply)

    def test_moments_are_corrected_by_a_supervisor_of_somebody_elses_work(self):
        self.assertFalse(self.case.timeline["may_correct"])
        self.assertTrue(self.case.with_user(self.leader).timeline["may_correct"])

    def test_the_user_without_a_team_begins_with_all_open_cases(self):
        Case = self.env["csm.case"]
        mine = Case.with_user(self.agent).action_my_cases()["context"]
        self.assertIn("search_default_my_teams", mine)
        alone = Case.with_user(self.executive).action_my_cases()["context"]
        self.assertEqual(alone, {"search_default_open": 1})
