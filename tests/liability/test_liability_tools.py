import doctest
import random
from fractions import Fraction

from odoo.tests import TransactionCase, tagged

from ...tools import apportion
from ...tools.apportion import apportion as divide


def largest_remainder(total, weights):
    """Give units one by one to whoever is furthest below the exact part; the plain way."""
    exact = [Fraction(total * weight, sum(weights)) for weight in weights]
    parts = [int(part) for part in exact]
    while sum(parts) < total:
        lacks = [part - got for part, got in zip(exact, parts, strict=True)]
        parts[lacks.index(max(lacks))] += 1
    return parts


@tagged("post_install", "-at_install", "csm", "csm_liability")
class TestLiabilityTools(TransactionCase):
    """A loss is divided to the last coin."""

    def test_doctests(self):
        self.assertEqual(doctest.testmod(apportion).failed, 0)

    def test_thirds(self):
        self.assertEqual(divide(100_00, [3333, 3333, 3334]), [3333, 3333, 3334])
        self.assertEqual(divide(100, [3333, 3333, 3334]), [33, 33, 34])
        self.assertEqual(divide(1, [3333, 3333, 3334]), [0, 0, 1])
        self.assertEqual(divide(0, [3333, 3333, 3334]), [0, 0, 0])

    def test_it_is_the_largest_remainder(self):
        dice = random.Random(4)
        for _round in range(2000):
            weights = [dice.randint(1, 10_000) for _ in range(dice.randint(1, 9))]
            total = dice.randint(0, 10_000_000)
            parts = divide(total, weights)
            self.assertEqual(parts, largest_remainder(total, weights))
            self.assertEqual(sum(parts), total)
            for part, weight in zip(parts, weights, strict=True):
                self.assertLess(abs(part - Fraction(total * weight, sum(weights))), 1)
