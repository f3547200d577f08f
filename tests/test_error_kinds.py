"""The kinds of errors, on one small document."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from evaluation.build import build
from evaluation.error_kinds import error_kinds, table
from pipeline.schema import TABLES, Row, conform
from pipeline.store import write_table
from tests.corpora import NULLS

QUOTES = """\
<src q="1">Ann</src> <cue q="1">said</cue> \
<q id="1" speaker="Ann Lee|Ann" kind="indirect">the old bridge was safe</q>. \
It rained all day.
"""
ENTITIES = """\
<e t="PERSON">Ann</e> said the old bridge was safe.
It rained all day.
"""
TEXT = "Ann said the old bridge was safe. It rained all day."


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    folder = tmp_path / "gold"
    folder.mkdir()
    (folder / "a.quotes.xml").write_text(QUOTES)
    (folder / "a.entities.xml").write_text(ENTITIES)
    document = build(folder / "a.quotes.xml")
    assert document["text"] == TEXT
    (folder / "a.json").write_text(json.dumps(document))
    return folder


def published(folder: Path, *found: str) -> Path:
    """The tables of a run that found these quotes: the words, and behind a bar the speaker."""
    output = folder / "out"
    output.mkdir()
    rows: dict[str, list[Row]] = {name: [] for name in TABLES}
    rows["documents"] = [
        NULLS["documents"] | {"doc_id": "a.txt", "source": "/a.txt", "status": "ok", "dropped": [], "text": TEXT}
    ]
    rows["quotes"] = [_quote(number, *quote.split("|")) for number, quote in enumerate(found)]
    for name, contract in TABLES.items():
        write_table(conform(rows[name], contract), contract, output / f"{name}.parquet")
    return output


def _quote(number: int, words: str, speaker: str) -> Row:
    start, end = TEXT.index(words), TEXT.index(words) + len(words)
    known: Row = {
        "doc_id": "a.txt",
        "quote_id": number,
        "sent_id": 0,
        "kind": "indirect",
        "class": "speech",
        "score": 1.0,
    }
    said = {"start": start, "end": end, "content": words, "speaker": speaker, "resolved_by": "named_person"}
    piece = {"start": start, "end": end, "continued": False}
    return NULLS["quotes"] | known | said | {"negated": False, "fragments": [piece]}


@pytest.mark.parametrize(
    ("found", "statement", "further"),
    [
        (["the old bridge was safe|Ann Lee"], "right", {}),
        (["the old bridge was safe|Ann"], "right", {}),
        (["old bridge was safe|Ann Lee"], "too short", {}),
        (["said the old bridge was safe|Ann Lee"], "too long", {}),
        (["said the old bridge|Ann Lee"], "too long", {}),
        (["old bridge was safe|Tom"], "wrong speaker", {}),
        (["the old|Ann Lee", "bridge was|Ann Lee"], "cut otherwise", {"in another": 2}),
        (["the|Ann Lee"], "missed", {"in another": 1}),
        (["safe. It rained all day|Ann Lee"], "missed", {"partly": 1}),
        (["It rained|Ann Lee"], "missed", {"no statement": 1}),
        ([], "missed", {}),
    ],
)
def test_each_statement_and_each_further_row_has_one_kind(
    gold: Path, tmp_path: Path, found: list[str], statement: str, further: dict[str, int]
) -> None:
    kinds = error_kinds(gold, published(tmp_path, *found))
    assert (kinds.statements, kinds.rows) == (Counter([statement]), Counter(further))


@pytest.mark.parametrize(("speaker", "right"), [("Ann Lee", True), ("Tom", False)])
def test_speakers_are_counted_by_the_rule_that_found_them(
    gold: Path, tmp_path: Path, speaker: str, right: bool
) -> None:
    kinds = error_kinds(gold, published(tmp_path, f"the old bridge was safe|{speaker}"))
    assert kinds.speakers == Counter([("named_person", right)])


def test_the_counts_are_told(gold: Path, tmp_path: Path) -> None:
    told = table(error_kinds(gold, published(tmp_path, "old bridge was safe|Ann Lee", "It rained|Ann Lee")))
    lines = [line.split() for line in told.splitlines()]
    assert ["too", "short", "1"] in lines
    assert ["no", "statement", "1"] in lines
    assert ["named_person", "1", "0"] in lines
