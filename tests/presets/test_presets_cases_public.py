from odoo.tests import tagged

from ..common.proves import proves
from .rule_case import RuleCase


@tagged("post_install", "-at_install", "csm", "csm_presets")
class TestCasesRulesFibreBureau(RuleCase):
    """S1-08: the complaint form, its result, general and major complaints and crises."""

    regulation = "csm_regulation_s1_08"

    @proves("S1-08-05")
    def test_the_complaint_form_is_filled_in(self):
        names = ("partner_name", "partner_phone", "description")
        self.assert_demanded("register", 5, *names)
        self.assert_not_demanded("register", *names[1:], kind="inquiry")

    @proves("S1-08-05")
    def test_a_complaint_is_followed_until_there_is_a_result(self):
        self.assert_demanded("close", 5, "executed_at", "told_at")
        self.assert_not_demanded("close", "executed_at", "told_at", kind="inquiry")

    @proves("S1-08-12")
    def test_major_complaints_and_crises_go_up_at_once(self):
        for severity, told in (
            ("general", []),
            ("serious", ["leader"]),
            ("very_serious", ["leader", "manager"]),
        ):
            with self.subTest(severity=severity):
                case = self.whole()
                case.severity = severity
                self.assertEqual(self.heard(case, 12), told)
        self.assertEqual(self.heard(self.whole(severity="serious", kind="inquiry"), 12), [])
        crisis = self.whole(severity="very_serious", kind="incident")
        self.assertEqual(self.heard(crisis, 12), ["leader", "manager"])


@tagged("post_install", "-at_install", "csm", "csm_presets")
class TestCasesRulesMall(RuleCase):
    """S1-13: VIP until content, disputes with their parties, the register, the department."""

    regulation = "csm_regulation_s1_13"
    roles = ("service_manager",)

    @proves("S1-13-01")
    def test_the_matter_of_a_vip_goes_on_until_the_customer_is_content(self):
        vip = self.env["res.partner"].create({"name": "Ms Gao", "phone": "1"})
        vip.write({"csm_is_urgent": True, "csm_urgent_reason": "VIP"})
        self.assert_demanded("close", 1, "is_satisfied", partner_id=vip.id)
        self.assert_not_demanded("close", "is_satisfied")

    @proves("S1-13-06")
    def test_the_record_of_a_dispute_names_the_parties(self):
        merchant = self.env["res.partner"].create({"name": "Tea Shop"})
        values = {
            "category_id": self.env.ref("csm.csm_case_category_dispute").id,
            "other_party_ids": [(6, 0, merchant.ids)],
        }
        names = ("partner_name", "other_party_ids", "description")
        self.assert_demanded("register", 6, *names, **values)
        self.assert_not_demanded("register", "other_party_ids")

    @proves("S1-13-08")
    def test_major_complaints_are_the_heads(self):
        for severity in ("serious", "very_serious"):
            self.assert_handled(8, "judge", "service_manager", severity=severity)
        self.make(self.lead(self.whole(), "judge"), "judge")
        self.make(self.lead(self.whole(severity="serious", kind="service"), "judge"), "judge")

    @proves("S1-13-08")
    def test_the_superior_hears_of_a_major_complaint(self):
        for severity, told in (
            ("general", []),
            ("serious", ["leader"]),
            ("very_serious", ["leader"]),
        ):
            self.assertEqual(self.heard(self.whole(severity=severity), 8), told)
        self.assertEqual(self.heard(self.whole(severity="serious", kind="inquiry"), 8), [])

    @proves("S1-13-21")
    def test_the_register_of_customer_information(self):
        names = ("partner_name", "partner_phone", "description")
        for kind in ("complaint", "inquiry"):
            self.assert_demanded("register", 21, *names, kind=kind)

    @proves("S1-13-22")
    def test_the_responsible_department_is_told(self):
        for kind, told in (("complaint", ["head"]), ("inquiry", [])):
            case = self.lead(self.whole(kind=kind), "forward")
            self.assertEqual(self.heard(case, 22), [])
            case.action_forward()
            self.assertEqual(self.heard(case, 22), told)

    @proves("S1-13-22")
    def test_the_department_answers_before_the_closing(self):
        self.assert_demanded("close", 22, "measures_at")
        skip = ["forward", "return_measures"]
        self.make(self.lead(self.whole(), "close", skip), "close")
