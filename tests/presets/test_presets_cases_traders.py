from odoo.tests import tagged

from ..common.proves import proves
from .rule_case import MONDAY, RuleCase


@tagged("post_install", "-at_install", "csm", "csm_presets")
class TestCasesRulesRecharge(RuleCase):
    """S0-04: evidence, record and cause before a complaint is closed."""

    regulation = "csm_regulation_s0_04"

    @proves("S0-04-16")
    def test_a_complaint_is_closed_on_evidence_and_with_a_record(self):
        # Without a decision the case does not get as far as the closing.
        self.assert_demanded("close", 16, "description", "evidence")
        case = self.lead(self.whole(), "close")
        case.decision = False
        self.assertIn(self.article(16), self.refusal(case, "close"))
        self.assert_not_demanded("close", "description", "evidence", kind="inquiry")

    @proves("S0-04-18")
    def test_a_complaint_is_closed_with_its_cause(self):
        case = self.lead(self.whole(), "close")
        case.cause = False
        self.assertIn(f"({self.article(18)}) wants on record: Cause.", self.refusal(case, "close"))
        self.assert_not_demanded("close", "cause", skip=["investigate"], kind="inquiry")


@tagged("post_install", "-at_install", "csm", "csm_presets")
class TestCasesRulesInstaller(RuleCase):
    """S0-05: opinions are passed on, and the customer is told."""

    regulation = "csm_regulation_s0_05"

    @proves("S0-05-19")
    def test_nothing_is_closed_before_it_was_passed_on_and_the_customer_told(self):
        for kind in ("complaint", "suggestion"):
            case = self.lead(self.whole(kind=kind), "close", ["forward", "return_measures", "tell"])
            text = self.refusal(case, "close")
            labels = "Handed to the Department, Customer Told"
            self.assertIn(f"({self.article(19)}) wants on record: {labels}.", text)
            case.action_tell()
            self.assertIn("wants on record: Handed to the Department.", self.refusal(case, "close"))
            case.action_forward()
            case.action_close()
        skip = ["forward", "return_measures"]
        self.assert_not_demanded("close", "told_at", skip=skip, kind="inquiry")


@tagged("post_install", "-at_install", "csm", "csm_presets")
class TestCasesRulesTechnicalService(RuleCase):
    """S0-06: technical service has complaints and requests."""

    regulation = "csm_regulation_s0_06"
    roles = ("technical_service_head",)

    @proves("S0-06-01")
    def test_complaints_and_requests_go_to_technical_service(self):
        for kind in ("complaint", "service"):
            with self.subTest(kind=kind):
                self.assert_handled(1, "judge", "technical_service_head", kind=kind)
                self.assert_appointed("judge", "technical_service_head", kind=kind)
        self.make(self.lead(self.whole(kind="inquiry"), "judge"), "judge")


@tagged("post_install", "-at_install", "csm", "csm_presets")
class TestCasesRulesWinery(RuleCase):
    """S0-07: the complaint form, four kinds of complaint, everything answered."""

    regulation = "csm_regulation_s0_07"
    roles = ("marketing_office_head",)

    @proves("S0-07-01")
    def test_the_form_of_a_telephone_complaint(self):
        names = ("partner_name", "partner_address", "partner_phone", "description")
        self.assert_demanded("register", 1, *names)
        rest = names[1:]
        self.assert_not_demanded("register", *rest, channel="letter")
        self.assert_not_demanded("register", *rest, kind="inquiry")

    @proves("S0-07-01")
    def test_the_department_hears_of_a_telephone_complaint_at_once(self):
        case = self.whole()
        self.assertEqual(self.heard(case, 1), [])
        case.action_register()
        self.assertEqual(self.heard(case, 1), ["head"])
        for values in ({"channel": "letter"}, {"kind": "inquiry"}):
            other = self.whole(**values)
            other.action_register()
            self.assertEqual(self.heard(other, 1), [])

    @proves("S0-07-05")
    def test_a_complaint_is_of_one_of_four_kinds(self):
        kinds = ("quality", "taste", "return", "staff", "misunderstanding")
        for code in (*kinds, "transport", "delivery", "billing"):
            category = self.env.ref(f"csm.csm_case_category_{code}")
            case = self.whole(category_id=category.id)
            with self.subTest(code=code):
                if code in kinds:
                    case.action_register()
                else:
                    self.assertIn(self.article(5), self.refusal(case, "register"))
                    self.whole(category_id=category.id, kind="inquiry").action_register()

    @proves("S0-07-11")
    def test_misunderstandings_are_the_head_of_the_marketing_offices(self):
        category = self.env.ref("csm.csm_case_category_misunderstanding")
        head = "marketing_office_head"
        self.assert_handled(11, "judge", head, category_id=category.id)
        self.make(self.lead(self.whole(), "judge"), "judge")

    @proves("S0-07-17")
    def test_nothing_is_closed_before_register_and_sheet_are_complete(self):
        case = self.lead(self.whole(), "close", ["tell"])
        case.write({"cause": False, "decision": False})
        labels = "Cause, Decision, Customer Told"
        text = self.refusal(case, "close")
        self.assertIn(f"({self.article(17)}) wants on record: {labels}.", text)
        for values, missing in (
            ({"cause": "Cork", "decision": False}, "Decision"),
            ({"cause": False, "decision": "A bottle"}, "Cause"),
        ):
            case = self.lead(self.whole(), "close")
            case.write(values)
            self.assertIn(f"wants on record: {missing}.", self.refusal(case, "close"))
        self.assert_not_demanded("close", "told_at", kind="inquiry")


