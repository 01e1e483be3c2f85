from dateutil.relativedelta import relativedelta

from odoo import fields
from odoo.tests import tagged

from ..common.csm_http_base import CsmHttpBase
from .liability_case import LiabilityCase


@tagged("post_install", "-at_install", "csm", "csm_liability_tour")
class TestLiabilityTour(LiabilityCase, CsmHttpBase):
    """In the browser: a loss of 1,000 is borne 70 to 30, decided, and reviewed with its month."""

    def test_from_the_loss_to_the_review(self):
        now = fields.Datetime.now().replace(microsecond=0)
        last_month = now.replace(day=15) - relativedelta(months=1)
        case = self.closed_case(str(last_month))
        self.closed_case(str(last_month), name="Nobody has judged this one")
        self.at(str(now))
        path = f"/odoo/action-csm.csm_case_action_all/{case.id}"
        self.start_tour(path, "csm_liability_propose", login=self.leader.login)
        verdict = case.liability_ids
        self.assertEqual(verdict.state, "proposed")
        self.assertEqual(self.amounts(verdict), [700, 300])
        self.start_tour("/odoo/liability", "csm_liability_decide", login=self.manager.login)
        self.assertEqual(verdict.state, "decided")
        self.new_review(str(last_month.date()))
        self.start_tour(
            "/odoo/liability-reviews", "csm_liability_review", login=self.executive.login
        )
        self.assertEqual(verdict.state, "reviewed")
