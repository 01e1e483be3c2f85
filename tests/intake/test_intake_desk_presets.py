from datetime import timedelta

from odoo.exceptions import UserError
from odoo.tests import tagged

from ..common.proves import proves
from .desk_case import MONDAY, DeskCase


@tagged("post_install", "-at_install", "csm", "csm_intake")
class TestIntakeDeskTopUp(DeskCase):
    """S0-04: three groups, what comes in and whether before or after the sale."""

    regulation = "csm_regulation_s0_04"
    roles = ("marketing_director", "technical_head")

    @proves("S0-04-01")
    def test_each_kind_goes_to_its_group(self):
        self.does("order", self.second)
        self.does("complaint", self.colleague)
        self.does("general", self.agent)
        for user, values in (
            (self.second, {"kind": "inquiry", "order_number": "A-1"}),
            (self.second, {"kind": "service", "order_number": "A-2"}),
            (self.colleague, {"kind": "complaint"}),
            (self.agent, {"kind": "inquiry"}),
            (self.agent, {"kind": "suggestion"}),
        ):
            with self.subTest(values=values):
                case = self.take(self.whole_case(user_id=False, **values), "register")
                self.assertEqual(case.user_id, user)
                self.assertIn("S0-04", case.message_ids[:2].mapped("body")[0])

    @proves("S0-04-02")
    def test_every_entry_says_its_way_and_stage(self):
        self.assert_demanded("register", "§ 2", "sales_stage", kind="inquiry")

    @proves("S0-04-05")
    def test_news_goes_to_marketing_and_technology(self):
        for kind, told in (("suggestion", 2), ("complaint", 2), ("inquiry", 0)):
            case = self.take(self.whole_case(kind=kind), "register")
            self.run_steps()
            self.assertEqual(self.told(case), ["marketing_director", "technical_head"][:told])

    @proves("S0-04-13")
    def test_what_comes_in_is_sorted_before_it_is_taken_in_hand(self):
        self.assert_demanded("judge", "§ 13", "user_id", before=["register"], user_id=self.agent.id)


@tagged("post_install", "-at_install", "csm", "csm_intake")
class TestIntakeDeskTopUpAgain(DeskCase):
    """S0-11 repeats the groups of S0-04."""

    regulation = "csm_regulation_s0_11"

    @proves("S0-11-01", "S0-04-01")
    def test_the_three_groups_hold_here_too(self):
        self.does("order", self.second)
        self.does("complaint", self.colleague)
        self.does("general", self.agent)
        for user, values in (
            (self.second, {"kind": "inquiry", "order_number": "A-1"}),
            (self.colleague, {"kind": "complaint"}),
            (self.agent, {"kind": "inquiry"}),
        ):
            case = self.take(self.whole_case(user_id=False, **values), "register")
            self.assertEqual(case.user_id, user)


@tagged("post_install", "-at_install", "csm", "csm_intake")
class TestIntakeDeskField(DeskCase):
    """S0-05: published ways, answers to everything, news for the company."""

    regulation = "csm_regulation_s0_05"
    roles = ("gm_office",)

    @proves("S0-05-16")
    def test_each_entry_names_the_published_way(self):
        for channel in ("phone", "letter", "email", "fax"):
            self.assert_demanded("register", "§ 16", "published_line", channel=channel)
        self.take(self.whole_case(channel="visit", published_line=False), "register")

    @proves("S0-05-04")
    def test_news_from_the_field_goes_to_the_company(self):
        for kind, told in (("suggestion", 1), ("inquiry", 1), ("complaint", 0)):
            case = self.take(self.whole_case(kind=kind), "register")
            self.run_steps()
            self.assertEqual(self.told(case), ["gm_office"][:told])

    @proves("S0-05-18")
    def test_nothing_is_closed_without_an_answer(self):
        steps = ("register", "judge", "tell")
        for channel in ("phone", "letter", "visit"):
            case = self.take(self.whole_case(kind="inquiry", channel=channel), *steps)
            with self.assertRaisesRegex(UserError, "§ 18"):
                case.action_close()
            self.take(case, "reply", "close")

    @proves("S0-05-18")
    def test_a_valuable_opinion_goes_to_the_department_concerned(self):
        department = self.env["hr.department"].create(
            {
                "name": "Workshop",
                "company_id": self.company.id,
                "manager_id": self.employee(self.manager).id,
            }
        )
        case = self.whole_case(kind="suggestion", department_id=department.id)
        self.run_steps()
        self.assertEqual(self.told(case), [])
        case.is_valuable = True
        self.run_steps()
        self.assertEqual(self.told(case), ["manager"])


