from odoo.exceptions import UserError, ValidationError
from odoo.tests import Form, tagged

from ..common.csm_people_base import CsmPeopleBase


@tagged("post_install", "-at_install", "csm", "csm_cases")
class TestCasesRulesEngines(CsmPeopleBase):
    """How regulations class cases and say whose they are."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.law = cls.new_regulation("T-07")
        cls.taste = cls.env.ref("csm.csm_case_category_taste")
        cls.staff = cls.env.ref("csm.csm_case_category_staff")
        cls.role = cls.env["csm.role"].create({"code": "t", "name": "Taster"})
        cls.taster = cls.new_user("taster", "group_agent", superior=cls.leader)
        cls.holder = cls.env["csm.role.holder"].create(
            {
                "role_id": cls.role.id,
                "company_id": cls.company.id,
                "employee_id": cls.employee(cls.taster).id,
                "date_from": "2010-01-01",
            }
        )

    def adopt_law(self, teams=()):
        adoption = self.env["csm.adoption"].create(
            {
                "regulation_id": self.law.id,
                "company_id": self.company.id,
                "adopted_on": "2026-03-02",
                "team_ids": [(6, 0, [team.id for team in teams])],
                "reason": "Test",
            }
        )
        adoption.action_adopt()

    def classes(self, *categories, teams=(), **values):
        self.env["csm.category.rule"].create(
            {
                "name": "Classes",
                "article_id": self.law.article_ids.id,
                "category_ids": [(6, 0, [category.id for category in categories])],
                **values,
            }
        )
        self.adopt_law(teams)

    def charge(self, **values):
        self.env["csm.handler.rule"].create(
            {
                "name": "Tasting",
                "article_id": self.law.article_ids.id,
                "role_id": self.role.id,
                "domain": "[('kind', '=', 'complaint')]",
                **values,
            }
        )
        self.adopt_law()

    # Classes

    def test_a_category_no_regulation_offers_is_not_registered(self):
        self.classes(self.category)
        case = self.new_case(category_id=self.staff.id)
        with self.assertRaises(UserError) as refusal:
            case.action_register()
        self.assertIn("T-07 § 1", str(refusal.exception))
        self.assertIn("Choose one of: Quality", str(refusal.exception))
        case.category_id = self.taste
        case.action_register()
        self.assertEqual(case.state, "registered")

    def test_the_category_does_not_change_to_another_afterwards(self):
        self.classes(self.category)
        case = self.new_case(category_id=self.taste.id)
        case.action_register()
        with self.assertRaises(ValidationError):
            self.rpc(self.agent, "csm.case", "write", case.ids, {"category_id": self.staff.id})

    def test_only_the_kind_the_team_and_the_time_of_the_rule_count(self):
        self.classes(self.category, teams=[self.team])
        self.new_case(category_id=self.staff.id, kind="inquiry").action_register()
        self.new_case(
            category_id=self.staff.id, received_at="2026-03-01 15:59:59"
        ).action_register()
        other = self.new_case(self.outsider, category_id=self.staff.id, team_id=self.other_team.id)
        other.action_register()
        with self.assertRaises(UserError):
            self.new_case(
                category_id=self.staff.id, received_at="2026-03-01 16:00:00"
            ).action_register()

    def test_the_classes_of_all_rules_in_force_are_offered(self):
        values = {"name": "More", "article_id": self.law.article_ids.id}
        self.env["csm.category.rule"].create({**values, "category_ids": [(4, self.staff.id)]})
        self.classes(self.category)
        self.new_case(category_id=self.staff.id).action_register()
        case = self.new_case()
        self.assertEqual(case.offered_category_ids, self.category | self.staff)

    def test_the_form_offers_the_classes_of_the_rules(self):
        self.classes(self.category)
        with Form(self.env["csm.case"].with_user(self.agent)) as form:
            form.name = "Cork"
            self.assertEqual(form.offered_category_ids.ids, self.category.ids)
            form.kind = "inquiry"
            self.assertFalse(form.offered_category_ids.ids)

    def test_an_older_register_keeps_its_classes(self):
        self.classes(self.category)
        values = {
            "name": "Old",
            "company_id": self.company.id,
            "team_id": self.team.id,
            "state": "registered",
            "category_id": self.staff.id,
            "received_at": "2026-03-02 00:30:00",
            "registered_at": "2026-03-02 00:40:00",
        }
        for intake in ("_intake_historic", "_intake_open"):
            case = getattr(self.env["csm.case"], intake)([dict(values)])
            self.assertEqual(case.category_id, self.staff)

    # Handlers

    def test_a_case_nobody_handles_goes_to_the_holder_of_the_role(self):
        self.charge()
        case = self.new_case(judgement="founded")
        case.action_register()
        self.assertEqual(case.user_id, self.taster)
        case.action_judge()

    def test_another_handler_is_refused_the_step(self):
        self.charge()
        case = self.new_case(user_id=self.agent.id, judgement="founded")
        case.action_register()
        self.assertEqual(case.user_id, self.agent)
        with self.assertRaises(UserError) as refusal:
            self.rpc(self.agent, "csm.case", "write", case.ids, {"state": "handling"})
        self.assertIn("T-07 § 1", str(refusal.exception))
        self.assertIn("Taster", str(refusal.exception))
        case.with_user(self.leader).write({"user_id": self.taster.id})
        case.action_judge()

    def test_the_holder_may_appoint_somebody_where_the_rule_says_so(self):
        self.charge(may_appoint=True)
        self.team.member_ids |= self.taster
        case = self.new_case(user_id=self.agent.id, judgement="founded")
        case.action_register()
        case.with_user(self.leader).write({"user_id": self.agent.id})
        self.assertEqual(case.appointed_by_id, self.leader)
        with self.assertRaises(UserError):
            case.action_judge()
        case.with_user(self.taster).write({"user_id": self.agent.id})
        self.assertEqual(case.appointed_by_id, self.taster)
        case.action_judge()

    def test_nobody_writes_who_chose_the_handler(self):
        case = self.new_case(user_id=self.agent.id)
        with self.assertRaises(UserError):
            self.rpc(self.agent, "csm.case", "write", case.ids, {"appointed_by_id": self.taster.id})
        self.assertEqual(case.appointed_by_id, self.agent)

    def test_a_role_nobody_holds_stops_no_case(self):
        self.charge()
        self.holder.date_to = "2026-03-01"
        case = self.new_case(user_id=self.agent.id, judgement="founded")
        case.action_register()
        case.action_judge()
        self.assertEqual(case.state, "handling")

    def test_a_holder_complained_about_never_gets_the_case(self):
        self.charge()
        case = self.new_case(
            judgement="founded", accused_employee_ids=[(4, self.employee(self.taster).id)]
        )
        case.action_register()
        self.assertFalse(case.user_id)

    def test_a_rule_names_a_step_and_cases(self):
        for values in ({"move": "dance"}, {"domain": "[('colour', '=', 'red')]"}):
            with self.subTest(**values), self.assertRaises(ValidationError):
                self.charge(**values)

    # The department

    def test_measures_come_back_after_the_case_was_handed_over(self):
        case = self.new_case(user_id=self.agent.id)
        case.action_register()
        with self.assertRaisesRegex(UserError, "Department"):
            case.action_forward()
        with self.assertRaisesRegex(UserError, "has not been handed to a department"):
            case.action_return_measures()
        case.department_id = self.env["hr.department"].create(
            {"name": "Cellar", "company_id": self.company.id}
        )
        case.action_forward()
        with self.assertRaisesRegex(UserError, "Measures of the Department"):
            case.action_return_measures()
        case.measures = "Other closures."
        case.action_return_measures()
        self.assertEqual(case.measures_at, case.forwarded_at)

    def test_passing_a_case_to_a_unit_hands_it_to_the_department(self):
        case = self.new_case(user_id=self.agent.id)
        case.action_register()
        cellar = self.env["hr.department"].create(
            {
                "name": "Cellar",
                "company_id": self.company.id,
                "manager_id": self.employee(self.leader).id,
            }
        )
        Station = self.env["csm.case.station"].with_user(self.agent)
        station = Station.create({"case_id": case.id, "department_id": cellar.id})
        self.assertEqual(case.department_id, cellar)
        self.assertTrue(case.forwarded_at)
        station.opinion = "Other closures."
        station.with_user(self.leader).action_hand_back()
        self.assertEqual(case.measures, "Other closures.")
        self.assertTrue(case.measures_at)

    def test_the_timeline_shows_the_department_only_where_it_matters(self):
        case = self.new_case(user_id=self.agent.id)
        case.action_register()
        ahead = {entry["fact"] for entry in case.timeline["ahead"]}
        self.assertFalse(ahead & {"forwarded_at", "measures_at", "apologised_at"})
        case.department_id = self.env["hr.department"].create(
            {"name": "Cellar", "company_id": self.company.id}
        )
        case.action_forward()
        self.assertIn("measures_at", {entry["fact"] for entry in case.timeline["ahead"]})
