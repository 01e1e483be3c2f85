from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..common.csm_http_base import CsmHttpBase
from ..presets.preset_case import ENTRIES

# Who holds which role; each signs for its own station.
ROLES = (
    "sales_manager",
    "gm_office",
    "quality_head",
    "production_head",
    "plant_office",
    "research_head",
    "deputy_gm",
    "gm",
    "warehouse_head",
    "accounting_head",
)
AUTHORITY = {"sales_manager": 1000, "deputy_gm": 5000}


@tagged("post_install", "-at_install", "csm", "csm_liability_tour")
class TestLiabilityStoryTour(CsmHttpBase):
    """One manufacturer complaint from the first word to who is liable (S2-09).

    It travels all stations; 4,800 CNY are approved by the deputy general manager and declined by
    the customer; the new form brings 5,000.01 CNY, which only the general manager approves; goods
    come back within the tolerance; the loss is borne 70 to 30.
    """

    follows_routes = True

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.currency_id = cls.env.ref("base.CNY")
        cls.persons = {code: cls.hold(code) for code in ROLES}
        cls.deputy = cls.persons["deputy_gm"]
        cls.adopt_with_authority()
        cls.press = cls.env["hr.department"].create(
            {"name": "Press Shop", "company_id": cls.company.id}
        )
        cls.supplier = cls.env["res.partner"].create({"name": "Steel Supplier"})
        cls.customer = cls.env["res.partner"].create({"name": "Caves du Port"})

    @classmethod
    def hold(cls, code):
        user = cls.new_user(code, "group_manager", superior=cls.executive)
        role = cls.env.ref(f"csm.csm_role_{code}", raise_if_not_found=False)
        if role:
            cls.env["csm.role.holder"].create(
                {
                    "role_id": role.id,
                    "company_id": cls.company.id,
                    "employee_id": cls.employee(user).id,
                    "date_from": "2010-01-01",
                }
            )
        return user

    @classmethod
    def adopt_with_authority(cls):
        """Adopt S2-09 with the amounts that the source leaves to the company."""
        adoption = (
            cls.env["csm.adoption"]
            .with_company(cls.company)
            .create(
                {
                    "regulation_id": cls.env.ref("csm.csm_regulation_s2_09").id,
                    "company_id": cls.company.id,
                    "adopted_on": "2010-01-01",
                    "reason": "Story",
                }
            )
        )
        for rule in adoption.approval_rule_ids.filtered("is_blank"):
            rule.write({"amount_up_to": AUTHORITY[rule.step_ids.role_id.code], "is_blank": False})
        for rules in adoption._rules():
            if rules._name == "csm.loss.basis":
                rules.write({"percent": 100, "is_blank": False})
        cls.fill_in(adoption)
        adoption.action_adopt()

    def hand_on(self, case, *codes):
        """Let the persons of these stations sign one after the other."""
        for code in codes:
            case.invalidate_recordset(["station_ids"])
            stay = case.sudo().station_ids.filtered(lambda stay: stay.state == "here")
            self.assertEqual(stay.user_id, self.persons[code], stay.route_step_id.name)
            stay = stay.with_user(stay.user_id)
            stay.opinion = f"Seen by {code}."
            stay.action_hand_back()
            self.assertEqual((stay.signed_by_id, stay.state), (self.persons[code], "left"))

    def found(self):
        """What the units find out and write down."""
        return {
            **{name: ENTRIES[name] for name in ("judgement", "cause", "plan") if name in ENTRIES},
            "judgement": "founded",
            "department_id": self.press.id,
            "responsible_employee_id": self.employee(self.outsider).id,
            "inspection": "Edges 0.4 mm above the limit.",
            "production_unit": "Press Shop",
            "machine_shift": "Press 2, night",
            "production_staff": "Shift B",
            "produced_on": "2026-01-10",
            "corrective_measures": "The gauge is set anew.",
            "sales_opinion": "They are right.",
            "negotiation_result": "They want an allowance.",
        }

    def travel(self, case):
        """The form passes all units up to the decision."""
        case.action_register()
        case.action_judge()
        self.hand_on(case, "sales_manager", "gm_office", "quality_head", "production_head")
        self.hand_on(case, "plant_office", "gm_office", "sales_manager")
        case.with_user(self.leader).action_read_negotiation()
        self.hand_on(case, "gm_office")

    def propose(self, case, **values):
        """Return a solution that the agent proposes."""
        Solution = self.env["csm.solution"].with_user(self.agent)
        return Solution.create(
            {"case_id": case.id, "kind": "allowance", "name": "Allowance", **values}
        )

    def signers(self, record):
        """Return who has signed for a record, in their order."""
        votes = record.sudo().approval_ids.vote_ids.filtered("decided_by_id")
        return votes.sorted("decided_at").decided_by_id

    def sign_all(self, record):
        """Let everybody sign whose approval a record waits for."""
        while waiting := record.sudo().approval_ids.filtered(lambda a: a.state == "waiting"):
            for approval in waiting:
                approval.with_user(approval.waiting_user_id).action_approve()

    def test_from_the_first_word_to_who_is_liable(self):
        first = self.new_case(
            name="Rough edges on sheets",
            partner_id=self.customer.id,
            user_id=self.agent.id,
            **{**ENTRIES, **self.found(), "decision": False},
        )
        self.travel(first)
        new = self.decline_at_the_deputy(first)
        allowance = self.accept_at_the_gm(new)
        back = self.return_within_the_tolerance(new)
        new.decision = "Allowance and return."
        new.action_decide()
        (allowance | back).action_execute()
        new.action_tell()
        new.action_execute()
        self.hand_on(new, "sales_manager")
        new.is_satisfied = True
        new.action_close()
        self.assertEqual(new.executed_amount, 5000.01)
        self.bear_seventy_to_thirty(new)

    def decline_at_the_deputy(self, first):
        """4,800 is the deputy's to approve; the customer declines; returns the new case."""
        solution = self.propose(first, amount=4800)
        with mute_logger("odoo.http"):
            self.start_tour("/odoo/my-cases", "csm_story_ask", login=self.agent.login)
        self.start_tour("/odoo/waiting-for-me", "csm_story_approve", login=self.deputy.login)
        self.assertEqual(self.signers(solution), self.deputy)
        self.start_tour("/odoo/my-cases", "csm_story_decline", login=self.agent.login)
        self.assertEqual(solution.state, "declined")
        new = self.env["csm.case"].search([("name", "=", first.name), ("id", "!=", first.id)])
        self.assertNotEqual(new.number, first.number)
        return new.with_user(self.agent)

    def accept_at_the_gm(self, new):
        """One cent above 5,000 is the general manager's; the customer accepts."""
        new.write(self.found())
        self.travel(new)
        solution = self.propose(new, amount=5000.01)
        solution.action_request_approval()
        waiting = solution.sudo().approval_ids.waiting_user_id
        self.assertEqual(waiting, self.persons["gm"])
        self.start_tour("/odoo/waiting-for-me", "csm_story_approve", login=waiting.login)
        self.assertEqual(self.signers(solution), waiting)
        solution.action_offer()
        solution.action_accept()
        return solution

    def return_within_the_tolerance(self, new):
        """104 come where 100 were approved and 5 % are allowed; booked with its proof."""
        solution = self.propose(new, kind="return", name="The sheets come back")
        solution.action_offer()
        solution.action_accept()
        line = {"product": "Sheet", "approved_quantity": 100, "unit_price": 12}
        note = (
            self.env["csm.return"]
            .with_user(self.agent)
            .create(
                {
                    "case_id": new.id,
                    "solution_id": solution.id,
                    "reason_id": self.env.ref("csm.csm_return_reason_defect").id,
                    "method": "Collected",
                    "basis": "Decision",
                    "has_order_tolerance": True,
                    "order_tolerance": 5,
                    "line_ids": [(0, 0, line)],
                }
            )
        )
        note.action_request_approval()
        self.sign_all(note)
        note.action_approve()
        note.line_ids.received_quantity = 104
        note.write({"instruction": "Take them all.", "instructed_by": "Sales Manager"})
        note.action_instruct()
        note.with_user(self.manager).action_receive()
        note.proof = "certificate"
        note.proof_attachment_ids = [(0, 0, {"name": "certificate.pdf", "raw": b"%PDF-1.4"})]
        note.with_user(self.manager).action_book()
        note.action_settle()
        self.assertEqual((note.state, note.receivable_amount), ("settled", 1248))
        return solution

    def bear_seventy_to_thirty(self, new):
        """The press shop bears 70, the supplier 30 percent of the loss, to the cent."""
        verdict = (
            self.env["csm.liability"]
            .with_user(self.leader)
            .create(
                {
                    "case_id": new.id,
                    "ground": "quality",
                    "tracking": "no",
                    "is_negligence": True,
                    "joint_department_ids": [(6, 0, self.press.ids)],
                    "findings": "The gauge was worn, and so was the steel.",
                    "share_ids": [
                        (
                            0,
                            0,
                            {"kind": "department", "department_id": self.press.id, "percent": 70},
                        ),
                        (
                            0,
                            0,
                            {"kind": "supplier", "partner_id": self.supplier.id, "percent": 29.99},
                        ),
                    ],
                }
            )
        )
        verdict.action_collect_losses()
        self.assertEqual(verdict.loss_amount, 6248.01)
        with self.assertRaisesRegex(UserError, "99.99"):
            verdict.action_propose()
        verdict.share_ids[1].percent = 30
        self.assertEqual(verdict.share_ids.mapped("amount"), [4373.61, 1874.40])
        verdict.action_propose()
        decider = verdict.with_user(self.manager)
        decider.action_request_approval()
        self.sign_all(decider)
        decider.action_decide()
        self.assertEqual(verdict.state, "decided")
