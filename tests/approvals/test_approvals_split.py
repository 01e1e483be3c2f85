from odoo.exceptions import UserError
from odoo.tests import tagged

from .approval_case import ApprovalCase


@tagged("post_install", "-at_install", "csm", "csm_approvals")
class TestApprovalsSplit(ApprovalCase):
    """What is split to stay below a limit is counted together within the calendar month."""

    def grant(self, amount, **values):
        request = self.request(amount, **values)
        approval = self.asked(request)
        while approval.state == "waiting":
            approval.with_user(approval.waiting_user_id).action_approve()
        self.assertEqual(request.state, "granted")
        return request

    def test_of_one_customer(self):
        self.bands(guard="customer")
        contact = self.env["res.partner"].create(
            {"name": "Buyer", "parent_id": self.customer.id, "type": "contact"}
        )
        first = self.grant(600, partner_id=self.customer.id)
        request = self.request(400.01, partner_id=contact.id)
        self.assertEqual(self.signers(request), ["deputy_gm"])
        for words in (first.number, "1,000.01", "Ms Zhou"):
            self.assertIn(words, self.asked(request).found)
        with self.assertRaisesRegex(UserError, "together with.*1,000.01") as refusal:
            self.asked(request)._end("withdrawn")
            request.with_user(self.manager).action_grant()
        self.assertIn("Deputy General Manager", str(refusal.exception))

    def test_the_sum_at_the_bound_still_belongs_to_the_lower_band(self):
        self.bands(guard="customer")
        self.grant(600, partner_id=self.customer.id)
        request = self.request(400, partner_id=self.customer.id)
        self.assertEqual(self.signers(request), ["sales_manager"])
        self.assertFalse(self.asked(request).found)

    def test_another_customer_none_and_waiting_or_refused_ones_do_not_count(self):
        self.bands(guard="customer")
        other = self.env["res.partner"].create({"name": "Mr Li"})
        self.grant(900, partner_id=other.id)
        self.grant(900)
        self.request(900, partner_id=self.customer.id)
        self.assertEqual(
            self.signers(self.request(900, partner_id=self.customer.id)), ["sales_manager"]
        )

    def test_two_that_wait_at_once_are_found_when_the_second_is_signed(self):
        self.bands(guard="customer")
        first = self.request(900, partner_id=self.customer.id)
        second = self.request(900, partner_id=self.customer.id)
        self.approve(first, self.sales)
        self.approve(second, self.sales)
        self.assertEqual((first.state, second.state), ("granted", "submitted"))
        self.assertEqual(self.asked(second).waiting_user_id, self.deputy)
        self.assertIn(first.number, self.asked(second).found)
        self.approve(second, self.deputy)
        self.assertEqual(second.state, "granted")

    def test_the_month_is_that_of_the_companys_zone(self):
        self.bands(guard="customer")
        self.at("2026-03-31 15:59:59")
        self.grant(900, partner_id=self.customer.id)
        request = self.request(900, partner_id=self.customer.id)
        self.assertEqual(self.signers(request), ["deputy_gm"])
        self.at("2026-03-31 16:00:00")
        request = self.request(900, partner_id=self.customer.id)
        self.assertEqual(self.signers(request), ["sales_manager"])

    def test_of_one_order(self):
        self.bands(guard="order")
        self.grant(900, order_ref="A-17")
        self.assertEqual(self.signers(self.request(200, order_ref="A-18")), ["sales_manager"])
        request = self.request(200, order_ref="A-17")
        self.assertEqual(self.signers(request), ["deputy_gm"])
        self.assertIn("order A-17", self.asked(request).found)

    def test_of_one_approver(self):
        self.bands(guard="approver")
        self.grant(900)
        self.assertEqual(self.signers(self.request(100)), ["sales_manager"])
        request = self.request(100.01)
        self.assertEqual(self.signers(request), ["deputy_gm"])
        self.assertIn("the same person", self.asked(request).found)

    def test_amounts_of_other_currencies_count_together(self):
        self.bands(guard="customer")
        self.rate("2026-03-01", 0.125)
        usd = self.env.ref("base.USD").id
        self.grant(100, partner_id=self.customer.id, currency_id=usd)
        self.assertEqual(
            self.signers(self.request(200, partner_id=self.customer.id)), ["sales_manager"]
        )
        self.assertEqual(
            self.signers(self.request(200.01, partner_id=self.customer.id)), ["deputy_gm"]
        )
