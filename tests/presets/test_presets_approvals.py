from odoo.exceptions import UserError
from odoo.tests import tagged

from ..approvals.approval_case import ApprovalCase
from ..common.proves import proves

NEW_ROLES = (
    "engineering_manager",
    "gps_manager",
    "office_head",
    "general_affairs_head",
    "finance_head",
    "owners_committee",
    "legal_counsel",
    "project_head",
)


class ApprovalPresetCase(ApprovalCase):
    """A company whose roles are all held, with a department that has a manager."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for code in NEW_ROLES:
            cls.holders[code] = cls.new_user(code, "group_manager")
            cls.hold(code, cls.holders[code])
        cls.head = cls.new_user("head", "group_supervisor")
        cls.department = cls.env["hr.department"].create(
            {
                "name": "Workshop",
                "company_id": cls.company.id,
                "manager_id": cls.employee(cls.head).id,
            }
        )

    def apply(self, code, amount=0, submit=True, **values):
        """Return an application of a kind, handed in."""
        kind = self.env.ref(f"csm.csm_request_kind_{code}")
        return self.request(amount, submit=submit, kind_id=kind.id, **values)

    def assert_granted_by(self, article, *users, **values):
        """An application of these values is granted by these persons, in this order, alone."""
        request = self.apply(**values)
        self.assertEqual(request.state, "submitted")
        with self.assertRaises(UserError) as refused:
            request.with_user(self.manager).action_grant()
        self.assertIn(f"§ {article} ", str(refused.exception))
        with self.assertRaisesRegex(UserError, "not granted yet"):
            request.action_carry_out()
        approval = self.asked(request)
        for user in users:
            self.assertEqual(approval.waiting_user_id, user)
            approval.with_user(user).action_approve()
        self.assertEqual(request.state, "granted")
        request.action_carry_out()
        return request

    def assert_confirmed_by(self, article, user, **values):
        """One acts first; this person confirms it afterwards."""
        request = self.apply(submit=False, **values)
        request.action_carry_out()
        self.assertEqual(request.state, "done")
        approval = self.asked(request, "carry_out")
        self.assertEqual((approval.state, approval.waiting_user_id), ("waiting", user))
        self.assertIn(f"§ {article} ", request.approval_text)
        owed = [
            ("state", "=", "done"),
            ("approval_ids", "any", [("is_afterwards", "=", True), ("state", "=", "waiting")]),
        ]
        self.assertIn(request, self.env["csm.request"].search(owed))
        approval.with_user(user).action_approve()
        self.assertNotIn(request, self.env["csm.request"].search(owed))


@tagged("post_install", "-at_install", "csm", "csm_presets")
class TestPresetsApprovals(ApprovalPresetCase):
    """Applications of the regulations: whose approval each kind wants."""

    @proves("S0-01-14")
    def test_wiring_is_the_engineering_managers(self):
        self.adopt("csm_regulation_s0_01")
        self.assert_granted_by(14, self.holders["engineering_manager"], code="wiring")

    @proves("S0-05-22")
    def test_a_verbal_instruction_is_confirmed_by_whoever_gave_it(self):
        self.adopt("csm_regulation_s0_05")
        with self.assertRaisesRegex(UserError, "§ 22 .*Who Said So"):
            self.apply("verbal", submit=False).action_carry_out()
        self.assert_confirmed_by(22, self.quality, code="verbal", instructor_id=self.quality.id)

    @proves("S0-05-23")
    def test_outside_technicians_are_the_department_managers(self):
        self.adopt("csm_regulation_s0_05")
        self.assert_granted_by(23, self.head, code="outsourced", department_id=self.department.id)

    @proves("S0-06-09")
    def test_help_first_and_the_sheet_afterwards(self):
        self.adopt("csm_regulation_s0_06")
        self.assert_confirmed_by(
            9, self.head, code="work_contact", department_id=self.department.id
        )

    @proves("S0-06-20")
    def test_in_an_emergency_the_sheet_follows(self):
        self.adopt("csm_regulation_s0_06")
        self.assert_confirmed_by(
            20,
            self.head,
            code="work_contact",
            is_urgent=True,
            department_id=self.department.id,
        )

    @proves("S0-06-15")
    def test_the_office_rules_on_disputes(self):
        self.adopt("csm_regulation_s0_06")
        self.assert_granted_by(15, self.holders["office_head"], code="dispute")
        refused = self.apply("dispute")
        approval = self.asked(refused)
        approval.with_user(self.holders["office_head"])._decide("refuse", "Sales is to do it")
        self.assertEqual((refused.state, refused.refuse_reason), ("refused", "Sales is to do it"))

    @proves("S0-08-12")
    def test_the_list_of_rewards_climbs(self):
        self.adopt("csm_regulation_s0_08")
        affairs = self.holders["general_affairs_head"]
        self.assert_granted_by(12, affairs, self.gm, code="reward_list", amount=1100)

    @proves("S1-01-14")
    def test_large_orders_are_the_superiors_above_the_companys_figure(self):
        adoption = self.adopt("csm_regulation_s1_01")
        rule = adoption.approval_rule_ids.filtered(lambda rule: rule.article_id.number == "14")
        self.assertTrue(rule.preset_id.is_blank)
        self.assertEqual(rule.amount_above, 30)
        self.assertEqual(self.apply("large_order", 30).state, "granted")
        self.assert_granted_by(14, self.leader, code="large_order", amount=30.01)

    @proves("S1-04-01")
    def test_revenue_and_purchases_pass_accounting(self):
        self.adopt("csm_regulation_s1_04")
        for code in ("service_revenue", "purchase"):
            self.assert_granted_by(1, self.holders["finance_head"], code=code, amount=5)

    @proves("S1-04-02")
    def test_handling_follows_the_table_of_authority(self):
        adoption = self.adopt("csm_regulation_s1_04")
        rule = adoption.approval_rule_ids.filtered(lambda rule: rule.article_id.number == "2")
        self.assertTrue(rule.preset_id.is_blank)
        values = {"code": "service_handling", "department_id": self.department.id}
        self.assertEqual(self.apply(amount=rule.amount_above, **values).state, "granted")
        self.assert_granted_by(2, self.head, amount=rule.amount_above + 0.01, **values)

    @proves("S1-04-10")
    def test_service_out_of_town_is_the_department_managers(self):
        self.adopt("csm_regulation_s1_04")
        self.assert_granted_by(
            10,
            self.head,
            code="remote_service",
            amount=800,
            department_id=self.department.id,
        )

    @proves("S1-06-22")
    def test_seals_are_the_supervisors(self):
        self.adopt("csm_regulation_s1_06")
        self.assert_granted_by(22, self.leader, code="seal")

    @proves("S1-08-10")
    def test_hospitality_is_the_superiors(self):
        self.adopt("csm_regulation_s1_08")
        self.assert_granted_by(10, self.leader, code="hospitality", amount=300)

    @proves("S1-13-07")
    def test_a_broadcast_is_scheduled_bilingual_and_approved(self):
        self.adopt("csm_regulation_s1_13")
        with self.assertRaisesRegex(UserError, "§ 7 .*Second Language, Planned for|§ 7 .*Planned"):
            self.apply("broadcast")
        self.assert_granted_by(
            7,
            self.leader,
            code="broadcast",
            second_text="Добро пожаловать",
            planned_on="2026-03-03",
        )

    @proves("S2-03-08")
    def test_the_quarterly_report_is_the_general_managers(self):
        self.adopt("csm_regulation_s2_03")
        self.assert_granted_by(8, self.gm, code="quarterly_report")

    @proves("S3-01-22")
    def test_events_are_the_owners_committees(self):
        self.adopt("csm_regulation_s3_01")
        self.assert_granted_by(22, self.holders["owners_committee"], code="event", amount=900)

    @proves("S3-04-16")
    def test_compensation_climbs_level_by_level_with_its_agreement(self):
        self.adopt("csm_regulation_s3_04")
        with self.assertRaisesRegex(UserError, "§ 16 .*Supplementary Agreement"):
            self.apply("compensation", 900)
        self.employee(self.executive).parent_id = self.employee(self.gm)
        self.assert_granted_by(
            16,
            self.holders["legal_counsel"],
            self.leader,
            self.manager,
            self.executive,
            self.gm,
            code="compensation",
            amount=900,
            agreement="eA==",
        )

    @proves("S3-06-20")
    def test_a_budget_is_approved_and_kept(self):
        self.adopt("csm_regulation_s3_06")
        budget = self.assert_granted_by(
            20, self.holders["project_head"], code="budget", amount=1000
        )
        first = self.request(700, budget_id=budget.id)
        first.with_user(self.leader).action_grant()
        second = self.request(300.01, budget_id=budget.id)
        with self.assertRaisesRegex(UserError, "300.01.*300.00"):
            second.with_user(self.leader).action_grant()
        second.amount = 300
        second.with_user(self.leader).action_grant()
        self.assertEqual(budget.spent_amount, 1000)

    @proves("S3-09-21")
    def test_a_price_is_lowered_by_half_at_most(self):
        self.adopt("csm_regulation_s3_09")
        with self.assertRaisesRegex(UserError, "§ 21 .*half at most"):
            self.apply("price_change", 50.01, reference_amount=100)
        self.assertEqual(self.apply("price_change", 50, reference_amount=100).state, "submitted")


@tagged("post_install", "-at_install", "csm", "csm_presets")
class TestPresetsApprovalsCases(ApprovalPresetCase):
    """Steps of cases and what is offered to customers."""

    def assert_moved(self, record, move, article, *users):
        with self.assertRaises(UserError) as refused:
            getattr(record, f"action_{move}")()
        self.assertIn(f"§ {article} ", str(refused.exception))
        record.with_context(csm_move=move).action_request_approval()
        for user in users:
            self.assertEqual(self.asked(record, move).waiting_user_id, user)
            self.approve(record, user, move=move)
        getattr(record, f"action_{move}")()

    @proves("S0-05-09")
    def test_a_technician_is_sent_after_the_division_manager_agreed(self):
        self.adopt("csm_regulation_s0_05")
        case = self.new_case(
            kind="service",
            user_id=self.agent.id,
            description="<p>x</p>",
            published_line=True,
            channel="visit",
        )
        case.action_register()
        self.assert_moved(case, "judge", 9, self.holders["gps_manager"])
        self.assertEqual(case.state, "handling")

    @proves("S0-13-06")
    def test_a_solution_needs_the_head_of_quality_and_the_manager(self):
        adoption = self.adopt_left("csm_regulation_s0_13", "S0-13-06")
        self.assertTrue(adoption)
        case = self.new_case(user_id=self.agent.id, judgement="founded", decision="Replace it")
        case.action_register()
        case.action_judge()
        self.assert_moved(case, "decide", 6, self.quality, self.gm)
        self.assertEqual(case.state, "decided")

    def solution(self, amount):
        case = self.new_case(user_id=self.agent.id, judgement="founded")
        case.action_register()
        case.action_judge()
        return (
            self.env["csm.solution"]
            .with_user(self.agent)
            .create(
                {
                    "case_id": case.id,
                    "kind": "allowance",
                    "name": "Allowance",
                    "amount": amount,
                    "currency_id": self.env.ref("base.CNY").id,
                }
            )
        )

    def adopt_left(self, regulation, *ids):
        """Adopt a regulation with nothing but the rules of these catalog ids."""
        adoption = self.env["csm.adoption"].create(
            {
                "regulation_id": self.env.ref(f"csm.{regulation}").id,
                "company_id": self.company.id,
                "adopted_on": "2010-01-01",
                "reason": "Test",
            }
        )
        self.fill_in(adoption)
        for rules in adoption._rules():
            rules.filtered(
                lambda rule: set(ids).isdisjoint((rule.article_id.catalog_ids or "").split())
            ).active = False
        self.tiers(adoption)
        adoption.action_adopt()
        return adoption

    def tiers(self, adoption):
        """Enter the company's own limits where the source states none."""
        blank = adoption.approval_rule_ids.filtered(
            lambda rule: rule.preset_id.is_blank and not rule.is_unbounded
        )
        for rule, top in zip(blank.sorted("sequence"), (2000, 8000), strict=False):
            rule.amount_up_to = top

    def assert_tiers(self, article, *tiers):
        for amount, role in tiers:
            with self.subTest(amount=amount):
                solution = self.solution(amount)
                self.assert_moved(solution, "offer", article, self.holders[role])
                self.assertEqual(solution.state, "offered")

    @proves("S1-04-35")
    def test_what_a_complaint_costs_is_approved_by_amount(self):
        self.adopt_left("csm_regulation_s1_04", "S1-04-35")
        self.assert_tiers(
            35,
            (1, "sales_manager"),
            (1000.00, "sales_manager"),
            (1000.01, "deputy_gm"),
            (5000.00, "deputy_gm"),
            (5000.01, "gm"),
        )

    @proves("S2-09-16")
    def test_a_manufacturer_enters_limits_of_its_own(self):
        presets = self.env["csm.approval.rule"].search(
            [("article_id.catalog_ids", "=", "S2-09-16"), ("company_id", "=", False)]
        )
        self.assertEqual(presets.mapped("is_blank"), [True, True, False])
        self.adopt_left("csm_regulation_s2_09", "S2-09-16")
        self.assert_tiers(
            16,
            (2000, "sales_manager"),
            (2000.01, "deputy_gm"),
            (8000, "deputy_gm"),
            (8000.01, "gm"),
        )

    @proves("S2-09-23")
    def test_nothing_is_offered_beyond_ones_authority(self):
        self.adopt_left("csm_regulation_s2_09", "S2-09-16")
        solution = self.solution(4800)
        with self.assertRaisesRegex(UserError, "wants the approval of Deputy General Manager"):
            solution.action_offer()
        with self.assertRaises(UserError):
            solution.with_user(self.gm).write({"state": "offered"})
        self.assertEqual(solution.state, "proposed")
