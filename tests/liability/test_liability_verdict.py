from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .liability_case import LiabilityCase


@tagged("post_install", "-at_install", "csm", "csm_liability")
class TestLiabilityVerdict(LiabilityCase):
    """A verdict: its shares, its loss, and how it goes on."""

    # Shares

    def test_shares_must_make_up_100_00_percent(self):
        for last, total in ((33.33, "99.99"), (33.35, "100.01")):
            verdict = self.new_verdict(
                (self.cellar, 33.33), (self.dock, 33.33), (self.supplier, last)
            )
            self.assertIn(f"add up to {total} %, not to 100.00 %", self.refusal(verdict, "propose"))
            verdict.void_reason = "Test"
            verdict.action_void()
        verdict = self.new_verdict((self.cellar, 33.33), (self.dock, 33.33), (self.supplier, 33.34))
        verdict.action_propose()
        self.assertEqual(verdict.state, "proposed")

    def test_many_small_shares_are_added_exactly(self):
        verdict = self.new_verdict(*[(self.cellar, 0.1)] * 999, (self.dock, 0.1))
        verdict.action_propose()
        self.assertEqual(verdict.state, "proposed")

    def test_parts_make_up_the_loss(self):
        verdict = self.new_verdict(
            (self.cellar, 33.33), (self.dock, 33.33), (self.supplier, 33.34), loss=100
        )
        self.assertEqual(self.amounts(verdict), [33.33, 33.33, 33.34])
        verdict.loss_line_ids.price = 0.01
        self.assertEqual(self.amounts(verdict), [0, 0, 0.01])
        verdict.loss_line_ids.price = 1000.01
        self.assertEqual(self.amounts(verdict), [333.30, 333.30, 333.41])

    def test_what_nobody_bears_yet_is_kept_back(self):
        verdict = self.new_verdict((self.cellar, 70), loss=4800)
        self.assertEqual(self.amounts(verdict), [3360])
        verdict.share_ids = [(0, 0, self.share_vals(None, 30))]
        self.assertEqual(self.amounts(verdict), [3360, 1440])

    @mute_logger("odoo.sql_db")
    def test_a_share_is_above_0_and_at_most_100(self):
        for percent in (0, -1, 100.01):
            with self.assertRaises(IntegrityError):
                self.new_verdict((self.cellar, percent))
        self.new_verdict((self.cellar, 100)).action_propose()

    def test_a_share_names_its_party_and_no_other(self):
        verdict = self.new_verdict()
        share = self.share_vals(self.cellar, 100)
        for wrong in (
            {**share, "department_id": False},
            {**share, "partner_id": self.supplier.id},
            {**share, "kind": "nobody"},
            {**share, "is_leadership": True},
        ):
            with self.assertRaises(ValidationError):
                verdict.write({"share_ids": [(0, 0, wrong)]})

    def test_leadership_is_of_the_direct_superior(self):
        person, leader = self.employee(self.outsider), self.employee(self.leader)
        lead = {"is_leadership": True}
        verdict = self.new_verdict(
            (person, 80), (self.employee(self.executive), 20, lead), user=self.manager
        )
        self.assertIn("is not the direct superior", self.refusal(verdict, "propose"))
        self.assertFalse(verdict.has_leadership)
        verdict.share_ids.filtered("is_leadership").employee_id = leader
        self.assertTrue(verdict.has_leadership)
        verdict.action_propose()

    def test_nobody_judges_themselves(self):
        with self.refused("nobody judges themselves"):
            self.new_verdict((self.employee(self.leader), 100))
        verdict = self.new_verdict((self.employee(self.manager), 100))
        verdict.action_propose()
        with self.assertRaises(AccessError):
            verdict.with_user(self.manager).action_decide()
        verdict.with_user(self.executive).action_decide()

    def test_nobody_decides_their_own_proposal(self):
        verdict = self.new_verdict((self.cellar, 100))
        verdict.action_propose()
        self.assertIn("is your own proposal", self.refusal(verdict, "decide"))
        verdict.with_user(self.manager).action_decide()
        self.assertEqual(verdict.state, "decided")

    def test_the_form_adds_up_while_one_types(self):
        view = self.env["csm.liability"].with_user(self.leader).with_company(self.company)
        with Form(view.with_context(default_case_id=self.case.id)) as form:
            with form.loss_line_ids.new() as line:
                line.price, line.evidence = 100, "Voucher"
            with form.share_ids.new() as share:
                share.department_id, share.percent = self.cellar, 70
            self.assertEqual((form.percent_total, form.loss_amount), (70, 100))
            with form.share_ids.new() as share:
                share.kind = "nobody"
                share.percent = 30
            self.assertEqual(form.percent_total, 100)
        self.assertEqual(self.amounts(form.record), [70, 30])

    # The loss

    def test_a_typed_line_needs_evidence(self):
        with self.refused("has no evidence"):
            self.new_verdict(loss_line_ids=[(0, 0, {"category": "freight", "price": 5})])

    @mute_logger("odoo.sql_db")
    def test_an_amount_below_zero_is_refused(self):
        with self.assertRaises(IntegrityError):
            self.new_verdict(loss=-1)

    def test_another_currency_counts_at_the_rate_of_the_day(self):
        euro = self.env["res.currency"].create({"name": "EUX", "symbol": "€x"})
        line = {"category": "freight", "price": 10, "evidence": "Bill", "spent_on": "2026-03-01"}
        line["cost_currency_id"] = euro.id
        with self.refused("no rate of EUX for 2026-03-01"):
            self.new_verdict(loss_line_ids=[(0, 0, line)])
        Rate = self.env["res.currency.rate"]
        for day, rate in (("2026-03-01", 0.125), ("2026-03-02", 0.5)):
            Rate.create(
                {
                    "currency_id": euro.id,
                    "company_id": self.company.id,
                    "name": day,
                    "rate": rate * self.company.currency_id.rate,
                }
            )
        verdict = self.new_verdict(
            (self.cellar, 100),
            loss_line_ids=[(0, 0, line), (0, 0, {**line, "spent_on": "2026-03-02"})],
        )
        self.assertEqual(verdict.loss_line_ids.mapped("amount"), [80, 20])
        self.assertEqual((verdict.loss_amount, self.amounts(verdict)), (100, [100]))

    def test_what_the_case_has_cost_is_taken_over_once(self):
        Solution = self.env["csm.solution"].with_user(self.agent)
        of_case = {"case_id": self.case.id, "name": "x"}
        agreed = Solution.create({**of_case, "kind": "repair", "amount": 300})
        declined = Solution.create({**of_case, "kind": "allowance", "amount": 900})
        for solution in (agreed, declined):
            solution.action_offer()
        agreed.action_accept()
        Paper = self.env["csm.allowance"].with_user(self.agent)
        paper = Paper.create({"case_id": self.case.id, "kind": "compensation", "amount": 50})
        verdict = self.new_verdict((self.cellar, 100))
        verdict.action_collect_losses()
        self.assertEqual(verdict.loss_line_ids.mapped("source"), [f"csm.solution,{agreed.id}"])
        paper.sudo()._with_pass(["state", "executed_at"]).write(
            {"state": "executed", "executed_at": "2026-03-02 16:00:00"}
        )
        verdict.action_collect_losses()
        lines = verdict.loss_line_ids.sorted("id")
        self.assertEqual(lines.mapped("category"), ["rework", "compensation"])
        self.assertEqual(lines.mapped("amount"), [300, 50])
        self.assertEqual(str(lines[1].spent_on), "2026-03-03")
        verdict.action_propose()
        with self.refused("Give it back"):
            verdict.action_collect_losses()

    def test_a_loss_is_counted_by_the_rate_of_a_unit(self):
        regulation = self.new_regulation()
        self.env["csm.loss.basis"].create(
            {
                "name": "Hours",
                "article_id": regulation.article_ids.id,
                "category": "rework",
                "method": "rate",
                "rate": 40,
            }
        )
        self.adopt_regulation(regulation)
        line = {"category": "rework", "quantity": 2.5, "price": 7, "evidence": "Time sheet"}
        verdict = self.new_verdict(loss_line_ids=[(0, 0, line)])
        self.assertEqual(verdict.loss_amount, 100)

    # Steps

    def test_what_is_said_stands(self):
        verdict = self.new_verdict((self.cellar, 100), loss=10)
        verdict.action_propose()
        for values in (
            {"ground": "duty"},
            {"discipline": "money"},
            {"share_ids": [(1, verdict.share_ids.id, {"percent": 50})]},
            {"share_ids": [(2, verdict.share_ids.id)]},
            {"share_ids": [(0, 0, self.share_vals(self.dock, 1))]},
            {"loss_line_ids": [(1, verdict.loss_line_ids.id, {"price": 50})]},
        ):
            with self.refused("Give it back, then change it"):
                verdict.write(values)
        verdict.action_give_back()
        verdict.ground = "duty"
        verdict.action_propose()
        verdict.with_user(self.manager).action_decide()
        with self.refused("is decided. Reopen it with a reason"):
            verdict.share_ids.percent = 90

    def test_it_is_reopened_with_a_reason_each_time(self):
        verdict = self.decided((self.cellar, 100))
        self.assertIn("write why it is reopened", self.refusal(verdict, "reopen"))
        verdict.reopen_reason = "Another lot"
        verdict.action_reopen()
        self.assertEqual(verdict.state, "draft")
        verdict.action_propose()
        verdict.with_user(self.manager).action_decide()
        self.assertIn("write why it is reopened", self.refusal(verdict, "reopen"))

    def test_one_verdict_is_in_force_for_a_case(self):
        verdict = self.new_verdict()
        with self.refused("has a verdict already"):
            self.new_verdict()
        verdict.void_reason = "Begun by mistake"
        verdict.action_void()
        self.new_verdict()

    def test_state_facts_and_sums_are_never_typed(self):
        verdict = self.new_verdict((self.cellar, 100), loss=10)
        for values in (
            {"decided_at": "2026-03-01 00:00:00"},
            {"loss_amount": 1},
            {"state": "decided"},
            {"state": "reviewed"},
            {"liable_user_ids": [(5,)]},
            {"case_id": self.new_case().id},
        ):
            with self.assertRaises(UserError):
                verdict.write(values)
        for values in ({"amount": 1}, {"user_id": self.agent.id}, {"party_name": "x"}):
            with self.assertRaises(UserError):
                verdict.share_ids.write(values)
        with self.assertRaises(UserError):
            verdict.loss_line_ids.write({"source": "csm.case,1"})
        with self.assertRaises(UserError):
            verdict.sudo().unlink()

    # What follows

    def test_sanctions_are_proposed_and_withdrawn(self):
        person = self.employee(self.outsider)
        verdict = self.decided(
            (self.cellar, 70), (person, 20), (self.supplier, 10), loss=100, discipline="money"
        )
        rows = verdict.sudo().proposal_ids.sorted("id")
        self.assertEqual(rows.mapped("amount"), [70, 20])
        self.assertEqual(set(rows.mapped("kind")), {"money"})
        verdict.reopen_reason = "Wrong person"
        verdict.action_reopen()
        self.assertEqual(set(rows.mapped("state")), {"withdrawn"})
        verdict.discipline = "none"
        verdict.action_propose()
        verdict.with_user(self.manager).action_decide()
        self.assertEqual(len(verdict.sudo().proposal_ids), 2)

    def test_improvements_follow_the_decision_to_track(self):
        measure = {"measure": "Test closures", "user_id": self.agent.id, "due_on": "2026-03-20"}
        verdict = self.new_verdict((self.cellar, 100), tracking="yes")
        self.assertIn("there is none", self.refusal(verdict, "propose"))
        verdict.improvement_ids = [(0, 0, measure)]
        verdict.tracking = "no"
        self.assertIn("not to be tracked", self.refusal(verdict, "propose"))
        verdict.write({"tracking": "yes", "is_negligence": True})
        self.assertIn("human negligence is exempt", self.refusal(verdict, "propose"))
        verdict.is_negligence = False
        verdict.action_propose()
        improvement = verdict.improvement_ids
        self.assertEqual(str(improvement.due_at), "2026-03-20 15:59:59")
        mine = improvement.with_user(self.agent)
        self.assertIn("write what was done", self.refusal(mine, "finish"))
        mine.result = "Every lot is tested."
        mine.action_finish()
        mine.effect = "None since."
        self.assertIn("your own work", self.refusal(mine, "check"))
        improvement.action_again()
        self.assertEqual((improvement.state, improvement.done_at), ("open", False))
        mine.action_finish()
        improvement.action_check()
        with self.refused("set by a supervisor"):
            mine.due_on = "2026-04-20"

    def test_the_case_says_how_far_it_is(self):
        case = self.case.with_user(self.agent)
        Case = case.browse().search
        none = [("liability_state", "=", False), ("id", "=", case.id)]
        self.assertTrue(Case(none))
        verdict = self.new_verdict((self.cellar, 100))
        self.assertEqual(case.liability_state, "draft")
        self.assertFalse(Case(none))
        verdict.action_propose()
        case.invalidate_recordset()
        self.assertEqual(case.liability_state, "proposed")
        self.assertEqual(Case([("liability_state", "=", "proposed")]), case)
        self.assertFalse(Case([("liability_state", "in", ("draft", "decided"))]))
        self.assertTrue(Case([("liability_state", "!=", False), ("id", "=", case.id)]))
        verdict.void_reason = "Test"
        verdict.action_void()
        case.invalidate_recordset()
        self.assertFalse(case.liability_state)
        self.assertTrue(Case(none))
