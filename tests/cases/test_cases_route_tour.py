from odoo.tests import tagged

from ..common.csm_http_base import CsmHttpBase

ROLES = (
    "sales_manager",
    "gm_office",
    "quality_head",
    "production_head",
    "plant_office",
    "research_head",
)
# Each more station in the browser takes some two seconds and is the same again.
SIGNED_BEFORE = 7


@tagged("post_install", "-at_install", "csm", "csm_cases_route_tour")
class TestCasesRouteTour(CsmHttpBase):
    """A complaint goes through all stations of its route, the last in the browser; it is closed."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for code in ROLES:
            cls.give_role(code, cls.manager)
        adoption = cls.env["csm.adoption"].create(
            {
                "regulation_id": cls.env.ref("csm.csm_regulation_s2_09").id,
                "company_id": cls.company.id,
                "adopted_on": "2010-01-01",
                "reason": "Test",
            }
        )
        for rules in adoption._rules():
            if rules._name != "csm.route.rule":
                rules.write({"active": False, "is_blank": False})
        adoption.action_adopt()

    def test_a_complaint_travels_all_stations_and_is_closed(self):
        case = self.new_case(
            user_id=self.agent.id,
            judgement="founded",
            demand="Sound ones.",
            sales_opinion="They are right.",
            cause="Worn gauge.",
            corrective_measures="New gauge.",
            needs_research=True,
            plan="Sixty new ones.",
            decision="Sixty new ones.",
            department_id=self.env["hr.department"]
            .create({"name": "Press", "company_id": self.company.id})
            .id,
        )
        for step in ("register", "reply", "judge"):
            getattr(case, f"action_{step}")()
        for _station in range(SIGNED_BEFORE):
            stay = case.sudo().station_ids.filtered(lambda stay: stay.state == "here")
            stay = stay.with_user(stay.user_id)
            stay.opinion = "Seen"
            stay.action_hand_back()
        self.start_tour("/odoo/all-cases", "csm_case_route", login=self.manager.login)
        stays = case.sudo().station_ids
        self.assertEqual(case.state, "closed")
        self.assertLessEqual(self.manager, stays.signed_by_id)
        self.assertTrue(all(stay.signed_by_id for stay in stays))
        self.assertEqual(len(stays), 10)
