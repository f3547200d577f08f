"""Shows the head of a table in the terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

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


_COMMANDS = dict.fromkeys(
    (*range(9), *range(11, 32), *range(127, 160), *range(0x202A, 0x202F), *range(0x2066, 0x206A)),
    "\N{REPLACEMENT CHARACTER}",
)
"""Control characters but for tab and line end, and those that turn the direction of a line."""


def head(table: pa.Table, name: str, count: int) -> str:
    """The first rows of a table, the columns a reader looks at first, cut to fit."""
    cells = aligned(table.slice(0, count), _HEADS[name])
    return "\n".join([*cells, f"{min(count, table.num_rows):,} of {table.num_rows:,} rows"])


def aligned(table: pa.Table, widths: Mapping[str, int]) -> Iterator[str]:
    """The columns of a table that have a width, as lines with a heading; no cell is wider, in characters."""
    rows = table.select(list(widths)).to_pylist()
    cells = [list(widths)] + [[_cell(row[column], width) for column, width in widths.items()] for row in rows]
    return _columns(cells)


def shown(text: str) -> str:
    """A text without what a terminal would obey: documents are not to be trusted. No character moves."""
    return text.translate(_COMMANDS)


def _cell(value: object, width: int) -> str:
    text = "" if value is None else " ".join(shown(str(value)).split())
    return text if len(text) <= width else text[: width - 1] + "…"


def _columns(cells: Sequence[Sequence[str]]) -> Iterator[str]:
    """Lines of cells, each column as wide as its widest cell."""
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    for row in cells:
        yield "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
