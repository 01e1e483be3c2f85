from datetime import timedelta

from odoo.exceptions import UserError
from odoo.tests import tagged

from ...models.common.csm_state_mixin import Pass
from .csm_case_base import CsmBase


@tagged("post_install", "-at_install", "csm", "csm_common")
class TestCommonState(CsmBase):
    """States and facts change along declared moves only, whoever asks by whatever road."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.at("2026-03-02 01:00:00")
        cls.case = cls.new_case(user_id=cls.agent.id)

    def setUp(self):
        super().setUp()
        self.at("2026-03-02 01:00:00")

    # The gate judges the record as it will be

    def test_other_values_are_written_before_the_move_is_judged(self):
        case = self.new_case(category_id=False)
        with self.assertRaisesRegex(UserError, "lacks"):
            case.action_register()
        case.write({"state": "registered", "category_id": self.category.id})
        self.assertEqual(case.state, "registered")

    def test_no_default_of_a_caller_passes_the_gate(self):
        first = self.case.default_get(["state"])["state"]
        moment = "2026-03-01 01:00:00"
        forged = {"default_state": "closed", "default_closed_at": moment, "default_number": "x"}
        self.env["ir.default"].with_user(self.agent).set(
            "csm.case", "state", "closed", user_id=True
        )
        Case = self.env["csm.case"].with_user(self.agent).with_company(self.company)
        case = Case.with_context(**forged).create({"name": "Cork", "team_id": self.team.id})
        self.assertEqual((case.state, case.closed_at), (first, False))
        self.assertNotEqual(case.number, "x")

    def test_a_move_is_judged_without_what_the_same_write_takes_away(self):
        with self.assertRaisesRegex(UserError, "lacks"), self.cr.savepoint():
            self.case.write({"category_id": False, "state": "registered"})
        self.case.invalidate_recordset()
        self.assertEqual(self.case.category_id, self.category)

    def test_commands_on_lines_are_carried_out_before_the_move_is_judged(self):
        adoption = self.env["csm.adoption"].create(
            {"regulation_id": self.new_regulation().id, "company_id": self.company.id}
        )
        rule = self.new_rule(adoption.regulation_id, is_blank=True)
        draft = self.env["csm.adoption"].create(
            {
                "regulation_id": self.new_regulation("T-02").id,
                "company_id": self.company.id,
                "reason": "Test",
            }
        )
        blank = rule.copy({"adoption_id": draft.id, "company_id": self.company.id})
        self.assertTrue(blank.is_blank)
        with self.assertRaisesRegex(UserError, "incomplete"), self.cr.savepoint():
            draft.with_user(self.manager).write({"state": "adopted"})
        draft.with_user(self.manager).write(
            {"state": "adopted", "deadline_rule_ids": [(1, blank.id, {"delay": 4})]}
        )
        self.assertEqual(draft.state, "adopted")

    def test_writing_the_present_state_is_no_move(self):
        self.case.write({"state": "new"})
        self.assertFalse(self.case.registered_at)

    def test_a_move_that_is_not_declared_is_refused_with_the_ways_that_are(self):
        with self.assertRaises(UserError) as refusal:
            self.case.state = "closed"
        text = str(refusal.exception)
        for part in (self.case.number, "Received", "Closed", "Registered", "Void"):
            self.assertIn(part, text)

    def test_a_step_without_a_state_is_refused_where_it_does_not_belong(self):
        with self.assertRaisesRegex(UserError, "does not belong there"):
            self.case.action_reply()

    # Many records

    def test_write_on_many_is_all_or_nothing_and_names_every_reason(self):
        bare = self.new_case(category_id=False, name="Bare")
        void = self.new_case(name="Void one", void_reason="Twice")
        void.action_void()
        with self.assertRaises(UserError) as refusal, self.cr.savepoint():
            (self.case | bare | void).write({"state": "registered", "demand": "Money back"})
        self.assertIn(bare.number, str(refusal.exception))
        self.assertIn(void.number, str(refusal.exception))
        cases = self.case | bare | void
        cases.invalidate_recordset()
        self.assertEqual(cases.mapped("state"), ["new", "new", "void"])
        self.assertEqual(cases.mapped("demand"), [False, False, False])

    def test_a_mass_action_moves_the_good_and_lists_the_others(self):
        bare = self.new_case(category_id=False, name="Bare")
        result = (self.case | bare).action_register()
        self.assertEqual((self.case | bare).mapped("state"), ["registered", "new"])
        self.assertIn("1 done.", result["params"]["message"])
        self.assertIn(bare.number, result["params"]["message"])
        self.assertTrue(result["params"]["sticky"])

    # Creation

    def test_a_record_starts_in_its_first_state(self):
        with self.assertRaisesRegex(UserError, "first state"):
            self.new_case(state="registered")
        self.assertEqual(self.new_case(state="new").state, "new")

    # The pass

    def test_a_pass_opens_its_own_records_and_fields_only(self):
        other = self.new_case()
        holder = self.case._with_pass(["state", "registered_at"])
        with self.assertRaisesRegex(UserError, "set by the step itself"):
            holder.write({"registered_at": "2026-03-02 01:00:00", "judged_at": False})
        with self.assertRaisesRegex(UserError, "set by the step itself"):
            other.with_env(holder.env).registered_at = "2026-03-02 01:00:00"
        draft = self.env["csm.adoption"].create(
            {"regulation_id": self.new_regulation().id, "company_id": self.company.id}
        )
        with self.assertRaises(UserError):
            draft.with_env(holder.env).sudo().write({"state": "ended"})
        with self.assertRaisesRegex(UserError, "set by the step itself"):
            holder.env["csm.case"].create({"name": "x", "judged_at": "2026-03-02 01:00:00"})

    def test_a_pass_is_an_object_of_ours_and_nothing_that_looks_like_one(self):
        class Lookalike:
            def admits(self, records, vals):
                return True

        for given in (True, {"ids": self.case.ids}, Lookalike()):
            with self.assertRaises(UserError):
                self.case.with_context(csm_pass=given).write({"judged_at": "2026-03-02 01:00:00"})
        real = Pass("csm.case", self.case.ids, ["judged_at"])
        self.case.with_context(csm_pass=real).write({"judged_at": "2026-03-02 01:00:00"})

    # Facts

    def test_a_move_sets_its_fact_to_the_moment_of_the_transaction(self):
        self.at("2026-03-02 03:04:05")
        self.case.action_register()
        self.assertEqual(str(self.case.registered_at), "2026-03-02 03:04:05")

    def test_the_receipt_may_be_typed_within_bounds(self):
        self.assertEqual(
            str(self.new_case(received_at="2026-03-01 00:00:00").received_at), "2026-03-01 00:00:00"
        )
        self.new_case(received_at=self.env.cr.now() + timedelta(seconds=50))
        self.new_case(received_at=self.env.cr.now() - timedelta(days=365))
        for value, reason in (
            ("2026-03-02 01:01:01", "in the future"),
            ("2025-02-28 00:00:00", "more than 366 days back"),
            (False, "is empty"),
        ):
            with self.subTest(value=value), self.assertRaisesRegex(UserError, reason):
                self.new_case(received_at=value)

    def test_no_other_fact_is_typed_and_none_is_written(self):
        for fact in self.env["csm.case"]._facts:
            with self.assertRaisesRegex(UserError, "set by the step itself"):
                self.case.write({fact: "2026-03-02 00:30:00"})
            if fact != "received_at":
                with self.assertRaisesRegex(UserError, "set by the step itself"):
                    self.new_case(**{fact: "2026-03-02 00:30:00"})

    def test_an_import_of_an_existing_record_writes_no_fact(self):
        result = self.env["csm.case"].load(
            [".id", "received_at"], [[str(self.case.id), "2026-01-01 00:00:00"]]
        )
        self.assertFalse(result["ids"])
        self.assertIn("set by the step itself", result["messages"][0]["message"])

    # Corrections

    def correct(self, user, name="received_at", value="2026-03-02 00:30:00"):
        self.case.with_user(user)._correct_fact(name, value, "The clock was wrong")

    def test_a_supervisor_corrects_with_reason_and_the_old_value_stays(self):
        self.correct(self.leader)
        self.assertEqual(str(self.case.received_at), "2026-03-02 00:30:00")
        correction = self.env["csm.fact.correction"].search([("res_id", "=", self.case.id)])
        self.assertEqual(
            (str(correction.old_value), str(correction.new_value), correction.reason),
            ("2026-03-02 01:00:00", "2026-03-02 00:30:00", "The clock was wrong"),
        )
        self.assertEqual(correction.fact_label, "Received")
        self.assertIn("The clock was wrong", self.case.message_ids[0].body)
        for change in (lambda: correction.write({"reason": "x"}), correction.unlink):
            with self.assertRaisesRegex(UserError, "part of the record"):
                change()

    def test_an_agent_corrects_nothing(self):
        with self.assertRaisesRegex(UserError, "Only a supervisor"):
            self.correct(self.agent)

    def test_nobody_corrects_own_work_also_after_handing_it_over(self):
        self.case.with_user(self.leader).user_id = self.leader
        self.flush_tracking()
        with self.assertRaisesRegex(UserError, "your own work"):
            self.correct(self.leader)
        self.case.with_user(self.leader).user_id = self.agent
        self.flush_tracking()
        with self.assertRaisesRegex(UserError, "your own work"):
            self.correct(self.leader)
        self.correct(self.manager)

    def flush_tracking(self):
        self.env.flush_all()
        self.env.cr.precommit.run()

    def test_a_correction_is_possible_and_in_order(self):
        self.at("2026-03-02 02:00:00")
        self.case.action_register()
        for name, value, reason in (
            ("received_at", "2026-03-02 02:30:00", "in the future"),
            ("received_at", "2024-01-01 00:00:00", "days back"),
            ("registered_at", "2026-03-02 00:59:59", "because"),
            ("judged_at", "2026-03-02 01:30:00", "has not happened yet"),
            ("name", "2026-03-02 01:30:00", "no moment"),
        ):
            with self.assertRaisesRegex(UserError, reason):
                self.correct(self.manager, name, value)
        self.at("2026-03-02 04:00:00")
        with self.assertRaisesRegex(UserError, "because"):
            self.correct(self.manager, "received_at", "2026-03-02 03:00:00")
