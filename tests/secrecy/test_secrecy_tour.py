from odoo import fields
from odoo.tests import tagged

from ..common.csm_http_base import CsmHttpBase


@tagged("post_install", "-at_install", "csm", "csm_secrecy_tour")
class TestSecrecyTour(CsmHttpBase):
    """In the browser: a clearance from the grant to the confirmation, and the log of it."""

    def test_a_clearance_is_granted_signed_and_confirmed(self):
        # A browser lives in the present.
        self.at(str(fields.Datetime.now().replace(microsecond=0)))
        granter, second, auditor = self.new_users(
            ("granter", "group_clearance_granter", None),
            ("second", "group_clearance_granter", None),
            ("auditor", "group_auditor", None),
        )
        self.start_tour("/odoo/clearances", "csm_clearance_grant", login=granter.login)
        clearance = self.env["csm.clearance"].search([("user_id", "=", self.agent.id)])
        self.assertEqual((clearance.state, clearance.granted_by_id), ("granted", granter))
        self.start_tour("/odoo/my-clearances", "csm_clearance_sign", login=self.agent.login)
        self.assertTrue(clearance.undertaken_at)
        self.start_tour("/odoo/clearances", "csm_clearance_confirm", login=second.login)
        self.assertEqual((clearance.state, clearance.confirmed_by_id), ("valid", second))
        levels = self.env["csm.clearance"].with_user(self.agent)._levels()
        self.assertEqual(levels, {self.company.id: 2})
        self.env["csm.access.seal"]._cron_seal()
        self.start_tour("/odoo/access-log", "csm_access_log_read", login=auditor.login)
        self.start_tour("/odoo/access-verifications", "csm_access_log_verify", login=auditor.login)
        check = self.env["csm.access.check"].search([], limit=1)
        self.assertEqual((check.user_id, check.result), (auditor, "intact"))
