"""Shows the head of a table in the terminal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pyarrow as pa

_HEADS: dict[str, dict[str, int]] = {
    "documents": {"doc_id": 32, "status": 11, "date": 10, "publisher": 24, "title": 60},
    "sentences": {"doc_id": 32, "sent_id": 7, "start": 6, "text": 90},
    "entities": {"doc_id": 32, "sent_id": 7, "text": 40, "label": 11, "name": 40},
    "quotes": {"doc_id": 24, "kind": 8, "speaker": 28, "cue": 16, "content": 70},
    "treaty_mentions": {"doc_id": 32, "form": 8, "act": 12, "speaker": 24, "text": 70},
    "actors": {"name": 40, "label": 6, "role": 40, "country": 7, "documents": 9, "mentions": 8, "quotes": 6},
    "statements": {"documents": 9, "first_date": 10, "speaker": 28, "content": 100},
}
"""The columns that a table's head shows, and the greatest width of each in characters."""


def head(table: pa.Table, name: str, count: int) -> str:
    """The first rows of a table, the columns a reader looks at first, cut to fit."""
    widths = _HEADS[name]
    rows = table.slice(0, count).select(list(widths)).to_pylist()
    cells = [list(widths)] + [[_cell(row[column], width) for column, width in widths.items()] for row in rows]
    return "\n".join([*_columns(cells), f"{min(count, table.num_rows):,} of {table.num_rows:,} rows"])


def _cell(value: object, width: int) -> str:
    text = "" if value is None else " ".join(str(value).split())
    return text if len(text) <= width else text[: width - 1] + "…"


def _columns(cells: Sequence[Sequence[str]]) -> Iterable[str]:
    """Lines of cells, each column as wide as its widest cell."""
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    for row in cells:
        yield "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
