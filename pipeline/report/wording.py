"""Numbers, dates, countries and codes as a reader would have them, in English whatever the machine's language."""

from __future__ import annotations

from datetime import date

from babel import Locale
from babel.dates import format_date

_ENGLISH = Locale("en")


def counted(number: int, noun: str, plural: str | None = None) -> str:
    """A number with its noun.

    >>> counted(1, "quote"), counted(1200, "quote"), counted(2, "body", "bodies")
    ('1 quote', '1,200 quotes', '2 bodies')
    """
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def day(when: date) -> str:
    """A day.

    >>> day(date(2021, 3, 5))
    '5 Mar 2021'
    """
    return format_date(when, "d MMM y", locale=_ENGLISH)


def days(first: date, last: date) -> str:
    """A stretch of days, or the one day it is.

    >>> days(date(2021, 3, 5), date(2021, 3, 22))
    '5 Mar 2021 to 22 Mar 2021'
    """
    return day(first) if first == last else f"{day(first)} to {day(last)}"


def country_name(code: str) -> str:
    """The name of a country; a code that CLDR does not know stands for itself.

    >>> country_name("RU"), country_name("XQ")
    ('Russia', 'XQ')
    """
    return str(_ENGLISH.territories.get(code, code))


def plain(code: str) -> str:
    """A code of the tables in words.

    >>> plain("not_english")
    'not english'
    """
    return code.replace("_", " ")
