"""Names set under a quotation, as in "“It was late.” — Ann Lee", behind it or in a line of their own.

Letters, comments and block quotations are signed so. No cue leads to the name, and the nearest one before belongs to
the quotation above; the dash is exact, so it beats the links that the model chose.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from pipeline.annotation import Extent, Fragment, Quote
from pipeline.quotation_marks import OPENING_MARKS, kind_of

_PARAGRAPH = re.compile(r"[^\n]*\S[^\n]*")
_DASH = r"(?:[–—―]|--?)"
_WORD = r"(?:[A-Z][\w.’'-]*|of|the|and|for|de|la|van|von|bin|al)"
_NAME = rf"([A-Z][\w.’'-]*(?:,? {_WORD}){{0,9}})"
_BEHIND = re.compile(rf"[”\"»]\s*{_DASH}\s*{_NAME}\s*$")
_OWN_LINE = re.compile(rf"\s*{_DASH}\s*{_NAME}\s*$")


@dataclass(frozen=True, slots=True)
class Signature:
    """A name, and the paragraph of the quotation that it signs."""

    name: Extent
    quotation: Extent


def sign(text: str, quotes: Sequence[Quote]) -> list[Quote]:
    """The quotes, with signed ones given to the name under them. In order of their first character."""
    signed = list(quotes)
    for signature in find_signatures(text):
        signed = [part for quote in signed for part in _given(text, quote, signature)]
    return sorted(signed, key=lambda quote: (quote.start, quote.end))


def find_signatures(text: str) -> Iterator[Signature]:
    """The names under quotations, in order."""
    before: Extent | None = None
    for match in _PARAGRAPH.finditer(text):
        paragraph = match.span()
        if behind := _BEHIND.search(text, *paragraph):
            yield Signature(_unstopped(text, behind.span(1)), (paragraph[0], behind.start(1)))
        elif before and (line := _OWN_LINE.match(text, *paragraph)):
            yield Signature(_unstopped(text, line.span(1)), before)
        before = paragraph


def _unstopped(text: str, name: Extent) -> Extent:
    """The name without a full stop, unless an initial bears it."""
    stopped = re.search(r"\w\w\.$", text[slice(*name)])
    return name[0], name[1] - 1 if stopped else name[1]


def _given(text: str, quote: Quote, signature: Signature) -> Iterator[Quote]:
    """The quote, divided into what stands in the signed paragraph and what does not, if its source is not there.

    Without marks only what has no source at all: under a report, "— Tass" signs nothing that somebody in it said.
    """
    low, high = signature.quotation
    elsewhere = quote.source is None or _is_dash(quote) or not low <= quote.source[0] < high
    if not elsewhere or (quote.source and text[low:high].lstrip()[:1] not in OPENING_MARKS):
        yield quote
        return
    mine = tuple(piece for piece in quote.fragments if low <= piece.start and piece.end <= high)
    others = tuple(piece for piece in quote.fragments if piece not in mine)
    if others:
        yield replace(quote, fragments=_opened(others), kind=kind_of(text, others))
    if mine:
        yield replace(quote, fragments=_opened(mine), kind=kind_of(text, mine), source=signature.name, cue=None)


def _is_dash(quote: Quote) -> bool:
    """Whether the model took the dash for the cue."""
    return quote.cue is not None and quote.cue[1] - quote.cue[0] == 1


def _opened(fragments: tuple[Fragment, ...]) -> tuple[Fragment, ...]:
    """The pieces, the first no longer a continuation of what it was divided from."""
    return (replace(fragments[0], continued=False), *fragments[1:])
