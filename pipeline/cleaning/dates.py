"""Dates as people and machines write them. Only a full, unambiguous date counts; nothing is completed from today's."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator

_MONTH_STEMS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\.?"
)
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>(?:19|20)\d\d)"

# 2021-03-20, 2021/3/20, 2021.03.20, 2021年3月20日; a time may follow without a space.
_YEAR_FIRST = re.compile(rf"(?<!\d){_YEAR}\s?[-/.年]\s?(?P<month>\d{{1,2}})\s?[-/.月]\s?(?P<day>\d{{1,2}})(?!\d)")
# March 20, 2021; Sept. 11 2020; March 20th, 2021
_MONTH_FIRST = re.compile(rf"\b{_MONTH}\s*{_DAY},?\s*{_YEAR}", re.IGNORECASE)
# 20 March 2021; 20th of March, 2021; 20-Mar-2021; Mon, 22 Mar 2021 00:02:13 GMT
_DAY_FIRST = re.compile(rf"(?<!\d){_DAY}[\s-]*(?:of\s+)?{_MONTH},?[\s-]*{_YEAR}", re.IGNORECASE)
# 20.03.2021: with full stops the day always comes first.
_DOTTED = re.compile(rf"(?<!\d)(?P<day>\d{{1,2}})\.\s?(?P<month>\d{{1,2}})\.\s?{_YEAR}(?!\d)")
# 03/20/2021 or 20/03/2021: read only where one number is too great for a month.
_SLASHED = re.compile(rf"(?<![\d/])(?P<first>\d{{1,2}})[/-](?P<second>\d{{1,2}})[/-]{_YEAR}(?!\d)")

_PATTERNS = (_YEAR_FIRST, _MONTH_FIRST, _DAY_FIRST, _DOTTED, _SLASHED)

_TIME = re.compile(r"\d{1,2}:\d\d(?::\d\d)?(?:\.\d+)?\s*(?:[ap]\.?m\b\.?)?|\b\d{1,2}\s*[ap]\.?m\b\.?", re.IGNORECASE)


def find_date(text: str) -> datetime.date | None:
    """The first full date in a text; None if there is none or if it may be read in two ways.

    >>> find_date("Updated: Sept. 11, 2020 10:09"), find_date("03/04/2021"), find_date("yesterday")
    (datetime.date(2020, 9, 11), None, None)
    """
    found = sorted((start, date) for start, date in _dates(text))
    return found[0][1] if found else None


def without_dates(text: str) -> str:
    """The text with every date and time of day taken out: what a date line says besides."""
    for pattern in _PATTERNS:
        text = pattern.sub(" ", text)
    return _TIME.sub(" ", text)


def has_time(text: str) -> bool:
    """True if a time of day such as 10:09 or 4 p.m. stands in the text."""
    return _TIME.search(text) is not None


def _dates(text: str) -> Iterator[tuple[int, datetime.date]]:
    for pattern in _PATTERNS:
        for match in pattern.finditer(text):
            date = _read(match)
            if date is not None:
                yield match.start(), date


def _read(match: re.Match[str]) -> datetime.date | None:
    parts = match.groupdict()
    if "first" in parts:
        order = _order(int(parts["first"]), int(parts["second"]))
        if order is None:
            return None
        month, day = order
    else:
        month, day = _month_number(parts["month"]), int(parts["day"])
    try:
        return datetime.date(int(parts["year"]), month, day)
    except ValueError:
        return None


def _order(first: int, second: int) -> tuple[int, int] | None:
    """Month and day of a date that may be American or European; None if it may be both."""
    if first == second or second > 12:
        return first, second
    return (second, first) if first > 12 else None


def _month_number(month: str) -> int:
    return int(month) if month.isdecimal() else _MONTH_STEMS.index(month[:3].lower()) + 1
