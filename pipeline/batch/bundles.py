"""The rows of some documents in every table that depends on single documents, as files.

A task writes a bundle, and a published run is made of bundles: one for each of its shards.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from pipeline.schema import READINGS, TABLES, Table

BUNDLED: Mapping[str, Table] = {**TABLES, READINGS.name: READINGS}
"""The tables of a bundle, by name."""


Batch = dict[str, pa.Table]
"""Rows as Arrow tables that keep the contract, by the name of the table."""


class Version(NamedTuple):
    """What a document was when its rows were made: other bytes, or another address, make other rows."""

    source: str
    sha256: str | None
    problem: str | None


@dataclass(frozen=True, slots=True)
class Bundle:
    """The files of a bundle, by table. Readings may be missing: a user can do without them."""

    files: Mapping[str, Path]

    @classmethod
    def of_folder(cls, folder: Path) -> Bundle:
        """The bundle that a task wrote into a folder."""
        return cls({name: file for name in BUNDLED if (file := folder / f"{name}.parquet").is_file()})

    def rows(self, name: str, doc_ids: Collection[str] | None = None) -> pa.Table:
        """The rows of a table; with ``doc_ids``, those of these documents."""
        # memory_map would keep a file of a removed run alive for as long as the rows are in use.
        table = pq.ParquetFile(self.files[name]).read()
        return table if doc_ids is None else table.filter(pc.is_in(table["doc_id"], pa.array(doc_ids, pa.string())))

    def versions(self) -> dict[str, Version]:
        """The version of each of its documents."""
        table = pq.ParquetFile(self.files["documents"]).read(["doc_id", "source", "sha256", "reason"])
        columns = (column.to_pylist() for column in table.columns)
        return {
            doc_id: Version(source, sha256, None if sha256 else reason)
            for doc_id, source, sha256, reason in zip(*columns, strict=True)
        }


@dataclass(frozen=True, slots=True)
class Take:
    """Some documents of a bundle."""

    bundle: Bundle
    doc_ids: tuple[str, ...]


def joined(takes: Iterable[Take], name: str) -> pa.Table:
    """The rows of a table, out of several bundles."""
    schema = BUNDLED[name].schema
    tables = [take.bundle.rows(name, take.doc_ids) for take in takes if name in take.bundle.files]
    return pa.concat_tables([schema.empty_table(), *(table.cast(schema) for table in tables)])
