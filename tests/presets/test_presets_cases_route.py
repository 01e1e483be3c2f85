from odoo.exceptions import UserError
from odoo.tests import tagged

from ..common.proves import proves
from .rule_case import MONDAY, RuleCase

OFFICE = "gm_office"
ORDER = (
    "sales_manager",
    "gm_office",
    "quality_head",
    "production_head",
    "plant_office",
    "gm_office",
    "sales_manager",
    "gm_office",
)
FOUND = {
    "production_unit": "Line 2",
    "machine_shift": "Press 4, night",
    "production_staff": "Group Chen",
    "produced_on": "2026-02-01",
    "inspection": "Verified on 20 pieces.",
    "negotiation_result": "The customer takes replacements.",
    "responsible_treatment": "Instructed anew.",
}


class RouteRuleCase(RuleCase):
    """Passes cases along the shipped routes."""

    follows_routes = True

    def stay(self, case):
        case.invalidate_recordset(["station_ids"])
        return case.sudo().station_ids.filtered(lambda stay: stay.state == "here")

    def hand_on(self, case, **values):
        stay = self.stay(case)
        stay = stay.with_user(stay.user_id)
        stay.write({"opinion": "Seen.", **values})
        stay.action_hand_back()
        return stay

    def pass_to(self, case, role):
        values = {"case_id": case.id, "role_id": self.env.ref(f"csm.csm_role_{role}").id}
        return self.env["csm.case.station"].with_user(self.agent).create(values)

    def refused(self, work, *texts):
        with self.assertRaises(UserError) as refusal, self.env.cr.savepoint():
            work()
        for text in texts:
            self.assertIn(text, str(refusal.exception))

    def assert_station_wants(self, role, number, labels, **others):
        """A unit does not hand a case back without each of these entries."""
        case = self.whole(**{**FOUND, **others})
        for name, label in labels.items():
            with self.subTest(missing=name):
                kept = case[name]
                case[name] = False
                stay = self.pass_to(case, role)
                stay.opinion = "Seen."
                text = f"({self.article(number)}) wants on record: {label}."
                self.refused(stay.action_hand_back, text)
                case[name] = kept
                stay.action_withdraw()
        stay = self.pass_to(case, role)
        stay.opinion = "Seen."
        stay.action_hand_back()
        self.assertEqual(stay.state, "left")


@tagged("post_install", "-at_install", "csm", "csm_presets")
class TestCasesPresetsRoute(RouteRuleCase):
    """S2-09 § 13: the form travels in fixed order."""

    regulation = "csm_regulation_s2_09"
    roles = tuple(dict.fromkeys((*ORDER, "research_head")))

    def travel(self, **values):
        values = {**FOUND, "corrective_measures": "New gauge.", **values}
        case = self.whole(**values)
        case.action_register()
        return case

    def order(self, case):
        """Hand the case on until it waits for its decision; return who had it."""
        had = []
        while stay := self.stay(case):
            had.append(stay.role_id.code)
            self.hand_on(case)
        return tuple(had)

    @proves("S2-09-13")
    def test_the_form_goes_to_the_stations_in_their_order(self):
        case = self.travel()
        self.assertEqual(self.order(case), ORDER)
        self.assertTrue(case.investigated_at)
        self.assertTrue(case.opinion_at)
        case.action_judge()
        case.action_decide()
        self.assertEqual(self.stay(case).role_id.code, "sales_manager")
        case.action_tell()
        self.refused(lambda: self.hand_on(case), "wants on record: Carried Out")
        case.action_execute()
        self.refused(case.action_close, "still lies with")
        self.hand_on(case)
        case.action_close()

    @proves("S2-09-13")
    def test_research_is_visited_only_if_the_abnormality_needs_it(self):
        case = self.travel(needs_research=True)
        self.assertEqual(self.order(case), (*ORDER[:5], "research_head", *ORDER[5:]))

    @proves("S2-09-13")
    def test_nothing_is_decided_before_all_have_signed(self):
        case = self.travel()
        case.action_judge()
        for _station in ORDER:
            self.refused(case.action_decide, self.article(13))
            self.hand_on(case)
        case.action_decide()

    @proves("S2-09-13")
    def test_each_station_wants_its_entries(self):
        wants = {
            0: {"demand": "Customer's Demand", "sales_opinion": "Salesperson's Opinion"},
            2: {"cause": "Cause", "department_id": "Department"},
            3: {"corrective_measures": "Corrective Measures"},
            6: {"plan": "Plan"},
        }
        case = self.travel()
        for number, _role in enumerate(ORDER):
            for name, label in wants.get(number, {}).items():
                kept = case[name]
                case.sudo()[name] = False
                text = f"({self.article(13)}) wants on record: {label}."
                self.refused(lambda: self.hand_on(case), text)
                case.sudo()[name] = kept
            self.hand_on(case)

    @proves("S2-09-13")
    def test_other_matters_do_not_travel(self):
        staff = self.env.ref("csm.csm_case_category_staff").id
        for values in (
            {"kind": "service"},
            {"category_id": staff},
            {"is_without_loss": True},
            {"judgement": "unfounded"},
        ):
            with self.subTest(values):
                self.assertFalse(self.travel(**values).route_rule_id)


