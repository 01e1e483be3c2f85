from datetime import datetime

from odoo.tests import tagged

from ..common.proves import proves
from .preset_case import SECOND
from .test_presets_cases_informing import MONDAY, InformingCase

# The limit set for one stay.
STAY = datetime(2026, 3, 4, 2)


class StationCase(InformingCase):
    """Passes cases from unit to unit."""

    def pass_to(self, case, role=None, **values):
        values = {"case_id": case.id, "role_id": role and self.role(role).id, **values}
        return self.env["csm.case.station"].with_user(self.agent).create(values)

    def role(self, code):
        return self.env.ref(f"csm.csm_role_{code}")

    def assert_unit_edges(self, role, due, **values):
        """What a unit says in the due second is in time, in the next one late."""
        edge = datetime.fromisoformat(due)
        for moment, state in ((edge, "met"), (edge + SECOND, "late")):
            with self.subTest(role=role, moment=str(moment)):
                case = self.play((MONDAY, "register"))
                station = self.pass_to(case, role, **values)
                rows = station.sudo().deadline_ids
                self.assertEqual(str(rows.filtered("is_binding").due_at), due)
                self.at(str(moment))
                station.opinion = "The closure let air in."
                station.action_hand_back()
                self.assertEqual(rows.filtered("is_binding").state, state)

    def assert_unit_climbs(self, role, office, above):
        """A unit's thirty working days: its person, then the office, then who is above it."""
        values = {}
        if not role:
            name = {"name": "Bottling", "company_id": self.company.id}
            values["department_id"] = self.env["hr.department"].create(name).id
        case = self.play((MONDAY, "register"))
        row = self.pass_to(case, role, **values).sudo().deadline_ids.filtered("is_binding")
        # A department without a manager has nobody; the leader of the team hears instead.
        person = role or "leader"
        self.assert_told(
            row,
            ("2026-04-13 08:00:00", "remind", person),
            ("2026-04-13 10:00:01", "breach", person),
            ("2026-04-13 10:00:01", "breach", office),
            ("2026-04-15 01:00:00", "climb", above),
        )

    def assert_stay_climbs(self, office, above, **values):
        """The limit set for one stay: its person, then the office, then who is above it."""
        case = self.play((MONDAY, "register"))
        station = self.pass_to(case, "research_head", limit_at=str(STAY), **values)
        rows = station.sudo().deadline_ids
        self.assert_told(
            rows.filtered("is_binding"),
            ("2026-03-03 09:00:00", "remind", "research_head"),
            (str(STAY + SECOND), "breach", "research_head"),
            (str(STAY + SECOND), "breach", office),
            ("2026-03-05 02:00:00", "climb", above),
        )
        return rows

    def assert_stay_climbs_once(self, office, above):
        """Of the two limits of a stay just the earlier is heard of, and no more afterwards."""
        rows = self.assert_stay_climbs(office, above)
        self.assertEqual(len(rows), 2)
        told = len(self.told(rows))
        self.run_steps("2026-03-06 02:00:00")
        self.assertEqual(len(self.told(rows)), told)

    def assert_earlier_limit_counts(self):
        for limit, due in ((str(STAY), str(STAY)), ("2026-05-04 02:00:00", "2026-04-13 10:00:00")):
            self.assert_unit_edges("research_head", due, limit_at=limit)

    def assert_told(self, row, *expected):
        """Who hears of a unit's limit and when, in the order of the steps."""
        heard = []
        while row.next_step_at:
            before, moment = self.told(row), str(max(row.next_step_at, self.env.cr.now()))
            self.run_steps(moment)
            heard += [
                (moment, event.kind, event.user_id.login.removeprefix("csm_"))
                for event in self.told(row) - before
            ]
        self.assertEqual(heard, list(expected))


