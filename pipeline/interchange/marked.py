"""An annotated document as every format knows it: what is marked, and nothing of how it was found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipeline.errors import SaidbyError
from pipeline.schema import Row

Extent = tuple[int, int]
"""Start and end of a stretch of text, in characters, half-open."""


class InterchangeError(SaidbyError):
    """A file of another program that cannot be used. The message names the file or the document."""


@dataclass(frozen=True, slots=True)
class Statement:
    """A quote. None means that a format does not tell."""

    pieces: tuple[Extent, ...]
    """What was said, without what goes on."""
    continued: tuple[Extent, ...] = ()
    cue: Extent | None = None
    source: Extent | None = None
    speaker: str | None = None
    quote_class: str | None = None
    negated: bool | None = None

    @property
    def start(self) -> int:
        """Its first character."""
        return min(start for start, _ in (*self.pieces, *self.continued))

    @property
    def end(self) -> int:
        """One past its last character."""
        return max(end for _, end in (*self.pieces, *self.continued))


@dataclass(frozen=True, slots=True)
class Marked:
    """A document with its statements and entities, both in the order of the text."""

    doc_id: str
    text: str
    statements: tuple[Statement, ...] = ()
    entities: tuple[tuple[int, int, str], ...] = ()
    """Start, end and type of each."""
    remarks: tuple[str, ...] = ()
    """What was marked and could not be understood."""


def published(rows: Mapping[str, Sequence[Row]]) -> Marked:
    """A document as it was published."""
    (document,) = rows["documents"]
    return Marked(
        document["doc_id"],
        document["text"],
        tuple(map(_statement, rows["quotes"])),
        tuple((row["start"], row["end"], row["label"]) for row in rows["entities"]),
    )


def _statement(row: Row) -> Statement:
    return Statement(
        pieces=tuple((piece["start"], piece["end"]) for piece in row["fragments"] if not piece["continued"]),
        continued=tuple((piece["start"], piece["end"]) for piece in row["fragments"] if piece["continued"]),
        cue=extent_of(row, "cue"),
        source=extent_of(row, "source"),
        speaker=row["speaker"],
        quote_class=row["class"],
        negated=row["negated"],
    )


def extent_of(row: Row, part: str) -> Extent | None:
    """Where the cue or the source of a row stands."""
    return None if row[part] is None else (row[f"{part}_start"], row[f"{part}_end"])