@tagged("post_install", "-at_install", "csm", "csm_intake")
class TestIntakeDeskFirst(DeskCase):
    """S0-06: the first person asked is responsible until somebody has taken the matter over."""

    regulation = "csm_regulation_s0_06"

    @proves("S0-06-04")
    def test_whoever_takes_a_case_down_handles_it(self):
        case = self.whole_case(user_id=False)
        self.assertEqual(case.user_id, self.agent)
        self.assertEqual(case.first_responder_id, self.agent)

    @proves("S0-06-04")
    def test_it_leaves_their_hands_by_acceptance_only(self):
        case = self.take(self.whole_case(), "register")
        with self.assertRaisesRegex(UserError, "§ 4"):
            case.user_id = self.colleague
        with self.assertRaisesRegex(UserError, "§ 4"):
            case.with_user(self.colleague).user_id = self.colleague
        with self.assertRaisesRegex(UserError, "§ 4"):
            self.whole_case(user_id=self.colleague.id)
        transfer = case._offer("Yours", user=self.colleague)
        transfer.with_user(self.colleague).action_accept()
        self.assertEqual(case.user_id, self.colleague)

    def test_a_superior_may_assign_it_all_the_same(self):
        case = self.take(self.whole_case(), "register")
        case.with_user(self.leader).user_id = self.colleague
        self.assertEqual(case.user_id, self.colleague)

    def test_without_a_handler_the_time_limits_stay_theirs(self):
        case = self.whole_case()
        case.with_user(self.leader).user_id = False
        self.assertEqual(case._deadline_rights()["user_id"], self.agent.id)

    def test_somebody_of_another_department_does_not_handle_what_they_took_down(self):
        clerk = self.new_user("clerk", "group_agent")
        clerk.group_ids = self.env.ref("base.group_user")
        wizard = self.env["csm.case.report.wizard"].with_user(clerk)
        case = wizard.create(
            {"name": "Noise", "description": "Loud.", "partner_name": "Ms Li"}
        )._take_down()
        self.assertEqual(case.first_responder_id, clerk)
        self.assertFalse(case.user_id)

    @proves("S0-06-05")
    def test_what_is_wanted_is_written_down(self):
        self.assert_demanded("register", "§ 5", "description")


@tagged("post_install", "-at_install", "csm", "csm_intake")
class TestIntakeDeskSeats(DeskCase):
    """S2-05: the first person asked is responsible."""

    regulation = "csm_regulation_s2_05"

    @proves("S2-05-26")
    def test_the_first_person_asked_keeps_it_until_it_is_accepted(self):
        case = self.whole_case(user_id=False)
        self.assertEqual(case.user_id, self.agent)
        with self.assertRaisesRegex(UserError, "§ 26"):
            case.user_id = self.colleague


@tagged("post_install", "-at_install", "csm", "csm_intake")
class TestIntakeDeskResidents(DeskCase):
    """S0-09: suggestions in detail, and the director decides."""

    regulation = "csm_regulation_s0_09"
    roles = ("centre_manager",)

    @proves("S0-09-05")
    def test_a_suggestion_is_detailed_reported_and_decided(self):
        suggestion = {"kind": "suggestion", "user_id": self.agent.id}
        case = self.assert_demanded("register", "§ 5", "description", **suggestion)
        self.run_steps()
        self.assertEqual(self.told(case), ["centre_manager"])
        self.assert_demanded(
            "decide", "§ 5", "suggestion_outcome", before=("register", "judge"), **suggestion
        )


