from odoo.tests import tagged

from ..common.csm_http_base import CsmHttpBase


@tagged("post_install", "-at_install", "csm", "csm_insight_tour")
class TestInsightCausesTour(CsmHttpBase):
    """The chart of causes in the browser."""

    def test_a_bar_opens_its_cases(self):
        self.new_case(kind="complaint", user_id=self.agent.id)
        self.start_tour("/odoo/causes", "csm_causes", login=self.agent.login)
