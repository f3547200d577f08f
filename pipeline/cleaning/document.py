"""The plain data that cleaning hands on."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Status = Literal["ok", "empty", "not_english", "failed"]
Format = Literal["text", "html", "markdown", "binary"]

EXAMPLE_LENGTH = 80
"""Longest example of dropped text that is kept, in characters."""


@dataclass(frozen=True, slots=True)
class Dropped:
    """Text of one kind that was taken out of a document."""

    kind: str
    """Name of the rule that decided."""
    characters: int
    """How many characters went, over all pieces of the kind."""
    example: str
    """The beginning of the first piece."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One stretch of text that is no body, and the name of the rule that says so."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Dated:
    """A date of publication and the name of the rule that found it."""

    date: datetime.date
    source: str


@dataclass(frozen=True, slots=True)
class Article:
    """An article taken apart: its paragraphs, what the document says of itself, and what is no part of it."""

    paragraphs: tuple[str, ...] = ()
    title: str | None = None
    dated: Dated | None = None
    publisher: str | None = None
    author: str | None = None
    dropped: tuple[Piece, ...] = ()


@dataclass(frozen=True, slots=True)
class CleanDocument:
    """What cleaning makes of one raw document."""

    text: str
    """Body paragraphs with one blank line between them."""
    format: Format
    title: str | None = None
    date: datetime.date | None = None
    """Date of publication as the document states it."""
    date_source: str | None = None
    """Name of the rule that found the date."""
    publisher: str | None = None
    author: str | None = None
    language: str | None = None
    """ISO 639-1 code; None where there is too little text to tell."""
    status: Status = "ok"
    reason: str | None = None
    """Why the status is not ok, or what had to be repaired."""
    dropped: tuple[Dropped, ...] = ()


def tally(pieces: Iterable[Piece]) -> tuple[Dropped, ...]:
    """Sum up pieces by kind, kinds in order of their first piece."""
    by_kind: dict[str, list[str]] = {}
    for piece in pieces:
        by_kind.setdefault(piece.kind, []).append(piece.text)
    return tuple(
        Dropped(kind, sum(map(len, texts)), texts[0][:EXAMPLE_LENGTH].rstrip()) for kind, texts in by_kind.items()
    )
