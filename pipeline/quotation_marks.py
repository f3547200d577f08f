"""Quotation marks: which stretches of a paragraph they enclose, and so what of a statement is quoted word for word."""

from __future__ import annotations

import re
from collections.abc import Iterable

from pipeline.annotation import Extent, Fragment, Kind

_STRAIGHT = '"'
_OPENING = "“„«"
_CLOSING = "”»"
_SINGLE = re.compile(r"(?<!\w)[‘'](?=\S)[^\n]*?(?<=\S)[’'](?!\w)")
OPENING_MARKS = frozenset("\"“„«‘'")
"""Marks that may open a quotation; the straight ones close too."""

_MARKS = re.compile(r"[\"“„«”»]")
_VISIBLE = re.compile(r"\w")


def quoted_extents(text: str, start: int, end: int) -> list[Extent]:
    """The stretches of ``text[start:end]`` that quotation marks enclose, the marks included.

    An opening mark that nothing closes runs to the end: the first paragraphs of a longer quotation are written so.
    """
    found: list[Extent] = []
    opened: int | None = None
    for match in _MARKS.finditer(text, start, end):
        mark = match.group()
        if opened is None and (mark in _OPENING or mark == _STRAIGHT):
            opened = match.start()
        elif opened is not None:
            if mark in _CLOSING or mark == _STRAIGHT:
                found.append((opened, match.end()))
                opened = None
        else:  # a closing mark alone: of a quotation around the one just closed, or begun before the stretch
            found = [(found[0][0] if found else start, match.end())]
    if opened is not None:
        found.append((opened, end))
    return found or [match.span() for match in _SINGLE.finditer(text, start, end)]


def kind_of(text: str, fragments: Iterable[Fragment]) -> Kind:
    """Direct where quotation marks enclose every word of the content, indirect where none, mixed where some."""
    inside = outside = 0
    for fragment in fragments:
        quoted = quoted_extents(text, fragment.start, fragment.end)
        for word in _VISIBLE.finditer(text, fragment.start, fragment.end):
            if any(a <= word.start() < b for a, b in quoted):
                inside += 1
            else:
                outside += 1
    if not inside:
        return "indirect"
    return "mixed" if outside else "direct"
