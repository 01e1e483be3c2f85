from odoo import fields
from odoo.tests import tagged

from ..common.csm_http_base import CsmHttpBase
from .client_case import FILE, ClientCase


@tagged("post_install", "-at_install", "csm", "csm_clients_tour")
class TestClientsTour(ClientCase, CsmHttpBase):
    """In the browser: a day of the clerk, from a customer without a file to the printed card."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # A browser lives in the present.
        cls.env.cr.execute(
            "UPDATE csm_clearance SET valid_to = %s",
            (fields.Date.today().replace(month=12, day=31),),
        )
        cls.env["csm.clearance"].invalidate_model()
        cls.env["csm.clearance"]._forget_levels()
        cls.inn = cls.new_customer("Lake Inn")

    def setUp(self):
        super().setUp()
        self.at(str(fields.Datetime.now().replace(microsecond=0)))

    def test_a_day_of_the_clerk(self):
        self.start_tour("/odoo/customers-without-file", "csm_clients_open", login=self.clerk.login)
        file = self.env[FILE].search([("partner_id", "=", self.inn.id)])
        self.assertEqual((file.state, file.person_ids.name), ("kept", "Wu Jing"))
        self.assertEqual(file.level, 1)
        self.assertGreater(file.completeness, 0)
        given = self.hand_in(partner_id=self.inn.id, service_demand="Training")
        self.start_tour("/odoo/client-inputs", "csm_clients_enter", login=self.clerk.login)
        self.assertEqual((given.state, file.service_demand), ("entered", "Training"))
        printing = self.env["ir.actions.report"].with_user(self.clerk)
        card = printing._render_qweb_pdf("csm.csm_client_file_card", file.ids)[0]
        self.assertTrue(card)
