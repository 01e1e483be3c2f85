from datetime import timedelta

from odoo import fields
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..common.csm_http_base import CsmHttpBase


@tagged("post_install", "-at_install", "csm", "csm_regulations_tour")
class TestRegulationsTour(CsmHttpBase):
    """The main job of the room in the browser: a Manager puts a regulation into force."""

    # The refusal the tour provokes is a warning in Odoo's log.
    @mute_logger("odoo.http")
    def test_a_manager_adopts_the_winery_regulation(self):
        regulation = self.env.ref("csm.csm_regulation_s0_07")
        own = [("regulation_id", "=", regulation.id), ("company_id", "=", self.company.id)]
        self.assertFalse(self.env["csm.adoption"].search(own))
        # The browser looks with the clock of the machine.
        self.new_case(channel="phone", received_at=fields.Datetime.now() - timedelta(days=3))
        self.start_tour("/odoo/regulations", "csm_regulations_adopt", login=self.manager.login)
        adoption = self.env["csm.adoption"].search(own)
        self.assertEqual(adoption.state, "adopted")
        self.assertEqual(adoption.adopted_by_id, self.manager)
        self.assertEqual(adoption.reason, "Customers get an answer within a day")
        self.assertTrue(adoption.deadline_rule_ids)
        self.assertTrue(all(adoption.deadline_rule_ids.mapped("valid_from")))
