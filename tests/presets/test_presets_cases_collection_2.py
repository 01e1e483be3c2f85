from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from ..common.proves import proves
from .preset_case import PresetCase

MONDAY = "2026-03-02 02:00:00"


class CollectionTwoCase(PresetCase):
    """What must be on record and who is told at once, under one shipped regulation."""

    def setUp(self):
        super().setUp()
        self.at(MONDAY)
        self.department = self.env["hr.department"].create(
            {
                "name": "Repairs",
                "company_id": self.company.id,
                "manager_id": self.employee(self.manager).id,
            }
        )

    def whole_case(self, **values):
        """Return a case that lacks nothing."""
        return self.new_case(
            **self.entries(**{"channel": "email", "department_id": self.department.id, **values})
        )

    def assert_demanded(self, move, article, names, before=(), **values):
        """Without any one of these entries the step is refused by this article; with all it goes.

        ``before`` names the moves that lead up to the step.
        """
        for name in names:
            with self.subTest(missing=name):
                case = self.whole_case(**{**values, name: False})
                for step in before:
                    getattr(case, f"action_{step}")()
                with self.assertRaises(UserError) as refusal:
                    getattr(case, f"action_{move}")()
                self.assertIn(article, str(refusal.exception))
                self.assertIn(case._fact_label(name), str(refusal.exception))
        case = self.whole_case(**values)
        for step in (*before, move):
            getattr(case, f"action_{step}")()

    def told(self, case):
        case.invalidate_recordset(["report_ids"])
        reports = case.sudo().report_ids
        return sorted(
            report.told_user_id.login.removeprefix("csm_")
            for report in reports
            if report.rule_id.regulation_id.code == self.adoption.regulation_id.code
        )


@tagged("post_install", "-at_install", "csm", "csm_presets")
class TestCasesPresetsGeneral(CollectionTwoCase):
    """S2-02: recorded, classed, shared and answered."""

    regulation = "csm_regulation_s2_02"

    @proves("S2-02-02")
    def test_nothing_is_closed_before_record_department_and_reply(self):
        names = ("description", "department_id")
        steps = ("register", "judge", "reply")
        self.assert_demanded("close", "S2-02 § 2", names, before=steps)

    @proves("S2-02-02")
    def test_a_word_to_the_customer_is_not_yet_the_reply(self):
        case = self.whole_case(kind="inquiry")
        for step in ("register", "judge", "tell"):
            getattr(case, f"action_{step}")()
        with self.assertRaisesRegex(UserError, r"First Reply.*|S2-02 § 2"):
            case.action_close()
        case.action_reply()
        case.action_close()
        self.assertEqual(case.state, "closed")

    @proves("S2-02-06")
    def test_a_complaint_is_classed_when_it_is_taken_down(self):
        with self.assertRaises(ValidationError) as refusal:
            self.whole_case(category_id=False)
        self.assertIn("S2-02 § 6", str(refusal.exception))
        self.assertIn("Category", str(refusal.exception))
        self.assertTrue(self.whole_case())
        self.assertTrue(self.whole_case(category_id=False, kind="inquiry"))


@tagged("post_install", "-at_install", "csm", "csm_presets")
class TestCasesPresetsServiceCentre(CollectionTwoCase):
    """S2-03: a sheet for the department, back before the closing, major matters to the top."""

    regulation = "csm_regulation_s2_03"
    roles = ("centre_manager",)

    @proves("S2-03-03")
    def test_a_complaint_that_needs_action_names_the_department(self):
        names = ("description", "department_id")
        self.assert_demanded("judge", "S2-03 § 3", names, before=("register",))

    @proves("S2-03-03")
    def test_an_unfounded_complaint_needs_no_sheet(self):
        case = self.whole_case(judgement="unfounded", department_id=False)
        case.action_register()
        case.action_judge()
        self.assertEqual(self.told(case), [])

    @proves("S2-03-03")
    def test_the_head_of_the_department_gets_the_sheet_once(self):
        case = self.whole_case()
        case.action_register()
        self.assertEqual(self.told(case), [])
        case.action_judge()
        self.assertEqual(self.told(case), ["manager"])

    @proves("S2-03-04")
    def test_the_sheet_is_back_before_the_closing_and_the_customer_is_called(self):
        case = self.whole_case()
        for step in ("register", "judge", "reply", "tell"):
            getattr(case, f"action_{step}")()
        with self.assertRaises(UserError) as refusal:
            case.action_close()
        self.assertIn("S2-03 § 4", str(refusal.exception))
        self.assertEqual(self.told(case), ["manager"])
        case.action_forward()
        case.action_return_measures()
        self.assertEqual(self.told(case), ["agent", "manager"])
        case.action_close()
        self.assertEqual(case.state, "closed")

    @proves("S2-03-05")
    def test_the_centre_manager_hears_of_a_major_complaint_only(self):
        for severity, heard in (
            ("general", []),
            ("serious", ["centre_manager"]),
            ("very_serious", ["centre_manager"]),
        ):
            with self.subTest(severity=severity):
                self.assertEqual(self.told(self.whole_case(severity=severity)), heard)
        self.assertEqual(self.told(self.whole_case(severity="serious", kind="inquiry")), [])

    @proves("S2-03-05")
    def test_a_complaint_that_becomes_major_later_is_reported_then(self):
        case = self.whole_case()
        case.severity = "serious"
        self.assertEqual(self.told(case), ["centre_manager"])
        case.severity = "very_serious"
        self.assertEqual(self.told(case), ["centre_manager"])