@tagged("post_install", "-at_install", "csm", "csm_intake")
class TestIntakeDeskShowroom(DeskCase):
    """S0-15: a person for each visitor, who comes at once."""

    regulation = "csm_regulation_s0_15"

    @proves("S0-15-15")
    def test_a_visitor_is_given_somebody_and_introduced(self):
        self.assert_demanded(
            "judge",
            "§ 15",
            "user_id",
            "introduced_by_id",
            before=["register"],
            channel="visit",
            user_id=self.agent.id,
        )

    @proves("S0-15-16")
    def test_whoever_is_assigned_comes_at_once(self):
        for late, state in ((0, "met"), (1, "late")):
            self.at(MONDAY)
            case = self.take(self.whole_case(channel="visit"), "register")
            transfer = case._offer("Receive her", user=self.colleague)
            row = transfer.sudo().deadline_ids
            self.assertEqual(str(row.due_at), MONDAY)
            self.at(str(row.due_at + timedelta(seconds=late)))
            transfer.with_user(self.colleague).action_accept()
            self.assertEqual(row.state, state)

    @proves("S0-15-16")
    def test_an_offer_nobody_answers_climbs(self):
        case = self.take(self.whole_case(channel="visit"), "register")
        transfer = case._offer("Receive her", user=self.colleague)
        row = transfer.sudo().deadline_ids
        for moment, who in (
            ("2026-03-02 01:04:59", []),
            ("2026-03-02 01:05:00", ["leader"]),
            ("2026-03-02 01:14:59", ["leader"]),
            ("2026-03-02 01:15:00", ["leader", "leader"]),
        ):
            self.run_steps(moment)
            told = [event.user_id.login.removeprefix("csm_") for event in self.told_of(row)]
            self.assertEqual(told, who)
        transfer.with_user(self.colleague).action_accept()
        self.assertFalse(row.next_step_at)

    def told_of(self, row):
        return row.event_ids.filtered(lambda event: event.kind == "climb")

    def test_other_offers_are_under_no_limit(self):
        case = self.take(self.whole_case(channel="phone"), "register")
        self.assertFalse(case._offer("Yours", user=self.colleague).sudo().deadline_ids)


@tagged("post_install", "-at_install", "csm", "csm_intake")
class TestIntakeDeskGuides(DeskCase):
    """S1-11: eight stages of a visit, two questions, and a hand-over in person."""

    regulation = "csm_regulation_s1_11"
    visit = {"channel": "visit", "kind": "service"}

    @proves("S1-11-18")
    def test_the_visitor_is_asked_two_questions(self):
        names = ("has_appointment", "is_first_visit")
        self.assert_demanded("register", "§ 18", *names, **self.visit)

    def in_flow(self):
        case = self.whole_case(user_id=self.agent.id, **self.visit)
        return self.take(case, "register", "judge")

    @proves("S1-11-17")
    def test_a_visit_passes_eight_stages_in_their_order(self):
        case = self.in_flow()
        self.assertEqual(len(case.flow_rule_id.step_ids), 8)
        case._offer("Here is Ms Zhou", user=self.colleague, is_in_person=True).with_user(
            self.colleague
        ).action_accept()
        passed = []
        for _stage in range(8):
            with self.assertRaisesRegex(UserError, "§ 17"):
                case.action_close()
            passed.append(case.next_flow_step_id.name)
            case.action_pass_stage()
        self.assertEqual((passed[0], passed[-1]), ("Arrival", "Return to the Post"))
        self.assertEqual(len(case.flow_step_ids), 8)
        with self.assertRaisesRegex(UserError, "no stage to pass"):
            case.action_pass_stage()
        self.take(case, "close")

    @proves("S1-11-21")
    def test_the_patient_is_handed_over_in_person_before_the_guide_leaves(self):
        case = self.in_flow()
        for _stage in range(6):
            case.action_pass_stage()
        self.assertTrue(case.next_flow_step_id.needs_handover)
        with self.assertRaisesRegex(UserError, "handed over in person"):
            case.action_pass_stage()
        transfer = case._offer("Here is Ms Zhou", user=self.colleague, is_in_person=True)
        with self.assertRaisesRegex(UserError, "handed over in person"):
            case.action_pass_stage()
        transfer.with_user(self.colleague).action_accept()
        case.action_pass_stage()


