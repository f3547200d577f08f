from __future__ import annotations

import os
from datetime import datetime, timedelta, tzinfo
from pathlib import Path
from typing import Self

import pandas as pd
import pytest

import pipeline
from pipeline import store
from pipeline.schema import PUBLISHED, Row, conform
from pipeline.store import (
    KEPT_RUNS,
    LockedError,
    StoreError,
    locked,
    open_run,
    publishing,
    rollback,
    shard_file,
    write_table,
)


def sentence(doc_id: str, start: int) -> Row:
    return {"doc_id": doc_id, "sent_id": start, "paragraph": 0, "start": start, "end": start + 3, "text": "Yes"}


def publish(output: Path, *rows: Row) -> Path:
    """Publish a run whose sentences are these rows; returns its folder."""
    with locked(output), publishing(output) as folder:
        for name, table in PUBLISHED.items():
            write_table(conform(rows if name == "sentences" else [], table), table, folder / f"{name}.parquet")
    return open_run(output).path


def everything(folder: Path) -> list[str]:
    """What a reader sees: the lock stays where a run has been."""
    return sorted(path.name for path in folder.iterdir() if path.name != ".lock")


def test_every_table_opens_by_its_short_address(tmp_path: Path) -> None:
    publish(tmp_path, sentence("a", 0))
    for name in PUBLISHED:
        assert list(pd.read_parquet(tmp_path / f"{name}.parquet").columns) == PUBLISHED[name].schema.names
    assert everything(tmp_path) == sorted([*(f"{name}.parquet" for name in PUBLISHED), "latest", "runs"])


def test_the_published_schema_describes_each_column(tmp_path: Path) -> None:
    publish(tmp_path)
    for name, table in PUBLISHED.items():
        assert pipeline.open_run(tmp_path).table(name).schema.equals(table.schema, check_metadata=True)


def test_rows_are_in_order_whatever_the_order_they_came_in(tmp_path: Path) -> None:
    publish(tmp_path, sentence("b", 0), sentence("a", 9), sentence("a", 5))
    frame = open_run(tmp_path).frame("sentences")
    assert list(zip(frame["doc_id"], frame["start"], strict=True)) == [("a", 5), ("a", 9), ("b", 0)]


def test_the_same_rows_give_the_same_bytes(tmp_path: Path) -> None:
    first, second = (publish(tmp_path, sentence("a", 0), sentence("b", 4)) for _ in range(2))
    assert first != second
    for name in PUBLISHED:
        assert (first / f"{name}.parquet").read_bytes() == (second / f"{name}.parquet").read_bytes()


def test_an_opened_run_stays_the_same_while_others_are_published(tmp_path: Path) -> None:
    publish(tmp_path, sentence("a", 0))
    run = open_run(tmp_path)
    publish(tmp_path, sentence("b", 0))
    assert run.frame("sentences")["doc_id"].tolist() == ["a"]
    assert open_run(tmp_path).frame("sentences")["doc_id"].tolist() == ["b"]


def test_the_last_runs_are_kept(tmp_path: Path) -> None:
    runs = [publish(tmp_path).name for _ in range(KEPT_RUNS + 2)]
    assert everything(tmp_path / "runs") == runs[-KEPT_RUNS:]


def test_a_run_that_fails_leaves_the_former_one_and_nothing_else(tmp_path: Path) -> None:
    former = publish(tmp_path, sentence("a", 0))
    before = everything(tmp_path)

    def fail() -> None:
        with locked(tmp_path), publishing(tmp_path) as folder:
            write_table(conform([], PUBLISHED["quotes"]), PUBLISHED["quotes"], folder / "quotes.parquet")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fail()
    assert open_run(tmp_path).path == former
    assert everything(tmp_path) == before
    assert everything(tmp_path / "runs") == [former.name]


def test_readers_find_a_complete_run_at_every_step_of_publishing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(tmp_path, sentence("a", 0))
    replace, seen = Path.replace, []

    def watched(self: Path, target: Path) -> Path:
        seen.append(pd.read_parquet(tmp_path / "sentences.parquet")["doc_id"].tolist())
        result = replace(self, target)
        seen.append(pd.read_parquet(tmp_path / "sentences.parquet")["doc_id"].tolist())
        return result

    monkeypatch.setattr(Path, "replace", watched)
    publish(tmp_path, sentence("b", 0))
    assert seen == [["a"], ["b"]]


