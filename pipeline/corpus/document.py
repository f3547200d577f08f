"""The plain data that the inputs are handed on as."""

from __future__ import annotations

import datetime
import hashlib
import json
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Given:
    """What the record of an archive says about its document. It beats what cleaning finds in the text."""

    title: str | None = None
    date: datetime.date | None = None
    """Date of publication."""
    publisher: str | None = None
    author: str | None = None
    source: str | None = None
    """Address (URL) of the document."""


NOTHING_GIVEN = Given()
"""What is said about a document by its file alone."""


def version(content: bytes, given: Given = NOTHING_GIVEN) -> str:
    """The version of a document: SHA-256, in hexadecimal, of its bytes and of whatever its record says about it.

    The address is no part of it: a document that moved is the same version elsewhere.

    >>> version(b"text") == hashlib.sha256(b"text").hexdigest()
    True
    """
    digest = hashlib.sha256(content)
    facts = (given.title, given.date and given.date.isoformat(), given.publisher, given.author)
    if any(facts):
        digest.update(b"\0" + json.dumps(facts).encode())
    return digest.hexdigest()


@dataclass(frozen=True, slots=True)
class RawDocument:
    """One input document as it came."""

    doc_id: str
    """Its address relative to the corpus root; see ``docs/inputs.md``."""
    source: str
    """Its full address: the URL that its record gives, else the path of its file, ``#`` and the record's id."""
    content: bytes | None
    """The raw bytes; None if they could not be read."""
    problem: str | None = None
    """Why the bytes could not be read; None if they could."""
    given: Given = NOTHING_GIVEN
    sha256: str | None = None
    """The :func:`version`; reckoned here where it is not handed in, None if there are no bytes."""

    def __post_init__(self) -> None:
        if self.sha256 is None and self.content is not None:
            object.__setattr__(self, "sha256", version(self.content, self.given))


@dataclass(frozen=True, slots=True)
class Place:
    """A stretch of a local file that holds the bytes of a document."""

    path: str
    offset: int
    """In bytes."""
    length: int
    """In bytes."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A document known by address and version, its bytes not held."""

    doc_id: str
    source: str
    sha256: str | None
    """None where it could not be read."""
    problem: str | None
    """Why it could not be read; None if it could."""
    size: int
    """Bytes of the document; 0 where it could not be read."""
    place: Place | None
    """Where its bytes can be read again; None where they cannot, or were not wanted."""
    given: Given = NOTHING_GIVEN
