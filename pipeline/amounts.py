"""What an amount is made of: the sign before a number, the currency behind it, the points of a percentage.

The model reads "$5,479,761" and "6.5 percentage points" word by word, and now and then leaves the sign or the last
word out. That is no matter of judgement, so these patterns say where such an amount begins and ends.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from datetime import date
from functools import cache

from babel import Locale
from babel.numbers import get_currency_name, get_territory_currencies

_SIGN = re.compile(r"(?<!\w)[A-Z]{0,3}[^\w\s] ?$")
_NUMBER = re.compile(
    r"\d|(?:an?|one|two|three|four|five|six|seven|eight|nine|ten|twenty|fifty|hundred|half)\b", re.IGNORECASE
)
_POINTS = re.compile(r" points?\b")
_AMBIGUOUS = frozenset({"dram", "drams", "pound", "pounds", "real", "sol", "won"})
"""Names of currencies that are other words too: they count only with their country ("100,000 South Korean won")."""
_SINCE = date(2001, 1, 1)
"""Currencies that were legal tender somewhere after this day are known."""


def points_behind(text: str, end: int) -> int:
    """The end of a percentage, with the points of "percentage points" if they follow."""
    points = _POINTS.match(text, end) if text.endswith("percentage", 0, end) else None
    return points.end() if points else end


def money_around(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Start and end of the sum that a number between two characters is part of; None where it is none."""
    if _codes().fullmatch(text, start, end):
        return start, end
    if not _NUMBER.match(text, start, end):
        return None
    sign = _SIGN.search(text[:start][-5:])
    currency = _currencies().match(text, end)
    signed = sign is not None and any(unicodedata.category(mark) == "Sc" for mark in sign.group())
    if not signed and not currency:
        return None
    first = start - len(sign.group()) if signed and sign else start
    return first, currency.end() if currency else end


@cache
def _codes() -> re.Pattern[str]:
    """A number with the code of a currency before it: "USD15", "EUR 2.5 million"."""
    return re.compile(rf"(?:{'|'.join(sorted(_in_use()))}) ?\d[\d.,]*(?: [mb]illion| trillion)?")


@cache
def _currencies() -> re.Pattern[str]:
    """A space and the name of a currency: "rubles", "Georgian lari"."""
    full = {name for code in _in_use() for name in _names(code)}
    names = full | {name.split()[-1] for name in full} - _AMBIGUOUS
    return re.compile(rf" (?:{'|'.join(map(re.escape, sorted(names, key=len, reverse=True)))})\b")


@cache
def _in_use() -> frozenset[str]:
    """The codes of currencies, from the Unicode locale data."""
    territories = Locale("en").territories
    return frozenset(code for name in territories for code in get_territory_currencies(str(name), _SINCE))


def _names(code: str) -> Iterator[str]:
    """Singular and plural, the country's adjective before the noun in lower case, as running text has it."""
    for count in (1, 2):
        *country, noun = get_currency_name(code, count=count, locale="en").split()
        if country:
            yield " ".join([*country, noun.lower()])
        else:
            yield noun.lower()
