from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..deadlines.deadline_rows_base import BREACH, START, DeadlineRowsBase


@tagged("post_install", "-at_install", "csm", "csm_cases", "csm_cases_route")
class TestCasesStation(DeadlineRowsBase):
    """A case goes from unit to unit, and each unit answers in its time."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.role = cls.env["csm.role"].create({"code": "cellar", "name": "Cellar Master"})
        cls.cellar = cls.new_user("cellar", "group_agent", superior=cls.leader)
        cls.env["csm.role.holder"].create(
            {
                "role_id": cls.role.id,
                "company_id": cls.company.id,
                "employee_id": cls.employee(cls.cellar).id,
                "date_from": "2010-01-01",
            }
        )

    def setUp(self):
        super().setUp()
        self.case = self.new_case(user_id=self.agent.id)
        self.case.action_register()

    def pass_to_cellar(self, user=None, **values):
        Station = self.env["csm.case.station"].with_user(user or self.agent)
        values = {"case_id": self.case.id, "role_id": self.role.id, **values}
        return Station.create(values)

    def hand_back(self, station):
        station = station.with_user(self.cellar)
        station.opinion = "The closure let air in."
        station.action_hand_back()

    def refused(self, pattern, kind=UserError):
        return self.assertRaisesRegex(kind, pattern)

    def test_the_person_of_the_unit_finds_it_on_their_list(self):
        station = self.pass_to_cellar(task="Taste bottle 4.")
        self.assertEqual(
            (station.user_id, station.state, station.sequence), (self.cellar, "here", 1)
        )
        self.assertEqual(str(station.arrived_at), START)
        self.assertEqual(station.activity_ids.user_id, self.cellar)
        self.assertEqual(self.case.lies_with, "Cellar Master")
        self.assertIn("Passed to Cellar Master", self.case.message_ids[0].body)

    def test_a_department_means_its_manager(self):
        department = self.env["hr.department"].create(
            {
                "name": "Bottling",
                "company_id": self.company.id,
                "manager_id": self.employee(self.cellar).id,
            }
        )
        station = self.pass_to_cellar(role_id=False, department_id=department.id)
        self.assertEqual(station.user_id, self.cellar)

    def test_a_unit_is_named(self):
        with mute_logger("odoo.sql_db"), self.refused("", IntegrityError):
            self.pass_to_cellar(role_id=False)

    def test_it_hands_back_with_its_opinion_and_only_then(self):
        station = self.pass_to_cellar()
        with self.refused("has not said anything"), self.env.cr.savepoint():
            station.with_user(self.cellar).action_hand_back()
        self.at("2026-03-02 05:00:00")
        self.hand_back(station)
        self.assertEqual((station.state, str(station.left_at)), ("left", "2026-03-02 05:00:00"))
        self.assertFalse(station.activity_ids)
        self.assertEqual(self.case.lies_with, "")
        self.assertIn("Handed back by", self.case.message_ids[0].body)
        with self.refused("does not|cannot"), self.env.cr.savepoint():
            station.action_withdraw()

    def test_the_unit_reads_what_happened_without_the_case_being_its_own(self):
        self.case.sudo().description = "<p>It smells of cork.</p>"
        station = self.pass_to_cellar().with_user(self.cellar)
        self.assertIn("cork", station.case_description)
        self.assertFalse(self.case.with_user(self.cellar).has_access("read"))
        with self.assertRaises(AccessError):
            station.with_user(self.outsider).read(["opinion"])

    def test_one_unit_at_a_time_unless_jointly(self):
        self.pass_to_cellar()
        with mute_logger("odoo.sql_db"), self.refused("", IntegrityError), self.env.cr.savepoint():
            self.pass_to_cellar()
        self.pass_to_cellar(is_joint=True, limit_at="2026-03-03 01:00:00")
        self.assertEqual(self.case.lies_with, "Cellar Master, Cellar Master")

    def test_facts_and_state_go_through_the_gate(self):
        station = self.pass_to_cellar()
        for values in (
            {"arrived_at": "2026-03-01 01:00:00"},
            {"left_at": "2026-03-02 01:00:00"},
            {"state": "left"},
        ):
            with self.subTest(values), self.assertRaises(UserError), self.env.cr.savepoint():
                station.write(values)
        with self.assertRaises(UserError), self.env.cr.savepoint():
            self.pass_to_cellar(is_joint=True, left_at="2026-03-02 01:00:00")

    def test_a_person_complained_about_never_gets_it_nor_sees_it(self):
        self.case.sudo().accused_employee_ids = self.employee(self.cellar)
        station = self.pass_to_cellar()
        self.assertNotEqual(station.user_id, self.cellar)
        self.assertFalse(station.with_user(self.cellar).has_access("read"))
        with self.refused("complains about", ValidationError), self.env.cr.savepoint():
            station.user_id = self.cellar

    def test_a_case_that_lies_with_a_unit_is_not_closed(self):
        station = self.pass_to_cellar()
        self.case.sudo().write({"judgement": "unfounded"})
        self.case.action_judge()
        self.case.action_tell()
        with self.refused("still lies with"), self.env.cr.savepoint():
            self.case.action_close()
        station.action_withdraw()
        self.case.action_close()
        with self.refused("is over"), self.env.cr.savepoint():
            self.case.action_pass_on()

    def test_a_void_case_is_withdrawn(self):
        station = self.pass_to_cellar()
        self.case.void_reason = "Twice"
        self.case.action_void()
        self.assertEqual(station.state, "withdrawn")

    def test_its_deadlines_follow_the_rights_of_the_case(self):
        self.regulate(
            {
                "model_id": self.env["ir.model"]._get_id("csm.case.station"),
                "start_field_id": self.moment("arrived_at"),
                "stop_field_id": self.moment("left_at"),
                "obligation": "station",
                "delay": 8,
                "steps": [BREACH],
            }
        )
        station = self.pass_to_cellar()
        row = station.sudo().deadline_ids
        self.assertEqual(str(row.due_at), "2026-03-02 09:00:00")
        self.assertEqual((row.user_id, row.team_id), (self.cellar, self.team))
        other = self.env["csm.team"].create({"name": "Cellar", "company_id": self.company.id})
        self.case.sudo().team_id = other
        self.assertEqual(row.team_id, other)
        self.case.sudo().accused_employee_ids = self.employee(self.leader)
        self.assertEqual(row.barred_user_ids, self.leader)
        self.at("2026-03-02 09:00:01")
        self.hand_back(station)
        self.assertEqual(row.state, "late")

    def moment(self, name):
        return self.env["ir.model.fields"]._get("csm.case.station", name).id

    def test_only_a_supervisor_grants_a_unit_more_time(self):
        station = self.pass_to_cellar(limit_at="2026-03-03 01:00:00")
        with self.refused("Only a supervisor"), self.env.cr.savepoint():
            station.with_user(self.cellar).limit_at = "2026-03-04 01:00:00"
        station.with_user(self.leader).limit_at = "2026-03-04 01:00:00"
        with self.refused("lies ahead", ValidationError), self.env.cr.savepoint():
            station.limit_at = START
