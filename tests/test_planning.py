from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.batch.bundles import Bundle, Take, Version
from pipeline.batch.manifest import Recipes
from pipeline.batch.outcome import Counts
from pipeline.batch.planning import DOCUMENTS_PER_SHARD, Former, Found, Judge, Plan, plan, shard_count, shard_of
from pipeline.batch.tasks import BYTES, DOCUMENTS, cut_tasks
from pipeline.corpus import Entry

RECIPES = Recipes(cleaning="c", reading="m", rules="r", derived="d")
WITH_READINGS = Bundle({"documents": Path("/run/documents.parquet"), "readings": Path("/run/readings.parquet")})
WITHOUT = Bundle({"documents": Path("/run/documents.parquet")})


def entry(doc_id: str, sha256: str | None = "1", size: int = 100) -> Entry:
    return Entry(doc_id, f"/{doc_id}", sha256, None if sha256 else "it is gone", size, None)


def found(doc_id: str, sha256: str | None = "1", bundle: Bundle = WITH_READINGS) -> Found:
    return Found(Version(f"/{doc_id}", sha256, None if sha256 else "it is gone"), bundle)


def former(*doc_ids: str, bundle: Bundle = WITH_READINGS, recipes: Recipes = RECIPES, intact: bool = True) -> Former:
    return Former(recipes, (bundle,), {doc_id: found(doc_id, bundle=bundle) for doc_id in doc_ids}, intact)


def planned(
    entries: list[Entry],
    before: Former,
    finished: Mapping[str, Found] | None = None,
    recipes: Recipes = RECIPES,
    *,
    readings: bool = True,
) -> Plan:
    return plan(entries, Judge(before, finished or {}, recipes), readings=readings)


def counted(result: Plan) -> dict[str, int]:
    return {kind: number for kind, number in asdict(result.counts).items() if number}


@pytest.mark.parametrize(
    ("entries", "before", "counts"),
    [
        pytest.param([entry("a")], Former(), {"new": 1}, id="the first run"),
        pytest.param([entry("a")], former("a"), {"kept": 1}, id="nothing changed"),
        pytest.param([entry("a"), entry("b")], former("a"), {"new": 1, "kept": 1}, id="one came"),
        pytest.param([entry("a")], former("a", "b"), {"removed": 1, "kept": 1}, id="one went"),
        pytest.param([entry("a", "2")], former("a"), {"edited": 1}, id="one was edited"),
        pytest.param([entry("a", None)], former("a"), {"edited": 1}, id="one cannot be read any more"),
        pytest.param([], former("a"), {"removed": 1}, id="all went"),
        pytest.param([], Former(), {}, id="nothing there, and nothing was"),
    ],
)
def test_each_document_is_judged_by_its_version(entries: list[Entry], before: Former, counts: dict[str, int]) -> None:
    assert counted(planned(entries, before)) == counts


def test_a_document_that_moved_is_made_anew() -> None:
    moved = Entry("a", "/elsewhere/a", "1", None, 100, None)
    assert counted(planned([moved], former("a"))) == {"edited": 1}


def test_a_document_that_could_not_be_read_is_kept_while_the_reason_stays() -> None:
    before = Former(RECIPES, (WITH_READINGS,), {"a": found("a", None)})
    assert counted(planned([entry("a", None)], before)) == {"kept": 1}


@pytest.mark.parametrize(
    ("changed", "bundle", "counts"),
    [
        pytest.param({"derived": "x"}, WITH_READINGS, {"kept": 1}, id="aliases change no document"),
        pytest.param({"rules": "x"}, WITH_READINGS, {"again": 1}, id="rules run again without the encoder"),
        pytest.param({"rules": "x"}, WITHOUT, {"outdated": 1}, id="without readings the encoder runs too"),
        pytest.param({"reading": "x"}, WITH_READINGS, {"outdated": 1}, id="another model"),
        pytest.param({"cleaning": "x"}, WITH_READINGS, {"outdated": 1}, id="another cleaning"),
    ],
)
def test_a_change_of_settings_redoes_what_depends_on_it(
    changed: dict[str, str], bundle: Bundle, counts: dict[str, int]
) -> None:
    result = planned([entry("a")], former("a", bundle=bundle), recipes=replace(RECIPES, **changed))
    assert counted(result) == counts
    assert not result.nothing


