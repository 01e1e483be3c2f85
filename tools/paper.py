"""Arranges labelled values on paper: rows of a table that fill the width of the sheet."""


def pack(cells, width=3):
    """Return rows of ``(label, text, span)`` in which the last cell of each row fills it up.

    A cell that does not fit beside the others begins a row of its own.

    >>> pack([("a", "1", 1), ("b", "2", 3), ("c", "3", 1), ("d", "4", 1)])
    [[('a', '1', 3)], [('b', '2', 3)], [('c', '3', 1), ('d', '4', 2)]]
    >>> pack([])
    []
    """
    rows, used = [], width
    for label, text, span in cells:
        if used + span > width:
            rows.append([])
            used = 0
        rows[-1].append((label, text, span))
        used += span
    for row in rows:
        label, text, span = row[-1]
        row[-1] = (label, text, span + width - sum(cell[2] for cell in row))
    return rows


def without(secrets, value, mask):
    """Return a nested value in whose texts these secrets are masked, the longest first.

    >>> without({"Zhou Min", "Zhou"}, {"a": ["Ms Zhou Min says", 5]}, "…")
    {'a': ['Ms … says', 5]}
    """
    if isinstance(value, str):
        for secret in sorted(secrets, key=len, reverse=True):
            value = value.replace(secret, mask)
        return value
    if isinstance(value, dict):
        return {key: without(secrets, part, mask) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return type(value)(without(secrets, part, mask) for part in value)
    return value
