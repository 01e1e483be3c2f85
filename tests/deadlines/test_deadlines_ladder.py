from odoo.fields import Command
from odoo.tests import tagged

from .deadline_rows_base import BREACH, CLIMB, DeadlineRowsBase

NEXT_DAY = "2026-03-04 01:00:00"
ROLE = {"kind": "climb", "when": "after", "amount": 1, "unit": "hour", "addressee": "role"}


@tagged("post_install", "-at_install", "csm", "csm_deadlines")
class TestDeadlinesLadder(DeadlineRowsBase):
    """Whom a step reaches when its addressee cannot be reached, and what it says about that."""

    def setUp(self):
        super().setUp()
        self.role = self.env["csm.role"].create({"code": "test_head", "name": "Quality Head"})
        self.company.csm_fallback_user_id = False

    def hold(self, user, **values):
        return self.env["csm.role.holder"].create(
            {
                "role_id": self.role.id,
                "company_id": self.company.id,
                "employee_id": self.employee(user).id,
                "date_from": "2020-01-01",
                **values,
            }
        )

    def told(self, step, **values):
        """Let one step happen; returns its event."""
        self.regulate({"steps": [step]}, code=f"T-{self.env['csm.regulation'].search_count([])}")
        case = self.new_case(**{"user_id": self.agent.id, **values})
        self.run_steps(NEXT_DAY)
        return self.events(case).filtered("step_id")

    def test_the_holder_of_a_role_hears(self):
        self.hold(self.executive)
        self.assertEqual(self.told({**ROLE, "role_id": self.role.id}).user_id, self.executive)

    def test_an_absent_holder_is_replaced_by_the_stand_in_and_the_note_says_so(self):
        self.hold(self.executive)
        self.hold(self.outsider, is_stand_in=True)
        self.on_leave(self.executive, "2026-03-03", "2026-03-05")
        event = self.told({**ROLE, "role_id": self.role.id})
        self.assertEqual((event.user_id, event.note), (self.outsider, "Executive is on leave."))

    def test_a_role_nobody_holds_falls_to_the_last_resort(self):
        self.company.csm_fallback_user_id = self.manager
        event = self.told({**ROLE, "role_id": self.role.id})
        self.assertEqual(event.user_id, self.manager)
        self.assertIn("Nobody holds the role “Quality Head”.", event.note)

    def test_when_nobody_at_all_can_be_reached_the_event_says_so(self):
        event = self.told({**ROLE, "role_id": self.role.id})
        self.assertFalse(event.user_id)
        self.assertIn("Nobody could be reached.", event.note)

    def test_an_employee_without_superior_falls_to_the_last_resort(self):
        self.company.csm_fallback_user_id = self.manager
        self.employee(self.agent).parent_id = False
        event = self.told(CLIMB)
        self.assertEqual(event.user_id, self.manager)
        self.assertIn("no superior", event.note)

    def test_beyond_the_top_of_the_chain_the_top_hears(self):
        event = self.told({**CLIMB, "level": 9})
        self.assertEqual(event.user_id, self.executive)
        self.assertIn("9 steps up", event.note)

    def test_a_loop_of_superiors_ends(self):
        self.env.cr.execute(
            "UPDATE hr_employee SET parent_id = %s WHERE id = %s",
            [self.employee(self.agent).id, self.employee(self.executive).id],
        )
        self.env.invalidate_all()
        self.assertEqual(self.told({**CLIMB, "level": 5}).user_id, self.executive)

    def test_one_who_has_left_or_has_no_user_is_passed_over(self):
        leader, manager = self.employee(self.leader), self.employee(self.manager)
        leader.active = False
        manager.user_id = False
        event = self.told(CLIMB)
        self.assertEqual(event.user_id, self.executive)
        self.assertEqual(event.note, "Leader has left.\nManager has no user account.")

    def test_without_handler_the_team_leader_hears_once(self):
        step = {**BREACH, "addressee": "responsible"}
        self.regulate({"steps": [step, BREACH]})
        case = self.new_case()
        self.run_steps(NEXT_DAY)
        events = self.events(case, "breach")
        self.assertEqual(events.user_id, self.leader)
        self.assertEqual(len(events), 2)
        self.assertEqual(len(case.activity_ids), 1)
        notices = self.env["csm.deadline.notice"].search([("event_id", "in", events.ids)])
        self.assertEqual(len(notices), 1)

    def test_without_handler_and_leader_nobody_at_random_hears(self):
        self.env["hr.employee"].create({"name": "No Account", "company_id": self.company.id})
        self.team.leader_id = False
        event = self.told(CLIMB, user_id=False)
        self.assertFalse(event.user_id)
        self.assertIn("The responsible has no superior 1 steps up.", event.note)

    def test_the_department_manager_hears(self):
        department = self.env["hr.department"].create(
            {"name": "Service", "manager_id": self.employee(self.manager).id}
        )
        self.employee(self.agent).department_id = department
        step = {**CLIMB, "addressee": "department_manager"}
        self.assertEqual(self.told(step).user_id, self.manager)

    def test_whoever_is_complained_about_never_hears(self):
        accused = self.employee(self.leader)
        event = self.told(BREACH, accused_employee_ids=[Command.set(accused.ids)])
        self.assertEqual(event.user_id, self.manager)
        opened = self.new_case(user_id=self.agent.id, accused_employee_ids=accused.ids)
        opened.sudo().is_open_to_accused = True
        self.run_steps("2026-03-09 01:00:00")
        self.assertEqual(self.events(opened, "breach").user_id, self.manager)
        free = self.new_case(user_id=self.agent.id)
        self.run_steps("2026-03-16 01:00:00")
        self.assertEqual(self.events(free, "breach").user_id, self.leader)
