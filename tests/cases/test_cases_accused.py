from odoo.tests import tagged

from ..common.csm_people_base import CsmPeopleBase


@tagged("post_install", "-at_install", "csm", "csm_cases")
class TestCasesAccused(CsmPeopleBase):
    """Who is complained about is an employee; the user kept away is the one they have now."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.run_steps("2026-03-03 02:00:00")
        cls.late = cls.new_user("late", "group_supervisor", superior=cls.leader)
        cls.team.leader_id = cls.late
        cls.newcomer = cls.env["hr.employee"].create(
            {"name": "Newcomer", "company_id": cls.company.id, "date_version": "2010-01-01"}
        )
        cls.employee(cls.late).user_id = False
        cls.second = cls.new_case(
            name="Shouted on the phone",
            user_id=cls.late.id,
            accused_employee_ids=[(6, 0, cls.newcomer.ids)],
        ).with_env(cls.env)
        cls.run_steps("2026-03-05 02:00:00")
        cls.second.with_user(cls.manager)._correct_fact(
            "received_at", "2026-03-01 23:00:00", "Noted late"
        )

    def found(self, user):
        """Return on which models this user finds something of the second case."""
        rows = self.second.deadline_ids
        domains = {
            "csm.case": [("id", "=", self.second.id)],
            "csm.deadline": [("id", "in", rows.ids)],
            "csm.deadline.event": [("deadline_id", "in", rows.ids)],
            "csm.fact.correction": [("res_id", "=", self.second.id)],
            "mail.activity": [
                ("res_model", "=", "csm.case"),
                ("res_id", "=", self.second.id),
            ],
        }
        return {
            model for model, domain in domains.items() if self.rpc(user, model, "search", domain)
        }

    def test_the_user_an_employee_gets_later_is_kept_away(self):
        self.assertIn("csm.case", self.found(self.late))
        self.assertIn("csm.deadline", self.found(self.late))
        self.assertIn("csm.fact.correction", self.found(self.late))
        self.newcomer.user_id = self.late
        self.assertEqual(self.second.accused_user_ids, self.late)
        self.assertEqual(self.found(self.late), set())
        self.assertNotIn(self.late.partner_id, self.second.message_partner_ids)

    def test_a_handler_who_turns_out_to_be_complained_about_gives_the_case_up(self):
        self.newcomer.user_id = self.late
        self.assertFalse(self.second.user_id)
        asked = self.second.activity_ids.filtered(lambda a: "another handler" in (a.summary or ""))
        self.assertEqual(len(asked), 1)
        self.assertNotEqual(asked.user_id, self.late)

    def test_the_user_an_employee_had_before_is_kept_away_no_longer(self):
        self.newcomer.user_id = self.late
        self.newcomer.user_id = False
        self.assertFalse(self.second.accused_user_ids)
        found = self.found(self.late)
        self.assertLessEqual({"csm.case", "csm.deadline", "csm.fact.correction"}, found)
