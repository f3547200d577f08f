"""Paragraphs that a statement runs through although the model marked nothing in them."""

from __future__ import annotations

import pytest

from pipeline.annotation import Fragment, Quote
from pipeline.continuation import fill_gaps

OPENING = "The minister said:\n\nWe are appalled.\n\n"


def statement(text: str, *pieces: str) -> Quote:
    """A quote whose first piece is content, and whose others go on."""
    spans = [(text.index(piece), text.index(piece) + len(piece)) for piece in pieces]
    return Quote(tuple(Fragment(a, b, continued=bool(n)) for n, (a, b) in enumerate(spans)), "indirect")


CASES = {
    # the text behind the opening, the pieces found, and the pieces there are then
    "one paragraph between": ("We act.\n\nWe stay.", ["We stay."], ["We act.", "We stay."]),
    "two": ("We act.\n\nWe pay.\n\nWe stay.", ["We stay."], ["We act.", "We pay.", "We stay."]),
    "three are too many": ("A.\n\nB.\n\nC.\n\nWe stay.", ["We stay."], ["We stay."]),
    "nothing between": ("We stay.", ["We stay."], ["We stay."]),
    "it goes on in the middle of a paragraph": ("We act.\n\nSo it is. We stay.", ["We stay."], ["We stay."]),
    "a quotation in marks": ("We act.\n\n“We stay.”", ["“We stay.”"], ["“We stay.”"]),
    "a blank paragraph": ("We act.\n \n \nWe stay.", ["We stay."], ["We act.", "We stay."]),
}


@pytest.mark.parametrize(("rest", "found", "wanted"), CASES.values(), ids=CASES)
def test_gaps(rest: str, found: list[str], wanted: list[str]) -> None:
    text = OPENING + rest
    (quote,) = fill_gaps(text, [statement(text, "We are appalled.", *found)])
    assert [text[piece.start : piece.end] for piece in quote.fragments] == ["We are appalled.", *wanted]
    assert [piece.continued for piece in quote.fragments] == [False] + [True] * len(wanted)


def test_a_paragraph_in_which_somebody_else_speaks_is_no_gap() -> None:
    text = OPENING + "Ann Lee objected.\n\nWe stay."
    mine = statement(text, "We are appalled.", "We stay.")
    other = Quote((Fragment(text.index("objected"), text.index("objected") + 8),), "indirect")
    assert fill_gaps(text, [mine, other]) == [mine, other]


def test_a_piece_that_does_not_end_its_paragraph_opens_no_gap() -> None:
    text = "Ann Lee said it was late, and left.\n\nIt rained.\n\nWe stay."
    quote = statement(text, "it was late", "We stay.")
    assert fill_gaps(text, [quote]) == [quote]
