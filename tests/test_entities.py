"""Entities that are two countries joined by a hyphen."""

from __future__ import annotations

import pytest

from pipeline.entities import EntityMention, split_pairs


@pytest.mark.parametrize(
    ("text", "names", "split"),
    [
        ("China-Russia ties: China and Russia", ["China-Russia", "China", "Russia"], ["China", "Russia"] * 2),
        ("Guinea-Bissau and Guinea", ["Guinea-Bissau", "Guinea"], ["Guinea-Bissau", "Guinea"]),
        ("China-Russia ties", ["China-Russia"], ["China-Russia"]),  # nothing shows that these are two
    ],
)
def test_pairs_of_countries(text: str, names: list[str], split: list[str]) -> None:
    mentions = [EntityMention(text.rindex(name), text.rindex(name) + len(name), "GPE", 0.9) for name in names]
    assert [text[m.start : m.end] for m in split_pairs(text, mentions)] == split
