"""What one more occurrence of an offence or a merit brings: one climb on a ladder of steps.

A step counts *from* an occurrence until the next step takes over: "from the 3rd" is the 3rd and
every later one. Money is rounded to cents, halves away from zero. What rests on a wage says so,
and stays empty while nobody told the wage.
"""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

KINDS = (
    "none",
    "fixed",
    "range",
    "previous_times",
    "wage_percent",
    "month_wage",
    "absence_wage",
    "cost_times",
    "full_cost",
    "up_to_cost",
)
# The kinds whose money is a part of the wage.
OF_WAGE = ("wage_percent", "month_wage", "absence_wage")
CENT = Decimal("0.01")


@dataclass(frozen=True, kw_only=True)
class Step:
    """One rung: from which occurrence on, and what it brings.

    ``severity`` is empty where the rung holds for light and serious cases alike.
    """

    step_id: int = 0
    from_occurrence: int = 1
    severity: str = ""
    kind: str = "none"
    amount: float = 0
    amount_max: float = 0
    factor: float = 1
    percent: float = 0
    points: float = 0
    points_max: float = 0
    repays_cost: bool = False
    # What comes with it besides money and points; handed through as it is.
    measure: str = "none"
    days: int = 0
    withholds_bonus: bool = False
    legal_action: bool = False


@dataclass(frozen=True)
class Outcome:
    """What an occurrence brings. ``amount`` is None while the wage it rests on is not told."""

    step: Step | None = None
    amount: float | None = 0.0
    amount_max: float | None = 0.0
    is_wage_based: bool = False


@dataclass(frozen=True, kw_only=True)
class Case:
    """What is known of one occurrence: the base wage, the cost, the part of the month missed."""

    base: float | None = None
    cost: float = 0
    share: float = 0
    severity: str = ""


NOTHING = Outcome()
NO_CASE = Case()


def step_of(steps, occurrence, severity=""):
    """Return the rung an occurrence stands on, None below the first one.

    >>> ladder = [Step(step_id=1), Step(step_id=2, from_occurrence=3)]
    >>> [step_of(ladder, time).step_id for time in (1, 2, 3, 4, 99)]
    [1, 1, 2, 2, 2]
    >>> step_of([Step(from_occurrence=2)], 1) is None
    True
    >>> tiers = [Step(step_id=1, severity="light"), Step(step_id=2, severity="serious")]
    >>> step_of(tiers, 1, "serious").step_id, step_of(tiers, 1) is None
    (2, True)
    """
    reached = [
        step
        for step in steps
        if step.from_occurrence <= occurrence and step.severity in ("", severity)
    ]
    # Of two rungs from the same occurrence the one for this very severity is meant.
    return max(reached, key=lambda step: (step.from_occurrence, step.severity), default=None)


def climb(steps, occurrence, previous=NOTHING, case=NO_CASE):
    """Return what an occurrence brings.

    :param previous: the outcome of the occurrence before it

    >>> twice = Step(from_occurrence=2, kind="previous_times", factor=2)
    >>> doubling = [Step(kind="fixed", amount=30), twice]
    >>> first = climb(doubling, 1)
    >>> second = climb(doubling, 2, first)
    >>> first.amount, second.amount, climb(doubling, 3, second).amount
    (30.0, 60.0, 120.0)
    >>> often = Step(from_occurrence=3, kind="wage_percent", percent=5)
    >>> late = [Step(kind="wage_percent", percent=1), often]
    >>> [climb(late, time, case=Case(base=4000)).amount for time in (1, 2, 3, 4)]
    [40.0, 40.0, 200.0, 200.0]
    >>> climb(late, 1).amount is None
    True
    >>> climb([Step(kind="cost_times", factor=3)], 1, case=Case(cost=12.5)).amount
    37.5
    """
    step = step_of(steps, occurrence, case.severity)
    if step is None:
        return NOTHING
    is_wage_based = step.kind in OF_WAGE or (
        step.kind == "previous_times" and previous.is_wage_based
    )
    amount, most = _money(step, previous, case)
    if step.repays_cost and step.kind != "full_cost" and amount is not None:
        cost = _exact(case.cost)
        amount, most = amount + cost, None if most is None else most + cost
    return Outcome(step, _cents(amount), _cents(most), is_wage_based)


def _money(step, previous, case):
    """Return the money of a rung, from and up to, as exact numbers; None where it is not known."""
    if step.kind == "range":
        low, high = _exact(step.amount), _exact(step.amount_max)
        # No upper figure: the range is open.
        return low, max(low, high) if high else None
    if step.kind == "up_to_cost":
        return Decimal(0), _exact(case.cost)
    amount = _single(step, previous, case)
    return amount, amount


def _single(step, previous, case):
    base, factor = _exact(case.base), _exact(step.factor)
    if step.kind in OF_WAGE and base is None:
        return None
    if step.kind == "previous_times":
        return None if previous.amount is None else _exact(previous.amount) * factor
    return {
        "none": lambda: Decimal(0),
        "fixed": lambda: _exact(step.amount),
        "wage_percent": lambda: base * _exact(step.percent) / 100,
        "month_wage": lambda: base * factor,
        "absence_wage": lambda: base * _exact(case.share) * factor,
        "cost_times": lambda: _exact(case.cost) * factor,
        "full_cost": lambda: _exact(case.cost),
    }[step.kind]()


def within(value, low, high):
    """Return a chosen figure kept within what a rung allows; points may be negative.

    Without an upper bound, whatever lies above the lower one is allowed.

    >>> within(300, 200, 500), within(100, 200, 500), within(-7, -5, -10)
    (300, 200, -7)
    >>> within(5, 10, None), within(700, 10, None)
    (10, 700)
    """
    if high is None:
        return max(value, low)
    low, high = sorted((low, high))
    return min(max(value, low), high)


def cap(amounts, wage, percent, floor, taken=0):
    """Return how much of each amount may be deducted from a month's wage, in their order.

    At most ``percent`` of the wage in all, and never so much that less than the floor is left.
    ``taken`` was deducted from the same month before.

    >>> cap([500, 500], 4000, 20, 2000)
    [500.0, 300.0]
    >>> cap([500], 2100, 20, 2000), cap([500], 1900, 20, 2000)
    ([100.0], [0.0])
    """
    wage, taken = _exact(wage), _exact(taken)
    left = min(wage * _exact(percent) / 100, wage - _exact(floor)) - taken
    left = max(left, Decimal(0)).quantize(CENT, "ROUND_DOWN")
    parts = []
    for amount in amounts:
        # What is given back is given back whole and makes room again.
        part = min(_exact(amount), left)
        left -= part
        parts.append(float(part))
    return parts


def _exact(number):
    return None if number is None else Decimal(str(number))


def _cents(number):
    return None if number is None else float(number.quantize(CENT, ROUND_HALF_UP))
