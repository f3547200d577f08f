"""The plain data that cleaning hands on."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Status = Literal["ok", "empty", "not_english", "too_large", "failed"]
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


TITLE = "title"
"""Kind of the line that became the title: it is no body, and yet not dropped."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a document: a paragraph, a heading, a menu entry."""

    text: str
    kind: str | None = None
    """Name of the rule that says it is no body; None for body."""


@dataclass(frozen=True, slots=True)
class Dated:
    """A date of publication and the name of the rule that found it."""

    date: datetime.date
    source: str


@dataclass(frozen=True, slots=True)
class Article:
    """A document taken apart: every line of it, body or not, and what it says of itself."""

    lines: tuple[Line, ...] = ()
    title: str | None = None
    dated: Dated | None = None
    publisher: str | None = None
    author: str | None = None

    @property
    def paragraphs(self) -> list[str]:
        """The body."""
        return [line.text for line in self.lines if line.kind is None]

    @property
    def dropped(self) -> list[Line]:
        """The lines that are neither body nor title."""
        return [line for line in self.lines if line.kind not in (None, TITLE)]


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


def tally(lines: Iterable[Line]) -> tuple[Dropped, ...]:
    """Sum up dropped lines by kind, kinds in order of their first line."""
    by_kind: dict[str, list[str]] = {}
    for line in lines:
        if line.kind not in (None, TITLE):
            by_kind.setdefault(line.kind, []).append(line.text)
    return tuple(
        Dropped(kind, sum(map(len, texts)), texts[0][:EXAMPLE_LENGTH].rstrip()) for kind, texts in by_kind.items()
    )
