from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged

from ..common.csm_people_base import CsmPeopleBase
from ..common.proves import proves


@tagged("post_install", "-at_install", "csm", "csm_intake")
class TestIntakeDesk(CsmPeopleBase):
    """Urgent customers, complaints from anybody, new demands, related cases, likenesses."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for user in (cls.leader, cls.agent):
            user.group_ids |= cls.env.ref("base.group_partner_manager")
        cls.customer = cls.env["res.partner"].create({"name": "Grand Hotel", "is_company": True})
        cls.clerk = cls.env["res.partner"].create({"name": "Clerk", "parent_id": cls.customer.id})

    # Urgent customers

    def declare_urgent(self, user=None, **values):
        values = {"csm_is_urgent": True, "csm_urgent_reason": "Biggest buyer", **values}
        self.rpc(user or self.leader, "res.partner", "write", self.customer.ids, values)

    def test_a_supervisor_declares_a_customer_urgent_with_a_reason(self):
        with self.assertRaisesRegex(AccessError, "Only a supervisor"):
            self.declare_urgent(self.agent)
        with self.assertRaisesRegex(UserError, "without a reason"):
            self.declare_urgent(csm_urgent_reason=False)
        self.declare_urgent()
        self.assertEqual(self.customer.csm_urgent_by_id, self.leader)
        with self.assertRaises(AccessError):
            self.declare_urgent(csm_urgent_by_id=self.agent.id)

    def test_open_cases_follow_and_closed_ones_stay(self):
        mine = self.new_case(partner_id=self.clerk.id)
        over = self.new_case(partner_id=self.customer.id, void_reason="Twice")
        over.state = "void"
        self.declare_urgent()
        later = self.new_case(partner_id=self.clerk.id)
        self.assertEqual(
            [mine.partner_is_urgent, over.partner_is_urgent, later.partner_is_urgent],
            [True, False, True],
        )
        with self.assertRaises(UserError):
            self.rpc(self.agent, "csm.case", "write", mine.ids, {"partner_is_urgent": False})

    def test_a_rule_may_name_urgent_customers(self):
        regulation = self.new_regulation("T-07")
        self.new_rule(
            regulation, domain="[('partner_is_urgent', '=', True)]", delay=1, obligation="plan"
        )
        self.adopt_regulation(regulation)
        case = self.new_case(partner_id=self.clerk.id)
        plan = lambda: case.sudo().deadline_ids.filtered(  # noqa: E731
            lambda row: row.obligation_id.code == "plan"
        )
        self.assertFalse(plan())
        self.declare_urgent()
        case.invalidate_recordset()
        self.assertEqual(plan().state, "running")

    def test_the_last_day_of_urgency_counts_and_the_next_does_not(self):
        case = self.new_case(partner_id=self.customer.id)
        # Days are those of the company's clock, which may be a day ahead.
        zone = self.company.resource_calendar_id.tz
        today = fields.Date.context_today(self.env["res.partner"].with_context(tz=zone))
        for day, urgent in ((today, True), (today.replace(year=2020), False)):
            self.declare_urgent(csm_urgent_until=str(day))
            self.env["res.partner"]._csm_cron_end_urgency()
            case.invalidate_recordset()
            self.assertEqual(case.partner_is_urgent, urgent)

    # Complaints from anybody

    def report(self, user, **values):
        values = {
            "name": "Rude driver",
            "description": "He shouted.",
            "partner_name": "Ms Li",
            **values,
        }
        wizard = self.rpc(user, "csm.case.report.wizard", "create", [values])
        self.rpc(user, "csm.case.report.wizard", "action_report", wizard)
        return self.env["csm.case"].search([("name", "=", "Rude driver")], limit=1)

    @proves("S2-17-19")
    def test_every_employee_takes_a_complaint(self):
        for role in ("internal", "auditor", "agent"):
            case = self.report(self.people[role])
            self.assertEqual(case.kind, "complaint")
            self.assertEqual(case.first_responder_id, self.people[role])
            self.assertEqual(case.company_id, self.company)
            self.assertTrue(case.team_id and case.number)
            case.name = "Seen"
        self.assertFalse(self.people["internal"].has_group("csm.group_agent"))

    @proves("S2-17-19")
    def test_whoever_reports_sees_no_case_by_it(self):
        case, user = self.report(self.people["internal"]), self.people["internal"]
        with self.assertRaises(AccessError):
            self.rpc(user, "csm.case", "read", case.ids, ["name"])
        with self.assertRaises(AccessError):
            self.report(self.people["portal"])
        with self.assertRaises(UserError):
            self.report(user, company_id=self.foreign_company.id)

    # New demands

    def with_sales_team(self):
        sales_leader = self.new_user("sales", "group_agent")
        sales = self.env["crm.team"].create(
            {"name": "Sales", "company_id": self.company.id, "user_id": sales_leader.id}
        )
        self.team.crm_team_id = sales
        return sales, sales_leader

    def demand(self, case):
        wizard = self.env["csm.case.demand.wizard"].with_user(self.agent)
        wizard.create(
            {"res_model": "csm.case", "res_id": case.id, "name": "Magnums"}
        ).action_hand_over()
        return self.env["crm.lead"].search([("csm_case_id", "=", case.id)])

    @proves("S0-15-20")
    def test_a_new_demand_goes_to_the_leader_of_the_sales_team(self):
        sales, sales_leader = self.with_sales_team()
        case = self.new_case(partner_id=self.clerk.id, user_id=self.agent.id)
        lead = self.demand(case)
        self.assertEqual((lead.name, lead.team_id, lead.user_id), ("Magnums", sales, sales_leader))
        self.assertEqual(lead.partner_id, self.clerk)
        self.assertEqual(lead.csm_source_number, case.number)
        self.assertEqual(case.demand_count, 1)

    @proves("S0-15-20")
    def test_when_the_goods_arrive_the_customer_is_told(self):
        self.with_sales_team()
        case = self.new_case(user_id=self.agent.id)
        lead = self.demand(case)
        with self.assertRaisesRegex(UserError, "no arrival"):
            lead.action_csm_told()
        lead.action_csm_arrived()
        activity = case.sudo().activity_ids
        self.assertEqual(activity.user_id, self.agent)
        self.assertIn("Magnums", activity.summary)
        self.assertTrue(lead.csm_is_to_tell and case.is_arrival_to_tell)
        with self.assertRaisesRegex(UserError, "arrived already"):
            lead.action_csm_arrived()
        with self.assertRaises(AccessError):
            self.rpc(self.outsider, "csm.case", "action_demand_told", case.ids)
        self.rpc(self.agent, "csm.case", "action_demand_told", case.ids)
        self.assertFalse(lead.csm_is_to_tell)
        self.assertFalse(activity.exists())

    @proves("S0-15-20")
    def test_after_the_case_the_salesperson_tells_the_customer(self):
        _sales, sales_leader = self.with_sales_team()
        case = self.new_case(user_id=self.agent.id)
        lead = self.demand(case)
        case.write({"void_reason": "Twice", "state": "void"})
        lead.action_csm_arrived()
        self.assertEqual(lead.activity_ids.user_id, sales_leader)
        lead.action_csm_told()
        self.assertFalse(lead.activity_ids)

    def test_a_contact_hands_a_demand_on_too(self):
        _sales, sales_leader = self.with_sales_team()
        contact = (
            self.env["csm.contact"]
            .with_user(self.agent)
            .with_company(self.company)
            .create({"partner_id": self.clerk.id, "team_id": self.team.id})
        )
        self.declare_urgent()
        self.assertTrue(contact.partner_is_urgent)
        context = contact.action_new_demand()["context"]
        wizard = self.env["csm.case.demand.wizard"].with_user(self.agent)
        wizard.with_context(**context).create({"name": "Magnums"}).action_hand_over()
        lead = self.env["crm.lead"].search([("csm_contact_id", "=", contact.id)])
        self.assertEqual((lead.user_id, lead.partner_id), (sales_leader, self.clerk))
        self.assertEqual(contact.demand_count, 1)

    def test_a_demand_of_a_case_one_does_not_see_is_refused(self):
        wizard = self.env["csm.case.demand.wizard"].with_user(self.outsider)
        demand = wizard.create({"res_model": "csm.case", "res_id": self.case.id, "name": "x"})
        with self.assertRaises(AccessError):
            demand.action_hand_over()
        other = wizard.create({"res_model": "res.users", "res_id": 1, "name": "x"})
        with self.assertRaisesRegex(UserError, "makes no demands"):
            other.action_hand_over()

    # Related cases

    def test_a_case_with_open_cases_below_is_not_closed(self):
        above = self.new_case(user_id=self.agent.id, kind="inquiry")
        below = self.new_case(user_id=self.agent.id, kind="inquiry", parent_id=above.id)
        (above | below).action_register()
        (above | below).action_judge()
        self.assertEqual(above.child_count, 1)
        with self.assertRaisesRegex(UserError, "1 open cases below it"):
            above.action_close()
        below.action_close()
        above.action_close()

    def test_no_case_is_part_of_itself(self):
        first = self.new_case()
        second = self.new_case(parent_id=first.id)
        third = self.new_case(parent_id=second.id)
        with self.assertRaisesRegex(ValidationError, "part of itself"):
            first.parent_id = third

    def test_nobody_links_to_a_case_they_may_not_read(self):
        mine = self.new_case(team_id=self.other_team.id, user_id=self.outsider.id)
        values = {"case_id": mine.id, "other_id": self.case.id}
        with self.assertRaises(AccessError):
            self.rpc(self.outsider, "csm.case.link", "create", [values])
        own = self.new_case()
        self.rpc(
            self.agent, "csm.case.link", "create", [{"case_id": own.id, "other_id": self.case.id}]
        )
        for user, seen in ((self.agent, 1), (self.outsider, 0), (self.people["accused"], 0)):
            found = self.rpc(user, "csm.case.link", "search_count", [("case_id", "=", own.id)])
            self.assertEqual(found, seen)

    # Likenesses

    def test_each_likeness_is_told_with_its_reason(self):
        known = self.new_case(
            name="Corks leak",
            partner_id=self.clerk.id,
            partner_phone="+86 551 6550 1188",
            partner_email="clerk@hotel.example.com",
            order_number="A-17",
            batch_number="L9",
        )
        for values, why in (
            ({"partner_id": self.customer.id}, "same customer"),
            ({"partner_phone": "0086-551-65501188"}, "same telephone number"),
            ({"partner_email": "Clerk@Hotel.example.com"}, "same e-mail address"),
            ({"order_number": "A-17"}, "same order"),
            ({"batch_number": "L9"}, "same lot"),
            ({"name": "Re: leak, corks!"}, "same subject"),
        ):
            with self.subTest(why=why):
                case = self.new_case(**{"name": f"Other {why}", "partner_name": "X", **values})
                self.assertEqual(case.duplicate_count, 1)
                self.assertIn(why, case.duplicate_hint)
                shown = known.with_context(csm_duplicate_of=case.ids)
                self.assertEqual(shown.duplicate_why, why)
                case.write({"void_reason": "Twice", "state": "void"})

    def test_the_hint_comes_while_typing(self):
        self.new_case(name="Corks leak", order_number="A-17")
        with Form(self.env["csm.case"].with_user(self.agent).with_company(self.company)) as form:
            form.name = "Something else"
            self.assertFalse(form.duplicate_hint)
            form.order_number = "A-17"
            self.assertIn("same order", form.duplicate_hint)
            form.partner_name = "Ms Li"

    def test_a_case_one_may_not_read_is_no_hint(self):
        hidden = self.new_case(team_id=self.other_team.id, order_number="A-17")
        hidden.write({"first_responder_id": self.outsider.id, "user_id": self.outsider.id})
        case = self.new_case(order_number="A-17")
        self.assertEqual(case.duplicate_count, 0)
        self.assertEqual(case.with_user(self.manager).duplicate_count, 1)

    def test_what_lies_too_far_back_is_no_hint(self):
        old = self.new_case(order_number="A-17", received_at="2026-02-01 01:00:00")
        case = self.new_case(order_number="A-17")
        self.company.csm_duplicate_days = 29
        self.assertEqual(case.duplicate_count, 1)
        self.company.csm_duplicate_days = 28
        case.invalidate_recordset()
        self.assertEqual(case.duplicate_count, 0)
        self.assertTrue(old)

    def test_the_hint_costs_two_queries(self):
        case = self.new_case(order_number="A-17", partner_id=self.clerk.id)
        self.new_case(order_number="A-17")
        case.with_user(self.agent).duplicate_count  # noqa: B018 - fills the caches of rights
        case.invalidate_recordset(["duplicate_count", "duplicate_hint"])
        with self.assertQueryCount(2):
            case.with_user(self.agent)._duplicates()
