"""What a document may be at most, so that reading it takes bounded time and memory, whatever stands in it.

Everything is checked before a parser sees the document: a parser that has begun cannot be stopped.
"""

from __future__ import annotations

import re

MOST_BYTES = 10_000_000
"""Size of a raw document. Pages of news have 20,000 to 2,000,000."""

MOST_CHARACTERS = 2_000_000
"""Size of a document that is no web page: some 300,000 words."""

MOST_LINES = 50_000

MOST_TAGS = 100_000
"""Tags of a page; pages of news have some 3,000, and a table of results 50,000."""

MOST_ATTRIBUTES = 300
"""Attributes of one tag; libxml2 compares each with every other."""

# A tag is longer than the number of its attributes.
_LONG_TAG = re.compile(rf"<([^\W\d_][^<]{{{MOST_ATTRIBUTES},}}+)")
# A tag to its end, and the values within it: one alone may have as much white space as many attributes, as the path of
# a drawing has, or a ">".
_TO_END = re.compile("(?:[^>\"']++|\"[^\"]*+\"|'[^']*+'|[\"'])*+")
_VALUE = re.compile("\"[^\"]*\"|'[^']*'")
_SCRIPT = re.compile(r"<script\b.*?(?:</script|\Z)", re.IGNORECASE | re.DOTALL)


class TooLargeError(ValueError):
    """A document that is not read because of its size; the message says which."""


def check_bytes(content: bytes) -> None:
    """Raise :class:`TooLargeError` where a raw document is too large."""
    _check(len(content), MOST_BYTES, "bytes")


def check_lines(text: str) -> None:
    """Raise :class:`TooLargeError` where a text is too large to be taken apart line by line."""
    _check(len(text), MOST_CHARACTERS, "characters")
    _check(text.count("\n") + 1, MOST_LINES, "lines")


def _check(size: int, limit: int, unit: str) -> None:
    if size > limit:
        raise TooLargeError(f"{size:,} {unit}; the limit is {limit:,}")


def unfit_markup(text: str) -> str | None:
    """Why a page's markup is not given to the parser; None if it may be."""
    tags = text.count("<")
    if tags > MOST_TAGS:
        return f"{tags:,} tags"
    if _most_attributes(text) <= MOST_ATTRIBUTES:
        return None
    # A script may have the form of a tag: "if (a<b ...".
    attributes = _most_attributes(_SCRIPT.sub("", text))
    return f"{attributes:,} attributes in one tag" if attributes > MOST_ATTRIBUTES else None


def _most_attributes(text: str) -> int:
    return max((_attributes(tag) for tag in _LONG_TAG.findall(text)), default=0)


def _attributes(tag: str) -> int:
    end = _TO_END.match(tag)
    return len(_VALUE.sub("", end[0] if end else "").split()) - 1
