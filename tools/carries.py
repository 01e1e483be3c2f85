"""Which code produces the effect of which rule of a regulation.

Most rules are data: the article that a rule record rests on names the ids it carries. Where code
itself is the effect (a refusal, a number pattern), the function is decorated and can be switched
off, which is how ``dev/mutate`` shows that a test watches it.
"""

import functools
from contextlib import contextmanager
from typing import NamedTuple


class Carried(NamedTuple):
    """One function and the rule ids whose effect it produces."""

    ids: tuple
    module: str
    qualname: str


CARRIED = []
_switched_off = set()


def carries(*ids, neutral=None):
    """Mark a function as the effect of the rules with these ids.

    ``neutral`` is what the function returns while it is switched off.

    >>> @carries("S0-00-00", neutral="")
    ... def refuse():
    ...     return "No."
    >>> refuse()
    'No.'
    >>> entry = CARRIED.pop()
    >>> with disabled(entry):
    ...     refuse()
    ''
    >>> entry.ids
    ('S0-00-00',)
    """

    def decorate(function):
        CARRIED.append(Carried(ids, function.__module__, function.__qualname__))

        @functools.wraps(function)
        def switched(*args, **kwargs):
            if _switched_off and (function.__module__, function.__qualname__) in _switched_off:
                return neutral
            return function(*args, **kwargs)

        return switched

    return decorate


@contextmanager
def disabled(entry):
    """Switch the function of one :class:`Carried` entry off for the length of a block."""
    key = (entry.module, entry.qualname)
    _switched_off.add(key)
    try:
        yield
    finally:
        _switched_off.discard(key)
