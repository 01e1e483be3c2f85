from odoo.tests import tagged

from ..resolutions.resolution_case import ResolutionCase


@tagged("post_install", "-at_install", "csm", "csm_liability")
class TestLiabilityLosses(ResolutionCase):
    """What a case has cost: solutions, goods taken back, certificates and refunds, each once."""

    def losses(self):
        """Return ``[(model, category, amount)]`` of what the case has cost so far."""
        return [
            (values["source"].partition(",")[0], values["category"], values["price"])
            for values in self.case._loss_sources()
        ]

    def agreed(self, kind, amount, **values):
        solution = self.solution(kind=kind, amount=amount, **values)
        solution.action_offer()
        solution.action_accept()
        return solution

    def booked(self, **values):
        note = self.note(**values)
        note.action_approve()
        self.receive(note, 90).action_book()
        return note

    def settled(self, **values):
        refund = self.refund(**values)
        refund.action_approve()
        refund.action_settle()
        return refund

    def test_each_kind_of_solution_costs_what_it_is(self):
        kinds = {
            "allowance": "allowance",
            "compensation": "compensation",
            "return": "returned_goods",
            "exchange": "returned_goods",
            "rework": "rework",
            "repair": "rework",
            "free_service": "rework",
        }
        for number, kind in enumerate(kinds, 1):
            self.agreed(kind, number)
        self.agreed("explanation", 100)
        self.agreed("apology", 0)
        expected = [("csm.solution", category, n) for n, category in enumerate(kinds.values(), 1)]
        self.assertCountEqual(self.losses(), [*expected, ("csm.solution", "other", 100)])

    def test_a_solution_costs_once_the_customer_agrees(self):
        solution = self.solution(amount=300)
        self.assertEqual(self.losses(), [])
        solution.action_offer()
        self.assertEqual(self.losses(), [])
        solution.action_accept()
        self.assertEqual(self.losses(), [("csm.solution", "allowance", 300)])
        solution.action_execute()
        self.assertEqual(self.losses(), [("csm.solution", "allowance", 300)])

    def test_goods_cost_what_was_received_once_they_are_booked(self):
        note = self.note()
        note.action_approve()
        self.receive(note, 90)
        self.assertEqual(self.losses(), [])
        note.action_book()
        self.assertEqual(self.losses(), [("csm.return", "returned_goods", 900)])

    def test_goods_of_a_solution_count_instead_of_what_was_promised(self):
        solution = self.agreed("return", 1000)
        note = self.note(solution_id=solution.id)
        self.assertEqual(self.losses(), [])
        note.action_approve()
        self.receive(note, 90).action_book()
        self.assertEqual(self.losses(), [("csm.return", "returned_goods", 900)])

    def test_a_refused_return_leaves_the_solution_its_cost(self):
        solution = self.agreed("return", 1000)
        note = self.note(solution_id=solution.id)
        note.refuse_reason = "Opened by the customer"
        note.action_refuse()
        self.assertEqual(self.losses(), [("csm.solution", "returned_goods", 1000)])

    def test_what_is_paid_back_costs_once_it_is_settled(self):
        refund = self.refund()
        refund.action_approve()
        self.assertEqual(self.losses(), [])
        refund.action_settle()
        self.assertEqual(self.losses(), [("csm.refund", "compensation", 1000)])

    def test_what_the_customer_pays_more_is_no_loss(self):
        self.settled(direction="supplement")
        self.assertEqual(self.losses(), [])

    def test_a_refund_that_carries_out_a_solution_counts_once(self):
        solution = self.agreed("compensation", 1000)
        self.settled(solution_id=solution.id)
        self.assertEqual(self.losses(), [("csm.solution", "compensation", 1000)])

    def test_papers_count_where_their_solution_names_no_amount(self):
        solution = self.agreed("compensation", 0)
        self.settled(solution_id=solution.id)
        paper = self.allowance(solution_id=solution.id)
        paper.action_approve()
        paper.action_execute()
        expected = [("csm.refund", "compensation", 1000), ("csm.allowance", "allowance", 4800)]
        self.assertCountEqual(self.losses(), expected)

    def test_a_certificate_counts_as_what_it_is_once_carried_out(self):
        paper = self.allowance(kind="compensation")
        paper.action_approve()
        self.assertEqual(self.losses(), [])
        paper.action_execute()
        self.assertEqual(self.losses(), [("csm.allowance", "compensation", 4800)])

    def test_days_and_currencies_are_those_of_each_paper(self):
        self.at("2026-03-02 17:00:00")
        refund = self.settled(currency_id=self.cny.id)
        values = self.case._loss_sources()[0]
        self.assertEqual(values["source"], f"csm.refund,{refund.id}")
        self.assertEqual(values["cost_currency_id"], self.cny.id)
        self.assertEqual(str(values["spent_on"]), "2026-03-03")
