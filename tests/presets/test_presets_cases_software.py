from odoo.tests import tagged

from ..common.proves import proves
from .rule_case import MONDAY, RuleCase


@tagged("post_install", "-at_install", "csm", "csm_presets")
class TestCasesRulesSoftware(RuleCase):
    """S1-04: by severity, by quality or not, in the hands of the service manager."""

    regulation = "csm_regulation_s1_04"
    roles = ("service_manager", "deputy_gm")
    appointer = "service_manager"

    @proves("S1-04-16")
    def test_very_serious_matters_go_to_the_deputy_general_manager_at_once(self):
        for severity, told in (("general", []), ("serious", []), ("very_serious", ["deputy_gm"])):
            for kind in ("complaint", "suggestion"):
                case = self.whole(severity=severity, kind=kind)
                self.assertEqual(self.heard(case, 16), told)
        self.assertEqual(self.heard(self.whole(severity="very_serious", kind="service"), 16), [])

    @proves("S1-04-16")
    def test_after_a_very_serious_matter_the_customer_gets_a_letter(self):
        for told_by in (False, "phone", "email", "person"):
            self.assert_forbidden("close", 16, severity="very_serious", told_by=told_by)
        self.make(self.lead(self.whole(severity="very_serious"), "close"), "close")
        self.make(self.lead(self.whole(severity="serious", told_by="person"), "close"), "close")

    @proves("S1-04-17")
    def test_in_general_matters_the_customer_is_told_in_writing_or_by_telephone(self):
        self.assert_demanded("close", 17, "told_at", "told_by")
        self.assert_forbidden("close", 17, told_by="person")
        for told_by in ("phone", "letter", "email"):
            self.make(self.lead(self.whole(told_by=told_by), "close"), "close")
        self.assert_not_demanded("close", "told_by", severity="serious")

    @proves("S1-04-18")
    def test_the_department_is_pressed_until_the_matter_is_closed(self):
        self.assert_ladder(
            self.play((MONDAY, "register")),
            "assist",
            ("2026-03-04 15:59:59", "remind", "head"),
            ("2026-03-06 15:59:59", "remind", "head"),
            ("2026-03-08 16:00:00", "breach", "head"),
        )

    @proves("S1-04-18")
    def test_the_pressing_ends_with_the_closing(self):
        moves = ("judge", "tell", "close")
        due = "2026-03-08 15:59:59"
        self.assert_edges("assist", due, (MONDAY, "register"), moves=moves)
        alone = self.play((MONDAY, "register"), department_id=False)
        self.assertEqual(self.due(alone, "assist"), "")

    @proves("S1-04-19")
    def test_the_service_manager_handles_complaints_or_sends_somebody(self):
        self.appointer = ""
        for severity in ("general", "very_serious"):
            self.assert_handled(19, "judge", "service_manager", severity=severity)
        self.assert_appointed("judge", "service_manager")
        self.make(self.lead(self.whole(kind="inquiry"), "judge"), "judge")

    @proves("S1-04-21")
    def test_a_complaint_is_one_of_quality_or_not(self):
        for code in ("quality", "malfunction", "non_quality", "transport"):
            category = self.env.ref(f"csm.csm_case_category_{code}")
            self.whole(category_id=category.id).action_register()
        own = self.env["csm.case.category"].create({"name": "Weather"})
        case = self.whole(category_id=own.id)
        self.assertIn(self.article(21), self.refusal(case, "register"))
        self.assertIn("Quality, Not Quality", self.refusal(case, "register"))

    @proves("S1-04-22")
    def test_marketing_checks_order_goods_and_demand(self):
        names = ("order_number", "specification", "quantity", "shipped_on")
        self.assert_demanded("judge", 22, *names, "demand", "description")
        self.assert_not_demanded("judge", *names, kind="inquiry")

    @proves("S1-04-24")
    def test_the_effect_of_the_improvement_is_followed_up(self):
        self.assert_demanded("close", 24, "corrective_measures", "improvement_effect")
        case = self.lead(self.whole(), "close")
        case.decision = False
        self.assertIn(
            f"({self.article(24)}) wants on record: Decision.", self.refusal(case, "close")
        )
        self.assert_not_demanded("close", "improvement_effect", judgement="unfounded")

    @proves("S1-04-25")
    def test_the_form_of_abnormal_goods_comes_with_a_sample(self):
        names = ("batch_number", "defective_quantity", "has_sample", "sales_opinion")
        all_names = ("order_number", "shipped_on", "demand", *names)
        self.assert_demanded("judge", 25, *all_names)
        transport = self.env.ref("csm.csm_case_category_transport")
        self.assert_not_demanded("judge", *names, category_id=transport.id)


