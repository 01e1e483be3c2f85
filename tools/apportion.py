"""A sum of money divided so that the parts make up the sum again."""


def apportion(total, weights):
    """Divide whole units among weights, by the largest remainders.

    Everybody first gets the whole units of their exact part; what is left over goes, one unit
    each, to those whose exact part was cut the most, the earlier first among equals. No part is
    a whole unit away from the exact one, and together they are the total.

    >>> apportion(100_00, [33_33, 33_33, 33_34])
    [3333, 3333, 3334]
    >>> apportion(100, [1, 1, 1])
    [34, 33, 33]
    >>> apportion(1, [70_00, 30_00])
    [1, 0]
    >>> apportion(5, [])
    []
    >>> apportion(5, [0, 0])
    [0, 0]
    """
    whole = sum(weights)
    if not whole:
        return [0] * len(weights)
    parts = [total * weight // whole for weight in weights]
    cut = [total * weight % whole for weight in weights]
    order = sorted(range(len(weights)), key=lambda place: (-cut[place], place))
    for place in order[: total - sum(parts)]:
        parts[place] += 1
    return parts
