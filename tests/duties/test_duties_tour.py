from odoo import fields
from odoo.tests import tagged

from ..common.csm_http_base import CsmHttpBase
from .duty_case import DutyCase


@tagged("post_install", "-at_install", "csm", "csm_duties_tour")
class TestDutiesTour(DutyCase, CsmHttpBase):
    """In the browser: a member does a duty with its proof, the leader signs it off."""

    def test_a_duty_is_done_and_signed_off(self):
        # A browser lives in the present.
        self.at(str(fields.Datetime.now().replace(microsecond=0)))
        self.adopted(
            scope="person",
            unit="month",
            items=("Windows closed",),
            wants_text=True,
            sign_off="superior",
        )
        duty = self.make_duties().filtered(lambda duty: duty.user_id == self.agent)
        self.env.flush_all()
        self.start_tour("/odoo/my-duties", "csm_duties_tour", login=self.agent.login)
        self.assertEqual((duty.state, duty.line_ids.is_checked), ("done", True))
        self.start_tour("/odoo/my-duties", "csm_duties_sign", login=self.leader.login)
        self.assertEqual(duty.state, "signed")
