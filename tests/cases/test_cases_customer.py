from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..common.csm_people_base import CsmPeopleBase


@tagged("post_install", "-at_install", "csm", "csm_cases")
class TestCasesCustomer(CsmPeopleBase):
    """Whoever takes a call puts the caller into the address book."""

    def test_an_agent_enters_and_mends_a_customer(self):
        customer = self.env["res.partner"].with_user(self.agent).create({"name": "Ms Zhou"})
        customer.phone = "0535 1234567"
        self.assertEqual(self.new_case(partner_id=customer.id).partner_phone, "0535 1234567")

    def test_an_agent_deletes_no_customer(self):
        customer = self.env["res.partner"].create({"name": "Ms Zhou"})
        with self.assertRaises(AccessError):
            customer.with_user(self.agent).unlink()

    def test_whoever_does_not_work_in_customer_service_enters_none(self):
        clerk = self.new_user("clerk", "group_auditor")
        with self.assertRaises(AccessError):
            self.env["res.partner"].with_user(clerk).create({"name": "Ms Zhou"})
