"""What the documents tell of each person, body and country: the evidence by which the same ones are found.

The tables of documents know an actor by the fullest name that one document gives ("person:lavrov" here,
"person:sergey-lavrov" there). A sighting gathers everything that is said under such an identity, or under several.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain

import pyarrow as pa

from pipeline.identity import bare_name, folded

LABELS = ("PERSON", "ORG", "GPE", "NORP")
"""The types of entity that can be an actor."""

_PREFIXES = tuple(f"{label.casefold()}:" for label in LABELS)


@dataclass(slots=True)
class Sighting:
    """All that is said under one identity, or under several together."""

    names: Counter[tuple[str, str]] = field(default_factory=Counter)
    """How often it bears a name, with the identity of that name."""
    called: Counter[str] = field(default_factory=Counter)
    """How often it is called by a single word, folded: "lavrov" for "Mr. Lavrov's" in a text that has his full name."""
    roles: Counter[str] = field(default_factory=Counter)
    countries: Counter[str] = field(default_factory=Counter)
    documents: set[str] = field(default_factory=set)
    mentions: int = 0
    quotes: int = 0

    @property
    def name(self) -> str:
        """Its most frequent name."""
        return most_frequent(Counter({name: count for (name, _), count in self.names.items()})) or ""

    @property
    def country(self) -> str | None:
        """The country it speaks for in half of its quotes or more: one that is given more seldom may be an error."""
        code = most_frequent(self.countries)
        return code if code and 2 * self.countries[code] >= self.quotes else None


def gather(entities: pa.Table, quotes: pa.Table) -> dict[str, Sighting]:
    """The sightings of each identity, in the order of the identities."""
    found: defaultdict[str, Sighting] = defaultdict(Sighting)
    for doc_id, identity, name, text in _rows(entities, "doc_id", "entity_id", "name", "text"):
        if is_actor(identity):
            _add_mention(found[identity], doc_id, (name or text, identity), text)
    for doc_id, identity, name, role, country in _rows(
        quotes, "doc_id", "speaker_id", "speaker", "speaker_role", "speaker_country"
    ):
        if is_actor(identity):
            _add_quote(found[identity], doc_id, (name, identity), role, country)
    return dict(sorted(found.items()))


def is_actor(identity: str | None) -> bool:
    """Whether an identity is that of a person, body or country, and not of a group, an unnamed source or a thing."""
    return identity is not None and identity.startswith(_PREFIXES)


def together(sightings: Iterable[Sighting]) -> Sighting:
    """Several sightings as one."""
    whole = Sighting()
    for one in sightings:
        whole.names += one.names
        whole.called += one.called
        whole.roles += one.roles
        whole.countries += one.countries
        whole.documents |= one.documents
        whole.mentions += one.mentions
        whole.quotes += one.quotes
    return whole


def pages(sightings: Mapping[str, Sighting]) -> dict[str, set[str]]:
    """Which of these identities each document names."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for identity, sighting in sightings.items():
        for doc_id in sighting.documents:
            found[doc_id].add(identity)
    return dict(found)


def most_frequent(counts: Counter[str]) -> str | None:
    """What was counted most often; of equals the longest, then the first by the alphabet."""
    return min(counts, key=lambda text: (-counts[text], -len(text), text), default=None)


def _rows(table: pa.Table, *columns: str) -> Iterator[tuple[str, ...]]:
    # A batch at a time: the whole of a large column as Python objects would not fit.
    return chain.from_iterable(
        zip(*(batch[column].to_pylist() for column in columns), strict=True) for batch in table.to_batches()
    )


def _add_mention(sighting: Sighting, doc_id: str, name: tuple[str, str], text: str) -> None:
    sighting.names[name] += 1
    sighting.documents.add(doc_id)
    sighting.mentions += 1
    if " " not in text:
        sighting.called[folded(bare_name(text))] += 1


def _add_quote(sighting: Sighting, doc_id: str, name: tuple[str, str], role: str | None, country: str | None) -> None:
    sighting.names[name] += 1
    sighting.documents.add(doc_id)
    sighting.quotes += 1
    if role:
        sighting.roles[role] += 1
    if country:
        sighting.countries[country] += 1
