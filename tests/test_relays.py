"""Which outlet passed a statement on: [source], <cue>, {content}; organisations as ORG:name words are listed beside."""

from __future__ import annotations

import re

import pytest

from pipeline.annotation import Extent, Fragment, Mention, Quote
from pipeline.relays import find_outlet

BRACKETS = re.compile(r"[\[\]<>{}]")


def extent(marked: str, opening: str, closing: str) -> Extent:
    """The place of a marked part in the text without marks."""
    start, end = marked.index(opening), marked.index(closing)
    return len(BRACKETS.sub("", marked[:start])), len(BRACKETS.sub("", marked[:end]))


@pytest.mark.parametrize(
    ("marked", "names", "outlet"),
    [
        ("[Xi] <said> {talks were good}, according to CCTV.", ["CCTV"], "CCTV"),
        ("[Xi] <said> {talks were good}, according to the state broadcaster CCTV.", ["CCTV"], "CCTV"),
        ("According to CCTV, [Xi] <said> {talks were good}.", ["CCTV"], "CCTV"),
        ("TASS quoted [Lee] <as saying> {talks were good}.", ["TASS"], "TASS"),
        ("{“Talks were good,”} [Lee] <was quoted> by TASS as saying.", ["TASS"], "TASS"),
        ("{Talks were good}, [Lee] <was quoted as saying> by Kyodo News.", ["Kyodo News"], "Kyodo News"),
        ("NPR reported [Lee] <said> {talks were good}.", ["NPR"], "NPR"),
        ("[Lee] <said> {talks were good}, the Interfax news agency reported.", ["Interfax"], "Interfax"),
        ("[Lee] <said> {talks were good}, state media reported.", [], "state media"),
        ("[Lee] <told> Reuters {talks were good}.", ["Reuters"], None),  # the outlet heard it, nobody passed it on
        ("[CCTV] <said> {talks were good}.", ["CCTV"], None),  # the source itself
        ("[Lee] <said> via Twitter {talks were good}.", ["Twitter"], None),  # a platform is no outlet
        ("[Lee] <said> {talks were good}, but Reuters reported a quarrel.", ["Reuters"], None),
        ("[Lee] <said> {the UN agreed}.", ["UN"], None),
    ],
)
def test_outlets(marked: str, names: list[str], outlet: str | None) -> None:
    text = BRACKETS.sub("", marked)
    quote = Quote(
        fragments=(Fragment(*extent(marked, "{", "}")),),
        kind="indirect",
        cue=extent(marked, "<", ">"),
        source=extent(marked, "[", "]"),
    )
    mentions = [Mention(text.index(name), text.index(name) + len(name), "ORG", name) for name in names]
    assert find_outlet(text, quote, [(0, len(text))], mentions) == outlet


def test_a_statement_without_source_has_no_outlet() -> None:
    quote = Quote(fragments=(Fragment(0, 4),), kind="indirect")
    assert find_outlet("Talks, CCTV reported.", quote, [(0, 21)], [Mention(7, 11, "ORG", "CCTV")]) is None


def test_a_statement_none_of_whose_parts_lies_within_its_sentence_has_no_outlet() -> None:
    quote = Quote(fragments=(Fragment(8, 21),), kind="indirect", source=(2, 8))
    assert find_outlet("Talks, CCTV reported.", quote, [(0, 6), (6, 21)], []) is None
