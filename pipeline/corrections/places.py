"""Where in a text the words of a correction stand."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from pipeline.annotation import Extent, Fragment
from pipeline.corrections.entries import Stretch

_PARAGRAPH_END = re.compile(r"\s*\n\s*\n\s*")


class MisfitError(Exception):
    """A correction that does not fit its document."""


def place(text: str, stretch: Stretch) -> Extent:
    """Where a stretch stands: at its start, or else at the only place that has its words, whole words alone.

    Raises :class:`MisfitError` if there is none, or if several and the start is that of none of them.
    """
    found = places(text, stretch)
    if len(found) > 1:
        raise MisfitError(f'"{stretch.text}" stands {len(found)} times in the text; give its start')
    return found[0]


def place_near(text: str, stretch: Stretch, pieces: Iterable[Extent]) -> Extent:
    """Where a cue or source stands: of several places the one nearest to what is said, better outside of it."""
    said = list(pieces)

    def distance(extent: Extent) -> tuple[bool, int]:
        gaps = [max(start - extent[1], extent[0] - end) for start, end in said]
        return min(gaps) < 0, min(map(abs, gaps))

    return min(places(text, stretch), key=distance)


def places(text: str, stretch: Stretch) -> list[Extent]:
    """The places of a stretch: the one that its start gives, if its words stand there, or else all that have them."""
    length = len(stretch.text)
    if stretch.start is not None and text.startswith(stretch.text, stretch.start):
        return [(stretch.start, stretch.start + length)]
    words = rf"(?<!\w)(?={re.escape(stretch.text)}(?!\w))"
    found = [(match.start(), match.start() + length) for match in re.finditer(words, text)]
    if not found:
        raise MisfitError(f'"{stretch.text}" does not stand in the text')
    return found


def fragments(text: str, pieces: Iterable[Stretch], *, continued: bool = False) -> Iterator[Fragment]:
    """The pieces of a quote, cut where a paragraph ends."""
    for piece in pieces:
        start, end = place(text, piece)
        for gap in _PARAGRAPH_END.finditer(text, start, end):
            yield Fragment(start, gap.start(), continued)
            start = gap.end()
        yield Fragment(start, end, continued)
