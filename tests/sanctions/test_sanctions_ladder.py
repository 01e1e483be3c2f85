import doctest

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from odoo.addons.csm.tools import ladder
from odoo.addons.csm.tools.ladder import NOTHING, Case, Step, cap, climb, step_of

from . import ladder_oracle as oracle


def examples(count):
    return settings(
        database=None,
        deadline=None,
        derandomize=True,
        max_examples=count,
        suppress_health_check=list(HealthCheck),
    )


def amounts(top=2000):
    return st.integers(0, top * 100).map(lambda cents: cents / 100)


@st.composite
def ladders(draw):
    steps = []
    starts = draw(st.lists(st.integers(1, 8), min_size=1, max_size=5, unique=True))
    for number, start in enumerate(sorted(starts), 1):
        low = draw(amounts())
        steps.append(
            Step(
                step_id=number,
                from_occurrence=start,
                severity=draw(st.sampled_from(("", "", "light", "serious"))),
                kind=draw(st.sampled_from(ladder.KINDS)),
                amount=low,
                amount_max=low + draw(amounts(100)),
                factor=draw(st.sampled_from((0.5, 1, 2, 3))),
                percent=draw(st.sampled_from((0, 0.5, 1, 5, 20))),
                repays_cost=draw(st.booleans()),
            )
        )
    return tuple(draw(st.permutations(steps)))


@st.composite
def cases(draw):
    return Case(
        base=draw(st.one_of(st.none(), amounts(9000))),
        cost=draw(amounts()),
        share=draw(st.sampled_from((0, 0.05, 0.5, 1))),
        severity=draw(st.sampled_from(("", "light", "serious"))),
    )


@tagged("post_install", "-at_install", "csm", "csm_sanctions")
class TestSanctionsLadder(BaseCase):
    """The ladder agrees with somebody who counts slowly."""

    def test_doctests_hold(self):
        self.assertFalse(doctest.testmod(ladder).failed)

    def test_an_occurrence_stands_on_the_rung_the_oracle_finds(self):
        @given(ladders(), st.integers(1, 12), st.sampled_from(("", "light", "serious")))
        @examples(300)
        def agrees(steps, occurrence, severity):
            self.assertEqual(
                step_of(steps, occurrence, severity), oracle.rung(steps, occurrence, severity)
            )

        agrees()

    def test_the_money_is_what_the_oracle_reckons(self):
        @given(ladders(), cases())
        @examples(300)
        def agrees(steps, case):
            previous = NOTHING
            for occurrence in range(1, 9):
                previous = climb(steps, occurrence, previous, case)
                amount, of_wage = oracle.money(steps, occurrence, case)
                self.assertEqual(
                    previous.amount, None if amount is None else float(amount), occurrence
                )
                self.assertEqual(previous.is_wage_based, of_wage)

        agrees()

    def test_a_range_has_an_end_and_up_to_the_cost_begins_at_nothing(self):
        between = climb([Step(kind="range", amount=200, amount_max=500)], 1)
        self.assertEqual((between.amount, between.amount_max), (200, 500))
        share = climb([Step(kind="up_to_cost")], 1, case=Case(cost=80))
        self.assertEqual((share.amount, share.amount_max), (0, 80))

    def test_the_cap_takes_what_the_oracle_takes(self):
        @given(
            st.lists(amounts(40), max_size=4),
            amounts(300),
            st.sampled_from((0, 10, 20, 33.33, 100)),
            amounts(300),
            amounts(20),
        )
        @examples(200)
        def agrees(asked, wage, percent, floor, taken):
            parts = cap(asked, wage, percent, floor, taken)
            expected = oracle.deductible(asked, wage, percent, floor, taken)
            self.assertEqual(parts, [float(part) for part in expected])

        agrees()
