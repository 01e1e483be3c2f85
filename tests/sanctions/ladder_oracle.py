"""A slow second opinion on ladders: it lists all occurrences and counts money in whole mills."""

from fractions import Fraction


def rung(steps, occurrence, severity):
    """Walk up one occurrence at a time and remember the rung stood on."""
    standing = None
    for time in range(1, occurrence + 1):
        here = [step for step in steps if step.from_occurrence == time]
        for wanted in ("", severity):
            for step in here:
                if step.severity == wanted:
                    standing = step
    return standing


def cents(number):
    """Round halves away from zero, by hand."""
    scaled = abs(number) * 100
    whole = scaled.numerator // scaled.denominator
    if scaled - whole >= Fraction(1, 2):
        whole += 1
    return Fraction(whole if number >= 0 else -whole, 100)


def exact(number):
    return Fraction(str(number))


def money(steps, occurrence, case):
    """Return ``(amount, of wage)`` of an occurrence, reckoned from the first one on."""
    step = rung(steps, occurrence, case.severity)
    if step is None:
        return Fraction(0), False
    base = None if case.base is None else exact(case.base)
    if step.kind in ("wage_percent", "month_wage", "absence_wage"):
        part = {
            "wage_percent": exact(step.percent) / 100,
            "month_wage": exact(step.factor),
            "absence_wage": exact(case.share) * exact(step.factor),
        }[step.kind]
        amount, of_wage = (None if base is None else base * part), True
    elif step.kind == "previous_times":
        before, of_wage = money(steps, occurrence - 1, case) if occurrence > 1 else (0, False)
        amount = None if before is None else before * exact(step.factor)
    else:
        amount, of_wage = (
            {
                "none": Fraction(0),
                "fixed": exact(step.amount),
                "range": exact(step.amount),
                "cost_times": exact(case.cost) * exact(step.factor),
                "full_cost": exact(case.cost),
                "up_to_cost": Fraction(0),
            }[step.kind],
            False,
        )
    if step.repays_cost and step.kind != "full_cost" and amount is not None:
        amount += exact(case.cost)
    return (None if amount is None else cents(Fraction(amount))), of_wage


def deductible(amounts, wage, percent, floor, taken):
    """Take cent by cent while the law still leaves one."""
    limit = min(exact(wage) * exact(percent) / 100, exact(wage) - exact(floor)) - exact(taken)
    left = max(0, limit.numerator * 100 // limit.denominator)
    parts = []
    for amount in amounts:
        mine = 0
        while left > 0 and mine + 1 <= exact(amount) * 100:
            mine, left = mine + 1, left - 1
        parts.append(Fraction(mine, 100))
    return parts