def test_a_folder_can_be_moved_with_its_runs(tmp_path: Path) -> None:
    publish(tmp_path / "here", sentence("a", 0))
    (tmp_path / "here").rename(tmp_path / "there")
    assert len(pd.read_parquet(tmp_path / "there" / "sentences.parquet")) == 1


@pytest.mark.parametrize("name", ["latest", "quotes.parquet"])
def test_what_others_made_is_never_overwritten(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("mine")
    with pytest.raises(StoreError, match=f"{name} is in the way"):
        publish(tmp_path)
    assert (tmp_path / name).read_text() == "mine"
    assert everything(tmp_path) == [name]


def test_an_output_folder_below_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match=r"cannot write to .*/file/out: Not a directory; make room or choose another"):
        publish(tmp_path / "file" / "out")


def test_a_full_disk_is_told_in_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StoreError, match=r"cannot write to .*: No space left on device"):
        publish(tmp_path)
    assert everything(tmp_path) == ["runs"]


def test_opening_what_was_never_published_says_how_to_publish(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="make one with: saidby run INPUT --output"):
        open_run(tmp_path)


def test_a_table_that_came_later_is_not_in_an_older_run(tmp_path: Path) -> None:
    (publish(tmp_path) / "actors.parquet").unlink()
    run = open_run(tmp_path)
    assert (run.has("actors"), run.has("quotes")) == (False, True)
    with pytest.raises(StoreError, match=r"was made before there was a table 'actors'; run saidby anew"):
        run.table("actors")


def test_a_table_that_does_not_exist_is_refused_with_those_that_do(tmp_path: Path) -> None:
    publish(tmp_path)
    with pytest.raises(StoreError, match="no table 'quote'; the tables are documents, sentences"):
        open_run(tmp_path).table("quote")


def test_a_second_run_on_the_same_output_is_told_to_come_back(tmp_path: Path) -> None:
    with locked(tmp_path), pytest.raises(LockedError, match="another run is writing to"), locked(tmp_path):
        pass
    with locked(tmp_path):
        pass


def test_rollback_publishes_the_run_before_and_a_later_run_comes_after_both(tmp_path: Path) -> None:
    first, second = publish(tmp_path, sentence("a", 0)), publish(tmp_path, sentence("b", 0))
    assert rollback(tmp_path).path == first
    assert pd.read_parquet(tmp_path / "sentences.parquet")["doc_id"].tolist() == ["a"]
    with pytest.raises(StoreError, match="no run before"):
        rollback(tmp_path)
    third = publish(tmp_path, sentence("c", 0))
    assert everything(tmp_path / "runs") == [first.name, second.name, third.name]
    assert rollback(tmp_path).path == second


def test_a_clock_that_goes_back_makes_no_run_older(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    publish(tmp_path, sentence("a", 0))

    class Yesterday(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> Self:
            return super().now(tz) - timedelta(days=1)

    monkeypatch.setattr(store, "datetime", Yesterday)
    runs = [publish(tmp_path, sentence("b", 0)) for _ in range(KEPT_RUNS)]
    assert everything(tmp_path / "runs") == [run.name for run in runs]
    assert open_run(tmp_path).path == runs[-1]


def test_what_a_killed_run_left_half_built_is_swept(tmp_path: Path) -> None:
    (tmp_path / ".building-x").mkdir()
    publish(tmp_path)
    assert not (tmp_path / ".building-x").exists()


def test_a_table_in_several_files_is_read_by_the_same_address(tmp_path: Path) -> None:
    with locked(tmp_path), publishing(tmp_path) as folder:
        for name, table in PUBLISHED.items():
            for number in range(2):
                rows = [sentence("ab"[number], 0)] if name == "sentences" else []
                path = folder / shard_file(name, number, 2)
                path.parent.mkdir(exist_ok=True)
                write_table(conform(rows, table), table, path)
    assert pd.read_parquet(tmp_path / "sentences.parquet")["doc_id"].tolist() == ["a", "b"]
    assert open_run(tmp_path).table("sentences", ["doc_id"])["doc_id"].to_pylist() == ["a", "b"]
