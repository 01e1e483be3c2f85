from datetime import date

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..common.csm_case_base import CsmBase
from ..common.proves import proves

MEMBERSHIP = "csm.client.membership"


@tagged("post_install", "-at_install", "csm", "csm_clients")
class TestClientsMembership(CsmBase):
    """Members are enrolled by agents, served as members, and let go by supervisors alone."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.at("2026-03-02 01:00:00")
        cls.customer = cls.new_customer("Harbour Hotel", is_company=True)

    def setUp(self):
        super().setUp()
        self.at("2026-03-02 01:00:00")

    @classmethod
    def new_customer(cls, name, **values):
        return cls.env["res.partner"].create({"name": name, **values})

    def enrol(self, who=None, company=None, **values):
        Membership = self.env[MEMBERSHIP].with_user(who or self.agent)
        values = {"partner_id": self.customer.id, **values}
        return Membership.with_company(company or self.company).create(values)

    def end(self, membership, who=None, reason="Moved away."):
        ours = membership.with_user(who or self.leader)
        ours.end_reason = reason
        ours.action_end()

    def is_member(self, customer=None, who=None, company=None):
        partner = (customer or self.customer).with_user(who or self.agent)
        return partner.with_company(company or self.company).csm_is_member

    @proves("S1-13-05")
    def test_enrolling_records_who_when_and_under_which_number(self):
        article = self.env.ref("csm.csm_regulation_article_s1_13_05")
        self.assertEqual(article.catalog_ids, "S1-13-05")
        first = self.enrol()
        other = self.enrol(partner_id=self.new_customer("Hill Hotel").id)
        self.assertEqual((first.number, other.number), ("M260301", "M260302"))
        self.assertEqual(first.enrolled_by_id, self.agent)
        self.assertEqual(first.enrolled_on, date(2026, 3, 2))
        self.assertEqual((first.state, first.is_valid), ("active", True))

    @proves("S1-13-05")
    def test_the_case_of_a_member_shows_it_and_so_does_the_customer(self):
        contact = self.new_customer("Li", parent_id=self.customer.id)
        case = self.new_case(partner_id=contact.id)
        self.assertFalse(case.with_user(self.agent).partner_is_member)
        membership = self.enrol()
        case.invalidate_recordset()
        self.assertTrue(case.with_user(self.agent).partner_is_member)
        self.assertTrue(self.is_member() and self.is_member(contact))
        Partner = self.env["res.partner"].with_user(self.agent).with_company(self.company)
        both = contact | self.customer
        members = [("csm_is_member", "=", True), ("id", "in", both.ids)]
        self.assertEqual(Partner.search(members), both)
        self.end(membership)
        self.env.invalidate_all()
        self.assertFalse(case.with_user(self.agent).partner_is_member or self.is_member())

    @proves("S1-13-05")
    def test_a_supervisor_ends_a_membership_and_gives_the_reason(self):
        membership = self.enrol()
        for who in (self.agent, self.outsider):
            with self.assertRaisesRegex(UserError, "only a supervisor"):
                membership.with_user(who).action_end()
            with self.assertRaisesRegex(UserError, "only a supervisor"):
                membership.with_user(who).end_reason = "x"
        with self.assertRaisesRegex(UserError, "write why the membership ends"):
            membership.with_user(self.leader).action_end()
        with self.assertRaisesRegex(UserError, "write why the membership ends"):
            membership.with_user(self.leader).write({"state": "ended", "end_reason": " "})
        self.end(membership)
        self.assertEqual((membership.state, membership.ended_by_id), ("ended", self.leader))
        self.assertTrue(membership.ended_at)

    def test_nobody_gets_past_the_gate(self):
        membership = self.enrol()
        ours = membership.with_user(self.agent)
        with self.assertRaises(UserError):
            ours.write({"state": "ended"})
        # To let it run out is to end it.
        with self.assertRaisesRegex(UserError, "how long it is valid"):
            ours.valid_until = "2026-03-02"
        for values in ({"partner_id": self.new_customer("X").id}, {"enrolled_on": "2026-01-01"}):
            with self.assertRaisesRegex(UserError, "stays with the customer"):
                membership.with_user(self.manager).write(values)
        for name in ("ended_at", "ended_by_id", "enrolled_by_id"):
            with self.assertRaisesRegex(UserError, "kept by the system"):
                membership.with_user(self.manager)[name] = False
        with self.assertRaisesRegex(UserError, "kept by the system"):
            self.enrol(enrolled_by_id=self.leader.id)
        with self.assertRaisesRegex(UserError, "first state"):
            self.enrol(state="ended")
        for who in (self.agent, self.manager):
            with self.assertRaises(UserError):
                membership.with_user(who).unlink()
        with self.assertRaisesRegex(UserError, "stays in the register"):
            membership.sudo().unlink()

    def test_what_has_ended_stays_as_it_was(self):
        membership = self.enrol(note="Ten days to pay")
        self.end(membership)
        for values in ({"note": "x"}, {"valid_until": "2027-01-01"}, {"end_reason": "y"}):
            with self.assertRaisesRegex(UserError, "has ended and stays"):
                membership.with_user(self.manager).write(values)
        with self.assertRaises(UserError):
            membership.with_user(self.manager).write({"state": "active"})

    def test_one_active_membership_of_a_customer_in_each_company(self):
        first = self.enrol()
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self.enrol()
        self.end(first)
        self.assertEqual(self.enrol().number, "M260302")
        other = self.new_company("Elsewhere")
        keeper = self.new_user("abroad", "group_agent", company=other)
        self.assertTrue(self.enrol(keeper, other))

    def test_it_is_valid_until_its_last_day(self):
        membership = self.enrol(valid_until="2026-03-31")
        for moment, valid in (("2026-03-31 15:59:00", True), ("2026-03-31 16:01:00", False)):
            self.at(moment)
            self.env.invalidate_all()
            self.assertEqual((membership.is_valid, self.is_member()), (valid, valid), moment)
            Membership = self.env[MEMBERSHIP].with_company(self.company)
            mine = ("id", "=", membership.id)
            for asked in (True, False):
                found = Membership.search([mine, ("is_valid", "=", asked)])
                self.assertEqual(bool(found), asked == valid)
        membership.with_user(self.leader).valid_until = "2026-04-30"
        self.assertTrue(membership.is_valid)

    def test_days_that_cannot_be(self):
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self.enrol(valid_until="2026-03-01")
        with self.assertRaisesRegex(UserError, "a day to come"):
            self.enrol(enrolled_on="2026-03-03")

    def test_another_company_sees_nothing_of_it(self):
        other = self.new_company("Elsewhere")
        stranger = self.new_user("stranger", "group_manager", company=other)
        membership = self.enrol()
        self.assertFalse(self.is_member(who=stranger, company=other))
        Partner = self.env["res.partner"].with_user(stranger).with_company(other)
        self.assertFalse(Partner.browse(self.customer.id).csm_membership_ids)
        self.assertEqual(Partner.browse(self.customer.id).csm_membership_count, 0)
        self.assertFalse(
            Partner.search([("csm_membership_ids.number", "=", membership.number)])
            | Partner.search([("csm_is_member", "=", True), ("id", "=", self.customer.id)])
        )
        Membership = self.env[MEMBERSHIP].with_user(stranger).with_company(other)
        self.assertFalse(Membership.search([("id", "=", membership.id)]))
        with self.assertRaises(AccessError):
            membership.with_user(stranger).with_company(other).note = "x"
        none = self.new_customer("Hill Hotel")
        for asked in (self.customer, none):
            with self.assertRaisesRegex(AccessError, "do not work for this company"):
                self.enrol(stranger, other, partner_id=asked.id, company_id=self.company.id)

    def test_who_has_no_right_is_told_of_no_member(self):
        self.enrol()
        user = self.env["res.users"].create(
            self.user_values("plain", "base.group_user", self.company)
        )
        partner = self.customer.with_user(user).with_company(self.company)
        with self.assertRaises(AccessError):
            partner.read(["csm_is_member"])
        with self.assertRaises(AccessError):
            partner.search([("csm_membership_ids.state", "=", "active")])
        with self.assertRaises(AccessError):
            self.env[MEMBERSHIP].with_user(user).search([])

    def merge(self, *customers):
        self.env.flush_all()
        ids = [each.id for each in customers]
        self.env["base.partner.merge.automatic.wizard"]._merge(ids, customers[0])
        self.env.invalidate_all()

    def test_merging_customers_takes_their_memberships_along(self):
        twin = self.new_customer("Harbor Hotel")
        old = self.enrol(partner_id=twin.id)
        self.end(old)
        membership = self.enrol(partner_id=twin.id)
        self.merge(self.customer, twin)
        self.assertEqual((old | membership).partner_id, self.customer)

    def test_two_members_are_not_merged_unseen(self):
        twin = self.new_customer("Harbor Hotel")
        both = self.enrol() | self.enrol(partner_id=twin.id)
        with self.assertRaisesRegex(UserError, "all but one of the memberships"):
            self.merge(self.customer, twin)
        self.assertEqual(both.exists(), both)
        self.end(both[1])
        self.merge(self.customer, twin)
        self.assertEqual(both.partner_id, self.customer)

    def test_a_member_is_not_deleted(self):
        self.enrol()
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self.customer.unlink()
