from odoo.tests import tagged

from .portal_case import PortalCase


@tagged("post_install", "-at_install", "csm", "csm_intake_tour")
class TestIntakePortalTour(PortalCase):
    """On a telephone, a customer complains with a picture, and says how content they are."""

    browser_size = "390x844"
    touch_enabled = True

    def test_from_the_complaint_to_the_stars(self):
        self.adopt("csm_regulation_s0_07")
        self.start_tour("/my", "csm_portal_complain", login=self.zhou.login)
        case = self.env["csm.case"].search([("name", "=", "Three bottles are corked.")])
        self.assertEqual(len(case), 1)
        self.assertEqual((case.partner_id, case.order_number), (self.zhou.partner_id, "HT-7"))
        self.assertEqual(case._portal_files().mapped("name"), ["cork.png"])
        case.sudo()._with_pass(["state", "closed_at"]).write(
            {"state": "closed", "closed_at": self.env.cr.now().replace(microsecond=0)}
        )
        self.start_tour("/my/complaints", "csm_portal_rate", login=self.zhou.login)
        case.invalidate_recordset()
        self.assertEqual((case.satisfaction, case.satisfaction_note), (5, "Quick and kind"))