@tagged("post_install", "-at_install", "csm", "csm_presets")
class TestCasesRulesSalesSupport(RuleCase):
    """S0-12: the real cause, the wish, and an apology only for what is ours."""

    regulation = "csm_regulation_s0_12"

    @proves("S0-12-08")
    def test_nothing_is_decided_before_cause_and_wish_are_clear(self):
        for name, label in (("cause", "Cause"), ("demand", "Customer's Demand")):
            case = self.lead(self.whole(), "decide")
            case[name] = False
            self.assertIn(
                f"({self.article(8)}) wants on record: {label}.", self.refusal(case, "decide")
            )
        self.assert_not_demanded("decide", "demand", kind="inquiry")

    @proves("S0-12-13")
    def test_we_apologise_for_what_is_ours(self):
        self.assert_demanded("close", 13, "apologised_at")
        self.assert_not_demanded("close", "apologised_at", judgement="unfounded")

    @proves("S0-12-13")
    def test_nobody_apologises_for_what_is_not_ours(self):
        self.assert_forbidden("apologise", 13, judgement="unfounded")
        case = self.whole(judgement=False)
        case.action_register()
        self.assertIn(self.article(13), self.refusal(case, "apologise"))
        case.judgement = "founded"
        case.action_apologise()

    @proves("S0-12-13")
    def test_a_serious_complaint_that_is_ours_is_reported(self):
        for severity, told in (
            ("general", []),
            ("serious", ["leader"]),
            ("very_serious", ["leader"]),
        ):
            self.assertEqual(self.heard(self.whole(severity=severity), 13), told)
        self.assertEqual(self.heard(self.whole(severity="serious", judgement="unfounded"), 13), [])


@tagged("post_install", "-at_install", "csm", "csm_presets")
class TestCasesRulesShowroom(RuleCase):
    """S0-15: opinions are written down, and the team leader hears of them."""

    regulation = "csm_regulation_s0_15"

    @proves("S0-15-21")
    def test_what_the_customer_said_is_written_down(self):
        for kind in ("complaint", "suggestion"):
            self.assert_demanded("register", 21, "description", kind=kind)
        self.assert_not_demanded("register", "description", kind="inquiry")

    @proves("S0-15-21")
    def test_the_team_leader_hears_of_it(self):
        for kind, told in (("complaint", ["leader"]), ("suggestion", ["leader"]), ("inquiry", [])):
            case = self.whole(kind=kind)
            self.assertEqual(self.heard(case, 21), [])
            case.action_register()
            self.assertEqual(self.heard(case, 21), told)


@tagged("post_install", "-at_install", "csm", "csm_presets")
class TestCasesRulesDistributor(RuleCase):
    """S1-02: complaint and solution on the form; the supervisor hears what stays unsolved."""

    regulation = "csm_regulation_s1_02"

    @proves("S1-02-03")
    def test_complaint_and_solution_are_written_down(self):
        self.assert_demanded("close", 3, "description")
        case = self.lead(self.whole(), "close")
        case.decision = False
        self.assertIn(
            f"({self.article(3)}) wants on record: Decision.", self.refusal(case, "close")
        )
        self.assert_not_demanded("close", "description", kind="inquiry")

    @proves("S1-02-03")
    def test_the_supervisor_hears_what_cannot_be_solved(self):
        case = self.whole()
        self.assertEqual(self.heard(case, 3), [])
        case.is_beyond_us = True
        self.assertEqual(self.heard(case, 3), ["leader"])
        self.assertEqual(self.heard(self.whole(kind="inquiry", is_beyond_us=True), 3), [])


@tagged("post_install", "-at_install", "csm", "csm_presets")
class TestCasesRulesGeneric(RuleCase):
    """S1-03: promptly, by the company's own figure."""

    regulation = "csm_regulation_s1_03"

    @classmethod
    def complete(cls, adoption):
        cls.gap, cls.reason = adoption.missing, adoption._why_not_adopt()
        adoption.deadline_rule_ids.write({"delay": 3, "unit": "day", "is_blank": False})

    @proves("S1-03-04")
    def test_the_company_states_the_time_limit(self):
        self.assertIn(self.article(4), self.gap)
        self.assertIn("is incomplete", self.reason)

    @proves("S1-03-04")
    def test_a_complaint_is_dealt_with_in_the_time_the_company_states(self):
        moves = ("register", "judge", "tell", "close")
        self.assert_edges("close", "2026-03-05 15:59:59", (MONDAY,), moves=moves)
        self.assertEqual(self.due(self.play((MONDAY,), kind="inquiry"), "close"), "")

    @proves("S1-03-04")
    def test_a_complaint_not_dealt_with_climbs(self):
        self.assert_ladder(
            self.play((MONDAY,)),
            "close",
            ("2026-03-05 06:00:00", "remind", "agent"),
            ("2026-03-05 16:00:00", "breach", "agent"),
            ("2026-03-05 16:00:00", "breach", "leader"),
            ("2026-03-09 01:00:00", "climb", "leader"),
            ("2026-03-10 01:00:00", "climb", "manager"),
        )
