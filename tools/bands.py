"""Which band of amounts an amount belongs to, and what is wrong with a set of bands.

A band is ``(floor, top)``: it holds what lies above ``floor`` and up to ``top``, bound included;
``top`` is None where the band has no upper bound. Of several bands the lowest that reaches an
amount is meant, so each begins where the one below it ends.
"""

from math import inf


def holds(band, amount):
    """Tell whether a band reaches an amount; a band without a floor holds 0 as well.

    >>> holds((0, 1000), 1000), holds((0, 1000), 1000.01), holds((0, 1000), 0)
    (True, False, True)
    >>> holds((300, None), 300), holds((300, None), 300.01)
    (False, True)
    """
    floor, top = band
    return (not floor or amount > floor) and (top is None or amount <= top)


def band_of(bands, amount):
    """Return the index of the lowest band that holds an amount, None when none does.

    >>> authority = [(0, None), (0, 1000), (0, 5000)]
    >>> [band_of(authority, amount) for amount in (999.99, 1000, 1000.01, 5000, 5000.01)]
    [1, 1, 2, 2, 0]
    >>> band_of([(500, None)], 500) is None
    True
    """
    reaching = [index for index, band in enumerate(bands) if holds(band, amount)]
    return min(reaching, key=lambda index: _top(bands[index]), default=None)


def overlap(bands):
    """Return two bands with the same upper bound, None when there are none.

    >>> overlap([(0, 1000), (0, 5000), (0, None)]) is None
    True
    >>> overlap([(0, 1000), (500, 1000)])
    ((0, 1000), (500, 1000))
    """
    seen = {}
    for band in bands:
        if _top(band) in seen:
            return seen[_top(band)], band
        seen[_top(band)] = band
    return None


def gap(bands):
    """Return the first ``(above, up to)`` no band holds though a lower one does, else None.

    >>> gap([(0, 1000), (0, 5000), (0, None)]) is None
    True
    >>> gap([(0, 1000), (0, 5000)])
    (5000, None)
    >>> gap([(0, 1000), (2000, None)])
    (1000, 2000)
    >>> gap([(300, None)]) is None
    True
    """
    reached = None
    for floor, top in sorted(bands, key=_top):
        if reached is not None and floor > reached:
            return reached, floor
        reached = _top((floor, top))
    return (reached, None) if reached not in (None, inf) else None


def _top(band):
    return inf if band[1] is None else band[1]