@tagged("post_install", "-at_install", "csm", "csm_presets")
class TestCasesPresetsManufacturing(RouteRuleCase):
    """S2-09: what each department says, negotiates and disagrees with."""

    regulation = "csm_regulation_s2_09"
    roles = ("quality_head", "production_head", "sales_manager")

    @proves("S2-09-04")
    def test_quality_names_cause_and_persons_and_inspects(self):
        labels = {
            "cause": "Cause",
            "responsible_employee_id": "Found Responsible",
            "inspection": "Findings of the Inspection",
        }
        self.assert_station_wants("quality_head", 4, labels)
        case = self.whole(kind="service", cause=False)
        stay = self.pass_to(case, "quality_head")
        stay.opinion = "Seen."
        stay.action_hand_back()

    @proves("S2-09-06")
    def test_manufacturing_names_unit_machine_staff_and_date(self):
        labels = {
            "production_unit": "Production Unit",
            "machine_shift": "Machine and Shift",
            "production_staff": "Production Staff",
            "produced_on": "Production Date",
            "corrective_measures": "Corrective Measures",
        }
        self.assert_station_wants("production_head", 6, labels)

    @proves("S2-09-14")
    def test_the_result_is_written_and_read_by_another_before_the_overall_opinion(self):
        case = self.whole(negotiation_result=False)
        case.action_register()
        text = f"({self.article(14)}) wants on record: "
        self.refused(case.action_opine, text, "Negotiation Read by the Supervisor")
        self.refused(case.with_user(self.leader).action_read_negotiation, "Write what was agreed")
        case.negotiation_result = "The customer takes replacements."
        self.refused(case.action_opine, f"{text}Negotiation Read by the Supervisor.")
        self.refused(case.with_user(self.agent).action_read_negotiation, "a supervisor who has not")
        case.with_user(self.leader).action_read_negotiation()
        self.assertEqual(case._maker("negotiation_read_at"), self.leader)
        case.action_opine()
        other = self.whole(kind="service")
        other.action_register()
        other.action_opine()

    @proves("S2-09-25")
    def test_a_memorial_stops_the_case_until_it_is_decided(self):
        case = self.whole(**FOUND)
        case.action_register()
        case.action_judge()
        memorial = self.env["csm.request"].with_user(self.outsider).with_company(self.company)
        memorial = memorial.create(
            {
                "name": "The cause lies with the supplier",
                "kind_id": self.env.ref("csm.csm_request_kind_memorial").id,
                "text": "The gauge was new.",
                "case_id": case.id,
                "company_id": self.company.id,
            }
        )
        case.action_tell()
        memorial.action_submit()
        waits = "waits for the decision about"
        self.refused(case.action_decide, waits, memorial.display_name)
        self.assertIn(memorial.name, case.memorial_text)
        self.refused(case.action_close, waits)
        self.refused(lambda: memorial.write({"stops_case": False}), "stays as it is")
        memorial.action_withdraw()
        case.action_decide()
        second = memorial.copy({"stops_case": True, "case_id": case.id})
        second.action_submit()
        self.refused(case.action_execute, waits)
        second.with_user(self.outsider).action_withdraw()
        case.action_execute()

    @proves("S2-09-01")
    def test_without_loss_only_the_abnormality_form_is_filed(self):
        case = self.whole(is_without_loss=True)
        case.action_register()
        case.action_judge()
        case.action_tell()
        text = f"({self.article(1)}) wants on record: Abnormalities."
        self.refused(case.action_close, text)
        self.note(case).action_send()
        case.action_close()
        loss = self.whole()
        loss.action_register()
        self.refused(self.note(loss).action_send, f"({self.article(1)}) does not allow this step")
        loss.action_judge()
        loss.action_tell()
        loss.action_close()

    def note(self, case):
        return (
            self.env["csm.abnormality"]
            .with_user(self.agent)
            .create(
                {
                    "name": "Gauge",
                    "case_id": case.id,
                    "company_id": self.company.id,
                    "team_id": self.team.id,
                    "department_id": self.department.id,
                    "found": "Worn gauge.",
                    "request": "Check weekly.",
                }
            )
        )


