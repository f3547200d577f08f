"""The files of a new run: shards linked from the former one or put together, and the tables over the corpus."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.actors import actor_rows
from pipeline.aliases import Aliases
from pipeline.batch.bundles import BUNDLED, Batch, Take, joined
from pipeline.batch.digests import digest
from pipeline.batch.manifest import File
from pipeline.batch.planning import Shard
from pipeline.schema import DERIVED, TABLES, conform
from pipeline.statements import statement_rows
from pipeline.store import read_table, shard_file, write_table

DERIVED_FROM: Mapping[str, tuple[str, ...]] = {
    "documents": ("doc_id", "date"),
    "entities": ("doc_id", "entity_id", "name", "text"),
    "quotes": ("doc_id", "quote_id", "content", "speaker", "speaker_id", "speaker_role", "speaker_country"),
}
"""The columns that the tables over the corpus are made of; others are not read."""


@dataclass(frozen=True, slots=True)
class Assembly:
    """One shard of the new run, and what it is put together from."""

    shard: Shard
    takes: tuple[Take, ...]
    shards: int
    folder: Path
    readings: bool

    def file(self, table: str) -> Path:
        """Where the shard of a table goes."""
        return self.folder / shard_file(table, self.shard.number, self.shards)


def assemble(assembly: Assembly) -> None:
    """Write the files of one shard."""
    if assembly.shard.linked is not None:
        for name, file in assembly.shard.linked.files.items():
            link(file, assembly.file(name))
        return
    for name, table in BUNDLED.items():
        if name in TABLES or assembly.readings:
            path = assembly.file(name)
            path.parent.mkdir(parents=True, exist_ok=True)
            write_table(joined(assembly.takes, name), table, path)


def describe(folder: Path, known: Mapping[str, File]) -> Iterator[File]:
    """Every Parquet file of a folder; ``known`` are those that were linked from a former run, by path."""
    for path in sorted(folder.rglob("*.parquet")):
        if path.is_file():
            name = path.relative_to(folder).as_posix()
            yield known.get(name) or File(
                path=name,
                rows=pq.read_metadata(path).num_rows,
                bytes=path.stat().st_size,
                sha256=digest(path),
            )


def link(file: Path, to: Path) -> None:
    """Make a file appear at a second place; copied where the file system knows no hard links."""
    to.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(file, to)
    except OSError:
        shutil.copyfile(file, to)


def derive(tables: Mapping[str, pa.Table], aliases: Aliases) -> Batch:
    """The tables made from those of the documents, over the whole corpus; the order of their rows does not matter."""
    actors = actor_rows(tables, aliases)
    rows = {"actors": actors, "statements": statement_rows(tables, actors)}
    return {name: conform(rows[name], table) for name, table in DERIVED.items()}


def write_derived(folder: Path, aliases: Aliases) -> None:
    """Make the tables over the corpus from the shards in the folder of a run, and put them beside."""
    tables = {name: read_table(folder, TABLES[name], columns) for name, columns in DERIVED_FROM.items()}
    for name, rows in derive(tables, aliases).items():
        write_table(rows, DERIVED[name], folder / f"{name}.parquet")
