"""Whether a person is "he" or "she", where the document itself says so by a form of address or a title."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from pipeline.annotation import Mention

Gender = Literal["he", "she"]

_BEFORE: tuple[tuple[Gender, re.Pattern[str]], ...] = (
    ("he", re.compile(r"\b(?:Mr|Sir|Lord|King|Prince|Pope|chairman|spokesman|congressman)\.?\s*$", re.IGNORECASE)),
    (
        "she",
        re.compile(
            r"\b(?:Mrs|Ms|Miss|Mme|Madam|Madame|Dame|Lady|Queen|Princess|chairwoman|spokeswoman|congresswoman)\.?\s*$",
            re.IGNORECASE,
        ),
    ),
)
_BEHIND: tuple[tuple[Gender, re.Pattern[str]], ...] = (
    ("he", re.compile(r"^,[^,.;\n]{0,60}\b(?:spokesman|chairman|businessman|father|husband|son|brother)\b")),
    ("she", re.compile(r"^,[^,.;\n]{0,60}\b(?:spokeswoman|chairwoman|businesswoman|mother|wife|daughter|sister)\b")),
)


def find_genders(text: str, mentions: Sequence[Mention]) -> dict[str, Gender]:
    """What the document tells of its persons, by name; of whom it says both, the first."""
    found: dict[str, Gender] = {}
    for mention in mentions:
        if mention.label == "PERSON" and (gender := _gender_at(text, mention)):
            found.setdefault(mention.name, gender)
    return found


def _gender_at(text: str, mention: Mention) -> Gender | None:
    before, behind = text[max(0, mention.start - 30) : mention.start], text[mention.end : mention.end + 90]
    signs = [gender for gender, sign in _BEFORE if sign.search(before)]
    return next(iter(signs + [gender for gender, sign in _BEHIND if sign.search(behind)]), None)
