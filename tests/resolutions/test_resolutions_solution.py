from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..common.proves import proves
from .resolution_case import ResolutionCase


@tagged("post_install", "-at_install", "csm", "csm_resolutions")
class TestResolutionsSolution(ResolutionCase):
    """Solutions are proposed, offered, answered and carried out, round after round."""

    def test_a_solution_goes_from_the_proposal_to_the_execution(self):
        solution = self.solution(amount=4800)
        self.assertEqual((solution.state, solution.round), ("proposed", 1))
        self.assertEqual(self.case.promised_amount, 0)
        solution.action_offer()
        self.assertEqual((self.case.promised_amount, self.case.executed_amount), (4800, 0))
        solution.action_accept()
        solution.action_execute()
        self.assertEqual((self.case.promised_amount, self.case.executed_amount), (4800, 4800))
        facts = (solution.offered_at, solution.accepted_at, solution.executed_at)
        self.assertEqual(set(facts), {self.env.cr.now()})

    def test_declined_needs_the_customer_s_words_and_the_next_proposal_begins_a_round(self):
        first, second = self.solution(), self.solution("More of it")
        first.action_offer()
        self.assert_refused(first.action_decline, "Customer's Answer")
        first.customer_answer = "Too little"
        first.action_decline()
        # The second of the same round is still there.
        self.assertEqual(self.solution("Another").round, 1)
        self.case.solution_ids.filtered(lambda s: s.state == "proposed").action_withdraw()
        self.assertEqual(second.state, "withdrawn")
        self.assertEqual(self.solution("Once more").round, 2)
        self.assertEqual(self.case.solution_round, 2)

    def test_what_was_offered_stands(self):
        solution = self.solution(amount=100)
        solution.amount = 200
        solution.action_offer()
        for values in ({"amount": 100}, {"kind": "apology"}, {"name": "x"}):
            self.assert_refused(lambda v=values: solution.write(v), "stands as it is")
        other = self.new_case()
        self.assert_refused(lambda: solution.write({"case_id": other.id}), "stays with its case")
        self.assert_refused(solution.action_withdraw, "Why Withdrawn")
        solution.withdraw_reason = "Wrong customer"
        solution.action_withdraw()
        self.assertEqual(self.case.promised_amount, 0)

    def test_nobody_writes_facts_rounds_or_states_past_the_gate(self):
        solution = self.solution()
        for values in (
            {"offered_at": "2026-03-01 00:00:00"},
            {"round": 7},
            {"company_amount": 1},
            {"user_id": self.leader.id},
            {"state": "executed"},
            {"state": "accepted"},
        ):
            with self.subTest(values=values), self.assertRaises(UserError):
                solution.write(values)
        with self.assertRaises(UserError):
            self.solution(state="accepted")
        with self.assertRaises(UserError):
            self.solution(round=4)
        with self.assertRaises(AccessError):
            solution.unlink()

    @mute_logger("odoo.sql_db")
    def test_an_amount_below_zero_is_refused(self):
        with self.assertRaises(IntegrityError):
            self.solution(amount=-0.01)
        self.assertEqual(self.solution(amount=0).amount, 0)

    def test_another_currency_is_converted_at_the_day_s_rate(self):
        solution = self.solution(amount=100, currency_id=self.usd.id)
        self.env["res.currency.rate"].search([("currency_id", "=", self.usd.id)]).unlink()
        self.assert_refused(solution.action_offer, "no rate", "USD")
        Rate = self.env["res.currency.rate"]
        for day, rate in (("2026-03-02", 0.125), ("2026-03-03", 0.1)):
            Rate.create(
                {
                    "name": day,
                    "currency_id": self.usd.id,
                    "company_id": self.company.id,
                    "rate": rate,
                }
            )
        # 15:59 UTC is still Monday in Shanghai, 16:00 is Tuesday.
        self.at("2026-03-02 15:59:00")
        solution.action_offer()
        self.assertEqual((solution.company_amount, self.case.promised_amount), (800, 800))
        late = self.solution(amount=100, currency_id=self.usd.id)
        self.at("2026-03-02 16:00:00")
        late.action_offer()
        self.assertEqual((late.company_amount, self.case.promised_amount), (1000, 1800))

    def test_a_case_that_is_over_takes_no_solution(self):
        solution = self.solution()
        offered = self.solution("Second")
        offered.action_offer()
        self.case.judgement = "founded"
        for step in ("judge", "reply"):
            getattr(self.case, f"action_{step}")()
        self.assert_refused(self.case.action_close, "still under way", "Second")
        offered.action_accept()
        offered.action_execute()
        self.case.action_close()
        self.assert_refused(solution.action_offer, "is over")
        self.assert_refused(self.solution, "is over")

    def test_an_open_paper_holds_the_execution_back(self):
        solution = self.solution(kind="return")
        solution.action_offer()
        solution.action_accept()
        note = self.note(solution_id=solution.id)
        self.assert_refused(solution.action_execute, note.number)
        note.refuse_reason = "Cannot be sent"
        note.action_refuse()
        solution.action_execute()

    def test_a_paper_belongs_to_the_same_case_as_its_solution(self):
        solution = self.solution()
        self.case = self.new_case(partner_id=self.customer.id)
        with self.assertRaisesRegex(UserError, "Choose one of the same case"):
            self.note(solution_id=solution.id)

    @proves("S2-08-05")
    def test_the_best_first_and_nothing_before_the_customer_agrees(self):
        self.adopt_only("S2-08-05")
        best, second = self.solution("Exchange"), self.solution("Repair")
        self.assert_refused(second.action_offer, "Exchange", "S2-08 § 5")
        best.action_offer()
        self.assert_refused(second.action_offer, "offered already", "S2-08 § 5")
        self.assert_refused(best.action_execute, "has not accepted", "S2-08 § 5")
        best.customer_answer = "Too long to wait"
        best.action_decline()
        second.action_offer()
        second.action_accept()
        second.action_execute()

    def test_without_the_rule_an_offer_may_be_carried_out(self):
        self.solution("Exchange")
        second = self.solution("An apology", kind="apology")
        second.action_offer()
        second.action_execute()

    def decline_all(self):
        for solution in self.case.solution_ids.filtered(lambda s: s.state == "proposed"):
            solution.action_offer()
            solution.customer_answer = "No"
            solution.action_decline()

    def assert_new_form(self, article):
        original = self.case
        self.file().with_user(self.agent).write(
            {"res_model": "csm.case", "res_id": original.id, "name": "photo.jpg"}
        )
        self.assert_refused(original.action_new_form, "when the customer has declined")
        self.solution("Exchange")
        self.decline_all()
        self.assert_refused(lambda: self.solution("Repair"), article, "New Form")
        action = original.with_user(self.agent).action_new_form()
        again = self.env["csm.case"].browse(action["res_id"])
        self.assertNotEqual(again.number, original.number)
        self.assertEqual(
            (again.partner_id, again.order_number, again.name),
            (original.partner_id, original.order_number, original.name),
        )
        link = again.link_ids
        self.assertEqual((link.kind, link.other_id), ("again", original))
        files = self.env["ir.attachment"].search(
            [("res_model", "=", "csm.case"), ("res_id", "=", again.id)], order="name"
        )
        self.assertEqual(set(files.mapped("name")), {f"{original.number}.html", "photo.jpg"})
        text = files.filtered(lambda file: file.name.endswith(".html")).raw.decode()
        for part in (original.number, "HT-1", "Exchange", "No"):
            self.assertIn(part, text)
        self.assert_refused(original.action_new_form, again.number)

    @proves("S1-04-29")
    def test_a_software_company_writes_a_new_form(self):
        self.adopt_only("S1-04-29")
        self.assert_new_form("S1-04 § 29")

    @proves("S2-09-21")
    def test_a_manufacturer_submits_a_new_form(self):
        self.adopt_only("S2-09-21")
        self.assert_new_form("S2-09 § 21")

    def test_a_new_form_is_kept_from_whom_the_original_complains_about(self):
        self.case.with_user(self.manager).accused_employee_ids = self.employee(self.leader)
        self.solution()
        self.decline_all()
        action = self.case.with_user(self.agent).action_new_form()
        again = self.env["csm.case"].browse(action["res_id"])
        self.assertEqual(again.accused_employee_ids, self.employee(self.leader))
        self.assertFalse(again.with_user(self.leader).has_access("read"))

    @proves("S0-13-16")
    def test_handled_again_until_the_customer_is_satisfied(self):
        self.adopt_only("S0-13-16")
        self.case.write({"judgement": "founded", "decision": "Measure again"})
        self.case.action_judge()
        self.case.action_reply()
        self.solution("Measure again")
        self.decline_all()
        self.assert_refused(self.case.action_close, "S0-13 § 16")
        # A tick does not make up for what was declined.
        self.case.is_satisfied = True
        self.assert_refused(self.case.action_close, "S0-13 § 16")
        second = self.solution("At another laboratory")
        self.assertEqual(second.round, 2)
        second.action_offer()
        second.action_accept()
        second.action_execute()
        self.case.is_satisfied = False
        self.assert_refused(self.case.action_close, "S0-13 § 16")
        self.case.is_satisfied = True
        self.case.action_close()

    def test_solutions_follow_the_rights_of_their_case(self):
        solution = self.solution()
        for user, letters in (
            (self.agent, "rw"),
            (self.leader, "rw"),
            (self.manager, "rw"),
            (self.outsider, ""),
        ):
            for letter, operation in (("r", "read"), ("w", "write")):
                with self.subTest(user=user.login, operation=operation):
                    may = solution.with_user(user).has_access(operation)
                    self.assertEqual(may, letter in letters)
        with self.assertRaises(AccessError):
            self.solution(user=self.outsider)
        self.case.with_user(self.manager).accused_employee_ids = self.employee(self.leader)
        self.assertFalse(solution.with_user(self.leader).has_access("read"))

    def test_the_history_of_the_case_tells_the_answer(self):
        solution = self.solution("Exchange")
        solution.action_offer()
        solution.customer_answer = "Never"
        solution.action_decline()
        bodies = " ".join(self.case.message_ids.mapped("body"))
        self.assertIn("Never", bodies)
