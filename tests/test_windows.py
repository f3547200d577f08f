"""Windows cover a document once, fit the encoder, and see a little of what stands before them."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from pipeline.windows import CONTEXT_PIECES, MAX_PIECES, Window, cut_windows
from pipeline.wordpieces import Wordpieces


def document(counts: list[int], paragraphs: set[int] = frozenset({0})) -> Wordpieces:  # type: ignore[assignment]
    """A document of words with so many pieces each; the words in ``paragraphs`` open one."""
    pieces = np.array(counts, dtype=np.int64)
    zeros = np.zeros(int(pieces.sum()), dtype=np.int64)
    return Wordpieces(
        ids=zeros,
        shapes=zeros,
        breaks=zeros,
        first=np.cumsum(pieces) - pieces,
        starts=np.arange(len(counts)) * 2,
        ends=np.arange(len(counts)) * 2 + 1,
        opens_paragraph=np.array([word in paragraphs for word in range(len(counts))], dtype=bool),
    )


def test_a_short_document_is_one_window() -> None:
    assert cut_windows(document([1] * 10)) == [Window(0, 0, 10)]


def test_an_empty_document_has_no_window() -> None:
    assert cut_windows(document([])) == []


def test_a_window_ends_at_the_last_paragraph_in_its_second_half() -> None:
    windows = cut_windows(document([1] * 500, {0, 100, 200, 300, 450}))
    assert [window.end for window in windows] == [300, 500]


def test_a_paragraph_end_in_the_first_half_does_not_end_a_window() -> None:
    assert cut_windows(document([1] * 500, {0, 100}))[0].end == MAX_PIECES


def test_training_can_end_the_first_window_early() -> None:
    assert [window.start for window in cut_windows(document([1] * 100), first_end=30)] == [0, 30]


@given(st.lists(st.integers(1, 100), max_size=400), st.sets(st.integers(0, 400)))
def test_windows_cover_each_word_once_and_fit(counts: list[int], paragraphs: set[int]) -> None:
    pieces = document(counts, paragraphs)
    windows = cut_windows(pieces)
    assert [word for window in windows for word in range(window.start, window.end)] == list(range(len(counts)))
    for window in windows:
        context = pieces.piece_offset(window.start) - pieces.piece_offset(window.context)
        assert 0 <= context <= CONTEXT_PIECES
        assert pieces.piece_offset(window.end) - pieces.piece_offset(window.context) <= MAX_PIECES
