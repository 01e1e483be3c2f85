import logging
import threading
import time
from unittest.mock import patch

from odoo import api
from odoo.exceptions import UserError
from odoo.tests import new_test_user, tagged

from .committed_case import CommittedCase
from .desk_case import DeskCase


@tagged("post_install", "-at_install", "csm", "csm_intake")
class TestIntakeRouting(DeskCase):
    """Work goes to whoever does it, is there, and has the least of it."""

    regulation = "csm_regulation_s2_12"

    def registered(self, **values):
        return self.take(self.whole_case(user_id=False, **values), "register")

    def test_the_fewest_open_cases_come_first_and_the_reason_is_told(self):
        self.does("complaint", self.colleague, self.second)
        self.whole_case(user_id=self.colleague.id, kind="inquiry")
        first, second, third = (self.registered() for _case in range(3))
        self.assertEqual(first.user_id, self.second)
        self.assertEqual((second | third).user_id, self.colleague | self.second)
        text = first.message_ids.filtered(lambda m: "By rule" in (m.body or "")).body
        self.assertIn("Complaints", text)
        self.assertIn("S2-12", text)
        self.assertIn("Second has 0 open cases, the fewest of 2 present", text)

    def test_whoever_is_on_leave_is_passed_over_and_named(self):
        self.does("complaint", self.colleague, self.second)
        self.whole_case(user_id=self.second.id, kind="inquiry")
        self.on_leave(self.colleague, "2026-03-02", "2026-03-03")
        case = self.registered()
        self.assertEqual(case.user_id, self.second)
        bodies = " ".join(case.message_ids.mapped(lambda m: m.body or ""))
        self.assertIn("Colleague is on leave", bodies)

    def test_whoever_works_now_comes_before_whoever_does_not(self):
        self.does("complaint", self.colleague, self.second)
        night = self.new_calendar(self.company, hours=((20, 23),))
        self.employee(self.colleague).resource_calendar_id = night
        self.whole_case(user_id=self.second.id, kind="inquiry")
        self.assertEqual(self.registered().user_id, self.second)
        self.at("2026-03-02 12:30:00")
        self.assertEqual(self.registered().user_id, self.colleague)

    def test_those_complained_about_and_strangers_get_nothing(self):
        abroad = self.new_user(
            "abroad", "group_agent", company=self.new_company("Elsewhere", tz="Europe/Berlin")
        )
        self.does("complaint", self.colleague, abroad)
        case = self.registered(accused_employee_ids=[(6, 0, self.employee(self.colleague).ids)])
        self.assertFalse(case.user_id)
        bodies = " ".join(case.message_ids.mapped(lambda m: m.body or ""))
        self.assertIn("nobody is there", bodies)

    def test_nobody_there_is_said_and_the_case_stays(self):
        self.does("complaint", self.colleague)
        self.on_leave(self.colleague, "2026-03-02", "2026-03-03")
        case = self.registered()
        self.assertFalse(case.user_id)
        self.at("2026-03-05 01:00:00")
        case.action_route()
        self.assertEqual(case.user_id, self.colleague)

    def test_a_class_may_belong_to_other_teams(self):
        desk = self.env["csm.team"].create(
            {
                "name": "Complaints",
                "company_id": self.company.id,
                "member_ids": [(6, 0, self.outsider.ids)],
            }
        )
        skill = self.does("complaint", self.outsider, self.colleague)
        self.assertEqual(self.registered().team_id, self.team)
        skill.team_ids = desk
        case = self.registered()
        self.assertEqual((case.user_id, case.team_id), (self.outsider, desk))

    def test_many_are_handed_out_at_once_and_the_others_listed(self):
        self.does("complaint", self.colleague, self.second)
        cases = self.env["csm.case"].union(
            *(self.whole_case(user_id=False, kind="complaint") for _case in range(4))
        )
        known = self.whole_case(user_id=self.colleague.id, kind="complaint")
        result = (cases | known).with_user(self.leader).action_route()
        self.assertIn("4 done", result["params"]["message"])
        self.assertIn("who does this class of work", result["params"]["message"])
        loads = [len(cases.filtered(lambda c, u=u: c.user_id == u)) for u in self.both()]
        self.assertEqual(sorted(loads), [1, 3] if loads[0] != loads[1] else [2, 2])

    def both(self):
        return self.colleague, self.second

    def test_without_a_rule_nothing_happens_and_the_button_says_so(self):
        self.adoption.with_context(active_test=False)._rules()
        case = self.whole_case(user_id=False, kind="service", category_id=self.category.id)
        with patch.object(type(self.env["csm.routing.rule"]), "_routes", lambda *_args: ()):
            message = case.action_route()["params"]["message"]
        self.assertIn("no rule in force", message)

    def test_where_the_first_asked_is_responsible_the_chosen_one_must_accept(self):
        self.adopt("csm_regulation_s0_06")
        self.does("complaint", self.colleague)
        case = self.registered()
        self.assertEqual(case.user_id, self.agent)
        self.assertEqual(case.open_transfer_id.user_id, self.colleague)
        case.open_transfer_id.with_user(self.colleague).action_accept()
        self.assertEqual(case.user_id, self.colleague)

    def test_a_preset_is_changed_by_nobody(self):
        rule = self.env["csm.routing.rule"].search([("adoption_id", "=", self.adoption.id)])[:1]
        for target in (rule, rule.preset_id):
            with self.assertRaises(UserError):
                target.with_user(self.manager).domain = "[]"