def test_what_the_model_found_goes_along_where_only_the_cleaning_changed() -> None:
    result = planned([entry("a")], former("a"), recipes=replace(RECIPES, cleaning="x"))
    assert result.shards[0].known == (Take(WITH_READINGS, ("a",)),)
    other_model = planned([entry("a")], former("a"), recipes=replace(RECIPES, reading="x"))
    assert other_model.shards[0].known == ()


def test_nothing_is_to_be_done_only_where_all_is_as_it_was() -> None:
    assert planned([entry("a")], former("a")).nothing
    assert planned([], former()).nothing
    assert not planned([], Former()).nothing
    assert not planned([entry("a")], former("a", "b")).nothing
    assert not planned([entry("a")], former("a", intact=False)).nothing
    assert not planned([entry("a")], former("a"), readings=False).nothing
    assert not planned([entry("a")], former("a", bundle=WITHOUT)).nothing


def test_what_an_interrupted_run_finished_is_taken_up() -> None:
    left = Bundle({"documents": Path("/work/documents.parquet")})
    result = planned([entry("a"), entry("b", "2")], former("b"), {"a": found("a", bundle=left), "b": found("b")})
    assert counted(result) == {"resumed": 1, "edited": 1}
    assert result.shards[0].kept == (Take(left, ("a",)),)


@given(st.integers(0, 100_000))
def test_shards_hold_no_more_than_their_share_and_double(documents: int) -> None:
    count = shard_count(documents)
    assert count * DOCUMENTS_PER_SHARD >= documents
    assert count == 1 or count * DOCUMENTS_PER_SHARD < 2 * documents
    assert count & (count - 1) == 0


@given(st.text(), st.integers(0, 10))
def test_when_shards_double_a_document_stays_or_goes_to_the_new_half(doc_id: str, power: int) -> None:
    before, after = shard_of(doc_id, 2**power), shard_of(doc_id, 2 ** (power + 1))
    assert after in (before, before + 2**power)


def test_growth_over_the_bound_takes_rows_from_the_former_shard() -> None:
    doc_ids = [str(number) for number in range(DOCUMENTS_PER_SHARD)]
    result = planned([entry(doc_id) for doc_id in [*doc_ids, "new"]], former(*doc_ids))
    assert len(result.shards) == 2
    assert counted(result) == {"kept": DOCUMENTS_PER_SHARD, "new": 1}
    assert all(take.bundle is WITH_READINGS for shard in result.shards for take in shard.kept)
    assert not any(shard.linked for shard in result.shards)


@given(st.lists(st.integers(1, 3 * BYTES), max_size=60))
def test_tasks_hold_every_document_once_within_their_bounds(sizes: list[int]) -> None:
    entries = [entry(f"{number:03}", size=size) for number, size in enumerate(sizes)]
    (shard,) = planned(entries, Former()).shards
    tasks = list(cut_tasks(shard, Path("/work")))
    assert sorted(doc_id for task in tasks for doc_id in task.doc_ids) == [one.doc_id for one in entries]
    assert len({task.folder for task in tasks}) == len(tasks)
    for task in tasks:
        assert len(task.doc_ids) <= DOCUMENTS
        assert len(task.doc_ids) == 1 or sum(one.size for one in task.read) <= BYTES


def test_counts_say_what_the_encoder_must_read() -> None:
    assert Counts(new=1, edited=2, outdated=4, again=8, kept=16, removed=32, resumed=64).encoded == 7
