"""Publishes finished runs as Parquet; :mod:`pipeline.published` opens them.

::

    outputs/
      latest -> runs/000007-20261121T020000Z      the only thing that changes in place
      documents.parquet -> latest/documents.parquet, and so on for each table
      runs/000007-20261121T020000Z/documents.parquet, ..., manifest.json

A run is written beside the others and becomes visible by one atomic step, the switch of ``latest``. Who opens
``latest`` once reads tables of one run; a run that fails leaves what was there. A table of a small corpus is one file,
that of a larger one a folder of files: pandas, DuckDB, Polars and Spark read either by the same address.
"""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from filelock import FileLock, Timeout

from pipeline.errors import SaidbyError
from pipeline.published import Run, StoreError, find_run, open_run, read_table
from pipeline.schema import PUBLISHED, Table

__all__ = [
    "KEPT_RUNS",
    "LockedError",
    "Run",
    "StoreError",
    "find_run",
    "locked",
    "open_run",
    "publish_again",
    "publishing",
    "read_table",
    "rollback",
    "shard_file",
    "sync_folder",
    "write_errors_told",
    "write_table",
]

KEPT_RUNS = 3
"""So many finished runs are kept if nobody asks for more, the latest among them."""

_BUILDING = ".building-"
_NUMBER = re.compile(r"(\d{6,})-")


class LockedError(SaidbyError):
    """Another run is at work on the same output folder."""


def shard_file(table: str, number: int, shards: int) -> str:
    """Where a shard of a table lies in the folder of its run. A corpus of one shard has one file for each table."""
    return f"{table}.parquet" if shards == 1 else f"{table}.parquet/part-{number:05}.parquet"


@contextmanager
def locked(output: Path) -> Iterator[None]:
    """Hold an output folder for one run. Raises :class:`LockedError` where another one does.

    Raises :class:`StoreError` where the folder cannot be written, or where something in it is not ours. The lock is the
    system's: it is gone when its holder is, however that ended.
    """
    _refuse_what_is_not_ours(output)
    with write_errors_told(output):
        (output / "runs").mkdir(parents=True, exist_ok=True)
        lock = FileLock(output / ".lock", timeout=0)
        try:
            lock.acquire()
        except Timeout as error:
            raise LockedError(f"another run is writing to {output}; let it finish, or choose another output") from error
    try:
        yield
    finally:
        lock.release()


@contextmanager
def publishing(output: Path, *, keep: int = KEPT_RUNS) -> Iterator[Path]:
    """A fresh folder to write a run into, published when the block ends and thrown away when it raises.

    ``keep``: how many finished runs there may be afterwards. To be used within :func:`locked`. Raises
    :class:`StoreError` where the folder cannot be written.
    """
    for leftover in output.glob(f"{_BUILDING}*"):
        shutil.rmtree(leftover, ignore_errors=True)
    with write_errors_told(output):
        building = Path(tempfile.mkdtemp(prefix=_BUILDING, dir=output))
        try:
            yield building
            _publish(building, output)
        finally:
            shutil.rmtree(building, ignore_errors=True)
    _forget_old_runs(output, keep)


def rollback(output: Path) -> Run:
    """Publish again the run before the latest one, and return it. Raises :class:`StoreError` where none is kept."""
    with locked(output):
        latest = open_run(output).path.name
        older = [run for run in _runs(output) if _age(run) < _age(output / "runs" / latest)]
        if not older:
            raise StoreError(f"no run before {latest} is kept under {output}")
        publish_again(output, older[-1])
        return open_run(output)


def publish_again(output: Path, run: Path) -> None:
    """Switch to a finished run that lies in the output folder already."""
    with write_errors_told(output):
        for link, target in _links(output, run.name).items():
            _replace_link(link, target)


def write_table(rows: pa.Table, table: Table, path: Path) -> None:
    """Write rows in the order of their table's contract. The same rows give the same bytes.

    Raises ``OSError``: to be used within :func:`publishing` or :func:`write_errors_told`.
    """
    ordered = rows.sort_by([(column, "ascending") for column in table.order])
    with path.open("wb") as file:
        # Everything that shapes the bytes is fixed here, so that a new default of pyarrow changes nothing.
        pq.write_table(
            ordered,
            file,
            row_group_size=100_000,
            version="2.6",
            compression="zstd",
            compression_level=3,
            data_page_version="1.0",
        )
        file.flush()
        os.fsync(file.fileno())


def _refuse_what_is_not_ours(output: Path) -> None:
    for link in _links(output):
        if link.exists() and not link.is_symlink():
            raise StoreError(
                f"{link} is in the way and was not made by saidby; move it, or choose another output folder"
            )


@contextmanager
def write_errors_told(folder: Path) -> Iterator[None]:
    """Turn what the file system refuses into one sentence."""
    try:
        yield
    except OSError as error:
        why = error.strerror or str(error)
        raise StoreError(f"cannot write to {folder}: {why}; make room or choose another output folder") from error


def sync_folder(folder: Path) -> None:
    """Make sure that the names in a folder outlive a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _publish(building: Path, output: Path) -> None:
    """Give the run its name and switch to it. Numbers, not times, tell its age: clocks go back."""
    number = 1 + max((_age(run)[0] for run in _runs(output)), default=0)
    run = output / "runs" / f"{number:06}-{datetime.now(UTC):%Y%m%dT%H%M%SZ}"
    building.chmod(0o755)  # mkdtemp makes folders that only their owner may read
    sync_folder(building)
    building.rename(run)
    sync_folder(run.parent)
    publish_again(output, run)
    sync_folder(output)


def _links(output: Path, run: str = "") -> dict[Path, str]:
    """Each link that readers follow, and what it points to. ``latest`` comes first: the others lead through it."""
    tables = {output / f"{name}.parquet": f"latest/{name}.parquet" for name in PUBLISHED}
    return {output / "latest": f"runs/{run}", **tables}


def _replace_link(link: Path, target: str) -> None:
    """Point a symbolic link elsewhere in one step; at no moment is it missing."""
    if link.is_symlink() and link.readlink() == Path(target):
        return
    fresh = link.with_name(f".{link.name}-{os.getpid()}")
    fresh.unlink(missing_ok=True)
    fresh.symlink_to(target)
    fresh.replace(link)


def _forget_old_runs(output: Path, keep: int) -> None:
    """Remove all but the newest runs."""
    for run in _runs(output)[:-keep]:
        shutil.rmtree(run, ignore_errors=True)


def _runs(output: Path) -> list[Path]:
    """The finished runs that are kept, the oldest first."""
    return sorted((output / "runs").iterdir(), key=_age)


def _age(run: Path) -> tuple[int, str]:
    """What runs are ordered by. Those of the first version have no number."""
    number = _NUMBER.match(run.name)
    return int(number[1]) if number else 0, run.name
