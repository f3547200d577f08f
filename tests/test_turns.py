"""Transcripts take turns; other texts do not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.dateline import find_datelines
from pipeline.quotes import find_quotes
from pipeline.turns import find_turns
from tests.marked import encoded

PRESS_CONFERENCE = (
    "The spokeswoman met the press.\n\nCCTV: When will he come?\n\nAnn Lee: Next week. He has much to discuss.\n\n"
    "Both sides are ready.\n\nDr. J. Ray (Reuters): Why now?\n\n* * *\n\nThe briefing took an hour."
)


def turns(text: str, *, last_goes_on: bool = False) -> list[tuple[str, list[str]]]:
    found = find_turns(text, lambda _: last_goes_on)
    return [(text[slice(*turn.label)], [text[slice(*extent)] for extent in turn.paragraphs]) for turn in found]


def test_a_turn_runs_to_the_next_label_or_a_separator() -> None:
    assert turns(PRESS_CONFERENCE, last_goes_on=True) == [
        ("CCTV", ["When will he come?"]),
        ("Ann Lee", ["Next week. He has much to discuss.", "Both sides are ready."]),
        ("Dr. J. Ray", ["Why now?"]),
    ]


@pytest.mark.parametrize(("goes_on", "paragraphs"), [(True, ["No.", "It is late."]), (False, ["No."])])
def test_where_the_last_turn_ends_is_left_to_the_model(goes_on: bool, paragraphs: list[str]) -> None:
    assert turns("Q: One?\n\nA: Yes.\n\nQ: Two?\n\nA: No.\n\nIt is late.", last_goes_on=goes_on)[-1] == (
        "A",
        paragraphs,
    )


@pytest.mark.parametrize(
    "text",
    [
        "Note: This is one label.\n\nAnd: Another.",  # two labels are no transcript
        "Trafalgar Square. Image: Ann.\n\nSquare. Image: Bob.\n\nThe end. Image: Cy.",  # captions
        "he said: Yes.\n\nthey said: No.\n\nwe said: Well.",  # no names
        "At 10:30 They met.\n\nAt 11:30 They left.\n\nAt 12:30 They ate.",
        "",
    ],
)
def test_what_takes_no_turns(text: str) -> None:
    assert turns(text) == []


def test_turns_are_quotes_whatever_the_model_says_of_them() -> None:
    text, encoding = encoded(
        "ANN: <content0>Good day.</content> We begin.\n\nBOB: Thank you.\n\nANN: <source1>He</source> <cue1>said</cue> "
        "<content1>no</content>.\n\nLater <source2>she</source> <cue2>said</cue> <content2>that it was late</content>."
    )
    found = [[text[p.start : p.end] for p in quote.fragments] for quote in find_quotes(text, encoding)]
    assert [pieces[0].split()[0] for pieces in found] == ["Good", "Thank", "He", "that"]
    assert all(quote.kind == "direct" for quote in find_quotes(text, encoding)[:3])


@pytest.mark.parametrize(
    ("text", "dateline"),
    [
        ("BEIJING, March 19 (Xinhua) -- Lavrov left.", "BEIJING, March 19 (Xinhua) -- "),
        ("BEIJING - China said", "BEIJING - "),
        ("WASHINGTON (AP) — The envoy", "WASHINGTON (AP) — "),
        ("NEW YORK, Sept. 5 (Reuters) - Oil fell", "NEW YORK, Sept. 5 (Reuters) - "),
        ("Moscow and Beijing - two capitals", None),
        ("The EU - a union - said", None),
    ],
)
def test_datelines(text: str, dateline: str | None) -> None:
    assert [text[a:b] for a, b in find_datelines(text)] == ([dateline] if dateline else [])


def test_a_dateline_is_no_part_of_a_source() -> None:
    text, encoding = encoded("<source1>BEIJING - China and Russia</source> <cue1>said</cue> <content1>no</content>.")
    (quote,) = find_quotes(text, encoding)
    assert quote.source is not None
    assert text[slice(*quote.source)] == "China and Russia"


@given(st.text(alphabet=st.sampled_from("AB: \n.?ab*"), max_size=120))
def test_turns_lie_in_the_text_and_do_not_meet(text: str) -> None:
    extents = [extent for turn in find_turns(text, lambda _: True) for extent in (turn.label, *turn.paragraphs)]
    assert extents == sorted(extents)
    assert all(0 <= a < b <= len(text) for a, b in extents)
