"""The score of the actors: who is one, and who is not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluation.documents import GoldError
from evaluation.identity import IDENTITIES, Item, b_cubed, entries, identities, items, report, strangers
from pipeline.schema import TABLES, conform
from pipeline.store import write_table
from tests.corpora import Page, tables


@pytest.mark.parametrize(
    ("pairs", "p", "r"),
    [
        pytest.param("", 1.0, 1.0, id="nobody"),
        pytest.param("A1 A1 B2", 1.0, 1.0, id="all right"),
        pytest.param("A1 A2", 1.0, 0.5, id="one who was parted"),
        pytest.param("A1 B1", 0.5, 1.0, id="two who were joined"),
        pytest.param("A1 A1 A1 B1", (3 * 3 / 4 + 1 / 4) / 4, 1.0, id="joined with one who speaks often"),
        pytest.param("A1 A1 A2 B2", 3 / 4, (2 * 2 / 3 + 1 / 3 + 1) / 4, id="both"),
    ],
)
def test_b_cubed(pairs: str, p: float, r: float) -> None:
    found = b_cubed([(pair[0], pair[1]) for pair in pairs.split()])
    assert found == pytest.approx((p, r, 2 * p * r / (p + r)))


@given(st.lists(st.tuples(st.sampled_from("AB"), st.sampled_from("123"))))
def test_names_of_actors_do_not_matter(pairs: list[tuple[str, str]]) -> None:
    p, r, f = b_cubed(pairs)
    assert b_cubed([(one, {"1": "x", "2": "y", "3": "z"}[other]) for one, other in pairs]) == (p, r, f)
    assert b_cubed([(other, one) for one, other in pairs]) == pytest.approx((r, p, f))
    assert 0 < p <= 1
    assert 0 < r <= 1


def test_the_identity_file_gives_each_form_to_one_identity() -> None:
    known = identities()
    assert known["Sergey Lavrov"] == known["Sergei Lavrov"] == "Sergei Lavrov"
    listed = [form for entry in entries(IDENTITIES) for form in [entry["name"], *entry.get("also", [])]]
    assert len(listed) == len(known), "a form is listed twice"


KNOWN = {"Lavrov": "Sergei Lavrov", "Sergei Lavrov": "Sergei Lavrov", "Wang Yi": "Wang Yi"}
FOUND = [
    Item("a", "Sergei Lavrov", "person:sergey-lavrov"),
    Item("a", "Sergei Lavrov", "person:sergey-lavrov"),
    Item("b", "Lavrov", "person:lavrov"),
    Item("b", "Wang Yi", "person:wang-yi"),
    Item("b", "Wang Wenbin", "person:wang-yi"),
    Item("b", "the envoy", "person:envoy"),
]


def test_who_shares_an_actor_with_a_listed_one_is_told() -> None:
    assert strangers(FOUND, KNOWN) == [("Wang Wenbin", "person:wang-yi")]


def test_the_report_counts_rows_and_speakers() -> None:
    assert report(FOUND, KNOWN).splitlines() == [
        "                P      R     F1   items",
        "quotes      1.000  0.667  0.800       4",
        "speakers    1.000  0.667  0.800       3",
        "stranger  'Wang Wenbin' is person:wang-yi",
    ]


def published(folder: Path, name: str, said_by: str, speaker_id: str | None) -> tuple[Path, Path]:
    """A gold document in which Sergei Lavrov says something, and a run over it."""
    text = f"{said_by} said the treaty works."
    extent = [text.index("the treaty"), len(text) - 1]
    quote = {
        "fragments": [extent],
        "continued": [],
        "cue": None,
        "source": None,
        "speaker": ["Sergei Lavrov", "Lavrov"],
    }
    gold = {"name": name, "text": text, "optional": [], "quotes": [quote | {"class": "speech", "negated": False}]}
    (folder / name).mkdir()
    (folder / name / f"{name}.json").write_text(json.dumps(gold))
    corpus = tables(Page(quotes=[f"{said_by}|minister||the treaty works"]))
    there = {
        "documents": {"doc_id": name, "text": text},
        "quotes": {"doc_id": name, "start": extent[0], "end": extent[1], "speaker_id": speaker_id},
    }
    for table in TABLES:
        rows = [row | there[table] for row in corpus[table].to_pylist()]
        write_table(conform(rows, TABLES[table]), TABLES[table], folder / name / f"{table}.parquet")
    return folder / name, folder / name


def test_actors_are_made_over_all_runs_together(tmp_path: Path) -> None:
    runs = [
        published(tmp_path, "a", "Sergei Lavrov", "person:sergey-lavrov"),
        published(tmp_path, "b", "Lavrov", "person:lavrov"),
        published(tmp_path, "c", "Lavrov", "source:lavrov"),  # no actor: stands for himself
        published(tmp_path, "d", "Wang Yi", "person:wang-yi"),  # the wrong speaker
        published(tmp_path, "e", "Lavrov", None),
    ]
    assert items(runs) == [
        Item("a", "Sergei Lavrov", "person:sergey-lavrov"),
        Item("b", "Sergei Lavrov", "person:sergey-lavrov"),
        Item("c", "Sergei Lavrov", "source:lavrov"),
    ]


def test_a_run_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(GoldError, match=r"documents\.parquet is missing; make it with: saidby run"):
        items([(tmp_path, tmp_path)])
