"""Cuts what a run must do into tasks: some documents of one shard each, and the folder that their rows go to."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pipeline.batch.bundles import Take
from pipeline.batch.planning import Shard
from pipeline.corpus import Entry

DOCUMENTS = 16
BYTES = 500_000
"""A task ends where it has so many documents or bytes: short enough to lose, long enough to be worth its files."""


@dataclass(frozen=True, slots=True)
class Task:
    """Some documents of one shard, and the folder that their bundle goes to."""

    shard: int
    folder: Path
    read: tuple[Entry, ...] = ()
    again: tuple[Take, ...] = ()
    known: tuple[Take, ...] = ()

    @property
    def doc_ids(self) -> tuple[str, ...]:
        """The documents of its bundle."""
        return tuple(entry.doc_id for entry in self.read) + tuple(i for take in self.again for i in take.doc_ids)


def cut_tasks(shard: Shard, work: Path) -> Iterator[Task]:
    """The tasks of a shard, each with a folder in ``work`` that is named after the versions of its documents."""
    for entries in _stretches(shard.read):
        known = tuple(_narrowed(shard.known, {entry.doc_id for entry in entries}))
        name = _digest([(entry.doc_id, entry.source, entry.sha256) for entry in entries])
        yield Task(shard.number, work / name, read=entries, known=known)
    for take in shard.again:
        for start in range(0, len(take.doc_ids), DOCUMENTS):
            part = Take(take.bundle, take.doc_ids[start : start + DOCUMENTS])
            yield Task(shard.number, work / _digest(part.doc_ids), again=(part,))


def _stretches(entries: tuple[Entry, ...]) -> Iterator[tuple[Entry, ...]]:
    stretch: list[Entry] = []
    for entry in entries:
        if stretch and (len(stretch) == DOCUMENTS or sum(e.size for e in stretch) + entry.size > BYTES):
            yield tuple(stretch)
            stretch = []
        stretch.append(entry)
    if stretch:
        yield tuple(stretch)


def _narrowed(takes: tuple[Take, ...], doc_ids: set[str]) -> Iterator[Take]:
    for take in takes:
        if both := tuple(doc_id for doc_id in take.doc_ids if doc_id in doc_ids):
            yield Take(take.bundle, both)


def _digest(parts: object) -> str:
    return hashlib.sha256(repr(parts).encode("utf-8", "backslashreplace")).hexdigest()[:24]
