"""The pages that are made of others, to learn from where the article stands on a dumped page."""

from __future__ import annotations

import random

import pytest

FIRST = "The ministers met on Monday to speak about trade between the two countries."
SECOND = "Nobody had expected that they would agree on a treaty within a single day."


def test_another_article_takes_the_place_of_that_of_a_page() -> None:
    pytest.importorskip("html2text", reason="the dumps need the extra 'flattened'")
    from training.dumped_pages import DumpedPage, recombined

    old = DumpedPage(("a",), "wrapped", "Talks resume", FIRST, ["Home", "Talks resume", FIRST, "Sport"], (2, 2))
    new = DumpedPage(("b",), "wrapped", "Treaty signed", SECOND, ["Menu", "Treaty signed", SECOND], (2, 2))
    pages = list(recombined([old, new], [], random.Random(1)))
    assert [page.keys for page in pages] == [("a", "b"), ("b", "a")]
    assert pages[0].lines == ["Home", "Treaty signed", SECOND, "Sport"]
    assert pages[0].span == (2, 2)
    assert pages[1].lines == ["Menu", "Talks resume", FIRST]
