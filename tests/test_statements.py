"""The same statement in several documents."""

from __future__ import annotations

import random
from datetime import date

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.actors import actor_rows
from pipeline.aliases import Aliases
from pipeline.schema import STATEMENTS, Row, conform
from pipeline.statements import ALIKE, IN_A_ROW, SHORTEST, Words, _shared_runs, group, statement_rows
from tests.corpora import Page, Tables, tables

TREATY = "The treaty of 2001 has been extended for five years by both sides"


def statements(corpus: Tables) -> list[Row]:
    return statement_rows(corpus, actor_rows(corpus, Aliases()))


def said(*contents: str, speaker: str = "Sergei Lavrov") -> Page:
    return Page(quotes=[f"{speaker}|||{content}" for content in contents])


@pytest.mark.parametrize(
    ("other", "same"),
    [
        pytest.param(TREATY, True, id="word for word"),
        pytest.param(f"“{TREATY.upper()}.”", True, id="other marks and letters"),
        pytest.param(TREATY.replace("has been", "was"), True, id="wire copy, edited lightly"),
        pytest.param(TREATY.removesuffix(" by both sides"), True, id="cut a little"),
        pytest.param("The treaty of 2001 has been extended", False, id="cut by half, and too short"),
        pytest.param(TREATY.replace("five", "ten").replace("2001", "2006"), False, id="another number"),
        pytest.param(TREATY.replace("has been", "has not been"), False, id="the contrary"),
        pytest.param(TREATY.replace("has been", "hasn’t been"), False, id="the contrary, shortened"),
        pytest.param(
            "Both sides have by now extended for five years the treaty that dates of 2001", False, id="other words"
        ),
    ],
)
def test_nearly_the_same_words_are_one_statement(other: str, same: bool) -> None:
    found = statements(tables(said(TREATY), said(other)))
    assert [row["documents"] for row in found] == ([2] if same else [])


def test_a_row_has_the_longest_content_and_every_quote() -> None:
    corpus = tables(
        Page(["Sergei Lavrov"], [f"Sergei Lavrov|||{TREATY}", "?|||Nothing of the kind"], date(2021, 6, 29)),
        Page(["Lavrov"], [f"Lavrov|||{TREATY.replace('has been', 'was')}"], date(2021, 6, 28)),
        Page(["Sergei Lavrov"], [f"?|||“{TREATY}.”"]),
    )
    (row,) = statements(corpus)
    assert row.pop("statement_id") == statements(corpus)[0]["statement_id"]
    assert row == {
        "occurrences": [{"doc_id": f"d{number}", "quote_id": 0} for number in range(3)],
        "content": f"“{TREATY}.”",
        "speaker": "Sergei Lavrov",
        "actor_id": "person:sergey-lavrov",
        "documents": 3,
        "first_date": date(2021, 6, 28),
    }
    assert conform(statements(corpus), STATEMENTS).num_rows == 1


@pytest.mark.parametrize(
    ("speakers", "speaker", "actor_id"),
    [
        (["Wang Yi", "Wang Yi"], "Wang Yi", "person:wang-yi"),
        (["Wang Yi", "Sergei Lavrov"], None, None),
        (["Wang Yi", "?"], "Wang Yi", "person:wang-yi"),
        (["?", "?"], None, None),
        (["GPE:US", "GPE:United States"], "United States", "gpe:united-states"),
        (["group:both sides", "group:both sides"], "both sides", None),
    ],
)
def test_the_speaker_is_given_where_all_agree(speakers: list[str], speaker: str | None, actor_id: str | None) -> None:
    (row,) = statements(tables(*(said(TREATY, speaker=one) for one in speakers)))
    assert (row["speaker"], row["actor_id"]) == (speaker, actor_id)


def test_one_document_alone_makes_no_statement() -> None:
    assert statements(tables(said(TREATY, TREATY))) == []


def test_short_quotes_are_alike_by_chance() -> None:
    short = " ".join(TREATY.split()[: SHORTEST - 1])
    assert statements(tables(said(short), said(short))) == []


def test_small_changes_do_not_chain_into_nonsense() -> None:
    """Each is like the one before, but the last has no word of the first."""
    words = [f"w{number}" for number in range(60)]
    chain = [tuple(words[start : start + 20]) for start in range(0, 41, 2)]
    groups = group(chain)
    assert max(map(len, groups)) <= 3
    assert all(len(set(one) & set(found[0])) >= ALIKE * 20 for found in groups for one in found)


def test_a_formula_that_opens_very_many_quotes_is_no_reason_to_compare_them() -> None:
    formula = ("he", "said", "in", "a", "statement", "that")
    quotes = [(*formula, *(f"{letter}{number}" for letter in "abcd")) for number in range(500)]
    assert len(group(quotes)) == len(quotes)


WORDS = st.sampled_from(["a", "b", "c", "d", "e", "not", "5"])
CONTENTS = st.lists(st.lists(WORDS, min_size=SHORTEST, max_size=14).map(tuple), max_size=12)


@given(CONTENTS, st.randoms(use_true_random=False))
def test_groups_do_not_depend_on_the_order(contents: list[Words], chance: random.Random) -> None:
    mixed = chance.sample(contents, len(contents))
    assert group(mixed) == group(contents)
    assert sorted(words for found in group(contents) for words in found) == sorted(set(contents))


SPEAKERS = st.sampled_from(["?", "Lavrov", "Sergei Lavrov"])
SAID = st.sampled_from([TREATY, TREATY.replace("by", "on"), f"{TREATY}.", "We shall see what they say of it"])
QUOTES = st.lists(st.builds("{}|||{}".format, SPEAKERS, SAID), max_size=3)
PAGES = st.lists(st.builds(Page, quotes=QUOTES), max_size=6)


@given(PAGES, st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(pages: list[Page], chance: random.Random) -> None:
    corpus = tables(*pages)
    order = list(range(corpus["quotes"].num_rows))
    chance.shuffle(order)
    mixed = corpus | {"quotes": corpus["quotes"].take(pa.array(order, pa.int64()))}
    assert statements(mixed) == statements(corpus)
    keys = [(one["doc_id"], one["quote_id"]) for row in statements(corpus) for one in row["occurrences"]]
    assert len(keys) == len(set(keys))


@given(CONTENTS)
def test_runs_that_stand_in_one_content_alone_are_left_out(contents: list[Words]) -> None:
    ordered = sorted(set(contents))
    runs = [{words[at : at + IN_A_ROW] for at in range(len(words) - IN_A_ROW + 1)} for words in ordered]
    numbered = list(_shared_runs(ordered))
    for one, numbers in zip(runs, numbered, strict=True):
        for other, theirs in zip(runs, numbered, strict=True):
            assert one is other or len(one & other) == len(numbers & theirs)