@tagged("post_install", "-at_install", "csm", "csm_presets")
class TestCasesPresetsTechnique(CollectionTwoCase):
    """S2-08: what the agent can solve alone is over with the first word."""

    regulation = "csm_regulation_s2_08"

    @proves("S2-08-02")
    def test_a_minor_complaint_is_answered_and_closed_in_one_step(self):
        case = self.minor_case()
        case.action_settle()
        self.assertEqual(case.state, "closed")
        moment = self.env.cr.now().replace(microsecond=0)
        facts = (case.registered_at, case.judged_at, case.replied_at, case.closed_at)
        self.assertEqual(facts, (moment,) * 4)

    @proves("S2-08-02")
    def test_a_serious_complaint_takes_its_course(self):
        for severity in ("serious", "very_serious"):
            case = self.minor_case(severity=severity)
            with self.assertRaisesRegex(UserError, "S2-08 § 2"):
                case.action_settle()
            self.assertEqual(case.state, "new")

    def test_what_the_customer_was_told_is_on_record(self):
        case = self.minor_case(decision=False)
        with self.assertRaisesRegex(UserError, "what the customer was told"):
            case.action_settle()
        self.assertEqual(case.state, "new")

    def test_what_is_in_hand_goes_on_step_by_step(self):
        case = self.minor_case(judgement="founded")
        for step in ("register", "reply", "judge"):
            getattr(case, f"action_{step}")()
        with self.assertRaisesRegex(UserError, "in hand already"):
            case.action_settle()
        self.assertEqual(case.state, "handling")

    def minor_case(self, **values):
        """Return a complaint taken down as this regulation wants it."""
        return self.whole_case(**{"is_read_back": True, "judgement": False, **values})


@tagged("post_install", "-at_install", "csm", "csm_presets")
class TestCasesPresetsManufacturer(CollectionTwoCase):
    """S2-09: what a quality case says of the goods before it is judged."""

    regulation = "csm_regulation_s2_09"
    goods = {
        "order_number": "PO-88",
        "item_number": "K-12",
        "quantity": 400,
        "defective_quantity": 12,
        "shipped_on": "2026-02-20",
        "has_sample": True,
        "sales_opinion": "The batch was packed damp.",
    }

    @proves("S2-09-02")
    def test_a_complaint_is_about_quality_or_not(self):
        other = self.env["csm.case.category"].create({"name": "Weather", "code": "weather"})
        case = self.whole_case(category_id=other.id)
        with self.assertRaises(UserError) as refusal:
            case.action_register()
        self.assertIn("S2-09 § 2", str(refusal.exception))
        for name in ("quality", "packaging", "non_quality", "staff"):
            category = self.env.ref(f"csm.csm_case_category_{name}")
            case = self.whole_case(category_id=category.id, **self.goods)
            case.action_register()
            self.assertTrue(case.registered_at)

    @proves("S2-09-03")
    def test_the_goods_are_verified_before_a_quality_case_is_judged(self):
        names = ("order_number", "item_number", "quantity", "shipped_on", "demand", "description")
        self.assert_demanded("judge", "S2-09 § 3", names, before=("register",), **self.goods)

    @proves("S2-09-09")
    def test_the_complaint_form_of_a_quality_case_is_complete(self):
        names = (
            "item_number",
            "shipped_on",
            "quantity",
            "defective_quantity",
            "demand",
            "has_sample",
            "sales_opinion",
        )
        self.assert_demanded("judge", "S2-09 § 9", names, before=("register",), **self.goods)

    @proves("S2-09-03", "S2-09-09")
    def test_a_complaint_about_people_needs_no_goods(self):
        case = self.whole_case(
            category_id=self.env.ref("csm.csm_case_category_staff").id, demand=False
        )
        case.action_register()
        case.action_judge()
        self.assertEqual(case.state, "handling")


@tagged("post_install", "-at_install", "csm", "csm_presets")
class TestCasesPresetsWholesaler(CollectionTwoCase):
    """S2-17: major complaints reach the head of the department at once."""

    regulation = "csm_regulation_s2_17"

    @proves("S2-17-20")
    def test_the_head_of_the_department_hears_of_a_major_complaint_only(self):
        for severity, heard in (
            ("general", []),
            ("serious", ["manager"]),
            ("very_serious", ["manager"]),
        ):
            with self.subTest(severity=severity):
                self.assertEqual(self.told(self.whole_case(severity=severity)), heard)
        self.assertEqual(self.told(self.whole_case(severity="serious", kind="service")), [])


@tagged("post_install", "-at_install", "csm", "csm_presets")
class TestCasesPresetsMaternityShop(CollectionTwoCase):
    """S3-11: one course for every complaint."""

    regulation = "csm_regulation_s3_11"

    @proves("S3-11-12")
    def test_a_complaint_is_filed_only_after_the_whole_course(self):
        course = ("register", "apologise", "judge", "investigate", "report", "tell")
        labels = {"investigate": "Investigated", "report": "Report Submitted", "tell": "Told"}
        for left_out, label in labels.items():
            with self.subTest(left_out=left_out):
                case = self.whole_case()
                skipped = {left_out, "report"} if left_out == "investigate" else {left_out}
                for step in (*(s for s in course if s not in skipped), "reply"):
                    getattr(case, f"action_{step}")()
                with self.assertRaises(UserError) as refusal:
                    case.action_close()
                self.assertIn("S3-11 § 12", str(refusal.exception))
                self.assertIn(label, str(refusal.exception))
        case = self.whole_case()
        for step in (*course, "close"):
            getattr(case, f"action_{step}")()
        self.assertEqual(case.state, "closed")
