from psycopg2.errors import SerializationFailure

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..deadlines.crash_base import CrashBase

REQUESTS = 3


@tagged("post_install", "-at_install", "csm", "csm_approvals")
class TestApprovalsCrash(CrashBase):
    """Two who decide at once, and the job of mails killed in the middle, with real commits."""

    def _make_cases(self):
        cls, env = type(self), self.env
        cls.company = self.new_company("Crash Approvals")
        cls.manager = self.new_user("crash_approver", "group_manager")
        cls.agent = self.new_user("crash_asker", "group_agent", superior=cls.manager)
        regulation = self.new_regulation("T-CRASH-A")
        env["csm.approval.rule"].create(
            {
                "name": "Authority",
                "article_id": regulation.article_ids.id,
                "model_id": env["ir.model"]._get_id("csm.request"),
                "move": "grant",
                "step_ids": [(0, 0, {"addressee": "superior"})],
            }
        )
        self.adopt_regulation(regulation)
        kind = env.ref("csm.csm_request_kind_memorial")
        vals = {"name": "Crash", "kind_id": kind.id, "company_id": cls.company.id}
        Request = env["csm.request"].with_user(cls.agent).with_company(cls.company)
        requests = Request.create([vals] * REQUESTS)
        requests._go(requests._move_named("submit"))
        self.request_ids = requests.ids

    def approvals(self, env):
        return env["csm.approval"].search([("company_id", "=", self.company.id)])

    def notices(self, env):
        votes = self.approvals(env).vote_ids
        return env["csm.deadline.notice"].search([("vote_id", "in", votes.ids)])

    @mute_logger("odoo.sql_db")
    def test_of_two_who_decide_at_once_one_is_told_that_it_is_decided(self):
        with self.work() as first, self.assertRaises(SerializationFailure), self.work() as second:
            mine = self.approvals(second)[0].with_user(self.manager.id)
            self.assertEqual(mine.state, "waiting")
            self.approvals(first)[0].with_user(self.manager.id).action_approve()
            first.cr.commit()
            mine._decide("refuse", "No")
            second.flush_all()
        # The call is made anew, as for every remote call that meets another.
        with self.work() as again:
            approval = self.approvals(again)[0]
            with self.assertRaisesRegex(UserError, "decided already"):
                approval.with_user(self.manager.id)._decide("refuse", "No")
            self.assertEqual(approval.vote_ids.decision, "approve")

    def test_mails_of_a_killed_job_are_sent_once_by_the_next(self):
        models = self.registry.models
        for owner, name in (
            ("csm.deadline.notice", "_prepare_mail_vals"),
            ("csm.deadline.notice", "_deliver"),
        ):
            with self.subTest(name=name):
                self.killed_at(models[owner], name)
                with self.work() as env:
                    self.assertFalse(self.notices(env).mail_id)
        for _run in range(2):
            self.run_job()
            with self.work() as env:
                notices = self.notices(env)
                self.assertEqual(len(notices), REQUESTS)
                self.assertEqual(len(notices.mail_id), 1)

    def test_a_job_passes_over_votes_somebody_else_holds(self):
        with self.work() as env:
            self.manager.with_env(env).active = False
        with self.work() as one, self.work() as two:
            vote = one["csm.approval.vote"]
            held = vote._claim_unreachable([], 2)
            rest = two["csm.approval.vote"]._claim_unreachable([], 100)
            mine = set(self.approvals(one).vote_ids.ids)
            self.assertEqual(len(held), 2)
            self.assertEqual(mine & set(rest.ids), mine - set(held.ids))
