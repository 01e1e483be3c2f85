from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..common.csm_people_base import CsmPeopleBase
from ..common.proves import proves

MONDAY = "2026-03-02 01:00:00"


@tagged("post_install", "-at_install", "csm", "csm_intake")
class TestIntakeTransfer(CsmPeopleBase):
    """A case stays with whoever was asked first until somebody has taken it over."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.at(MONDAY)
        cls.colleague = cls.new_user("colleague", "group_agent", superior=cls.leader)
        cls.team.member_ids |= cls.colleague

    def taken(self, **values):
        """Return a registered case that our agent took down."""
        case = self.new_case(**values)
        case.action_register()
        return case

    def offer(self, case, user=None, team=None, by=None, **values):
        mine = case.with_user(by or self.agent)
        return mine._offer("Not my field", user=user, team=team, **values)

    # Who is responsible

    def test_without_a_handler_the_first_asked_is_responsible(self):
        case = self.taken(user_id=False)
        self.assertEqual(case.first_responder_id, self.agent)
        self.assertEqual(case.responsible_id, self.agent)
        found = self.env["csm.case"].search([("responsible_id", "=", self.agent.id)])
        self.assertIn(case, found)
        case.with_user(self.leader).user_id = self.leader
        self.assertEqual(case.responsible_id, self.leader)

    def test_an_offer_alone_changes_nothing(self):
        case = self.taken(user_id=self.agent.id)
        transfer = self.offer(case, self.colleague)
        self.assertEqual(case.responsible_id, self.agent)
        self.assertEqual(case.offered_to, "Colleague")
        self.assertEqual(case.sudo().deadline_ids.user_id, self.agent)
        self.assertEqual(transfer.sudo().activity_ids.user_id, self.colleague)

    def test_acceptance_hands_the_time_limits_over(self):
        case = self.taken()
        transfer = self.offer(case, self.colleague)
        self.at("2026-03-02 01:05:00")
        transfer.with_user(self.colleague).action_accept()
        self.assertEqual(case.user_id, self.colleague)
        self.assertEqual(case.first_responder_id, self.agent)
        self.assertEqual(case.sudo().deadline_ids.user_id, self.colleague)
        self.assertEqual(str(transfer.accepted_at), "2026-03-02 01:05:00")
        self.assertEqual(transfer.accepted_by_id, self.colleague)
        self.assertFalse(transfer.sudo().activity_ids)

    def test_whoever_declines_says_why_and_the_giver_hears_it(self):
        case = self.taken()
        transfer = self.offer(case, self.colleague)
        wizard = (
            self.env["csm.case.transfer.decline.wizard"]
            .with_user(self.colleague)
            .create({"transfer_id": transfer.id, "reason": "On my way out"})
        )
        wizard.action_decline()
        self.assertEqual(transfer.state, "declined")
        self.assertEqual(case.responsible_id, self.agent)
        told = case.sudo().activity_ids.filtered(lambda a: a.user_id == self.agent)
        self.assertIn("On my way out", told.note)
        self.offer(case, self.colleague)

    def test_a_team_is_offered_a_case_and_any_member_takes_it(self):
        case = self.taken()
        transfer = self.offer(case, team=self.other_team)
        self.assertEqual(
            transfer.sudo().activity_ids.user_id, self.outsider | self.people["elsewhere"]
        )
        with self.assertRaisesRegex(UserError, "offered to Workshop, not to you"):
            transfer.with_user(self.colleague).action_accept()
        transfer.with_user(self.outsider).action_accept()
        self.assertEqual((case.user_id, case.team_id), (self.outsider, self.other_team))

    # What is refused

    def test_an_unregistered_or_finished_case_is_not_offered(self):
        case = self.new_case()
        with self.assertRaisesRegex(UserError, "not registered yet"):
            self.offer(case, self.colleague)
        case.action_register()
        case.with_user(self.leader).write({"void_reason": "Twice", "state": "void"})
        with self.assertRaisesRegex(UserError, "done with"):
            self.offer(case, self.colleague)

    def test_a_case_is_on_offer_once(self):
        case = self.taken()
        transfer = self.offer(case, self.colleague)
        with self.assertRaisesRegex(UserError, "on offer to Colleague already"):
            self.offer(case, self.leader)
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError), self.cr.savepoint():
            self.env["csm.case.transfer"].create(
                {
                    "case_id": case.id,
                    "from_user_id": self.agent.id,
                    "user_id": self.leader.id,
                    "reason": "Twice",
                }
            )
        transfer.with_user(self.agent).action_withdraw()
        self.offer(case, self.leader)

    def test_those_complained_about_get_neither_case_nor_offer(self):
        with self.assertRaisesRegex(UserError, "complains about Accused"):
            self.case.action_register()
            self.offer(self.case, self.people["accused"])
        transfer = self.offer(self.case, team=self.team)
        self.assertNotIn(self.people["accused"], transfer.sudo().activity_ids.user_id)
        with self.assertRaises(AccessError):
            transfer.with_user(self.people["accused"]).action_accept()
        self.case.accused_employee_ids |= self.employee(self.colleague)
        with self.assertRaises(UserError):
            transfer.with_user(self.colleague).action_accept()

    def test_strangers_get_no_case(self):
        case = self.taken()
        for role, reason in (
            ("internal", "does not work in customer service"),
            ("portal", "does not work in customer service"),
            ("abroad", "where Abroad does not work"),
            ("agent", "in the hands of Agent already"),
        ):
            with self.subTest(role=role), self.assertRaisesRegex(UserError, reason):
                self.offer(case, self.people[role])

    def test_only_those_concerned_answer_or_take_back(self):
        transfer = self.offer(self.taken(), self.colleague)
        for user in (self.agent, self.leader, self.manager):
            with self.subTest(user=user.login), self.assertRaisesRegex(UserError, "not to you"):
                self.rpc(user, "csm.case.transfer", "action_accept", transfer.ids)
        with self.assertRaisesRegex(UserError, "who alone takes the offer back"):
            self.rpc(self.colleague, "csm.case.transfer", "action_withdraw", transfer.ids)
        for user in (self.outsider, self.people["auditor"], self.people["abroad"]):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.rpc(user, "csm.case.transfer", "action_accept", transfer.ids)

    def test_a_stranger_does_not_hand_over_the_case_of_another(self):
        case = self.taken()
        with self.assertRaisesRegex(UserError, "who alone hands it over"):
            self.offer(case, self.leader, by=self.colleague)
        self.offer(case, self.colleague, by=self.leader)

    def test_nobody_writes_an_offer(self):
        transfer = self.offer(self.taken(), self.colleague)
        values = {"state": "accepted", "user_id": self.agent.id, "reason": "x"}
        for user in (self.agent, self.colleague, self.manager, self.people["admin"]):
            for name, value in values.items():
                with self.subTest(user=user.login, name=name), self.assertRaises(UserError):
                    self.rpc(user, "csm.case.transfer", "write", transfer.ids, {name: value})

    # What ends an offer by itself

    def test_an_offer_ends_with_the_case_or_a_new_handler(self):
        for end in (
            lambda case: case.with_user(self.leader).write({"user_id": self.leader.id}),
            lambda case: case.write({"void_reason": "Twice", "state": "void"}),
        ):
            case = self.taken()
            transfer = self.offer(case, self.colleague)
            end(case)
            self.assertEqual(transfer.state, "withdrawn")
            self.assertTrue(transfer.withdrawn_at)

    def test_a_withdrawal_cannot_be_forged_by_a_context(self):
        transfer = self.offer(self.taken(), self.colleague)
        for context in ({"csm_by_itself": True}, {"csm_pass": True}):
            with self.assertRaises(UserError):
                self.rpc(
                    self.colleague,
                    "csm.case.transfer",
                    "action_withdraw",
                    transfer.ids,
                    context=context,
                )

    def test_whoever_leaves_keeps_no_offer_and_the_giver_hears_it(self):
        case = self.taken()
        transfer = self.offer(case, self.colleague)
        unhandled = self.new_case(user=self.colleague)
        self.colleague.active = False
        self.assertEqual(transfer.state, "withdrawn")
        told = case.sudo().activity_ids.filtered(lambda a: a.user_id == self.agent)
        self.assertIn("Colleague has left", told.summary)
        asked = self.colleague.partner_id.activity_ids
        self.assertEqual(asked.user_id, self.leader)
        self.assertIn("leaves 1 open cases", asked.summary)
        self.assertEqual(unhandled.responsible_id, self.colleague)

    # Who is away

    @proves("S0-06-07")
    def test_while_the_receiver_is_away_a_colleague_in_charge_is_asked(self):
        self.on_leave(self.colleague, "2026-03-02", "2026-03-03")
        transfer = self.offer(self.taken(), self.colleague)
        self.assertEqual(transfer.user_id, self.leader)
        self.assertEqual(transfer.asked_user_id, self.colleague)
        self.assertIn("Colleague is on leave", transfer.note)

    @proves("S0-06-07")
    def test_a_stand_in_of_the_receivers_role_comes_first(self):
        stand_in = self.new_user("standin", "group_agent", superior=self.leader)
        role = self.env.ref("csm.csm_role_quality_head")
        for user, second in ((self.colleague, False), (stand_in, True)):
            self.env["csm.role.holder"].create(
                {
                    "role_id": role.id,
                    "company_id": self.company.id,
                    "employee_id": self.employee(user).id,
                    "is_stand_in": second,
                    "date_from": "2010-01-01",
                }
            )
        self.assertEqual(self.offer(self.taken(), self.colleague).user_id, self.colleague)
        self.on_leave(self.colleague, "2026-03-02", "2026-03-03")
        self.assertEqual(self.offer(self.taken(), self.colleague).user_id, stand_in)

    def test_when_everybody_is_away_the_first_choice_keeps_the_offer(self):
        self.team.write({"leader_id": False, "member_ids": [(6, 0, self.agent.ids)]})
        self.on_leave(self.colleague, "2026-03-02", "2026-03-03")
        transfer = self.offer(self.taken(), self.colleague)
        self.assertEqual(transfer.user_id, self.colleague)
        self.assertIn("Nobody else could be reached", transfer.note)

    # Referring to the superior

    @proves("S0-15-07")
    def test_what_is_beyond_ones_ability_goes_to_the_superior(self):
        case = self.taken()
        context = case.action_refer()["context"]
        self.assertEqual(context["default_user_id"], self.leader.id)
        self.on_leave(self.leader, "2026-03-02", "2026-03-03")
        self.assertEqual(case.action_refer()["context"]["default_user_id"], self.manager.id)

    @proves("S2-05-28")
    def test_the_receiver_hears_of_it_at_once_with_the_history(self):
        case = self.taken()
        transfer = self.offer(case, self.colleague)
        activity = transfer.sudo().activity_ids
        self.assertEqual(activity.user_id, self.colleague)
        self.assertIn(case.number, activity.summary)
        self.assertIn("Not my field", activity.note)
        transfer.with_user(self.colleague).action_accept()
        self.assertIn("Handed over from Agent to Colleague", case.message_ids[:1].preview or "")

    # Solved at first contact

    @proves("S0-06-06")
    def test_what_the_first_asked_finishes_alone_counts_as_solved_at_first_contact(self):
        steps = ("judge", "tell", "close")
        alone, shared, again = self.taken(), self.taken(), self.taken()
        self.offer(shared, self.colleague).with_user(self.colleague).action_accept()
        for case in (alone, shared, again):
            case.judgement = "founded"
            for step in steps:
                getattr(case, f"action_{step}")()
        self.assertTrue(alone.is_solved_at_once)
        self.assertFalse(shared.is_solved_at_once)
        again.reopen_reason = "It leaks again"
        again.action_reopen()
        again.action_close()
        self.assertFalse(again.is_solved_at_once)
