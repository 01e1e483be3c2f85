"""What the tests of approvals share."""

from odoo.fields import Command

from ..common.csm_case_base import CsmBase

ROLES = ("sales_manager", "deputy_gm", "gm", "quality_head")


class ApprovalCase(CsmBase):
    """A company whose roles are held, on Monday 2 March 2026 at 9:00 in Shanghai.

    Bands are adopted by ``self.adopt_rules``; requests are written by ``self.request``.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.at("2026-03-02 01:00:00")
        cls.env.ref("base.CNY").active = True
        cls.company.currency_id = cls.env.ref("base.CNY")
        cls.holders = {code: cls.new_user(code, "group_manager") for code in ROLES}
        for code, user in cls.holders.items():
            cls.hold(code, user)
        cls.sales, cls.deputy = cls.holders["sales_manager"], cls.holders["deputy_gm"]
        cls.gm, cls.quality = cls.holders["gm"], cls.holders["quality_head"]
        cls.customer = cls.env["res.partner"].create({"name": "Ms Zhou"})
        cls.kind = cls.env.ref("csm.csm_request_kind_memorial")

    def setUp(self):
        super().setUp()
        self.at("2026-03-02 01:00:00")

    @classmethod
    def hold(cls, code, user, **values):
        return cls.give_role(code, user, **values)

    @classmethod
    def rate(cls, day, rate):
        """Enter a rate of the dollar: so many for one yuan."""
        usd, company = cls.env.ref("base.USD"), cls.company
        cls.env["res.currency.rate"].create(
            {"currency_id": usd.id, "company_id": company.id, "name": day, "rate": rate}
        )
        cls.env.flush_all()
        cls.env.invalidate_all()

    # Rules

    @classmethod
    def step(cls, role=None, **values):
        if role:
            values = {"addressee": "role", "role_id": cls.env.ref(f"csm.csm_role_{role}").id}
        return Command.create(values)

    @classmethod
    def rule(cls, regulation, *steps, **values):
        """Return a preset approval rule on applications to be granted."""
        model = values.pop("model", "csm.request")
        return cls.env["csm.approval.rule"].create(
            {
                "name": "Authority",
                "article_id": regulation.article_ids[:1].id,
                "model_id": cls.env["ir.model"]._get_id(model),
                "move": "grant",
                "currency_id": cls.env.ref("base.CNY").id,
                "step_ids": list(steps),
                **values,
            }
        )

    @classmethod
    def bands(cls, code="T-B", **values):
        """Adopt the tiers: up to 1,000 sales manager, up to 5,000 deputy GM, above GM."""
        regulation = cls.new_regulation(code)
        for top, role in ((1000, "sales_manager"), (5000, "deputy_gm"), (0, "gm")):
            bound = {"amount_up_to": top, "is_unbounded": not top}
            cls.rule(regulation, cls.step(role), **bound, **values)
        return cls.adopt_regulation(regulation)

    @classmethod
    def adopt_rules(cls, *steps, code="T-R", **values):
        regulation = cls.new_regulation(code)
        cls.rule(regulation, *steps, **values)
        return cls.adopt_regulation(regulation)

    # Requests

    def request(self, amount=0, user=None, submit=True, **values):
        request = (
            self.env["csm.request"]
            .with_user(user or self.agent)
            .with_company(self.company)
            .create(
                {
                    "name": "Allowance",
                    "kind_id": self.kind.id,
                    "text": "Corks",
                    "amount": amount,
                    "currency_id": self.env.ref("base.CNY").id,
                    "company_id": self.company.id,
                    "team_id": self.team.id,
                    **values,
                }
            )
        )
        if submit:
            request.action_submit()
        return request

    def asked(self, record, move="grant"):
        """Return the latest approval of a record, as the system sees it."""
        approvals = self.env["csm.approval"].sudo()
        return approvals.search(
            [("res_model", "=", record._name), ("res_id", "=", record.id), ("move", "=", move)],
            order="id desc",
            limit=1,
        )

    def approve(self, record, *users, move="grant"):
        for user in users:
            self.asked(record, move).with_user(user).action_approve()

    def signers(self, record, move="grant"):
        """Return whose signatures a request wants, in their order."""
        return [vote.step_id.role_id.code for vote in self.asked(record, move).vote_ids.sorted()]
