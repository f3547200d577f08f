"""Cuts a document into the windows that the encoder reads at once.

A window ends at a paragraph end where one lies in its second half, and repeats the last words before it as context,
so that a sentence that goes on reporting, or a "he", sees what it goes back to.
"""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.wordpieces import Wordpieces

MAX_PIECES = 320
"""Pieces in a window, context included, without the two special pieces around it."""
CONTEXT_PIECES = 64
"""At most so many pieces of a window repeat the end of the one before it."""


@dataclass(frozen=True, slots=True)
class Window:
    """Words ``context`` to ``end`` are read; words ``start`` to ``end`` are decided here."""

    context: int
    start: int
    end: int


def cut_windows(pieces: Wordpieces, *, first_end: int | None = None) -> list[Window]:
    """Cut a document into windows that cover each word once, in order.

    ``first_end`` (a word) ends the first window early; training varies it to see each document cut in many ways.
    """
    windows: list[Window] = []
    start = 0
    while start < len(pieces):
        context = _context_before(pieces, start)
        end = _end_after(pieces, start, pieces.piece_offset(context) + MAX_PIECES)
        if first_end is not None and not windows:
            end = max(1, min(end, first_end))
        windows.append(Window(context, start, end))
        start = end
    return windows


def _context_before(pieces: Wordpieces, start: int) -> int:
    """The first word whose pieces, up to ``start``, fit the context."""
    limit = pieces.piece_offset(start) - CONTEXT_PIECES
    context = start
    while context > 0 and pieces.piece_offset(context - 1) >= limit:
        context -= 1
    return context


def _end_after(pieces: Wordpieces, start: int, limit: int) -> int:
    """The word to end before: the last paragraph start in the window's second half, else the last word that fits."""
    end = start + 1
    while end < len(pieces) and pieces.piece_offset(end + 1) <= limit:
        end += 1
    if end == len(pieces):
        return end
    halfway = start + (end - start) // 2
    return next((word for word in range(end, halfway, -1) if pieces.opens_paragraph[word]), end)
