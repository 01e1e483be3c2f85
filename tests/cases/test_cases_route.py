from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from .route_case import RouteCase


@tagged("post_install", "-at_install", "csm", "csm_cases", "csm_cases_route")
class TestCasesRoute(RouteCase):
    """A case travels the stations of its route, one after the other."""

    # Its order

    def test_the_next_station_gets_it_when_the_former_has_signed(self):
        case = self.on_its_way()
        self.assertEqual(self.name_here(case), "Sales")
        stay = self.hand_on(case)
        sales = self.roles["sales_manager"]
        self.assertEqual((stay.signed_by_id, str(stay.signed_at)), (sales, "2026-03-02 01:00:00"))
        self.assertEqual(self.name_here(case), "Office")
        self.assertEqual(self.here(case).user_id, self.roles["gm_office"])

    def test_a_conditional_station_is_visited_only_if_it_is_needed(self):
        case = self.on_its_way(needs_research=True)
        self.hand_on(case)
        self.assertEqual(self.name_here(case), "Laboratory")
        self.hand_on(case, cause="The closure.")
        self.assertEqual(self.name_here(case), "Office")
        self.assertEqual(case.cause, "The closure.")
        self.assertTrue(case.investigated_at)
        self.assertEqual(case._maker("investigated_at"), self.roles["research_head"])

    def test_it_waits_for_a_step_of_the_case_and_goes_on_after_it(self):
        case = self.on_its_way(judgement="founded", decision="A new box.")
        case.action_judge()
        text = self.refusal(case.action_decide)
        self.assertIn("Still ahead: Sales, Office.", text)
        self.assertIn("T-13 § 1", text)
        self.hand_on(case)
        self.assertIn("Still ahead: Office.", self.refusal(case.action_decide))
        self.hand_on(case)
        self.assertFalse(self.here(case))
        case.action_decide()
        self.assertEqual(self.name_here(case), "Execution")

    def test_the_closing_waits_for_the_last_station(self):
        case = self.on_its_way(judgement="founded", decision="A new box.")
        case.action_judge()
        case.action_tell()
        self.assertIn("still lies with", self.refusal(case.action_close))
        self.hand_on(case)
        self.hand_on(case)
        self.assertIn("Still ahead: Execution.", self.refusal(case.action_close))
        case.action_decide()
        self.hand_on(case)
        case.action_execute()
        case.action_close()
        self.assertEqual(case.state, "closed")

    def test_what_is_not_on_the_route_goes_its_own_way(self):
        for values in ({"kind": "inquiry"}, {"judgement": "unfounded"}):
            case = self.on_its_way(**values)
            self.assertFalse(case.route_rule_id)
            self.assertFalse(case.sudo().station_ids)
            self.assertFalse(case.route)

    def test_a_case_that_turns_out_unfounded_leaves_the_route(self):
        case = self.on_its_way()
        self.hand_on(case)
        self.hand_on(case)
        case.judgement = "unfounded"
        case.action_judge()
        case.action_tell()
        case.action_close()
        self.assertEqual(case.state, "closed")

    def test_a_reopened_case_travels_again(self):
        case = self.on_its_way(judgement="founded", decision="x", reopen_reason="Again.")
        case.action_judge()
        self.hand_on(case)
        self.hand_on(case)
        case.action_decide()
        self.hand_on(case)
        case.action_tell()
        case.action_close()
        self.at("2026-03-03 01:00:00")
        case.action_reopen()
        self.assertEqual(self.name_here(case), "Sales")

    def test_the_limit_of_a_station_is_reckoned_when_it_gets_the_case(self):
        case = self.on_its_way()
        self.assertFalse(self.here(case).limit_at)
        self.at("2026-03-06 02:00:00")
        self.hand_on(case)
        self.assertEqual(str(self.here(case).limit_at), "2026-03-10 10:00:00")

    # Who signs, and what must be on record

    def test_only_the_unit_signs(self):
        case = self.on_its_way()
        text = self.refusal(self.hand_on, case, self.agent)
        self.assertIn("is signed by Sales_Manager only", text)
        self.assertEqual(self.name_here(case), "Sales")

    def test_an_opinion_and_the_entries_are_wanted(self):
        case = self.on_its_way(demand=False)
        stay = self.here(case).with_user(self.roles["sales_manager"])
        self.assertIn("has not said anything", self.refusal(stay.action_hand_back))
        stay.opinion = "Seen."
        text = self.refusal(stay.action_hand_back)
        self.assertIn("wants on record: Customer's Demand.", text)
        self.assertIn("T-13 § 1", text)
        stay.demand = "A new box."
        stay.action_hand_back()
        self.assertEqual(case.demand, "A new box.")

    def test_what_a_unit_enters_is_theirs_and_only_while_it_lies_there(self):
        case = self.on_its_way()
        stay = self.here(case)
        self.assertFalse(case.with_user(self.roles["sales_manager"]).has_access("read"))
        with self.assertRaises(UserError), self.env.cr.savepoint():
            stay.with_user(self.roles["gm_office"]).cause = "Not theirs."
        stay = self.hand_on(case)
        self.assertIn(
            "does not lie there any more", self.refusal(stay.write, {"demand": "Another."})
        )

    def test_the_signature_is_never_typed(self):
        case = self.on_its_way()
        stay, me = self.here(case), self.roles["sales_manager"]
        step = self.env["csm.route.step"].search([], limit=1)
        for user in (me, self.agent, self.manager):
            for values in (
                {"signed_by_id": me.id},
                {"signed_at": "2026-03-02 01:00:00"},
                {"state": "left"},
                {"route_step_id": step.id},
            ):
                with self.assertRaises(UserError), self.env.cr.savepoint():
                    stay.with_user(user).write(values)
        with self.assertRaises(UserError), self.env.cr.savepoint():
            case.with_user(self.manager).write({"route_rule_id": False})
        with self.assertRaises(UserError), self.env.cr.savepoint():
            self.env["csm.case.station"].with_user(self.agent).create(
                {"case_id": case.id, "role_id": step.role_id.id, "route_step_id": step.id}
            )

    def test_nobody_names_themselves_as_the_person(self):
        case = self.on_its_way()
        stay = self.here(case)
        with self.assertRaises(UserError), self.env.cr.savepoint():
            stay.with_user(self.agent).user_id = self.agent
        with self.assertRaises(UserError), self.env.cr.savepoint():
            stay.with_user(self.leader).user_id = self.leader
        stay.with_user(self.roles["sales_manager"]).user_id = self.outsider
        self.hand_on(case, self.outsider)
        self.assertEqual(self.name_here(case), "Office")

    # Back, past, and away

    def test_it_goes_back_to_an_earlier_station_with_a_reason(self):
        case = self.on_its_way()
        self.hand_on(case)
        stay = self.here(case).with_user(self.roles["gm_office"])
        self.assertEqual(stay.returnable_step_ids.mapped("name"), ["Sales"])
        self.assertIn("write why", self.refusal(stay.action_send_back))
        stay.write({"return_step_id": stay.returnable_step_ids.id, "return_reason": "Which box?"})
        self.assertIn("only the person", self.refusal(stay.with_user(self.agent).action_send_back))
        stay.action_send_back()
        self.assertEqual((stay.state, self.name_here(case)), ("returned", "Sales"))
        self.assertIn("Which box?", case.message_ids[1].body + case.message_ids[0].body)
        self.hand_on(case)
        self.assertEqual(self.name_here(case), "Office")

    def test_a_station_that_has_handed_on_cannot_be_sent_back_to_by_another_route(self):
        case = self.on_its_way()
        stay = self.here(case).with_user(self.roles["sales_manager"])
        office = self.rule.step_ids.filtered(lambda step: step.name == "Office")
        stay.write({"return_step_id": office.id, "return_reason": "x"})
        self.assertIn("earlier station", self.refusal(stay.action_send_back))

    def test_only_a_manager_skips_a_station_of_others_and_says_why(self):
        case = self.on_its_way()
        stay = self.here(case)
        self.assertIn("Only a manager", self.refusal(stay.with_user(self.agent).action_skip))
        self.assertIn("write why", self.refusal(stay.with_user(self.manager).action_skip))
        stay.with_user(self.manager).skip_reason = "The customer is ours alone."
        stay.with_user(self.manager).action_skip()
        self.assertEqual((stay.state, self.name_here(case)), ("skipped", "Office"))
        self.assertFalse(stay.signed_by_id)
        self.hold("gm_office", self.manager, sequence=5)
        own = self.here(case).with_user(self.manager)
        own.skip_reason = "x"
        self.assertIn("your own unit", self.refusal(own.action_skip))

    def test_a_station_of_the_route_is_not_simply_withdrawn(self):
        case = self.on_its_way()
        stay = self.here(case)
        self.assertIn("belongs to the route", self.refusal(stay.action_withdraw))
        case.void_reason = "Twice"
        case.action_void()
        self.assertEqual(stay.state, "withdrawn")

    def test_the_stand_in_gets_what_the_holder_cannot(self):
        stand_in = self.hold("gm_office", self.outsider, is_stand_in=True)
        self.on_leave(self.roles["gm_office"], "2026-03-02", "2026-03-03")
        case = self.on_its_way()
        self.hand_on(case)
        self.assertEqual(self.here(case).user_id, stand_in)
        self.assertIn("is on leave", case.message_ids[0].body)

    def test_when_the_person_leaves_the_next_of_the_unit_has_it(self):
        stand_in = self.hold("gm_office", self.outsider, is_stand_in=True)
        case = self.on_its_way()
        self.hand_on(case)
        self.roles["gm_office"].with_user(self.env.ref("base.user_admin")).active = False
        stay = self.here(case)
        self.assertEqual(stay.user_id, stand_in)
        self.assertEqual(stay.activity_ids.user_id, stand_in)
        self.hand_on(case)
        self.assertFalse(self.here(case))

    def test_who_comes_back_later_signs_beside_whom_it_was_given_to(self):
        self.hold("gm_office", self.outsider, is_stand_in=True)
        case = self.on_its_way()
        self.hand_on(case)
        self.on_leave(self.roles["gm_office"], "2026-03-02", "2026-03-03")
        self.here(case).with_user(self.leader).action_give_to_reachable()
        self.assertEqual(self.here(case).user_id, self.outsider)
        self.hand_on(case, self.roles["gm_office"])
        self.assertFalse(self.here(case))

    def test_a_station_nobody_holds_asks_the_leader_for_a_person(self):
        self.env["csm.role.holder"].search([("role_id.code", "=", "gm_office")]).unlink()
        case = self.on_its_way(user_id=self.agent.id)
        self.hand_on(case)
        stay = self.here(case)
        self.assertFalse(stay.user_id)
        self.assertEqual(stay.activity_ids.user_id, self.agent)
        stay.with_user(self.leader).user_id = self.outsider
        self.hand_on(case)
        self.assertFalse(self.here(case))

    def test_a_person_complained_about_is_no_station(self):
        case = self.on_its_way()
        case.sudo().accused_employee_ids = self.employee(self.roles["gm_office"])
        self.hand_on(case)
        stay = self.here(case)
        self.assertNotEqual(stay.user_id, self.roles["gm_office"])
        self.assertFalse(stay.with_user(self.roles["gm_office"]).has_access("read"))

    def test_the_department_of_the_case_has_it_once_it_is_known(self):
        self.rule.sudo().copy()
        step = self.adoption.route_rule_ids.step_ids.filtered(lambda step: step.name == "Office")
        step.sudo().write({"unit": "case_department", "role_id": False})
        case = self.on_its_way()
        self.hand_on(case)
        self.assertFalse(self.here(case))
        department = self.env["hr.department"].create(
            {
                "name": "Cellar",
                "company_id": self.company.id,
                "manager_id": self.employee(self.outsider).id,
            }
        )
        case.department_id = department
        stay = self.here(case)
        self.assertEqual((stay.department_id, stay.user_id), (department, self.outsider))

    # On the screen

    def test_the_page_shows_where_it_lies_and_who_signed_what(self):
        case = self.on_its_way()
        self.hand_on(case)
        rows = {row["name"]: row for row in case.route}
        states = [row["state"] for row in case.route]
        self.assertEqual(states, ["passed", "not_needed", "here", "ahead", "ahead"])
        self.assertEqual(rows["Sales"]["who"], "Sales_Manager")
        self.assertTrue(rows["Sales"]["signed"])
        self.assertEqual(rows["Sales"]["note"], "Seen.")
        self.assertEqual(rows["Office"]["due"], "2026-03-04 10:00:00")

    def test_the_limit_of_a_station_climbs_where_a_rule_follows_it(self):
        self.assertIn("Office", self.adoption.route_rule_ids.unheard_text)
        station = self.env["ir.model.fields"]._get
        regulation = self.new_regulation("T-14")
        self.new_rule(
            regulation,
            model_id=self.env["ir.model"]._get_id("csm.case.station"),
            start_field_id=station("csm.case.station", "arrived_at").id,
            stop_field_id=station("csm.case.station", "left_at").id,
            due_field_id=station("csm.case.station", "limit_at").id,
            has_delay=False,
            steps=[{"kind": "breach", "when": "at", "addressee": "responsible"}],
        )
        self.adopt_regulation(regulation)
        self.adoption.route_rule_ids.invalidate_recordset(["unheard_text"])
        self.assertFalse(self.adoption.route_rule_ids.unheard_text)
        case = self.on_its_way()
        self.hand_on(case)
        stay = self.here(case)
        for moment in ("2026-03-04 10:00:01", "2026-03-04 10:00:01", "2026-03-09 01:00:00"):
            self.run_steps(moment)
        events = stay.sudo().deadline_ids.event_ids.filtered(lambda event: event.kind == "breach")
        self.assertEqual(events.user_id, self.roles["gm_office"])
        self.assertEqual(len(events), 1)

    def test_the_offer_follows_the_route(self):
        case = self.on_its_way()
        offer = case.with_user(self.agent).offered_steps
        self.assertEqual(offer["next"]["step"], "reply")
        case.action_reply()
        case.judgement = "founded"
        case.action_judge()
        offer = case.with_user(self.agent).offered_steps
        self.assertFalse(offer["next"])
        self.assertEqual(offer["waits"], "Lies with Sales Manager")
        self.team.member_ids |= self.roles["sales_manager"]
        offer = case.with_user(self.roles["sales_manager"]).offered_steps
        self.assertEqual(offer["next"]["method"], "action_hand_on")

    def test_the_queue_holds_what_lies_with_me_and_what_is_mine_to_do(self):
        case, Case = self.on_its_way(), self.env["csm.case"]
        self.team.member_ids |= self.roles["sales_manager"]
        needs = [("needs_me", "=", True), ("id", "=", case.id)]
        self.assertTrue(Case.with_user(self.roles["sales_manager"]).search(needs))
        self.assertFalse(Case.with_user(self.agent).search(needs))
        self.hand_on(case)
        self.hand_on(case)
        self.assertTrue(Case.with_user(self.agent).search(needs))
        self.assertTrue(case.with_user(self.agent).needs_me)
        self.assertFalse(Case.with_user(self.roles["sales_manager"]).search(needs))

    # Rules

    def test_a_route_names_steps_and_fields_that_cases_have(self):
        for values in ({"holds": "fly"}, {"needs": "colour"}, {"makes": "sing"}):
            with self.assertRaises(ValidationError), self.env.cr.savepoint():
                self.rule.step_ids[0].sudo().write(values)
        for domain in ('[("colour", "=", 1)]', "nonsense("):
            with self.assertRaises(ValidationError), self.env.cr.savepoint():
                self.rule.step_ids[0].sudo().write({"domain": domain})
        with self.assertRaises(ValidationError), self.env.cr.savepoint():
            self.rule.sudo().move = "fly"

    def test_a_route_in_force_stays_as_it_is(self):
        rule = self.adoption.route_rule_ids
        with self.assertRaises(UserError), self.env.cr.savepoint():
            rule.step_ids[0].with_user(self.manager).sequence = 99
        self.on_its_way()
        self.assertIn("is in use", self.refusal(self.adoption.action_undo))
