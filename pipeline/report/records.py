"""The rows of a run as the report speaks of them.

Each quote comes with its document, and with its speaker and what it mentions known over the whole corpus.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import chain

import pyarrow as pa

from pipeline.annotation import UNKNOWN_SPEAKER
from pipeline.schema import Row

NEEDED: Mapping[str, tuple[str, ...]] = {
    "documents": (
        *("doc_id", "source", "title", "date", "publisher", "author", "text", "status", "reason", "dropped"),
    ),
    "entities": ("doc_id", "start", "label", "name", "entity_id"),
    "quotes": (
        *("doc_id", "quote_id", "kind", "class", "negated", "content", "fragments", "cue", "cue_start", "cue_end"),
        *("source_start", "source_end", "speaker", "speaker_id", "speaker_role", "speaker_country", "organisation"),
        *("members", "via", "resolved_by", "score"),
    ),
    "treaty_mentions": ("doc_id", "start", "end", "form", "instrument", "act", "act_date", "quote_id", "score"),
    "actors": ("actor_id", "name", "entity_ids", "role", "country"),
    "statements": ("occurrences", "content", "speaker", "documents", "first_date"),
}
"""The tables that the report is made from, and the columns of each that it reads."""

NOT_NAMED = "not named"
"""What the report calls a speaker whom the text does not name."""

_NO_SUBJECTS = frozenset({"DATE", "TIME", "PERCENT", "MONEY", "QUANTITY", "ORDINAL", "CARDINAL", "LANGUAGE"})


@dataclass(frozen=True, slots=True)
class Party:
    """Whoever speaks or is spoken of, under one key and one name in every document."""

    key: str
    name: str
    role: str | None = None
    country: str | None = None
    """ISO 3166 code."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A quote, with what its document and the corpus add to its row."""

    row: Row
    date: date | None
    outlet: str | None
    speaker: Party
    subjects: tuple[Party, ...]
    treaty: bool

    @property
    def role(self) -> str | None:
        """The speaker's office: that of the row, else the most frequent one of the speaker."""
        role: str | None = self.row["speaker_role"]
        return role or self.speaker.role

    @property
    def country(self) -> str | None:
        """The speaker's country as an ISO 3166 code: that of the row, else that of the speaker."""
        country: str | None = self.row["speaker_country"]
        return country or self.speaker.country


@dataclass(frozen=True, slots=True)
class Records:
    """A run, read."""

    documents: list[Row]
    entries: list[Entry]
    mentions: list[Row]
    statements: list[Row]


def read_records(tables: Mapping[str, pa.Table]) -> Records:
    """The records of a run's tables, in the order of their rows."""
    rows = {name: tables[name].select(list(columns)).to_pylist() for name, columns in NEEDED.items()}
    parties = _parties(rows["actors"], rows["entities"], rows["quotes"])
    documents = {row["doc_id"]: row for row in rows["documents"]}
    of_treaty = {(row["doc_id"], row["quote_id"]) for row in rows["treaty_mentions"]}
    subjects = _subjects(rows["quotes"], rows["entities"])
    entries = [
        Entry(
            row,
            documents[row["doc_id"]]["date"],
            documents[row["doc_id"]]["publisher"],
            parties[_speaker_key(row)],
            tuple(dict.fromkeys(parties[key] for key in found)),
            (row["doc_id"], row["quote_id"]) in of_treaty,
        )
        for row, found in zip(rows["quotes"], subjects, strict=True)
    ]
    return Records(rows["documents"], entries, rows["treaty_mentions"], rows["statements"])


def _speaker_key(quote: Row) -> str:
    """Identity of a speaker; one without an id is known by name alone."""
    key: str = quote["speaker_id"] or quote["speaker"]
    return key


def _parties(actors: list[Row], entities: list[Row], quotes: list[Row]) -> dict[str, Party]:
    """The party behind each key: an actor, or else somebody by the most frequent name."""
    names: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for row in entities:
        if row["entity_id"] and row["name"]:
            names[row["entity_id"]][row["name"]] += 1
    for row in quotes:
        names[_speaker_key(row)][row["speaker"]] += 1
    parties = {key: Party(key, _most_frequent(found)) for key, found in names.items()}
    parties[UNKNOWN_SPEAKER] = Party(UNKNOWN_SPEAKER, NOT_NAMED)
    for actor in actors:
        party = Party(actor["actor_id"], actor["name"], actor["role"], actor["country"])
        parties.update(dict.fromkeys(actor["entity_ids"], party))
    return parties


def _most_frequent(names: Counter[str]) -> str:
    return min(names, key=lambda name: (-names[name], name))


def _subjects(quotes: list[Row], entities: list[Row]) -> Iterator[list[str]]:
    """For each quote, the keys of who and what is named within its pieces, in the order of the text."""
    named: defaultdict[str, list[Row]] = defaultdict(list)
    for row in entities:
        if row["entity_id"] and row["name"] and row["label"] not in _NO_SUBJECTS:
            named[row["doc_id"]].append(row)
    for rows in named.values():
        rows.sort(key=_start)
    for quote in quotes:
        within = chain.from_iterable(_within(piece, named[quote["doc_id"]]) for piece in quote["fragments"])
        yield list(dict.fromkeys(row["entity_id"] for row in within))


def _within(piece: Row, rows: list[Row]) -> Iterable[Row]:
    """Of rows in the order of their start, those that begin within a piece of text."""
    return rows[bisect_right(rows, piece["start"] - 1, key=_start) : bisect_right(rows, piece["end"] - 1, key=_start)]


def _start(row: Row) -> int:
    start: int = row["start"]
    return start
