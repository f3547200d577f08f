"""Quotes are assembled from what the model tags and links."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.annotation import Quote
from pipeline.quotes import find_quotes
from tests.marked import encoded


def described(text: str, quote: Quote) -> tuple[list[str], str | None, str | None]:
    """Contents (continued ones with a plus), cue, source."""
    contents = ["+" * piece.continued + text[piece.start : piece.end] for piece in quote.fragments]
    cue = text[slice(*quote.cue)] if quote.cue else None
    return contents, cue, text[slice(*quote.source)] if quote.source else None


@pytest.mark.parametrize(
    ("marked", "quotes"),
    [
        (
            "<source1>Lavrov</source> <cue1>said</cue> <content1>A is B</content>.",
            [(["A is B"], "said", "Lavrov")],
        ),
        (  # a split quotation is one quote
            "<content1>“A,”</content> <source1>he</source> <cue1>said</cue>, <content1>“B.”</content>",
            [(["“A,”", "“B.”"], "said", "he")],
        ),
        (  # one source, two cues, two quotes
            "<source1>He</source> <cue1>said</cue> <content1>A</content>, <cue2>adding</cue> <content2>B</content>.",
            [(["A"], "said", "He"), (["B"], "adding", "He")],
        ),
        (  # what goes on reporting belongs to the quote before it, over the paragraph's end too
            "<source1>Wang</source> <cue1>said</cue>, <content1>A</content>. <continued>B. C.</continued>\n\n"
            "<continued>D.</continued>",
            [(["A", "+B. C.", "+D."], "said", "Wang")],
        ),
        (  # a transcript's turn has no cue
            "<source1>CCTV</source>: <content1>Is it so?</content> <continued>Tell us.</continued>",
            [(["Is it so?", "+Tell us."], None, "CCTV")],
        ),
        ("<content0>It is hoped that A</content>.", [(["It is hoped that A"], None, None)]),
        ("<continued>Nothing stands before this.</continued>", []),  # a stretch that continues nothing is no quote
        ("<source1>He</source> <cue1>spoke</cue> at length.", []),  # without content there is no quote
        ("Nobody says anything.", []),
        ("", []),
    ],
)
def test_assembly(marked: str, quotes: list[tuple[list[str], str | None, str | None]]) -> None:
    text, encoding = encoded(marked)
    assert [described(text, quote) for quote in find_quotes(text, encoding)] == quotes


@pytest.mark.parametrize(
    ("cue", "quote_class", "negated"),
    [("cue1", "speech", False), ("cue1-", "other", False), ("cue1!", "speech", True)],
)
def test_class_and_negation_come_from_the_cue(cue: str, quote_class: str, negated: bool) -> None:
    text, encoding = encoded(f"<source1>He</source> <{cue}>spoke of</cue> <content1>A</content>.")
    (quote,) = find_quotes(text, encoding)
    assert (quote.quote_class, quote.negated) == (quote_class, negated)


def test_a_turn_of_a_transcript_is_direct_without_quotation_marks() -> None:
    text, encoding = encoded("<source1>VLADIMIR PUTIN</source>: <content1>Good evening.</content>")
    assert find_quotes(text, encoding)[0].kind == "direct"


PARTS = st.sampled_from(
    [
        "<source1>He</source>", "<cue1>said</cue>", "<content1>“A b,”</content>", "<cue2>adds</cue>",
        "<content2>C d</content>", "<continued>E. F.</continued>", "<content0>G</content>", "so", ".", "\n\n",
    ]
)  # fmt: skip


@given(st.lists(PARTS, max_size=12))
def test_every_piece_lies_in_the_text_and_in_one_quote(parts: list[str]) -> None:
    text, encoding = encoded(" ".join(parts))
    pieces = sorted((p.start, p.end) for quote in find_quotes(text, encoding) for p in quote.fragments)
    assert all(text[a:b].strip() == text[a:b] != "" for a, b in pieces)
    assert all(a[1] <= b[0] for a, b in pairwise(pieces))
    assert all(0 <= quote.score <= 1 for quote in find_quotes(text, encoding))


def test_a_cue_without_source_takes_one_that_was_all_but_tagged() -> None:
    text, encoding = encoded("<source1~>The ministry</source1~> <cue1>urged</cue1> <content1>restraint</content1>.")
    (quote,) = find_quotes(text, encoding)
    assert quote.source is not None
    assert text[slice(*quote.source)] == "The ministry"


def test_a_doubtful_source_stays_out_where_the_cue_has_one() -> None:
    text, encoding = encoded(
        "<source1~>Rain</source1~> fell, <source1>she</source1> <cue1>said</cue1> <content1>again</content1>."
    )
    (quote,) = find_quotes(text, encoding)
    assert quote.source is not None
    assert text[slice(*quote.source)] == "she"


def test_what_nobody_said_is_negated() -> None:
    text, encoding = encoded("<source1>No group</source1> <cue1>claimed</cue1> <content1>the attack</content1>.")
    assert [quote.negated for quote in find_quotes(text, encoding)] == [True]
