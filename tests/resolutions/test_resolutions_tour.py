from odoo import fields
from odoo.tests import tagged

from ..common.csm_http_base import CsmHttpBase
from .resolution_case import ResolutionCase


@tagged("post_install", "-at_install", "csm", "csm_resolutions_tour")
class TestResolutionsTour(ResolutionCase, CsmHttpBase):
    """In the browser: two rounds of solutions, and goods that come back within the tolerance."""

    def setUp(self):
        super().setUp()
        # A browser lives in the present.
        self.at(str(fields.Datetime.now().replace(microsecond=0)))
        self.adopt_only("S2-08-05", "S2-09-34", "S2-09-35")
        self.company.csm_return_tolerance = 5
        self.case = self.new_case(partner_id=self.customer.id, order_number="HT-2")
        self.case.action_register()

    def test_two_rounds_and_a_return(self):
        path = f"/odoo/action-csm.csm_case_action_all/{self.case.id}"
        self.start_tour(path, "csm_solution_rounds", login=self.agent.login)
        states = self.case.solution_ids.sorted("round").mapped("state")
        self.assertEqual(states, ["declined", "executed"])
        self.start_tour(path, "csm_solution_return", login=self.agent.login)
        note = self.case.return_ids
        self.assertEqual((note.state, note.received_amount), ("settled", 1050))
        self.assertEqual(self.case.deducted_amount, 1050)
