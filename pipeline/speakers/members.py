"""Who is in a group that a source names by its number alone: "the two sides", "both presidents"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from pipeline.annotation import Extent, Mention
from pipeline.speakers.source import Document

_PAIR_OF = re.compile(
    r"(?:the\s+)?(?:two|both)\s+(?:"
    r"(?P<places>sides|parties|countries|nations|states|governments|neighbou?rs|powers)|"
    r"(?:\w+\s+)?(?P<persons>presidents|leaders|(?:prime |foreign |defen[cs]e )?ministers|"
    r"heads of (?:state|government)|diplomats|envoys|ambassadors|men|women))",
    re.IGNORECASE,
)
# "Russia and China", "China-Russia"; before a person's name their office may stand: "Xi Jinping and Russian President".
_JOINED = {
    "GPE": re.compile(r"(?:,?\s+and\s+(?:the\s+)?|\s*[-–]\s*)"),
    "PERSON": re.compile(r"(?:,[^,.;]{1,60},)?\s+and\s+(?:[\w’'-]+\s+){0,6}"),
}


def members_of(source: Extent, document: Document) -> tuple[str, ...]:
    """The two that a source like "the two sides" stands for; none where the text before it names no pair.

    The last pair that is named with "and" counts: the two that a text has just set side by side are those it means.
    """
    found = _PAIR_OF.fullmatch(document.text[slice(*source)])
    if found is None:
        return ()
    label = "GPE" if found["places"] else "PERSON"
    before = [m for m in document.mentions if m.label == label and m.end <= source[0]]
    pairs = list(_pairs(before, label, document.text))
    return pairs[-1] if pairs else ()


def _pairs(mentions: list[Mention], label: str, text: str) -> Iterator[tuple[str, str]]:
    for first, second in pairwise(mentions):
        if first.name != second.name and _JOINED[label].fullmatch(text, first.end, second.start):
            yield first.name, second.name
