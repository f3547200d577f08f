"""Statements of third parties that a readout's speaker tells of.

A readout gives each party to the talks whole paragraphs ("Wang Yi said, ... The two sides have agreed to ... China is
ready to ..."). A statement of a group, or of somebody whom no other paragraph names, in the middle of such a run is
told by the run's speaker and part of it: the guidelines count all of it as his.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from pipeline.annotation import Extent, Fragment, Quote

_PARAGRAPH = re.compile(r"[^\n]+")
_GROUP = re.compile(
    r"\b(?:two|both|three|all|they|sides|parties|countries|nations|peoples|leaders|presidents|ministers|heads)\b",
    re.IGNORECASE,
)

_LAST_NAME = re.compile(r"\b(?!(?:He|She|It|I|We)\b)([A-Z]\w*)\W*$")


def fold_told_statements(text: str, quotes: Sequence[Quote], sentence_starts: Sequence[int]) -> list[Quote]:
    """The quotes, with those told inside a run made part of it. ``sentence_starts`` are characters, in order."""
    kept = list(quotes)
    for match in _PARAGRAPH.finditer(text):
        inside = [quote for quote in kept if _begins_in(quote, match.span())]
        if len(inside) > 1 and (told := _told(text, inside, match.span())):
            host = inside[0]
            kept = [quote for quote in kept if quote not in told and quote is not host]
            kept.append(_with_told(host, told, sentence_starts))
    return sorted(kept, key=lambda quote: (quote.start, quote.end))


def _begins_in(quote: Quote, paragraph: Extent) -> bool:
    return quote.cue is not None and paragraph[0] <= min(quote.start, quote.cue[0]) < paragraph[1]


def _told(text: str, inside: Sequence[Quote], paragraph: Extent) -> list[Quote]:
    """The quotes of a paragraph that its first speaker tells of, up to the last behind which the report goes on."""
    host, *others = inside
    if host.source is None or host.quote_class != "speech" or host.negated or _GROUP.search(text[slice(*host.source)]):
        return []
    told: list[Quote] = []
    for number, quote in enumerate(others):
        if quote.source is None or not _is_third_party(text, quote.source, paragraph):
            break
        if any(piece.continued for piece in quote.fragments):
            told = list(others[: number + 1])
    return told


def _is_third_party(text: str, source: Extent, paragraph: Extent) -> bool:
    """Whether a source is a group, or somebody whom no other paragraph names: the parties to talks are named first."""
    words = text[slice(*source)]
    if _GROUP.search(words):
        return True
    name = _LAST_NAME.search(words)
    elsewhere = text[: paragraph[0]] + text[paragraph[1] :]
    return name is not None and not re.search(rf"\b{re.escape(name[1])}\b", elsewhere)


def _with_told(host: Quote, told: Sequence[Quote], sentence_starts: Sequence[int]) -> Quote:
    """The host with the sentences of the told statements as one more continued piece."""
    parts = [quote.source for quote in told if quote.source] + [(quote.start, quote.end) for quote in told]
    first = min(start for start, _ in parts)
    start = max(sentence_starts[max(0, bisect_right(sentence_starts, first) - 1)], host.fragments[-1].end)
    pieces = [piece for quote in told for piece in quote.fragments]
    end = max(piece.end for piece in pieces if not piece.continued)
    extra = [
        Fragment(start, end, continued=True),
        *(piece for piece in pieces if piece.continued and piece.start >= end),
    ]
    return replace(host, fragments=(*host.fragments, *extra))
