"""The name of a month with its year, as a language writes it."""

from babel import Locale
from babel.dates import format_skeleton


def month_name(day, lang):
    """Return what the month of a day is called in a language of Odoo.

    >>> from datetime import date
    >>> month_name(date(2026, 10, 5), "en_US"), month_name(date(2026, 10, 5), "zh_TW")
    ('October 2026', '2026年10月')
    """
    return format_skeleton("yMMMM", day, locale=Locale.parse(lang))
