"""The borders of entity mentions: pairs, ranks, name cards, apostrophes, amounts."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.labels import ENTITY_TYPES
from pipeline.mentions import EntityMention, mended, split_pairs


def mention(text: str, name: str, label: str) -> EntityMention:
    return EntityMention(text.rindex(name), text.rindex(name) + len(name), label, 0.9)


@pytest.mark.parametrize(
    ("text", "names", "split"),
    [
        ("China-Russia ties: China and Russia", ["China-Russia", "China", "Russia"], ["China", "Russia"] * 2),
        ("Guinea-Bissau and Guinea", ["Guinea-Bissau", "Guinea"], ["Guinea-Bissau", "Guinea"]),
        ("China-Russia ties", ["China-Russia"], ["China-Russia"]),  # nothing shows that these are two
    ],
)
def test_pairs_of_countries(text: str, names: list[str], split: list[str]) -> None:
    mentions = [mention(text, name, "GPE") for name in names]
    assert [text[m.start : m.end] for m in split_pairs(text, mentions)] == split


def test_each_of_a_pair_has_its_own_type() -> None:
    text = "the EU-Chile deal between the EU and Chile"
    mentions = [EntityMention(4, 12, "ORG", 0.9), mention(text, "EU", "ORG"), mention(text, "Chile", "GPE")]
    assert [m.label for m in split_pairs(text, mentions)] == ["ORG", "GPE", "ORG", "GPE"]


MENDS = [
    # what the model found in a text, and what it is made into
    ("Gen. Ann Lee spoke", "Gen. Ann Lee", "PERSON", ["Ann Lee"]),
    ("Gen. Motors fell", "Gen. Motors", "ORG", ["Gen. Motors"]),
    ("Minister Ann Lee Lee Ann said", "Ann Lee Lee Ann", "PERSON", ["Ann Lee", "Lee Ann"]),
    ("Ann Lee Lee AnnMinister of Fish", "Ann Lee Lee AnnMinister", "PERSON", ["Ann Lee", "Lee"]),
    ("greeted Boris Boris, who", "Boris Boris", "PERSON", ["Boris", "Boris"]),
    ("the al-Qa’ida cell", "al-Qa", "ORG", ["al-Qa’ida"]),
    ("Lee’s cell", "Lee", "PERSON", ["Lee"]),
    ("LEE'S CELL", "LEE", "PERSON", ["LEE"]),
    ("he says Lee'll go", "Lee", "PERSON", ["Lee"]),
    ("up 6.5 percentage points on", "6.5 percentage", "PERCENT", ["6.5 percentage points"]),
    ("up 6.5 percent points to", "6.5 percent", "PERCENT", ["6.5 percent"]),
]


@pytest.mark.parametrize(("text", "found", "label", "wanted"), MENDS)
def test_mends(text: str, found: str, label: str, wanted: list[str]) -> None:
    assert [text[m.start : m.end] for m in mended(text, [mention(text, found, label)])] == wanted


SUMS = [
    # a text, the number that the model found, and the sum it is part of (None: no money)
    ("a fine of $5,479,761 in all", "5,479,761", "$5,479,761"),
    ("a fine of US$ 5 million in all", "5 million", "US$ 5 million"),
    ("some €3bn", "3bn", "€3bn"),
    ("USD15 a day", "USD15", "USD15"),
    ("EUR 2.5 million a day", "EUR 2.5 million", "EUR 2.5 million"),
    ("100,000 Georgian laris", "100,000", "100,000 Georgian laris"),
    ("one million rubles", "one million", "one million rubles"),
    ("9,000 South Korean won", "9,000", "9,000 South Korean won"),
    ("the 60 won seats", "60", None),  # a verb
    ("the 60 pounds of flour", "60", None),  # a weight
    ("some 60 (sixty)", "60", None),
    ("cash-strapped; 60 went", "60", None),
    ("Area 15 is closed", "15", None),
]


@pytest.mark.parametrize(("text", "number", "whole"), SUMS)
def test_sums_of_money(text: str, number: str, whole: str | None) -> None:
    (found,) = mended(text, [mention(text, number, "CARDINAL")])
    assert (text[found.start : found.end], found.label) == ((whole, "MONEY") if whole else (number, "CARDINAL"))


def test_a_widened_mention_swallows_the_one_behind_it() -> None:
    text = "100,000 Georgian laris"
    found = mended(text, [mention(text, "100,000", "CARDINAL"), mention(text, "Georgian", "NORP")])
    assert [(text[m.start : m.end], m.label) for m in found] == [(text, "MONEY")]


@given(
    st.text(alphabet="AnLe e’'$5€-.,% points", max_size=40),
    st.lists(st.tuples(st.integers(0, 39), st.integers(1, 12), st.sampled_from(ENTITY_TYPES)), max_size=5),
)
def test_mended_mentions_stay_apart_in_order_and_in_the_text(text: str, drawn: list[tuple[int, int, str]]) -> None:
    mentions: list[EntityMention] = []
    for start, length, label in sorted(drawn):
        if start + length <= len(text) and (not mentions or mentions[-1].end <= start):
            mentions.append(EntityMention(start, start + length, label, 0.9))
    found = mended(text, mentions)
    assert all(0 <= m.start < m.end <= len(text) for m in found)
    assert all(a.end <= b.start for a, b in pairwise(found))
