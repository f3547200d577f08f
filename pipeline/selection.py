"""Reads of a run only the rows that are asked for: whole tables of a large run do not fit, and are not needed."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as ds

from pipeline.schema import PUBLISHED, TABLES, Row
from pipeline.store import Run

Rows = dict[str, list[Row]]
"""Rows by the name of their table."""


def scan(run: Run, table: str) -> ds.Dataset:
    """A table of a run to read in pieces, in its order.

    Raises :class:`~pipeline.store.StoreError` where the run is older than the table.
    """
    return ds.dataset(run.find(table), schema=PUBLISHED[table].schema, format="parquet")


def rows_of(run: Run, doc_ids: Collection[str]) -> dict[str, Rows]:
    """The rows of some documents in every table of documents, by document; one that was not published is left out."""
    wanted = pc.field("doc_id").isin(pa.array(doc_ids, pa.string()))
    return _by_document({table: scan(run, table).to_table(filter=wanted) for table in TABLES})


def documents_of(run: Run) -> Iterator[Rows]:
    """The rows of each document of a run in every table of documents, a shard at a time."""
    shards = zip(*(scan(run, table).get_fragments() for table in TABLES), strict=True)
    for fragments in shards:
        tables = {
            name: fragment.to_table(schema=table.schema)
            for (name, table), fragment in zip(TABLES.items(), fragments, strict=True)
        }
        found = _by_document(tables)
        yield from (found[doc_id] for doc_id in tables["documents"]["doc_id"].to_pylist())


def _by_document(tables: Mapping[str, pa.Table]) -> dict[str, Rows]:
    found: dict[str, Rows] = {}
    for name, table in tables.items():
        for row in table.to_pylist():
            found.setdefault(row["doc_id"], {table: [] for table in TABLES})[name].append(row)
    return found
