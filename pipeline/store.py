"""Publishes finished runs as Parquet, and opens them.

::

    outputs/
      latest -> runs/20261121T020000.123456Z      the only thing that changes in place
      documents.parquet -> latest/documents.parquet, and so on for each table
      runs/20261121T020000.123456Z/documents.parquet ...

A run is written beside the others and becomes visible by one atomic step, the switch of ``latest``. Who opens
``latest`` once reads tables of one run; a run that fails leaves what was there.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.errors import SaidbyError
from pipeline.schema import PUBLISHED

if TYPE_CHECKING:
    import pandas as pd

KEPT_RUNS = 3
"""So many finished runs are kept, the latest among them."""


class StoreError(SaidbyError):
    """An output folder that cannot be written, or holds no finished run."""


@dataclass(frozen=True, slots=True)
class Run:
    """One finished run. Its tables never change and belong together."""

    path: Path

    @property
    def output(self) -> Path:
        """The output folder that the run was published to."""
        return self.path.parents[1]

    def table(self, name: str) -> pa.Table:
        """A table by its name, as an Arrow table; its schema describes each column."""
        if name not in PUBLISHED:
            raise StoreError(f"there is no table {name!r}; the tables are {', '.join(PUBLISHED)}")
        if not self.has(name):
            raise StoreError(f"{self.path} was made before there was a table {name!r}; run saidby anew")
        return pq.read_table(self.path / f"{name}.parquet", schema=PUBLISHED[name].schema)

    def has(self, name: str) -> bool:
        """Whether the run has this table: older runs lack those that came later."""
        return (self.path / f"{name}.parquet").exists()

    def frame(self, name: str) -> pd.DataFrame:
        """A table by its name, as a pandas DataFrame."""
        frame: pd.DataFrame = self.table(name).to_pandas()
        return frame


def open_run(output: Path | str = "outputs") -> Run:
    """The latest finished run under an output folder; it stays the same run while others are published.

    Raises :class:`StoreError` where there is none.
    """
    run = find_run(output)
    if run is None:
        raise StoreError(f"no finished run under {output}; make one with: saidby run INPUT --output {output}")
    return run


def find_run(output: Path | str) -> Run | None:
    """The latest finished run under an output folder, if there is one."""
    latest = Path(output) / "latest"
    return Run(latest.resolve()) if latest.is_dir() else None


@contextmanager
def publishing(output: Path) -> Iterator[Path]:
    """A fresh folder to write a run into, published when the block ends and thrown away when it raises.

    Raises :class:`StoreError` at once where the output folder cannot be written, before any work is done.
    """
    building = _prepare(output)
    try:
        yield building
        _publish(building, output)
    finally:
        shutil.rmtree(building, ignore_errors=True)


def write_table(table: pa.Table, name: str, folder: Path) -> None:
    """Write a table in its contract's order. The same rows give the same bytes."""
    ordered = table.sort_by([(column, "ascending") for column in PUBLISHED[name].order])
    with _write_errors_told(folder), (folder / f"{name}.parquet").open("wb") as file:
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


def _prepare(output: Path) -> Path:
    """Make the output folder and a building folder in it; refuse to stand on anything that is not ours."""
    for link in _links(output):
        if link.exists() and not link.is_symlink():
            raise StoreError(
                f"{link} is in the way and was not made by saidby; move it, or choose another output folder"
            )
    with _write_errors_told(output):
        (output / "runs").mkdir(parents=True, exist_ok=True)
        return Path(tempfile.mkdtemp(prefix=".building-", dir=output))


@contextmanager
def _write_errors_told(folder: Path) -> Iterator[None]:
    """Turn what the file system refuses into one sentence."""
    try:
        yield
    except OSError as error:
        why = error.strerror or str(error)
        raise StoreError(f"cannot write to {folder}: {why}; make room or choose another output folder") from error


def _publish(building: Path, output: Path) -> None:
    """Give the run its name, switch to it, and let go of the oldest."""
    run = output / "runs" / f"{datetime.now(UTC):%Y%m%dT%H%M%S.%f}Z"
    with _write_errors_told(output):
        building.chmod(0o755)  # mkdtemp makes folders that only their owner may read
        building.rename(run)
        for link, target in _links(output, run.name).items():
            _replace_link(link, target)
    _forget_old_runs(output, run)


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


def _forget_old_runs(output: Path, latest: Path) -> None:
    """Remove all but the newest runs. Names begin with the time, so they sort by age."""
    others = sorted(path for path in (output / "runs").iterdir() if path != latest)
    for run in others[: max(0, len(others) - (KEPT_RUNS - 1))]:
        shutil.rmtree(run, ignore_errors=True)
