from odoo.exceptions import AccessError
from odoo.service.model import call_kw
from odoo.tests import tagged

from .sanction_case import SanctionCase

SECRET = ("wage_base", "wage_amount", "deductible", "not_deductible")


@tagged("post_install", "-at_install", "csm", "csm_sanctions")
class TestSanctionsWages(SanctionCase):
    """What a sanction says of a wage is for the managers of HR and the employee alone."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.adopted({"amount_kind": "wage_percent", "percent": 1})
        cls.line = cls.propose("2026-02-03")
        cls.auditor = cls.new_user("wages_auditor", "group_auditor")
        cls.blind = (
            cls.officer,
            cls.leader,
            cls.manager,
            cls.executive,
            cls.outsider,
            cls.auditor,
        )
        export = cls.env.ref("base.group_allow_export")
        for user in (cls.head, cls.agent, *cls.blind):
            user.group_ids |= export

    def call(self, user, model, method, *args, **kwargs):
        env = self.as_user(self.env[model], user).env
        context = {"allowed_company_ids": self.company.ids}
        return call_kw(env[model], method, list(args), {**kwargs, "context": context})

    def test_those_entitled_read_it(self):
        for user in (self.head, self.agent):
            rows = self.call(user, "csm.sanction.pay", "search_read", [], list(SECRET))
            self.assertEqual([(row["wage_base"], row["wage_amount"]) for row in rows], [(4000, 40)])

    def test_nobody_else_finds_reads_groups_or_exports_it(self):
        pay = self.line.pay_ids
        for user in self.blind:
            with self.subTest(user=user.login):
                self.assertFalse(self.call(user, "csm.sanction.pay", "search_count", []))
                self.assertFalse(self.call(user, "csm.sanction.pay", "name_search", ""))
                groups = self.call(
                    user, "csm.sanction.pay", "formatted_read_group", [], [], ["wage_amount:sum"]
                )
                self.assertFalse(groups[0]["wage_amount:sum"])
                for method, args in (
                    ("read", (list(SECRET),)),
                    ("web_read", ({"wage_amount": {}},)),
                    ("export_data", (["wage_amount"],)),
                ):
                    with self.assertRaises(AccessError):
                        self.call(user, "csm.sanction.pay", method, pay.ids, *args)

    def test_no_road_leads_there_over_the_sanction(self):
        for user in self.blind:
            with self.subTest(user=user.login):
                wide = [("pay_ids.wage_amount", ">", 0)]
                self.assertFalse(self.call(user, "csm.sanction", "search_count", wide))
                narrow = [("pay_ids.wage_base", "<", 99999)]
                self.assertFalse(self.call(user, "csm.sanction", "search_count", narrow))
                self.assertFalse(
                    self.call(user, "csm.sanction", "search_count", [("amount", ">", 0)])
                )
        rows = self.call(
            self.officer,
            "csm.sanction",
            "web_search_read",
            [],
            {"amount": {}, "pay_ids": {"fields": {"wage_amount": {}}}, "outcome_text": {}},
        )["records"]
        self.assertEqual([(row["amount"], row["pay_ids"]) for row in rows], [(0, [])])
        data = self.call(
            self.officer, "csm.sanction", "export_data", self.line.ids, ["pay_ids/wage_amount"]
        )
        self.assertEqual(data["datas"], [[""]])

    def test_an_order_or_a_group_by_the_wage_is_refused(self):
        for user in self.blind:
            for call in (
                lambda user: self.call(
                    user, "csm.sanction", "search", [], order="pay_ids.wage_amount"
                ),
                lambda user: self.call(
                    user, "csm.sanction", "formatted_read_group", [], ["pay_ids.wage_amount"], []
                ),
            ):
                with self.subTest(user=user.login), self.assertRaises(ValueError):
                    call(user)

    def test_nobody_writes_wages_not_even_managers_of_hr(self):
        pay = self.line.pay_ids
        for user in (self.head, self.agent, self.officer, self.manager):
            with self.subTest(user=user.login):
                with self.assertRaises(AccessError):
                    self.call(user, "csm.sanction.pay", "write", pay.ids, {"wage_amount": 1})
                with self.assertRaises(AccessError):
                    self.call(
                        user,
                        "csm.sanction.pay",
                        "create",
                        [{"sanction_id": self.line.id, "company_id": self.company.id}],
                    )
                with self.assertRaises(AccessError):
                    self.call(user, "csm.sanction.pay", "unlink", pay.ids)

    def test_nothing_is_told_in_a_discussion(self):
        self.assertNotIn("message_ids", self.env["csm.sanction"]._fields)
        self.assertNotIn("message_ids", self.env["csm.sanction.pay"]._fields)

    def test_the_leader_reads_tier_and_percentage_but_no_money(self):
        (row,) = self.call(
            self.leader,
            "csm.sanction",
            "search_read",
            [],
            ["percent", "amount", "outcome_text", "why_text"],
        )
        self.assertEqual((row["percent"], row["amount"]), (1, 0))
        self.assertNotIn("40", row["outcome_text"] + row["why_text"].replace("2026", ""))

    def test_settings_of_minimum_wages_are_of_human_resources(self):
        self.assertTrue(self.call(self.officer, "csm.wage.floor", "search_count", []))
        with self.assertRaises(AccessError):
            self.call(self.officer, "csm.wage.floor", "write", self.floor.ids, {"amount": 1})
        for user in (self.leader, self.manager, self.agent):
            with self.assertRaises(AccessError):
                self.call(user, "csm.wage.floor", "search_count", [])
        self.call(self.head, "csm.wage.floor", "write", self.floor.ids, {"amount": 2100})
