"""Finds and opens published runs; how they come to be, :mod:`pipeline.store` says.

Arrow is loaded when rows are read, not before: who only wants to know whether there is a run need not wait for it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.errors import SaidbyError

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

    from pipeline.schema import Table


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

    def table(self, name: str, columns: Sequence[str] | None = None) -> pa.Table:
        """A table by its name, or some columns of it, as an Arrow table; its schema describes each column."""
        from pipeline.schema import PUBLISHED

        self.find(name)
        return read_table(self.path, PUBLISHED[name], columns)

    def find(self, name: str) -> Path:
        """Where a table is, a file or a folder of files. Raises :class:`StoreError` where the run has none."""
        from pipeline.schema import PUBLISHED

        if name not in PUBLISHED:
            raise StoreError(f"there is no table {name!r}; the tables are {', '.join(PUBLISHED)}")
        if not self.has(name):
            raise StoreError(f"{self.path} was made before there was a table {name!r}; run saidby anew")
        return self.path / f"{name}.parquet"

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


def read_table(folder: Path, table: Table, columns: Sequence[str] | None = None) -> pa.Table:
    """A table in the folder of a run, be it one file or a folder of files; in the order of the files."""
    import pyarrow.parquet as pq

    chosen = None if columns is None else list(columns)
    return pq.read_table(folder / f"{table.name}.parquet", columns=chosen, schema=table.schema, partitioning=None)
