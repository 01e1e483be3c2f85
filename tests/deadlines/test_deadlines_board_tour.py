from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from ..common.csm_http_base import CsmHttpBase


@tagged("post_install", "-at_install", "csm", "csm_deadlines_tour")
class TestDeadlinesBoardTour(CsmHttpBase):
    """The board in the browser."""

    def test_the_board_shows_what_falls_due_and_opens_it(self):
        self.adopt_regulation(self.new_rule(self.new_regulation()).regulation_id)
        received = fields.Datetime.now() - timedelta(days=2)
        self.new_case(user_id=self.agent.id, received_at=received)
        self.new_case(user_id=self.leader.id, name="Label torn")
        self.start_tour("/odoo/due-next", "csm_deadline_board", login=self.agent.login)
