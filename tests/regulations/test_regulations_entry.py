from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from ..common.csm_people_base import CsmPeopleBase


@tagged("post_install", "-at_install", "csm", "csm_regulations")
class TestRegulationsEntry(CsmPeopleBase):
    """What the adopted regulations want on record before a step."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.law = cls.new_regulation("T-07")

    def rule(self, move, *names, teams=(), on="2010-01-01", **values):
        """Put one entry rule into force; returns the company's copy."""
        preset = self.new_entry_rule(self.law, move, *names, **values)
        adoption = self.env["csm.adoption"].create(
            {
                "regulation_id": self.law.id,
                "company_id": self.company.id,
                "adopted_on": on,
                "team_ids": [(6, 0, [team.id for team in teams])],
                "reason": "Test",
            }
        )
        adoption.action_adopt()
        return self.env["csm.entry.rule"].search([("preset_id", "=", preset.id)])

    def assert_refused(self, act, *parts):
        with self.assertRaises(UserError) as refusal:
            act()
        for part in parts:
            self.assertIn(part, str(refusal.exception))

    def test_a_refusal_names_the_record_the_fields_and_the_article(self):
        self.rule("register", "demand", "order_number")
        case = self.new_case()
        self.assert_refused(
            case.action_register,
            case.display_name,
            "“Entries” (T-07 § 1 Replies)",
            "Customer's Demand, Order Number",
            "Enter what is missing",
        )
        case.demand = "A new bottle"
        self.assert_refused(case.action_register, "on record: Order Number.")
        case.order_number = "A-17"
        case.action_register()
        self.assertTrue(case.registered_at)

    def test_a_remote_write_of_the_state_meets_the_same_refusal(self):
        self.rule("register", "demand")
        case = self.new_case()
        write = self.rpc
        self.assert_refused(
            lambda: write(self.agent, "csm.case", "write", case.ids, {"state": "registered"}),
            "T-07",
        )
        self.assert_refused(
            lambda: write(
                self.agent,
                "csm.case",
                "write",
                case.ids,
                {"state": "registered", "demand": False, "plan": "x"},
            ),
            "T-07",
        )
        self.rpc(
            self.agent, "csm.case", "write", case.ids, {"state": "registered", "demand": "A bottle"}
        )
        self.assertEqual(case.state, "registered")

    def test_a_preset_and_a_draft_refuse_nothing(self):
        self.new_entry_rule(self.law, "register", "demand")
        self.env["csm.adoption"].create(
            {"regulation_id": self.law.id, "company_id": self.company.id, "reason": "Test"}
        )
        self.new_case().action_register()

    def test_only_records_of_the_domain_are_asked(self):
        self.rule("register", "demand", domain="[('kind', '=', 'complaint')]")
        self.new_case(kind="inquiry").action_register()
        self.assert_refused(self.new_case().action_register, "T-07")

    def test_only_the_teams_of_the_adoption_are_asked(self):
        self.rule("register", "demand", teams=[self.other_team])
        self.new_case().action_register()
        other = self.new_case(self.outsider, team_id=self.other_team.id)
        self.assert_refused(other.action_register, "T-07")

    def test_another_company_is_not_asked(self):
        self.rule("register", "demand")
        user = self.people["abroad"]
        model = self.env["csm.case"].with_user(user).with_company(self.foreign_company)
        team = self.env["csm.team"].create(
            {"name": "Desk", "company_id": self.foreign_company.id, "member_ids": [(4, user.id)]}
        )
        case = model.create(
            {
                "name": "Report",
                "team_id": team.id,
                "company_id": self.foreign_company.id,
                "category_id": self.category.id,
                "partner_name": "Mr Braun",
            }
        )
        case.action_register()
        self.assertEqual(case.state, "registered")

    def test_a_record_follows_the_rules_valid_at_its_receipt(self):
        self.rule("register", "demand", on="2026-03-02")
        # 2 March begins at 16:00 on the evening before, in UTC.
        earlier = self.new_case(received_at="2026-03-01 15:59:59")
        earlier.action_register()
        later = self.new_case(received_at="2026-03-01 16:00:00")
        self.assert_refused(later.action_register, "T-07")

    def test_an_ended_rule_asks_those_that_began_before_its_end(self):
        copy = self.rule("register", "demand")
        copy.adoption_id.ends_on = "2026-03-01"
        copy.adoption_id.action_end()
        before = self.new_case(received_at="2026-03-01 15:59:59")
        self.assert_refused(before.action_register, "T-07")
        self.new_case(received_at="2026-03-01 16:00:00").action_register()

    def test_a_new_version_asks_for_what_it_says(self):
        copy = self.rule("register", "demand")
        version = copy._new_version(self.env.cr.now(), {})
        version.field_names = "order_number"
        old = self.new_case(received_at="2026-03-02 00:59:59", order_number="7")
        self.assert_refused(old.action_register, "Customer's Demand")
        new = self.new_case(received_at="2026-03-02 01:00:00", demand="A bottle")
        self.assert_refused(new.action_register, "Order Number")

    def test_what_looks_filled_in_is_empty(self):
        self.rule(
            "register", "description", "defective_quantity", "has_sample", "accused_employee_ids"
        )
        case = self.new_case(description="<p><br></p>", demand=" ")
        self.assert_refused(
            case.action_register,
            "What Happened",
            "Defective Quantity",
            "Sample Attached",
            "Complained About",
        )
        case.write(
            {
                "description": "<p>Cork</p>",
                "defective_quantity": 0.5,
                "has_sample": True,
                "accused_employee_ids": [(4, self.accused_employees[0].id)],
            }
        )
        case.action_register()
        self.assertEqual(case.state, "registered")

    def test_blanks_are_no_text(self):
        self.rule("register", "demand")
        self.assert_refused(self.new_case(demand=" \n ").action_register, "Customer's Demand")

    def test_all_rules_in_force_are_asked_and_named(self):
        self.new_entry_rule(self.law, "register", "order_number", name="Goods")
        self.rule("register", "demand")
        self.assert_refused(self.new_case().action_register, "“Goods”", "“Entries”")

    def test_a_rule_may_refuse_a_step_altogether(self):
        self.rule(
            "register",
            forbids=True,
            domain="[('channel', '=', 'fax')]",
            advice="Ask the customer to call.",
        )
        self.new_case().action_register()
        self.assert_refused(
            self.new_case(channel="fax").action_register,
            "“Entries” (T-07 § 1 Replies) does not allow this step here. Ask the customer to call.",
        )

    # Made by hand

    def test_a_record_made_by_hand_is_asked_at_once(self):
        self.rule("create", "demand")
        with self.assertRaises(ValidationError) as refusal:
            self.new_case()
        self.assertIn("T-07 § 1", str(refusal.exception))
        self.new_case(demand="A bottle")

    def test_an_import_by_hand_names_the_bad_row(self):
        self.rule("create", "demand")
        result = (
            self.env["csm.case"]
            .with_user(self.agent)
            .with_company(self.company)
            .load(
                ["name", "demand", "team_id/.id"],
                [["Good", "A bottle", str(self.team.id)], ["Bad", "", str(self.team.id)]],
            )
        )
        self.assertFalse(result["ids"])
        self.assertIn("T-07 § 1", result["messages"][0]["message"])

    def test_an_older_register_and_mails_are_not_asked(self):
        self.rule("create", "demand")
        values = {
            "name": "Old",
            "company_id": self.company.id,
            "team_id": self.team.id,
            "received_at": "2026-03-01 01:00:00",
        }
        self.assertTrue(self.env["csm.case"]._intake_historic([dict(values)]))
        self.assertTrue(self.env["csm.case"]._coming_by_itself().create(dict(values)))

    def test_a_mail_becomes_a_case_whatever_it_lacks(self):
        self.rule("create", "demand")
        case = self.env["csm.case"].message_new(
            {"subject": "Cork", "email_from": "zhou@example.net", "body": "<p>Cork.</p>"},
            {"team_id": self.team.id},
        )
        self.assertEqual((case.name, case.channel), ("Cork", "email"))

    def test_no_remote_call_comes_by_itself(self):
        self.rule("create", "demand")
        values = {"name": "Case", "company_id": self.company.id, "team_id": self.team.id}
        for forged in (True, "object", {}, 1):
            self.assert_refused(
                lambda forged=forged: self.rpc(
                    self.agent, "csm.case", "create", [values], context={"csm_by_itself": forged}
                ),
                "T-07",
            )

    # What a rule must say

    def test_a_rule_names_a_step_and_fields_of_its_records(self):
        for values in (
            {"move": "dance"},
            {"field_names": "colour"},
            {"field_names": ""},
            {"domain": "[('colour', '=', 'red')]"},
            {"domain": "kind is complaint"},
        ):
            with self.subTest(**values), self.assertRaises(ValidationError):
                self.new_entry_rule(self.law, **{"move": "close", "field_names": "plan", **values})

    def test_a_field_of_another_model_is_refused(self):
        rule = self.new_entry_rule(self.law, "close", "plan")
        with self.assertRaises(ValidationError):
            rule.field_ids = self.env["ir.model.fields"]._get("csm.team", "name")

    def test_a_rule_in_force_does_not_change(self):
        copy = self.rule("register", "demand")
        self.assert_refused(
            lambda: self.rpc(
                self.manager, "csm.entry.rule", "write", copy.ids, {"field_names": "plan"}
            ),
            "is in force",
        )

    # On the screen

    def test_the_form_shows_what_is_still_to_enter(self):
        self.rule("register", "demand")
        case = self.new_case()
        self.assertEqual(
            case.entry_gap,
            "Still to enter before “Registered”: Customer's Demand (T-07 § 1 Replies).",
        )
        case.demand = "A bottle"
        case.invalidate_recordset(["entry_gap"])
        self.assertFalse(case.entry_gap)

    def test_the_gate_asks_without_queries_of_its_own(self):
        self.rule("register", "demand")
        cases = self.env["csm.case"].concat(*(self.new_case() for _each in range(5)))
        cases.mapped("entry_gap")
        with self.assertQueryCount(0):
            cases.invalidate_recordset(["entry_gap"], flush=False)
            cases.mapped("entry_gap")
