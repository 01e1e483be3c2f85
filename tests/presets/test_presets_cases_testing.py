from odoo.tests import tagged

from ..common.proves import proves
from .rule_case import RuleCase


@tagged("post_install", "-at_install", "csm", "csm_presets")
class TestCasesRulesTesting(RuleCase):
    """S0-13: who complains about what, judged first, department, cause and measures."""

    regulation = "csm_regulation_s0_13"
    roles = ("quality_supervisor",)
    leaves_out = ("S0-13-06",)

    @proves("S0-13-01")
    def test_written_complaints_are_the_quality_supervisors(self):
        for channel in ("letter", "fax", "email", "web"):
            with self.subTest(channel=channel):
                self.assert_handled(1, "judge", "quality_supervisor", channel=channel)
        self.assert_appointed("judge", "quality_supervisor", channel="letter")
        for values in ({"channel": "phone"}, {"channel": "visit"}, {"kind": "inquiry"}):
            case = self.whole(**{"channel": "letter", **values})
            self.make(self.lead(case, "judge"), "judge")

    @proves("S0-13-02")
    def test_the_register_holds_complainant_object_and_content(self):
        names = ("partner_name", "complained_object", "description")
        self.assert_demanded("register", 2, *names)
        self.assert_not_demanded("register", *names[1:], kind="inquiry")

    @proves("S0-13-03")
    def test_whether_it_is_justified_is_decided_first(self):
        self.assert_demanded("judge", 3, "judgement")

    @proves("S0-13-03")
    def test_an_unjustified_complaint_is_answered_too(self):
        self.assert_demanded("close", 3, "told_at", judgement="unfounded")
        case = self.lead(self.whole(), "close", ["tell"])
        case.action_reply()
        case.action_close()

    @proves("S0-13-04")
    def test_department_and_handler_are_named(self):
        self.assert_demanded("judge", 4, "department_id", "user_id")
        self.assert_not_demanded("judge", "department_id", "user_id", kind="inquiry")

    @proves("S0-13-05")
    def test_cause_and_person_responsible_are_found(self):
        labels = {"cause": "Cause", "responsible_employee_id": "Found Responsible"}
        for name, label in labels.items():
            case = self.lead(self.whole(), "decide")
            case[name] = False
            self.assertIn(
                f"({self.article(5)}) wants on record: {label}.", self.refusal(case, "decide")
            )
        self.assert_not_demanded("decide", "responsible_employee_id", judgement="unfounded")

    @proves("S0-13-09")
    def test_the_head_of_the_department_gets_to_know_the_complaint(self):
        for kind, told in (("complaint", ["head"]), ("inquiry", [])):
            case = self.lead(self.whole(kind=kind), "forward")
            self.assertEqual(self.heard(case, 9), [])
            case.action_forward()
            self.assertEqual(self.heard(case, 9), told)

    @proves("S0-13-10")
    def test_what_is_put_right_and_what_prevents_it_are_on_record(self):
        names = ("corrective_measures", "preventive_measures")
        self.assert_demanded("close", 10, *names)
        self.assert_not_demanded("close", *names, judgement="unfounded")
