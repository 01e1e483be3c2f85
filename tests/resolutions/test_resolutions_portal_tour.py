from odoo.tests import tagged

from ..intake.portal_case import PortalCase


@tagged("post_install", "-at_install", "csm", "csm_resolutions_tour")
class TestResolutionsPortalTour(PortalCase):
    """On a telephone, a customer declines one proposal and signs the next with a finger."""

    browser_size = "390x844"
    touch_enabled = True

    def offer(self, name):
        solutions = self.env["csm.solution"].with_user(self.agent).with_company(self.company)
        solution = solutions.create({"case_id": self.case.id, "kind": "exchange", "name": name})
        solution.action_offer()
        return solution

    def test_declined_once_and_signed_then(self):
        self.case.with_user(self.agent).action_register()
        first = self.offer("A voucher")
        self.start_tour("/my/complaints", "csm_portal_decline", login=self.zhou.login)
        first.invalidate_recordset()
        self.assertEqual((first.state, first.customer_answer), ("declined", "Too late for us"))
        second = self.offer("New bottles")
        self.start_tour(self.path(), "csm_portal_sign", login=self.zhou.login)
        second.invalidate_recordset()
        self.assertEqual((second.state, second.round), ("accepted", 2))
        self.assertEqual(second.signed_by, "Zhou Min")
        self.assertTrue(second.signature)