@tagged("post_install", "-at_install", "csm", "csm_presets")
class TestCasesRulesRealEstate(RuleCase):
    """S1-06: a call within two days, reasonable demands the same day."""

    regulation = "csm_regulation_s1_06"

    @proves("S1-06-03")
    def test_the_customer_is_called_back_within_two_days(self):
        for received, due in (
            (MONDAY, "2026-03-04 15:59:59"),
            ("2026-03-02 16:00:00", "2026-03-05 15:59:59"),
        ):
            with self.subTest(received=received):
                self.assert_edges("call_back", due, (received,), moves=("register", "reply"))
        self.assertEqual(self.due(self.play((MONDAY,), kind="inquiry"), "call_back"), "")

    @proves("S1-06-03")
    def test_a_missing_call_climbs_to_the_head_of_the_department(self):
        self.assert_ladder(
            self.play((MONDAY,)),
            "call_back",
            ("2026-03-04 06:00:00", "remind", "agent"),
            ("2026-03-04 16:00:00", "breach", "agent"),
            ("2026-03-04 16:00:00", "breach", "leader"),
            ("2026-03-06 01:00:00", "climb", "head"),
            ("2026-03-09 01:00:00", "climb", "leader"),
        )

    @proves("S1-06-03")
    def test_the_head_of_the_department_hears_what_was_not_settled_on_the_spot(self):
        case = self.whole()
        self.assertEqual(self.heard(case, 3), [])
        case.is_beyond_us = True
        self.assertEqual(self.heard(case, 3), ["head"])
        self.assertEqual(self.heard(self.whole(kind="inquiry", is_beyond_us=True), 3), [])

    @proves("S1-06-04")
    def test_a_reasonable_demand_is_settled_on_the_same_day(self):
        steps = ("register", "judge", "decide", "execute")
        for received, due in (
            (MONDAY, "2026-03-02 15:59:59"),
            ("2026-03-02 16:00:00", "2026-03-03 15:59:59"),
        ):
            with self.subTest(received=received):
                self.assert_edges("settle", due, (received,), moves=steps)
        case = self.play((MONDAY, "register", "judge"), judgement="unfounded")
        self.assertEqual(self.due(case, "settle"), "")

    @proves("S1-06-04")
    def test_a_demand_not_settled_climbs(self):
        self.assert_ladder(
            self.play((MONDAY,)),
            "settle",
            ("2026-03-02 06:00:00", "remind", "agent"),
            ("2026-03-02 16:00:00", "breach", "agent"),
            ("2026-03-02 16:00:00", "breach", "leader"),
            ("2026-03-04 01:00:00", "climb", "head"),
            ("2026-03-05 01:00:00", "climb", "leader"),
        )

    @proves("S1-06-04")
    def test_the_record_says_in_detail_how(self):
        self.assert_demanded("execute", 4, "description", "demand")
        case = self.lead(self.whole(), "execute")
        case.decision = False
        self.assertIn(
            f"({self.article(4)}) wants on record: Decision.", self.refusal(case, "execute")
        )
        self.assert_not_demanded("execute", "demand", judgement="unfounded")

    @proves("S1-06-05")
    def test_what_was_passed_on_comes_back_before_the_closing(self):
        self.assert_demanded("close", 5, "measures_at")
        skip = ["forward", "return_measures"]
        self.make(self.lead(self.whole(), "close", skip), "close")

    @proves("S1-06-05")
    def test_department_and_superior_hear_what_was_passed_on(self):
        for kind, told in (("complaint", ["head", "leader"]), ("inquiry", [])):
            case = self.lead(self.whole(kind=kind), "forward")
            self.assertEqual(self.heard(case, 5), [])
            case.action_forward()
            self.assertEqual(self.heard(case, 5), told)