@tagged("post_install", "-at_install", "csm", "csm_presets")
class TestCasesPresetsResearch(RouteRuleCase):
    """S1-04 § 23: research and development takes quality complaints up."""

    regulation = "csm_regulation_s1_04"
    roles = ("research_head",)

    @proves("S1-04-23")
    def test_research_investigates_and_only_then_it_is_decided(self):
        case = self.whole(cause=False, inspection=False, responsible_employee_id=False)
        case.action_register()
        stay = self.stay(case)
        self.assertEqual(stay.user_id.login, "csm_research_head")
        case.action_judge()
        self.refused(case.action_decide, self.article(23))
        entries = {
            "cause": ("Cause", "Rounding."),
            "responsible_employee_id": ("Found Responsible", self.employee(self.outsider)),
            "inspection": ("Findings of the Inspection", "Seen on site."),
        }
        for name, (label, value) in entries.items():
            self.refused(lambda: self.hand_on(case), label)
            case[name] = value
        self.hand_on(case)
        self.assertTrue(case.investigated_at)
        case.action_decide()

    @proves("S1-04-23")
    def test_other_matters_are_not_theirs(self):
        staff = self.env.ref("csm.csm_case_category_staff").id
        for values in ({"kind": "service"}, {"category_id": staff}, {"judgement": "unfounded"}):
            case = self.whole(**values)
            case.action_register()
            self.assertFalse(case.sudo().station_ids)


class ReceivableCase(RouteRuleCase):
    """Complaints that turn out to be unfounded, with a receivable due on 10 March."""

    due = "2026-03-10 02:00:00"

    def unfounded(self, **values):
        values = {"judgement": "unfounded", "receivable_due_at": self.due, **values}
        case = self.whole(**values)
        case.action_register()
        case.action_judge()
        return case

    def assert_stays_due(self, told):
        case = self.unfounded()
        row = self.row(case, "collect")
        self.assertEqual(str(row.due_at), self.due)
        self.refused(
            lambda: case.write({"receivable_due_at": "2026-04-10 02:00:00"}), "stays due by"
        )
        self.refused(lambda: case.write({"receivable_due_at": False}), "stays due by")
        case.action_tell()
        case.action_close()
        self.assertEqual(row.state, "running")
        self.at(self.due)
        case.action_collect()
        self.assertEqual(row.state, "met")
        late = self.unfounded()
        self.run_steps("2026-03-10 02:00:01")
        heard = sorted(self.told(self.row(late, "collect")).mapped("user_id.login"))
        self.assertEqual(heard, sorted(["csm_agent", told]))
        late.action_collect()
        self.assertEqual(self.row(late, "collect").state, "late")

    def assert_founded_goes_free(self):
        case = self.unfounded(judgement="founded")
        case.receivable_due_at = "2026-04-10 02:00:00"
        self.assertFalse(self.row(case, "collect"))
        other = self.unfounded(kind="service")
        self.assertFalse(self.row(other, "collect"))

    def assert_objection_is_a_memorial(self, number):
        case = self.unfounded(reopen_reason="The customer objects.")
        case.action_tell()
        case.action_close()
        text = f"({self.article(number)}) wants on record: Memorials and Applications."
        self.refused(case.action_reopen, text)
        self.env["csm.request"].with_user(self.agent).with_company(self.company).create(
            {
                "name": "The customer objects",
                "kind_id": self.env.ref("csm.csm_request_kind_memorial").id,
                "text": "They have photographs.",
                "case_id": case.id,
                "company_id": self.company.id,
            }
        )
        case.action_reopen()
        founded = self.unfounded(judgement="founded", reopen_reason="Again.")
        founded.action_tell()
        founded.action_close()
        founded.action_reopen()


