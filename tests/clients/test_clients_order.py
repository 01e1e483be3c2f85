from unittest.mock import patch

from odoo.tests import tagged

from .client_case import FILE, ClientCase

ORDER = "odoo.addons.csm.models.secrecy.csm_secret_order_mixin"


@tagged("post_install", "-at_install", "csm", "csm_clients")
class TestClientsOrder(ClientCase):
    """Who may read but a few files does not have the database walk over all others for them."""

    def setUp(self):
        super().setUp()
        self.mine = self.one_more() | self.one_more()
        others = self.env["csm.team"].create(
            {
                "name": "Others",
                "company_id": self.company.id,
                "member_ids": [(4, self.colleague.id)],
            }
        )
        self.theirs = self.env[FILE]
        for _number in range(7):
            self.theirs |= self.one_more()
        self.env.cr.execute(
            "UPDATE csm_client_file SET team_id = %s WHERE id = ANY(%s)",
            (others.id, self.theirs.ids),
        )
        self.env.invalidate_all()
        self.env["csm.team"]._forget_seats()
        self.env.registry.clear_cache()

    def one_more(self):
        return self.new_file(partner_id=self.new_customer("Hotel").id)

    def files(self, user):
        return self.env[FILE].with_user(user).with_company(self.company)

    def walks(self, files, order="id desc"):
        """Tell whether the database may take the newest first and drop what is closed."""
        return "+ 0" not in files._search([], order=order, limit=80).select().code

    def test_what_is_few_is_fetched_before_it_is_put_in_order(self):
        # The clerk reads two of nine, the colleague all of them.
        self.assertFalse(self.walks(self.files(self.clerk)))
        self.assertTrue(self.walks(self.files(self.colleague)))
        self.assertTrue(self.walks(self.env[FILE].sudo()))

    def test_where_enough_of_the_newest_is_open_they_are_walked(self):
        self.assertFalse(self.walks(self.files(self.clerk)))
        with patch(f"{ORDER}.ENOUGH", 2):
            self.assertTrue(self.walks(self.files(self.clerk)))
        with patch(f"{ORDER}.ENOUGH", 2), patch(f"{ORDER}.NEWEST", 7):
            self.env.registry.clear_cache()
            self.assertFalse(self.walks(self.files(self.clerk)))

    def test_the_order_is_the_same(self):
        for order in ("id desc", "id", "number, id desc"):
            found = self.files(self.clerk).search([], order=order)
            self.assertEqual(
                found.ids, self.mine.sudo().search([("id", "in", self.mine.ids)], order=order).ids
            )
        newest = self.files(self.clerk).search([], limit=1)
        self.assertEqual(newest.id, max(self.mine.ids))
        self.assertEqual(self.files(self.colleague).search([], limit=3).ids, self.theirs.ids[:3:-1])

    def test_who_loses_the_seat_has_few(self):
        self.assertTrue(self.walks(self.files(self.colleague)))
        self.env["csm.team"].search([("name", "=", "Others")]).sudo().member_ids = False
        self.assertFalse(self.walks(self.files(self.colleague)))
