"""Writes the data dictionary: the meaning of every column, as a page of Markdown made from the schemas."""

from __future__ import annotations

import pyarrow as pa

from pipeline.schema import PUBLISHED, Table

_INTRODUCTION = """\
# Data dictionary

A run publishes these tables, one Parquet file each. `saidby dictionary` prints this page. The rows of `actors` and
`statements` are made from the other tables over the whole corpus, and may change when it grows; every other row depends
on its document alone.

- `NAME.parquet` is a link into `latest/`, and `latest` a link to one finished run under `runs/`, switched in one step.
  Who reads several tables that must belong together resolves `latest` once, or uses `pipeline.open_run()`.
- Offsets count characters (Unicode code points) of `documents.text` from 0, half-open: `text[start:end]`.
- Columns that mean the same have the same name. Null means "does not apply".
- `doc_id` joins the tables of documents; `doc_id` with `sent_id` a sentence; `doc_id` with `quote_id` a quote.
- `entities.entity_id` and `quotes.speaker_id` lead to the row of `actors` that lists them in `entity_ids`.
"""


def dictionary() -> str:
    """The data dictionary, as Markdown."""
    return _INTRODUCTION + "\n" + "\n".join(_describe(table) for table in PUBLISHED.values())


def _describe(table: Table) -> str:
    """A table of the dictionary: what a row is, then a line for each column."""
    lines = [f"## {table.name}", "", f"One row: {table.row[0].lower()}{table.row[1:]}", ""]
    lines += ["| column | type | null | meaning |", "|---|---|---|---|"]
    lines += [
        f"| `{column.name}` | {_type_name(column.type)} | {'yes' if column.nullable else 'no'} | {column.description} |"
        for column in table.columns
    ]
    return "\n".join(lines) + "\n"


def _type_name(kind: pa.DataType) -> str:
    """The type as a reader would write it."""
    if pa.types.is_list(kind):
        return f"list of {_type_name(kind.value_type)}"
    if pa.types.is_struct(kind):
        return "struct (" + ", ".join(f"{field.name} {_type_name(field.type)}" for field in kind) + ")"
    return {"date32[day]": "date", "float": "float32"}.get(str(kind), str(kind))
