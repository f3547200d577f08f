"""The rows of each document as one line of JSON: for programs of one's own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pipeline.interchange.marked import InterchangeError, Marked, published
from pipeline.schema import Row

Json = dict[str, Any]

_TABLES = ("sentences", "entities", "quotes", "treaty_mentions")


def line(rows: Mapping[str, Sequence[Row]]) -> Json:
    """A published document: the columns of its row, and the rows of the other tables under their names."""
    (document,) = rows["documents"]
    day = {"date": document["date"] and str(document["date"])}
    tables = {name: [_without_doc_id(row) for row in rows[name]] for name in _TABLES}
    return {**document, **day, **tables}


def _without_doc_id(row: Row) -> Row:
    return {name: value for name, value in row.items() if name != "doc_id"}


def read_line(stored: Json) -> Marked:
    """The document of a line. Raises :class:`InterchangeError`."""
    try:
        return published({"documents": [stored], **{name: stored[name] for name in _TABLES}})
    except (KeyError, TypeError, AttributeError) as error:
        raise InterchangeError(f"a line is none of ours ({type(error).__name__}: {error})") from error