@tagged("post_install", "-at_install", "csm", "csm_presets")
class TestCasesPresetsUnits(StationCase):
    """S2-09: each unit has its limit, and the general manager's office reacts."""

    regulation = "csm_regulation_s2_09"
    leaves_out = ("S2-09-04", "S2-09-06")
    roles = ("gm_office", "gm", "quality_head", "production_head", "research_head", "sales_manager")
    units = {
        "business": "sales_manager",
        "office": "gm_office",
        "quality": "quality_head",
        "production": "production_head",
        "research": "research_head",
    }

    @proves("S2-09-29")
    def test_the_limits_are_the_companys(self):
        for unit in (*self.units, "other"):
            with self.subTest(unit=unit):
                self.asks_for_a_figure(f"s2_09_29_{unit}")

    @proves("S2-09-29")
    def test_each_unit_has_its_limit(self):
        # Thirty working days of the tests; 2 March is a Monday.
        for role in self.units.values():
            self.assert_unit_edges(role, "2026-04-13 10:00:00")

    @proves("S2-09-29")
    def test_a_department_without_a_role_has_one_too(self):
        department = self.env["hr.department"].create(
            {"name": "Bottling", "company_id": self.company.id}
        )
        self.assert_unit_edges(None, "2026-04-13 10:00:00", department_id=department.id)

    @proves("S2-09-29")
    def test_each_unit_has_a_limit_of_its_own(self):
        for index, (unit, role) in enumerate(self.units.items(), 1):
            preset = self.env.ref(f"csm.csm_deadline_rule_s2_09_29_{unit}")
            rule = self.adoption.deadline_rule_ids.filtered(lambda r, p=preset: r.preset_id == p)
            rule.sudo().delay = index
            case = self.play((MONDAY, "register"))
            row = self.pass_to(case, role).sudo().deadline_ids.filtered("is_binding")
            with self.subTest(unit=unit):
                self.assertEqual(row.rule_id, rule)
                self.assertEqual(row.due_at.day, 2 + index if index < 5 else 9)

    @proves("S2-09-29")
    def test_an_overrun_goes_to_the_general_managers_office(self):
        for role in (*self.units.values(), None):
            with self.subTest(role=role):
                self.assert_unit_climbs(role, "gm_office", "gm")

    @proves("S2-09-29")
    def test_a_limit_set_for_the_one_stay_climbs_too_and_once(self):
        self.assert_stay_climbs_once("gm_office", "gm")

    @proves("S2-09-29")
    def test_of_two_limits_the_earlier_counts(self):
        self.assert_earlier_limit_counts()

    @proves("S2-09-29")
    def test_other_kinds_of_cases_have_no_such_limit(self):
        case = self.play((MONDAY, "register"), kind="service")
        for role in self.units.values():
            station = self.pass_to(case, role, is_joint=True, limit_at="2026-03-09 02:00:00")
            self.assertFalse(station.sudo().deadline_ids)


@tagged("post_install", "-at_install", "csm", "csm_presets")
class TestCasesPresetsJoint(StationCase):
    """S1-04: limits of the departments, and joint handling with research and development."""

    regulation = "csm_regulation_s1_04"
    roles = ("service_manager", "deputy_gm", "research_head", "marketing_director")
    units = {
        "marketing": "marketing_director",
        "research": "research_head",
        "service": "service_manager",
    }

    @proves("S1-04-34")
    def test_the_limits_are_the_companys(self):
        for unit in (*self.units, "other"):
            with self.subTest(unit=unit):
                self.asks_for_a_figure(f"s1_04_34_{unit}")

    @proves("S1-04-34")
    def test_each_department_has_its_limit(self):
        for role in self.units.values():
            self.assert_unit_edges(role, "2026-04-13 10:00:00")
        department = self.env["hr.department"].create(
            {"name": "Training", "company_id": self.company.id}
        )
        self.assert_unit_edges(None, "2026-04-13 10:00:00", department_id=department.id)

    @proves("S1-04-34")
    def test_an_overrun_climbs(self):
        for role in (*self.units.values(), None):
            with self.subTest(role=role):
                self.assert_unit_climbs(role, "service_manager", "deputy_gm")

    @proves("S1-04-34")
    def test_a_limit_set_for_the_one_stay_climbs_too_and_once(self):
        self.assert_stay_climbs_once("service_manager", "deputy_gm")

    @proves("S1-04-34")
    def test_of_two_limits_the_earlier_counts(self):
        self.assert_earlier_limit_counts()

    @proves("S1-04-34", "S1-04-26")
    def test_other_kinds_of_cases_have_no_such_limit(self):
        case = self.play((MONDAY, "register"), kind="service")
        for role in self.units.values():
            station = self.pass_to(case, role, is_joint=True)
            self.assertFalse(station.sudo().deadline_ids)
            self.assertFalse(station.sudo().report_ids)

    @proves("S1-04-26")
    def test_joint_handling_needs_the_limit_set_for_the_case(self):
        case = self.play((MONDAY, "register"))
        self.refused(
            lambda: self.pass_to(case, "research_head", is_joint=True), "To Be Back by", "26"
        )
        self.pass_to(case, "research_head")

    @proves("S1-04-26")
    def test_the_limit_set_for_the_case_is_followed(self):
        self.assert_unit_edges(
            "research_head", "2026-03-04 02:00:00", is_joint=True, limit_at="2026-03-04 02:00:00"
        )

    @proves("S1-04-26")
    def test_joint_handling_that_is_overdue_climbs(self):
        self.assert_stay_climbs("service_manager", "deputy_gm", is_joint=True)

    @proves("S1-04-26")
    def test_research_and_development_is_told_at_once(self):
        case = self.play((MONDAY, "register"))
        joint = {"is_joint": True, "limit_at": "2026-03-04 02:00:00"}
        station = self.pass_to(case, "marketing_director", **joint)
        told = station.sudo().report_ids.told_user_id
        self.assertEqual(told.mapped("login"), ["csm_research_head"])
        alone = self.pass_to(case, "marketing_director")
        self.assertFalse(alone.sudo().report_ids)
