"""Datelines: the place, date and agency that open a story ("BEIJING, March 19 (Xinhua) --")."""

from __future__ import annotations

import re

_PLACE = r"[A-Z][A-Z.’'-]+(?:[ /][A-Z][A-Z.’'-]+)*"
_QUALIFIER = r"(?:,\s+[A-Z][\w.]*(?:\s[A-Z][\w.]*)?)"  # a country, a state, a month
_DAY = r"(?:,?\s+\d{1,2}(?:,\s+\d{4})?)"
_AGENCY = r"(?:\s*\([^()\n]{2,40}\))"
DATELINE = re.compile(rf"(?:^|(?<=\n)){_PLACE}{_QUALIFIER}{{0,2}}{_DAY}?{_AGENCY}?\s*(?:--|—|–|-)\s+")
"""A dateline with the dash that ends it, at the head of a paragraph. The place stands in capitals."""


def find_datelines(text: str) -> list[tuple[int, int]]:
    """The datelines of a text, in characters, each up to the first word of the story. None is part of what is said."""
    return [match.span() for match in DATELINE.finditer(text)]
