from psycopg2 import IntegrityError

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..common.csm_case_base import CsmBase
from ..common.proves import proves

READY = {"judgement": "founded", "cause": "Cork", "plan": "Replace", "report": "One bottle"}


@tagged("post_install", "-at_install", "csm", "csm_cases")
class TestCasesMoves(CsmBase):
    """The chain of a case: which step may be made when, what it records, and why it is refused."""

    def setUp(self):
        super().setUp()
        self.at("2026-03-02 01:00:00")

    def case_in(self, state, **values):
        """Return a case that went its way to a state, a minute per step."""
        way = ["new", "registered", "handling", "decided", "executed", "closed"]
        steps = ["register", "judge", "decide", "execute", "close"]
        case = self.new_case(user_id=self.agent.id, decision="New bottle", **READY, **values)
        for minute, step in enumerate(steps[: way.index(state)], start=1):
            self.at(f"2026-03-02 01:{minute:02}:00")
            if step == "close":
                case.action_tell()
            getattr(case, f"action_{step}")()
        return case

    def assert_refused(self, case, step, *parts):
        with self.assertRaises(UserError) as refusal:
            getattr(case, f"action_{step}")()
        for part in (case.number, *parts):
            self.assertIn(part, str(refusal.exception))

    # The way forward

    def test_the_whole_chain_records_its_facts_in_order(self):
        case = self.case_in("closed")
        facts = ("received", "registered", "judged", "decided", "executed", "closed")
        moments = [str(case[f"{fact}_at"])[11:16] for fact in facts]
        self.assertEqual(moments, ["01:00", "01:01", "01:02", "01:03", "01:04", "01:05"])

    def test_every_move_is_refused_from_every_other_state(self):
        states = ("new", "registered", "handling", "decided", "executed", "closed")
        for state in states:
            case = self.case_in(state, void_reason="Twice", reopen_reason="Again")
            for move in case._moves:
                if state not in move.sources:
                    with self.subTest(state=state, move=move.name):
                        self.assert_refused(case, move.name)

    def test_a_forbidden_drag_says_where_the_card_may_go(self):
        case = self.case_in("registered")
        with self.assertRaises(UserError) as refusal:
            case.with_user(self.agent).write({"state": "executed"})
        self.assertIn("“Registered” and cannot become “Carried Out”", str(refusal.exception))
        self.assertIn("It can become: In Hand, Void.", str(refusal.exception))

    def test_a_drag_to_the_next_column_is_the_step_itself(self):
        case = self.case_in("registered")
        case.with_user(self.agent).write({"state": "handling"})
        self.assertTrue(case.judged_at)

    # What each step needs

    def test_registration_needs_category_team_and_customer(self):
        for missing, label in (
            ({"category_id": False}, "Category"),
            ({"partner_name": False}, "Name"),
        ):
            self.assert_refused(self.new_case(**missing), "register", "lacks", label)
        alone = self.new_case(user=self.manager, team_id=False)
        self.assert_refused(alone, "register", "Team")

    def test_a_complaint_is_judged_founded_or_not_and_others_are_not(self):
        case = self.case_in("registered", name="No judgement")
        case.judgement = False
        self.assert_refused(case, "judge", "Judgement")
        inquiry = self.new_case(kind="inquiry")
        inquiry.action_register()
        inquiry.action_judge()
        self.assertEqual(inquiry.state, "handling")

    def test_a_decision_needs_a_handler_and_its_text(self):
        case = self.case_in("handling")
        case.write({"user_id": False, "decision": False})
        self.assert_refused(case, "decide", "Handler", "Decision")

    def test_a_complaint_is_closed_only_when_the_customer_has_an_answer(self):
        case = self.case_in("executed")
        self.assert_refused(case, "close", "no answer yet")
        case.action_reply()
        case.action_close()
        inquiry = self.new_case(kind="inquiry")
        inquiry.action_register()
        inquiry.action_judge()
        inquiry.action_close()
        self.assertEqual(inquiry.state, "closed")

    def test_steps_beside_the_chain_need_their_texts(self):
        case = self.case_in("handling")
        case.write({"plan": False, "cause": False, "report": False})
        self.assert_refused(case, "plan", "Plan")
        self.assert_refused(case, "investigate", "Cause")
        self.assert_refused(case, "report", "not been investigated")
        case.cause = "Cork"
        case.action_investigate()
        self.assert_refused(case, "report", "Report")
        case.write({"plan": "Replace", "report": "One bottle"})
        (case.action_report(), case.action_plan())
        self.assertTrue(case.reported_at and case.planned_at and case.investigated_at)
        self.assertEqual(case.state, "handling")

    def test_the_first_reply_and_the_acknowledgement_happen_once_a_round(self):
        case = self.case_in("closed", reopen_reason="Still sour")
        case.action_reopen()
        self.at("2026-03-02 02:00:00")
        (case.action_reply(), case.action_acknowledge())
        self.at("2026-03-02 03:00:00")
        self.assert_refused(case, "reply", "First Reply", "recorded already")
        self.assert_refused(case, "acknowledge", "Acknowledged", "recorded already")
        self.assertEqual(str(case.replied_at), "2026-03-02 02:00:00")

    # Reopening, voiding

    def test_reopening_needs_a_reason_and_keeps_the_earlier_facts(self):
        case = self.case_in("closed")
        self.assert_refused(case, "reopen", "Reopen Reason")
        closed_at = case.closed_at
        case.reopen_reason = "Still sour"
        self.at("2026-03-05 01:00:00")
        case.action_reopen()
        self.assertEqual((case.state, str(case.reopened_at)), ("handling", "2026-03-05 01:00:00"))
        self.assertEqual(case.closed_at, closed_at)

    def test_reopening_starts_the_clocks_of_the_next_round(self):
        regulation = self.new_regulation()
        self.new_rule(regulation, stop="closed_at", obligation="close", delay=72)
        self.adopt_regulation(regulation)
        case = self.case_in("closed", reopen_reason="Still sour")
        self.assertEqual(case.deadline_ids.mapped("state"), ["met"])
        self.at("2026-03-05 01:00:00")
        case.action_reopen()
        rows = case.deadline_ids.sorted("cycle")
        self.assertEqual(rows.mapped("cycle"), [1, 2])
        self.assertEqual(rows.mapped("state"), ["met", "running"])
        self.assertEqual(str(case.next_due_at), "2026-03-08 01:00:00")

    def test_a_void_case_keeps_its_number_and_its_clocks_end(self):
        regulation = self.new_regulation()
        self.new_rule(regulation)
        self.adopt_regulation(regulation)
        case = self.case_in("registered")
        activity = case.activity_schedule("mail.mail_activity_data_todo", user_id=self.agent.id)
        self.assert_refused(case, "void", "Void Reason")
        case.void_reason = "Entered twice"
        case.action_void()
        self.assertEqual(case.deadline_ids.state, "released")
        self.assertFalse(case.next_due_at)
        self.assertFalse(activity.exists().active if activity.exists() else False)
        for step in ("register", "reply", "reopen", "void"):
            self.assert_refused(case, step)

    # The customer

    def test_the_customer_s_country_tells_the_region(self):
        home, abroad = self.env.ref("base.cn"), self.env.ref("base.de")
        partners = self.env["res.partner"].create(
            [
                {"name": "Home", "country_id": home.id, "phone": "1", "email": "h@example.com"},
                {"name": "Abroad", "country_id": abroad.id},
                {"name": "Nowhere"},
            ]
        )
        regions = [self.new_case(partner_id=partner.id).region for partner in partners]
        self.assertEqual(regions, ["domestic", "overseas", "domestic"])
        case = self.new_case()
        case.partner_id = partners[0]
        self.assertEqual(
            (case.partner_name, case.partner_phone, case.partner_email),
            ("Home", "1", "h@example.com"),
        )
        case.partner_id = partners[1]
        self.assertEqual((case.partner_name, case.region), ("Abroad", "overseas"))

    def test_an_unknown_customer_is_taken_as_told(self):
        case = self.new_case(partner_name="A voice", partner_phone="138", region="overseas")
        self.assertEqual((case.partner_name, case.region), ("A voice", "overseas"))

    def test_quantities_are_not_negative(self):
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self.new_case(quantity=-1)

    # Hand-over

    def test_a_case_handed_to_another_team_shows_there_and_its_clocks_go_along(self):
        regulation = self.new_regulation()
        self.new_rule(regulation)
        self.adopt_regulation(regulation)
        case = self.new_case()
        other = self.env["csm.team"].create(
            {
                "name": "Workshop",
                "company_id": self.company.id,
                "leader_id": self.manager.id,
                "member_ids": [(4, self.outsider.id)],
            }
        )
        self.assertFalse(case.with_user(self.outsider).has_access("read"))
        case.write({"team_id": other.id, "user_id": self.outsider.id})
        self.env.flush_all()
        self.assertTrue(case.with_user(self.outsider).has_access("write"))
        row = case.sudo().deadline_ids
        self.assertEqual((row.team_id, row.user_id), (other, self.outsider))
        self.assertTrue(row.with_user(self.outsider).has_access("read"))
        self.assertFalse(row.with_user(self.leader).has_access("read"))

    # The numbers the regulations prescribe

    @proves("S2-09-07", "S2-09-08", "S1-04-20")
    def test_a_complaint_carries_year_month_and_a_serial(self):
        self.assertEqual(self.new_case().number, "260301")
        self.assertEqual(self.new_case().number, "260302")
        self.at("2026-04-02 01:00:00")
        self.assertEqual(self.new_case().number, "260401")
