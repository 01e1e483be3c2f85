"""What the tests of solutions, return notes, certificates and refunds share."""

from base64 import b64encode

from odoo.exceptions import UserError

from ..common.csm_case_base import CsmBase

MONDAY = "2026-03-02 01:00:00"
PIXEL = b64encode(b"GIF89a")
PAPER = {"method": "Taken back to the works", "basis": "Decision in the case"}


class ResolutionCase(CsmBase):
    """A case of a customer at the front desk, on Monday 2 March 2026 at 9:00 in Shanghai."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.at(MONDAY)
        cls.cny = cls.env.ref("base.CNY")
        cls.usd = cls.env.ref("base.USD")
        (cls.cny | cls.usd).active = True
        cls.company.currency_id = cls.cny
        cls.customer = cls.env["res.partner"].create({"name": "Haichuan Valves"})

    def setUp(self):
        super().setUp()
        self.at(MONDAY)
        self.case = self.new_case(
            partner_id=self.customer.id, order_number="HT-1", shipped_on="2026-02-20"
        )
        self.case.action_register()

    @classmethod
    def adopt_only(cls, *ids):
        """Adopt the regulations of these catalogued rules, with no other of their rules."""
        adoptions = cls.env["csm.adoption"]
        for code in dict.fromkeys(number[:5] for number in ids):
            regulation = cls.env["csm.regulation"].search([("code", "=", code)])
            adoption = adoptions.create(
                {
                    "regulation_id": regulation.id,
                    "company_id": cls.company.id,
                    "adopted_on": "2010-01-01",
                    "reason": "Test",
                }
            )
            for rules in adoption._rules():
                rules.filtered(
                    lambda rule: set(ids).isdisjoint((rule.article_id.catalog_ids or "").split())
                ).unlink()
            cls.env.flush_all()
            cls.env.invalidate_all()
            adoption.action_adopt()
            adoptions |= adoption
        return adoptions

    def solution(self, name="A discount", user=None, **values):
        """Return a solution the agent proposes."""
        Solution = self.env["csm.solution"].with_user(user or self.agent)
        return Solution.with_company(self.company).create(
            {"case_id": self.case.id, "kind": "allowance", "name": name, **values}
        )

    def reason(self, code):
        return self.env.ref(f"csm.csm_return_reason_{code}").id

    def note(self, reason="defect", quantity=100, user=None, lines=None, **values):
        """Return a return note of the agent for so many valves of 10 CNY."""
        if lines is None:
            lines = [{"product": "Valve", "unit_price": 10, "approved_quantity": quantity}]
        Note = self.env["csm.return"].with_user(user or self.agent)
        return Note.with_company(self.company).create(
            {
                "case_id": self.case.id,
                "reason_id": self.reason(reason),
                "line_ids": [(0, 0, line) for line in lines],
                **PAPER,
                **values,
            }
        )

    def allowance(self, amount=4800, **values):
        Allowance = self.env["csm.allowance"].with_user(self.agent).with_company(self.company)
        return Allowance.create(
            {"case_id": self.case.id, "amount": amount, "reason": "Short weight", **values}
        )

    def refund(self, **values):
        Refund = self.env["csm.refund"].with_user(self.agent).with_company(self.company)
        amount = {} if values.get("kind") == "area" else {"amount": 1000}
        return Refund.create({"case_id": self.case.id, **amount, **values})

    def receive(self, note, quantity):
        """Let the warehouse count so many and sign for them."""
        note.line_ids[0].received_quantity = quantity
        note.action_receive()
        return note

    def file(self, user=None, name="proof.pdf"):
        """Return a file a user has just uploaded, which hangs on nothing yet."""
        File = self.env["ir.attachment"].with_user(user or self.agent)
        return File.create({"name": name, "raw": b"stamped"})

    def assert_refused(self, step, *texts):
        """The step is refused in a sentence that says all this."""
        with self.assertRaises(UserError) as refusal:
            step()
        for text in texts:
            self.assertIn(text, str(refusal.exception))

    def copies(self, paper):
        """Return ``[(number, holder)]`` in the order in which the copies were handed over."""
        paper.invalidate_recordset(["copy_ids"])
        return [(row.number, row.holder) for row in paper.copy_ids.sorted("id")]
