"""Names one after the other, as the language of the reader writes them."""

from functools import reduce


def listed(env, names):
    """Join names with what stands between them in the reader's language; empty ones are left out.

    >>> class Words:
    ...     def _(self, text, **values):
    ...         return text % values
    >>> listed(Words(), ("Reason", "", "Cause", None, "Loss"))
    'Reason, Cause, Loss'
    >>> listed(Words(), ())
    ''
    """
    texts = [str(name) for name in names if name]
    return reduce(
        lambda first, then: env._("%(first)s, %(then)s", first=first, then=then), texts or [""]
    )


def listed_apart(env, names):
    """Join names that may hold commas themselves.

    >>> class Words:
    ...     def _(self, text, **values):
    ...         return text % values
    >>> listed_apart(Words(), ("Reason, cause (S1)", "Loss (S2)"))
    'Reason, cause (S1); Loss (S2)'
    """
    texts = [str(name) for name in names if name]
    return reduce(
        lambda first, then: env._("%(first)s; %(then)s", first=first, then=then), texts or [""]
    )
