"""Publishing to an object store; fsspec's memory stands for one."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import fsspec
import pytest

from pipeline.batch.mirror import latest_address, mirrored
from pipeline.errors import SaidbyError
from pipeline.schema import PUBLISHED
from pipeline.store import Run, locked, open_run, publishing, shard_file, write_table

ADDRESS = "memory://bucket/tables"


@pytest.fixture(autouse=True)
def _emptied() -> Iterator[None]:
    yield
    memory = fsspec.filesystem("memory")
    memory.rm("/bucket", recursive=True)


def publish(folder: Path, *, keep: int = 3, shards: int = 1) -> Run:
    with locked(folder), publishing(folder, keep=keep) as building:
        for name, table in PUBLISHED.items():
            for number in range(shards):
                path = building / shard_file(name, number, shards)
                path.parent.mkdir(exist_ok=True)
                write_table(table.schema.empty_table(), table, path)
        (building / "manifest.json").write_text(str(random.Random(0).random()))
    return open_run(folder)


def there() -> list[str]:
    return sorted(path.removeprefix("/bucket/tables/") for path in fsspec.filesystem("memory").find("/bucket/tables"))


@pytest.mark.parametrize("shards", [1, 2])
def test_a_run_is_copied_and_pointed_to(tmp_path: Path, shards: int) -> None:
    with mirrored(ADDRESS, tmp_path) as folder:
        run = publish(folder, shards=shards)
    assert latest_address(ADDRESS) == f"{ADDRESS}/runs/{run.path.name}"
    assert "LATEST" in there()
    assert len(there()) == 2 + shards * len(PUBLISHED)


def test_another_machine_goes_on_from_what_is_published_there(tmp_path: Path) -> None:
    with mirrored(ADDRESS, tmp_path / "one") as folder:
        first = publish(folder, shards=2)
    with mirrored(ADDRESS, tmp_path / "two") as folder:
        assert open_run(folder).path.name == first.path.name
        files = {path.name for path in first.path.iterdir()}
        assert {path.name for path in open_run(folder).path.iterdir()} == files
        second = publish(folder)
    assert second.path.name > first.path.name
    assert latest_address(ADDRESS).endswith(second.path.name)


def test_what_is_not_kept_here_is_let_go_there(tmp_path: Path) -> None:
    for _ in range(3):
        with mirrored(ADDRESS, tmp_path) as folder:
            run = publish(folder, keep=1)
    assert {path.split("/")[1] for path in there() if path != "LATEST"} == {run.path.name}


def test_a_run_that_fails_changes_nothing_there(tmp_path: Path) -> None:
    with mirrored(ADDRESS, tmp_path) as folder:
        publish(folder)
    before = there()
    with pytest.raises(KeyError), mirrored(ADDRESS, tmp_path) as folder:
        raise KeyError
    assert there() == before


def test_an_address_that_nobody_published_to_says_how(tmp_path: Path) -> None:
    fsspec.filesystem("memory").makedirs("/bucket/tables")
    with pytest.raises(SaidbyError, match="make one with: saidby run INPUT --output memory://bucket/tables"):
        latest_address(ADDRESS)
    with pytest.raises(SaidbyError, match="cannot use nowhere://x"), mirrored("nowhere://x", tmp_path):
        pass