@tagged("post_install", "-at_install", "csm", "csm_intake")
class TestIntakeDeskSoftware(DeskCase):
    """S2-12: classes of agents, three fixed flows, an answer and feedback at the end."""

    regulation = "csm_regulation_s2_12"

    @proves("S2-12-02")
    def test_a_problem_ends_with_an_answer_and_feedback(self):
        case = self.whole_case(kind="incident", user_id=self.agent.id)
        self.take(case, "register", "judge")
        with self.assertRaisesRegex(UserError, "§ 2"):
            case.action_close()
        case.action_tell()
        case.internal_feedback = False
        with self.assertRaisesRegex(UserError, "§ 2"):
            case.action_close()
        case.internal_feedback = "The manual lacks a page."
        case.action_close()

    @proves("S2-12-04")
    def test_orders_complaints_and_the_rest_go_to_their_agents(self):
        self.does("order", self.second)
        self.does("complaint", self.colleague)
        self.does("general", self.agent)
        for user, values in (
            (self.second, {"kind": "inquiry", "order_number": "A-1"}),
            (self.colleague, {"kind": "complaint"}),
            (self.agent, {"kind": "suggestion"}),
        ):
            case = self.take(self.whole_case(user_id=False, **values), "register")
            self.assertEqual(case.user_id, user)

    @proves("S2-12-04")
    def test_nobody_takes_the_work_of_another_class_in_hand(self):
        self.does("complaint", self.colleague)
        case = self.take(self.whole_case(), "register")
        case.with_user(self.leader).user_id = self.second
        with self.assertRaisesRegex(UserError, "§ 4.*Press “Assign by Rule”"):
            case.with_user(self.leader).action_judge()
        with self.assertRaisesRegex(UserError, "§ 4"):
            case.with_user(self.second)._offer("Yours", user=self.agent)
        case.with_user(self.leader).action_route()
        self.assertEqual(case.user_id, self.colleague)
        case.with_user(self.leader).action_judge()

    @proves("S2-12-05")
    def test_technical_theoretical_and_all_round(self):
        self.does("technical", self.second)
        self.does("theoretical", self.colleague)
        faults = self.env.ref("csm.csm_case_category_malfunction")
        for user, values in (
            (self.second, {"kind": "service"}),
            (self.second, {"kind": "complaint", "category_id": faults.id}),
            (self.colleague, {"kind": "inquiry"}),
        ):
            case = self.take(self.whole_case(user_id=False, **values), "register")
            self.assertEqual(case.user_id, user)
        self.does("technical")
        self.does("theoretical")
        self.does("all_round", self.agent)
        for kind in ("service", "inquiry"):
            case = self.take(self.whole_case(user_id=False, kind=kind), "register")
            self.assertEqual(case.user_id, self.agent)

    @proves("S2-12-06")
    def test_three_fixed_flows(self):
        faults = self.env.ref("csm.csm_case_category_malfunction")
        for values, stages in (
            ({"kind": "inquiry"}, "Accept → Solve → Answer → Feedback"),
            (
                {"kind": "complaint"},
                "Accept → Complaint Specialist → Verify → Answer → Feedback",
            ),
            (
                {"kind": "complaint", "category_id": faults.id},
                "Accept → Technical Agent → Verify → Answer → Feedback",
            ),
            ({"kind": "service"}, "Accept → Technical Agent → Verify → Answer → Feedback"),
        ):
            case = self.take(self.whole_case(**values), "register")
            self.assertEqual(case.flow_text, stages)

    @proves("S2-12-06")
    def test_each_stage_wants_what_it_is_named_for(self):
        self.does("complaint", self.colleague)
        case = self.whole_case(user_id=self.agent.id)
        case.action_register()
        self.assertEqual(case.user_id, self.colleague)
        case = case.with_user(self.leader)
        case.action_pass_stage()
        case.user_id = self.second
        with self.assertRaisesRegex(UserError, "must be of the class “Complaints”"):
            case.action_pass_stage()
        case.user_id = self.colleague
        case.action_pass_stage()
        with self.assertRaisesRegex(UserError, "without: Investigated"):
            case.action_pass_stage()
        self.take(case, "judge", "investigate", "pass_stage")
        with self.assertRaisesRegex(UserError, "without: Customer Told"):
            case.action_pass_stage()
        self.take(case, "tell", "pass_stage")
        with self.assertRaisesRegex(UserError, "has not passed “Feedback” yet"):
            case.action_close()
        self.take(case, "pass_stage", "close")


@tagged("post_install", "-at_install", "csm", "csm_intake")
class TestIntakeDeskShop(DeskCase):
    """S3-11: four kinds of agents."""

    regulation = "csm_regulation_s3_11"

    @proves("S3-11-01")
    def test_four_kinds_of_agents(self):
        parcels = self.new_user("parcels", "group_agent", superior=self.leader)
        self.team.member_ids |= parcels
        self.does("pre_sale", self.agent)
        self.does("after_sale", self.second)
        self.does("complaint", self.colleague)
        self.does("parcel", parcels)
        delivery = self.env.ref("csm.csm_case_category_delivery")
        for user, values in (
            (parcels, {"kind": "inquiry", "category_id": delivery.id}),
            (self.colleague, {"kind": "complaint", "category_id": delivery.id}),
            (self.agent, {"kind": "inquiry", "sales_stage": "pre_sale"}),
            (self.second, {"kind": "service", "sales_stage": "after_sale"}),
        ):
            case = self.take(self.whole_case(user_id=False, **values), "register")
            self.assertEqual(case.user_id, user)