@tagged("post_install", "-at_install", "csm", "csm_presets")
class TestCasesPresetsUnfoundedSoftware(ReceivableCase):
    """S1-04 § 32: an unfounded complaint puts off no payment."""

    regulation = "csm_regulation_s1_04"
    roles = ("service_manager",)

    @proves("S1-04-32")
    def test_the_receivable_stays_due_by_its_term(self):
        self.assert_stays_due("csm_service_manager")

    @proves("S1-04-32")
    def test_a_founded_complaint_may_put_it_off(self):
        self.assert_founded_goes_free()

    @proves("S1-04-32")
    def test_an_objection_goes_up_as_a_memorial(self):
        self.assert_objection_is_a_memorial(32)


@tagged("post_install", "-at_install", "csm", "csm_presets")
class TestCasesPresetsUnfoundedManufacturer(ReceivableCase):
    """S2-09 § 27: collected as agreed, objections reported upward."""

    regulation = "csm_regulation_s2_09"
    roles = ("sales_manager",)

    @proves("S2-09-27")
    def test_the_receivable_stays_due_by_its_term(self):
        self.assert_stays_due("csm_sales_manager")

    @proves("S2-09-27")
    def test_a_founded_complaint_may_put_it_off(self):
        self.assert_founded_goes_free()

    @proves("S2-09-27")
    def test_an_objection_goes_up_as_a_memorial(self):
        self.assert_objection_is_a_memorial(27)


@tagged("post_install", "-at_install", "csm", "csm_presets")
class TestCasesPresetsImplementation(RuleCase):
    """S0-13 § 7: carried out, dealt with, told, asked what they think."""

    regulation = "csm_regulation_s0_13"

    @proves("S0-13-07")
    def test_nothing_is_closed_before_all_four_are_on_record(self):
        entries = {
            "told_at": lambda case: case.action_tell(),
            "executed_at": lambda case: case.action_execute(),
            "followed_up_at": lambda case: case.action_follow_up(),
            "responsible_treatment": lambda case: case.write(FOUND),
        }
        for left_out in ("told_at", "followed_up_at", "responsible_treatment"):
            case = self.whole()
            for step in ("register", "judge", "reply", "decide"):
                getattr(case, f"action_{step}")()
            for name, enter in entries.items():
                if name != left_out:
                    enter(case)
            label = case._fact_label(left_out)
            text = f"({self.article(7)}) wants on record: {label}."
            self.assertIn(text, self.refusal(case, "close"))
            entries[left_out](case)
            case.action_close()
        early = self.lead(self.whole(**FOUND), "decide")
        self.assertIn(early._fact_label("executed_at"), self.refusal(early, "close"))

    @proves("S0-13-07")
    def test_what_is_unfounded_or_no_complaint_needs_none_of_it(self):
        for values in ({"judgement": "unfounded"}, {"kind": "service"}):
            case = self.whole(**values)
            for step in ("register", "judge", "reply", "close"):
                getattr(case, f"action_{step}")()
            self.assertEqual(case.state, "closed")


@tagged("post_install", "-at_install", "csm", "csm_presets")
class TestCasesPresetsRetention(RuleCase):
    """S0-07 § 15: files are kept for a year, important ones for good."""

    regulation = "csm_regulation_s0_07"

    def closed(self, moment="2026-03-02 15:59:59", **values):
        self.at(MONDAY)
        case = self.whole(**values)
        for step in ("register", "judge", "reply"):
            getattr(case, f"action_{step}")()
        self.at(moment)
        case.action_close()
        case.action_file()
        return case

    @proves("S0-07-15")
    def test_a_file_is_kept_one_year_from_the_day_of_its_closing(self):
        for moment, until in (
            ("2026-03-02 15:59:59", "2027-03-02"),
            ("2026-03-02 16:00:00", "2027-03-03"),
        ):
            case = self.closed(moment)
            self.assertEqual(str(case.retention_until), until)
            self.assertIn("S0-07 § 15", case.retention_article_id.display_name)
        self.assertFalse(self.closed(kind="service").retention_until)

    @proves("S0-07-15")
    def test_an_important_file_is_kept_for_good(self):
        case = self.closed(is_important=True)
        self.assertEqual((case.is_kept_for_good, case.retention_until), (True, False))
        case.is_important = False
        self.assertEqual(str(case.retention_until), "2027-03-02")
