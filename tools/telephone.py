"""One telephone number in the ways people write it."""

import re

SHORTEST = 5
# Without it the country's own number is longer than any: what is left is a country code.
LONGEST_NATIONAL = 11


def spellings(number, codes, own=""):
    """Return how a telephone number may be written, without what stands between its digits.

    :param str number: as typed
    :param codes: the country codes there are, as texts of digits
    :param str own: the country code of those who ask; empty where it is not known
    :return: a set of texts; empty when there are too few digits to know anybody by

    >>> sorted(spellings("021 5550-7742", {"86", "33"}, "86"))
    ['+862155507742', '00862155507742', '02155507742', '2155507742', '862155507742']
    >>> spellings("+86 (0)21 5550 7742", {"86"}, "86") == spellings("021 55507742", {"86"}, "86")
    True
    >>> sorted(spellings("+33 5 55 01 44 20", {"86", "33"}, "86"))
    ['+33555014420', '0033555014420', '33555014420']
    >>> spellings("110", {"86"}, "86")
    set()
    """
    text = (number or "").strip()
    digits = re.sub(r"\D", "", text)
    if len(digits) < SHORTEST:
        return set()
    if text.startswith("+") or digits.startswith("00"):
        return _international(digits.removeprefix("00"), codes, own)
    found = _written(own, digits.removeprefix("0"), own)
    if own and digits.startswith(own) and len(digits) > LONGEST_NATIONAL:
        found |= _international(digits, codes, own)
    return found


def _international(digits, codes, own):
    """Return the spellings of a number that begins with a country code."""
    code = next((digits[:end] for end in (4, 3, 2, 1) if digits[:end] in codes), "")
    # Some write the zero of their own country after the code.
    return _written(code, digits.removeprefix(code).removeprefix("0"), own)


def _written(code, national, own):
    found = {f"{sign}{code}{national}" for sign in ("+", "00", "")} if code else set()
    if code == own or not (code and own):
        found |= {national, f"0{national}"}
    return found