@tagged("post_install", "-at_install", "csm", "csm_intake")
class TestIntakeTogetherAtTheDesk(CommittedCase):
    """Two who act at the same time, with connections of their own."""

    PEOPLE = ("first", "second", "third")

    def setUp(self):
        super().setUp()
        with self.registry.cursor() as cr:
            env = api.Environment(cr, api.SUPERUSER_ID, {"no_reset_password": True})
            users = [
                new_test_user(
                    env,
                    login=f"csm_desk_{name}",
                    groups="csm.group_agent",
                    company_id=self.company,
                    company_ids=[(6, 0, [self.company])],
                )
                for name in self.PEOPLE
            ]
            self.people = [user.id for user in users]
            env["csm.team"].browse(self.team).member_ids = [(6, 0, self.people)]
            self.skill = (
                env["csm.skill"]
                .create({"code": "together", "name": "Together", "user_ids": [(6, 0, self.people)]})
                .id
            )

    def take_away(self):
        with self.registry.cursor() as cr:
            mine = "SELECT id FROM csm_case WHERE team_id = %s"
            cr.execute(f"DELETE FROM csm_case_transfer WHERE case_id IN ({mine})", [self.team])
            cr.execute("DELETE FROM mail_activity WHERE user_id = ANY(%s)", [self.people])
        result = super().take_away()
        with self.registry.cursor() as cr:
            env = api.Environment(cr, api.SUPERUSER_ID, {})
            env["csm.skill"].browse(self.skill).unlink()
            env["res.users"].browse(self.people).unlink()
        return result

    def new_case(self, env, **values):
        case = env["csm.case"].create(
            {
                "name": "Together",
                "team_id": self.team,
                "category_id": self.category,
                "partner_name": "Ms Zhou",
                "user_id": False,
                **values,
            }
        )
        case.action_register()
        return case

    def test_two_hand_out_at_once_and_nobody_gets_both(self):
        logging.getLogger("odoo.sql_db").addFilter(self.is_no_collision)
        self.addCleanup(logging.getLogger("odoo.sql_db").removeFilter, self.is_no_collision)
        barrier = threading.Barrier(3, timeout=60)

        def hand_out():
            def work(env):
                case = self.new_case(env)
                env.flush_all()
                if not waited.pop(threading.get_ident(), False):
                    barrier.wait()
                desk, skill = env["csm.routing.desk"], env["csm.skill"].browse(self.skill)
                choice = desk._choose(case.sudo(), skill, {})
                time.sleep(0.2)
                case.sudo().user_id = choice.user
                return choice.user.id

            waited = {}
            chosen.append(self.in_transaction(work))

        chosen = []
        self.together(hand_out, hand_out, hand_out)
        self.assertFalse(self.errors)
        self.assertEqual(sorted(chosen), sorted(self.people))

    def test_two_accept_at_once_and_one_has_it(self):
        logging.getLogger("odoo.sql_db").addFilter(self.is_no_collision)
        self.addCleanup(logging.getLogger("odoo.sql_db").removeFilter, self.is_no_collision)
        team = self.team

        def offer(env):
            case = self.new_case(env, first_responder_id=self.people[0])
            return case.id, case._offer("Yours", team=env["csm.team"].browse(team)).id

        case_id, transfer_id = self.in_transaction(offer)
        barrier, refused = threading.Barrier(2, timeout=60), []

        def accept_as(user_id):
            seen = []

            def work(env):
                transfer = env(user=user_id)["csm.case.transfer"].browse(transfer_id)
                transfer.read(["state"])
                if not seen:
                    seen.append(True)
                    barrier.wait()
                transfer.action_accept()

            def accept():
                try:
                    self.in_transaction(work)
                except UserError as refusal:
                    refused.append(str(refusal))

            return accept

        self.together(accept_as(self.people[1]), accept_as(self.people[2]))
        self.assertFalse(self.errors)
        self.assertEqual(len(refused), 1)
        self.assertIn("Accepted", refused[0])
        with self.registry.cursor() as cr:
            env = api.Environment(cr, api.SUPERUSER_ID, {})
            case = env["csm.case"].browse(case_id)
            self.assertEqual(case.user_id, case.transfer_ids.accepted_by_id)
            self.assertIn(case.user_id.id, self.people[1:])
