from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..common.csm_people_base import CsmPeopleBase


@tagged("post_install", "-at_install", "csm", "csm_liability")
class TestLiabilityRights(CsmPeopleBase):
    """Shares of employees are personal: who reads them, by remote call and by every road."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.liable = cls.new_user("liable", "group_agent", superior=cls.leader)
        cls.team.member_ids |= cls.liable
        cls.new_hand = cls.new_plain_user("hand", "base.group_user")
        cls.env["hr.employee"].create(
            {"name": "Hand", "user_id": cls.new_hand.id, "company_id": cls.company.id}
        )
        case = cls.new_case(user_id=cls.agent.id)
        people = [cls.employee(cls.liable), cls.employee(cls.new_hand)]
        Liability = cls.env["csm.liability"].with_user(cls.leader).with_company(cls.company)
        cls.verdict = Liability.create(
            {
                "case_id": case.id,
                "discipline": "money",
                "share_ids": [
                    (0, 0, {"kind": "employee", "employee_id": person.id, "percent": 50})
                    for person in people
                ],
                "loss_line_ids": [(0, 0, {"category": "other", "price": 90, "evidence": "x"})],
            }
        ).with_env(cls.env)

    def decide(self):
        self.verdict.with_user(self.leader).action_propose()
        self.verdict.with_user(self.manager).action_decide()

    def test_agents_only_learn_that_there_is_one(self):
        self.decide()
        case = self.verdict.case_id
        for user in (self.agent, self.people["outside"]):
            self.assertFalse(self.rpc(user, "csm.liability.share", "search", []))
            for model in ("csm.liability", "csm.loss.line", "csm.liability.proposal"):
                with self.assertRaises(AccessError):
                    self.rpc(user, model, "search", [])
        state = self.rpc(self.agent, "csm.case", "read", case.ids, ["liability_state"])
        self.assertEqual(state[0]["liability_state"], "decided")
        fields = self.rpc(self.agent, "csm.case", "fields_get", [], ["string"])
        self.assertFalse({"liability_ids", "review_line_ids"} & fields.keys())

    def test_no_road_leads_around_the_hidden_fields(self):
        self.decide()
        name = "liability_ids.share_ids.party_name"
        me, ids = self.agent, self.verdict.case_id.ids
        roads = (
            ("csm.case", "search", [(name, "=", "Liable")]),
            ("csm.case", "search", [("liability_ids.loss_amount", ">", 10)]),
            ("csm.case", "search", [("liability_ids", "!=", False)]),
            ("csm.case", "search", [("review_line_ids.loss_amount", ">", 10)]),
            ("csm.case", "search", [], 0, None, "liability_ids"),
            ("csm.case", "formatted_read_group", [], ["liability_ids"], ["__count"]),
            ("csm.case", "export_data", ids, ["liability_ids/share_ids/party_name"]),
            ("csm.case", "read", ids, ["liability_ids"]),
            ("csm.improvement", "search", [("liability_id.loss_amount", ">", 10)]),
            ("csm.improvement", "formatted_read_group", [], ["liability_id"], ["__count"]),
            ("csm.case.station", "search", [(f"case_id.{name}", "=", "Liable")]),
        )
        for model, method, *args in roads:
            with self.subTest(model=model, method=method, args=args), self.assertRaises(UserError):
                self.rpc(me, model, method, *args)

    def test_the_liable_read_their_own_share_once_it_is_decided(self):
        shares = self.verdict.share_ids
        for user in (self.liable, self.new_hand):
            mine = shares.filtered(lambda share, user=user: share.user_id == user)
            self.assertFalse(self.rpc(user, "csm.liability.share", "search", []))
        self.decide()
        for user in (self.liable, self.new_hand):
            mine = shares.filtered(lambda share, user=user: share.user_id == user)
            self.assertEqual(self.rpc(user, "csm.liability.share", "search", []), mine.ids)
            row = self.rpc(user, "csm.liability.share", "read", mine.ids, ["amount", "percent"])
            self.assertEqual((row[0]["amount"], row[0]["percent"]), (45, 50))
            groups = self.rpc(
                user, "csm.liability.share", "formatted_read_group", [], [], ["amount:sum"]
            )
            self.assertEqual(groups[0]["amount:sum"], 45)
            with self.assertRaises(AccessError):
                self.rpc(
                    user,
                    "csm.liability.share",
                    "search",
                    [("liability_id.share_ids.percent", ">", 1)],
                )
        self.verdict.with_user(self.leader).reopen_reason = "x"
        self.verdict.with_user(self.leader).action_reopen()
        self.assertFalse(self.rpc(self.liable, "csm.liability.share", "search", []))

    def test_a_superior_who_is_named_reads_it_only_when_it_is_decided(self):
        lead = self.employee(self.leader)
        values = {"kind": "employee", "employee_id": lead.id, "percent": 1, "is_leadership": True}
        self.verdict.share_ids[0].percent = 49
        self.verdict.with_user(self.manager).share_ids = [(0, 0, values)]
        for model in ("csm.liability", "csm.liability.share", "csm.loss.line"):
            self.assertFalse(self.rpc(self.leader, model, "search", []), model)
        self.verdict.with_user(self.manager).action_propose()
        self.verdict.with_user(self.executive).action_decide()
        self.assertTrue(self.rpc(self.leader, "csm.liability", "search", []))

    def test_requests_for_approval_hold_no_amount(self):
        gm = self.env.ref("csm.csm_role_gm")
        self.env["csm.role.holder"].create(
            {
                "role_id": gm.id,
                "company_id": self.company.id,
                "employee_id": self.employee(self.executive).id,
                "date_from": "2010-01-01",
            }
        )
        regulation = self.new_regulation("T-77")
        self.env["csm.approval.rule"].create(
            {
                "name": "Verdicts",
                "article_id": regulation.article_ids.id,
                "model_id": self.env["ir.model"]._get_id("csm.liability"),
                "move": "decide",
                "step_ids": [(0, 0, {"addressee": "role", "role_id": gm.id})],
            }
        )
        self.adopt_regulation(regulation)
        self.verdict.with_user(self.leader).action_propose()
        self.verdict.with_user(self.leader).action_request_approval()
        rows = self.rpc(self.agent, "csm.approval", "search_read", [], ["amount", "kind"])
        self.assertEqual([row["amount"] for row in rows], [0])
        self.assertFalse(self.rpc(self.liable, "csm.approval", "search", []))

    def test_what_was_asked_in_one_language_and_zone_counts_in_another(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        verdict, notice = self.verdict, self.env["csm.liability.notice"]
        verdict.with_user(self.leader).action_propose()
        there = verdict.sudo().with_context(lang="zh_CN", tz="America/Lima")
        here = verdict.sudo().with_context(tz="Asia/Shanghai")
        self.assertEqual(there._approval_matter("decide"), here._approval_matter("decide"))
        said = here._approval_kind_text(here._approval_kind("decide"))
        self.assertRegex(said, "^Proposed on 03/02/2026 0.:00:00")
        self.assertEqual(verdict._approval_kind_text("3/2/2026 9:00"), "3/2/2026 9:00")
        self.assertEqual(
            notice._approval_kind_text(notice.new()._approval_kind("issue")), "Version 1"
        )
        self.assertEqual(notice.with_context(lang="zh_CN").new()._approval_kind("issue"), "1")

    def test_messages_do_not_reach_the_liable(self):
        partner = self.liable.partner_id
        self.verdict.message_subscribe(partner.ids)
        self.assertNotIn(partner, self.verdict.message_partner_ids)
        message = self.verdict.message_post(body="x", partner_ids=partner.ids)
        self.assertNotIn(partner, message.partner_ids)
