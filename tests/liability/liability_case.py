"""What the tests of verdicts share."""

from contextlib import contextmanager

from odoo.exceptions import UserError

from ..common.csm_case_base import CsmBase

MONDAY = "2026-03-02 01:00:00"


class LiabilityCase(CsmBase):
    """A case of the front desk on Monday 2 March 2026 at 9:00 in Shanghai, and who may be liable.

    The leader, a supervisor, proposes verdicts; the manager decides them. The outsider is an agent
    of another team who works for the leader.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.at(MONDAY)
        Department = cls.env["hr.department"]
        cls.cellar = Department.create({"name": "Cellar", "company_id": cls.company.id})
        cls.dock = Department.create({"name": "Dock", "company_id": cls.company.id})
        cls.supplier = cls.env["res.partner"].create({"name": "Cork Works"})
        cls.case = cls.new_case().with_env(cls.env)

    def setUp(self):
        super().setUp()
        self.at(MONDAY)

    # Regulations

    @classmethod
    def hold(cls, *codes):
        """Return the users who hold these roles from now on, by code."""
        holders = {}
        for code in codes:
            holders[code] = cls.new_user(code, "group_manager", superior=cls.executive)
            cls.give_role(code, holders[code])
        return holders

    def approve(self, record, *users):
        """Ask for the approval of the next step and let these users sign it in turn."""
        record.invalidate_recordset()
        if "waiting" not in record.sudo().approval_ids.mapped("state"):
            record.action_request_approval()
        for user in users:
            approval = record.sudo().approval_ids.filtered(lambda row: row.state == "waiting")
            self.assertEqual(approval.waiting_user_id, user)
            approval.with_user(user).action_approve()

    # Verdicts

    def share_vals(self, party, percent, **values):
        """Return a share of a department, an employee, a partner, or nobody."""
        kinds = {
            "hr.department": ("department", "department_id"),
            "hr.employee": ("employee", "employee_id"),
            "res.partner": ("supplier", "partner_id"),
        }
        if not party:
            return {"kind": "nobody", "percent": percent, **values}
        kind, name = kinds[party._name]
        return {"kind": kind, name: party.id, "percent": percent, **values}

    def new_verdict(self, *shares, user=None, case=None, loss=0, **values):
        """Return a verdict with these ``(party, percent)`` or ``(party, percent, values)``."""
        Liability = self.env["csm.liability"].with_user(user or self.leader)
        rows = [self.share_vals(*share[:2], **dict(*share[2:])) for share in shares]
        lines = [{"category": "other", "price": loss, "evidence": "Voucher 7"}] if loss else []
        return Liability.with_company(self.company).create(
            {
                "case_id": (case or self.case).id,
                "findings": "The closure let air in.",
                "share_ids": [(0, 0, row) for row in rows],
                "loss_line_ids": [(0, 0, line) for line in lines],
                **values,
            }
        )

    def decided(self, *shares, user=None, **values):
        """Return a verdict that has been proposed and decided."""
        verdict = self.new_verdict(*shares, **values)
        verdict.action_propose()
        verdict.with_user(user or self.manager).action_decide()
        return verdict

    def amounts(self, verdict):
        return verdict.sudo().share_ids.sorted("id").mapped("amount")

    def refusal(self, record, step):
        """Return the sentences that refuse a step."""
        with self.assertRaises(UserError) as refused:
            getattr(record, f"action_{step}")()
        return str(refused.exception)

    @contextmanager
    def refused(self, text):
        """The block is refused with a sentence that holds this text, and leaves nothing behind."""
        with self.assertRaises(UserError) as refused:
            yield
        self.assertIn(text, str(refused.exception))

    # Closed cases

    def closed_case(self, moment, **values):
        """Return a complaint closed at a moment in UTC."""
        self.at(moment)
        case = self.new_case(judgement="founded", user_id=self.agent.id, **values)
        for step in ("register", "reply", "judge", "close"):
            getattr(case, f"action_{step}")()
        return case.with_env(self.env)

    def new_review(self, month="2026-02-01", **values):
        Review = self.env["csm.liability.review"].with_user(self.executive)
        return Review.with_company(self.company).create(
            {"company_id": self.company.id, "month": month, **values}
        )
