"""Tables as CSV, JSON, JSON lines or Parquet, written as they come."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain
from typing import BinaryIO

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
import pyarrow.parquet as pq

_DIGITS = 4
"""Digits of a score behind the point, in texts."""


def limited(tables: Iterable[pa.Table], count: int | None) -> Iterator[pa.Table]:
    """The first rows of tables, and no more of them than that is read; the first table always."""
    left = count
    for table in tables:
        yield table if left is None else table.slice(0, left)
        if left is not None:
            left = max(0, left - table.num_rows)
            if not left:
                return


def _write_parquet(tables: Iterator[pa.Table], file: BinaryIO) -> None:
    first = next(tables)
    with pq.ParquetWriter(pa.PythonFile(file, "w"), first.schema, compression="zstd") as writer:
        for table in chain([first], tables):
            writer.write_table(table)


def _write_csv(tables: Iterator[pa.Table], file: BinaryIO) -> None:
    first = _flat(next(tables))
    with pyarrow.csv.CSVWriter(pa.PythonFile(file, "w"), first.schema) as writer:
        for table in tables:
            writer.write_table(_flat(table))


def _write_lines(tables: Iterator[pa.Table], file: BinaryIO) -> None:
    file.writelines(f"{row}\n".encode() for row in _json_rows(tables))


def _write_json(tables: Iterator[pa.Table], file: BinaryIO) -> None:
    rows = _json_rows(tables)
    file.write(f"[\n{next(rows, '')}".encode())
    file.writelines(f",\n{row}".encode() for row in rows)
    file.write(b"\n]\n")


WRITERS: Mapping[str, Callable[[Iterator[pa.Table], BinaryIO], None]] = {
    "csv": _write_csv,
    "json": _write_json,
    "jsonl": _write_lines,
    "parquet": _write_parquet,
}
"""How tables of one schema become one file, by the name of the form; the first table may be empty."""


def _json_rows(tables: Iterator[pa.Table]) -> Iterator[str]:
    for table in tables:
        for row in _readable(table).to_pylist():
            yield json.dumps(row, ensure_ascii=False)


def _readable(table: pa.Table) -> pa.Table:
    """A table whose dates are text, and whose scores have the digits that mean something."""
    for number, field in enumerate(table.schema):
        if pa.types.is_date(field.type):
            table = table.set_column(number, field.name, table[number].cast(pa.string()))
        elif pa.types.is_floating(field.type):
            table = table.set_column(number, field.name, pc.round(table[number].cast(pa.float64()), _DIGITS))
    return table


def _flat(table: pa.Table) -> pa.Table:
    """A table without lists: names with a semicolon between them, and what has parts of its own as JSON."""
    table = _readable(table)
    for number, field in enumerate(table.schema):
        if pa.types.is_list(field.type) and pa.types.is_string(field.type.value_type):
            table = table.set_column(
                number, field.name, pc.binary_join(table[number].cast(pa.list_(pa.string())), "; ")
            )
        elif pa.types.is_list(field.type):
            texts = pa.array(map(json.dumps, table[number].to_pylist()), pa.string())
            table = table.set_column(number, field.name, texts)
    return table
