from datetime import date, datetime

from psycopg2 import IntegrityError

from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .csm_case_base import CsmBase

NOON = datetime(2026, 3, 4, 4, 0)


@tagged("post_install", "-at_install", "csm", "csm_common")
class TestCommonPeople(CsmBase):
    """Teams, roles, who can be reached, and the first steps."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.at("2026-03-04 04:00:00")
        cls.addressee = cls.env["csm.addressee"]
        cls.role = cls.env["csm.role"].create({"code": "taster", "name": "Taster"})

    # Teams

    def new_team(self, name, leader=None, parent=None):
        return self.env["csm.team"].create(
            {
                "name": name,
                "company_id": self.company.id,
                "leader_id": leader and leader.id,
                "parent_id": parent and parent.id,
            }
        )

    def test_the_leaders_above_oversee_the_teams_below(self):
        top = self.new_team("Top", self.manager)
        middle = self.new_team("Middle", parent=top)
        self.team.parent_id = middle
        self.assertEqual(self.team.overseer_ids, self.leader | self.manager)
        top.leader_id = self.executive
        self.assertEqual(self.team.overseer_ids, self.leader | self.executive)
        self.team.parent_id = False
        self.assertEqual(self.team.overseer_ids, self.leader)

    def test_a_leader_is_a_member_and_stays_one(self):
        self.assertIn(self.leader, self.team.member_ids)
        self.team.leader_id = self.manager
        self.assertIn(self.manager, self.team.member_ids)
        self.team.member_ids = self.agent
        self.assertIn(self.manager, self.team.member_ids)

    def test_a_team_does_not_stand_above_itself(self):
        below = self.new_team("Below", parent=self.team)
        with self.assertRaises(UserError) as refusal:
            self.team.parent_id = below
        self.assertTrue(str(refusal.exception))

    def test_a_team_counts_by_its_own_hours_else_by_the_company_s(self):
        self.assertEqual(self.team._calendar(), self.company.resource_calendar_id)
        self.team.resource_calendar_id = self.new_calendar(self.company, days="56")
        self.assertEqual(self.team._calendar(), self.team.resource_calendar_id)

    def test_a_leader_of_another_company_is_refused(self):
        other = self.new_company("Testlabor")
        stranger = self.new_user("stranger", "group_supervisor", company=other)
        with self.assertRaises(UserError):
            self.team.leader_id = stranger

    # Roles

    def hold(self, user, **values):
        return self.env["csm.role.holder"].create(
            {
                "role_id": self.role.id,
                "company_id": self.company.id,
                "employee_id": self.employee(user).id,
                "date_from": "2026-03-01",
                **values,
            }
        )

    def holders(self, day, company=None):
        employees = self.role._employees_on(company or self.company, date.fromisoformat(day))
        return employees.user_id.mapped("name"), [e.user_id.name for e in employees]

    def test_holders_come_before_stand_ins_and_these_in_their_order(self):
        self.hold(self.agent, is_stand_in=True, sequence=2)
        self.hold(self.leader, is_stand_in=True, sequence=1)
        self.hold(self.executive)
        self.assertEqual(self.holders("2026-03-04")[1], ["Executive", "Leader", "Agent"])

    def test_a_role_is_held_from_its_first_to_its_last_day(self):
        self.hold(self.leader, date_to="2026-03-10")
        for day, names in (
            ("2026-02-28", []),
            ("2026-03-01", ["Leader"]),
            ("2026-03-10", ["Leader"]),
            ("2026-03-11", []),
        ):
            self.assertEqual(self.holders(day)[1], names, day)

    def test_nobody_holds_a_role_twice_at_a_time(self):
        first = self.hold(self.leader, date_to="2026-03-10")
        for values in ({"date_from": "2026-03-10"}, {"date_from": "2026-02-01"}):
            with self.assertRaisesRegex(ValidationError, "already has"), self.cr.savepoint():
                self.hold(self.leader, **values)
        self.hold(self.leader, date_from="2026-03-11")
        self.hold(self.leader, date_from="2026-02-01", date_to="2026-02-28")
        with self.assertRaisesRegex(ValidationError, "already has"), self.cr.savepoint():
            first.date_to = False

    def test_a_role_does_not_end_before_it_begins(self):
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"):
            self.hold(self.leader, date_to="2026-02-01")
            self.env.flush_all()

    def test_a_role_is_held_in_its_own_company_only(self):
        other = self.new_company("Testlabor")
        self.hold(self.leader)
        self.assertEqual(self.holders("2026-03-04", other)[1], [])
        self.assertTrue(self.role.with_company(self.company).is_held)
        self.assertFalse(self.role.with_company(other).is_held)
        held = self.env["csm.role"].with_company(self.company).search([("is_held", "=", True)])
        self.assertEqual(held, self.role)
        unheld = self.env["csm.role"].with_company(other).search([("is_held", "=", False)])
        self.assertIn(self.role, unheld)
        with self.assertRaises(UserError):
            self.hold(self.leader, company_id=other.id)

    # Who can be reached

    def reach(self, *users, at=NOON):
        persons = [self.addressee._person_of_user(user, self.company) for user in users]
        user, notes = self.addressee._reach(persons, at)
        return user, notes

    def test_the_first_who_is_there_is_reached(self):
        self.assertEqual(self.reach(self.agent, self.leader), (self.agent, []))

    def test_whoever_is_on_approved_leave_is_passed_over_and_named(self):
        self.on_leave(self.agent, "2026-03-04", "2026-03-04")
        self.assertEqual(self.reach(self.agent, self.leader), (self.leader, ["Agent is on leave."]))
        self.assertEqual(self.reach(self.agent, at=datetime(2026, 3, 5, 4))[0], self.agent)

    def test_a_leave_only_asked_for_is_no_absence(self):
        leave = self.on_leave(self.agent, "2026-03-04", "2026-03-04")
        self.env.cr.execute("UPDATE hr_leave SET state = 'confirm' WHERE id = %s", [leave.id])
        self.env.invalidate_all()
        self.assertEqual(self.reach(self.agent), (self.agent, []))

    def test_whoever_has_left_is_passed_over(self):
        self.agent.active = False
        self.employee(self.leader).active = False
        user, notes = self.reach(self.agent, self.leader, self.manager)
        self.assertEqual(user, self.manager)
        self.assertEqual(notes, ["Agent has left.", "Leader has left."])

    def test_an_employee_without_user_is_passed_over_and_a_user_without_employee_is_not(self):
        mute = self.env["hr.employee"].create({"name": "Mute", "company_id": self.company.id})
        self.employee(self.agent).unlink()
        persons = [
            *self.addressee._persons_of_employees(mute),
            self.addressee._person_of_user(self.agent, self.company),
        ]
        user, notes = self.addressee._reach(persons, NOON)
        self.assertEqual((user, notes), (self.agent, ["Mute has no user account."]))

    def test_nobody_left_is_an_empty_user_with_reasons(self):
        self.agent.active = False
        user, notes = self.reach(self.agent)
        self.assertFalse(user)
        self.assertEqual(notes, ["Agent has left."])

    def test_a_chain_of_superiors_with_a_loop_ends(self):
        agent, leader = self.employee(self.agent), self.employee(self.leader)
        manager, executive = self.employee(self.manager), self.employee(self.executive)
        self.assertEqual(self.addressee._superiors(agent), leader + manager + executive)
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE hr_employee SET parent_id = %s WHERE id = %s", [leader.id, executive.id]
        )
        self.env.invalidate_all()
        self.assertEqual(self.addressee._superiors(agent), leader + manager + executive)
        self.assertEqual(self.addressee._superiors(executive), leader + manager)

    # First steps

    def test_the_first_steps_say_what_is_done(self):
        Checklist = self.env["csm.checklist"].with_user(self.manager).with_company(self.company)
        steps = Checklist.browse(Checklist.action_open()["res_id"]).step_ids
        done = {step.code: step.is_done for step in steps}
        self.assertTrue(done)
        self.assertEqual(len(done), len(steps))
        self.assertTrue(all(step.name and step.advice and step.action for step in steps))
