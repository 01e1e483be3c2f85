from odoo.exceptions import UserError
from odoo.tests import tagged

from .client_case import ClientCase


@tagged("post_install", "-at_install", "csm", "csm_clients")
class TestClientsMerge(ClientCase):
    """Merging customers never moves a file unseen, and tells nobody whether there is one."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.managers = cls.new_user("partners", "group_agent")
        cls.managers.group_ids = [(4, cls.env.ref("base.group_partner_manager").id)]
        cls.clerk.group_ids = [(4, cls.env.ref("base.group_partner_manager").id)]
        cls.twin = cls.new_customer("Harbor Hotel")
        cls.other = cls.new_customer("Hill Hotel")

    def merge(self, user, *customers, into):
        Wizard = self.env["base.partner.merge.automatic.wizard"].with_user(user)
        ids = [each.id for each in customers]
        self.env.flush_all()
        Wizard.with_company(self.company)._merge(ids, into.with_env(Wizard.env))
        self.env.invalidate_all()

    def refusal(self, user, *customers, into):
        with self.assertRaises(UserError) as refused:
            self.merge(user, *customers, into=into)
        return str(refused.exception)

    def test_who_does_not_open_files_hears_the_same_of_each_customer(self):
        self.new_file()
        own = self.refusal(self.managers, self.customer, self.twin, into=self.twin)
        none = self.refusal(self.managers, self.other, self.twin, into=self.twin)
        self.assertEqual(own, none)
        self.assertIn("merged by a clerk of the client files", own)
        admin = self.env.ref("base.user_admin")
        admin.company_ids = [(4, self.company.id)]
        for user in (admin, self.cleared, self.novice):
            with self.subTest(user=user.login):
                user.group_ids = [(4, self.env.ref("base.group_partner_manager").id)]
                self.assertEqual(self.refusal(user, self.customer, self.twin, into=self.twin), none)
        self.assertTrue(self.customer.exists())

    def test_a_person_is_merged_by_anybody(self):
        self.new_file()
        people = [self.new_customer("Li Hong", is_company=False) for _each in range(2)]
        self.merge(self.managers, *people, into=people[1])
        self.assertFalse(people[0].exists())

    def test_a_file_is_never_moved_behind_what_the_customer_looks_like(self):
        self.new_file()
        self.customer.is_company = self.twin.is_company = False
        self.assertIn(
            "merged by a clerk",
            self.refusal(self.managers, self.customer, self.twin, into=self.twin),
        )

    def test_where_no_files_are_kept_everybody_merges(self):
        self.merge(self.managers, self.customer, self.twin, into=self.twin)
        self.assertFalse(self.customer.exists())

    def test_who_opens_files_moves_one_and_it_is_on_record(self):
        file = self.new_file()
        name = self.customer.name
        self.merge(self.clerk, self.customer, self.twin, into=self.twin)
        self.assertEqual(file.partner_id, self.twin)
        self.assertEqual(self.history(file, "basic")[-1], ("Customer", name, "Harbor Hotel"))
        self.env["csm.access.log"].invalidate_model()
        line = self.env["csm.access.log"].search([("operation", "=", "merge")], limit=1)
        self.assertEqual(
            (line.login, line.record_refs, line.detail),
            (self.clerk.login, str(file.id), f"{name} → Harbor Hotel"),
        )

    def test_a_file_that_stays_where_it_is_has_nothing_to_tell(self):
        file = self.new_file()
        before = self.history(file, "basic")
        self.merge(self.clerk, self.customer, self.twin, into=self.customer)
        self.assertEqual((file.partner_id, self.history(file, "basic")), (self.customer, before))

    def test_two_files_of_one_company_do_not_become_one(self):
        files = self.new_file() | self.new_file(partner_id=self.twin.id)
        text = self.refusal(self.clerk, self.customer, self.twin, into=self.twin)
        self.assertIn("Void all but one", text)
        self.assertEqual(files.exists(), files)
        files[0].void_reason = "Twice"
        files[0].action_void()
        self.merge(self.clerk, self.customer, self.twin, into=self.twin)
        self.assertEqual(files.partner_id, self.twin)

    def test_a_company_that_keeps_files_is_not_to_be_left_out(self):
        foreign = self.new_company("Elsewhere")
        self.new_file()
        keeper = self.new_user("abroad", "group_file_clerk", company=foreign)
        self.clear(keeper, 3, foreign)
        keepers = self.env["csm.team"].create(
            {"name": "There", "company_id": foreign.id, "member_ids": [(4, keeper.id)]}
        )
        shared = self.new_customer("Shared", company_id=False)
        self.env["csm.client.file"].create(
            {
                "partner_id": shared.id,
                "company_id": foreign.id,
                "team_id": keepers.id,
                "custodian_id": keeper.id,
                "secrecy_level_id": self.level[1].id,
            }
        )
        self.assertIn(
            "in each company", self.refusal(self.clerk, self.customer, self.twin, into=self.twin)
        )
