"""Makes the rows of the table of actors."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date

import pyarrow as pa

from pipeline.actors.bodies import join_same_names, join_without_country
from pipeline.actors.groups import Groups
from pipeline.actors.persons import join_persons
from pipeline.actors.sightings import Sighting, gather, most_frequent, together
from pipeline.aliases import Aliases
from pipeline.countries import countries_named, country_of, country_of_office
from pipeline.identity import entity_id, folded
from pipeline.schema import Row


def actor_rows(tables: Mapping[str, pa.Table], aliases: Aliases) -> list[Row]:
    """A row for each actor, by ``actor_id``: a pure function of the documents, entities and quotes, in any order."""
    sightings = gather(tables["entities"], tables["quotes"])
    groups = Groups(sightings, aliases)
    join_same_names(groups, sightings)
    join_without_country(groups, sightings)
    join_persons(groups, sightings)
    rows = _rows(groups, sightings, document_dates(tables["documents"]))
    return sorted(rows, key=lambda row: row["actor_id"])


def document_dates(documents: pa.Table) -> dict[str, date]:
    """The date of each document that has one."""
    dates = zip(documents["doc_id"].to_pylist(), documents["date"].to_pylist(), strict=True)
    return {doc_id: day for doc_id, day in dates if day is not None}


def _rows(groups: Groups, sightings: Mapping[str, Sighting], dates: Mapping[str, date]) -> Iterator[Row]:
    for group in groups.everyone():
        whole = together(sightings[identity] for identity in group)
        identity, name = _naming(whole.names)
        label = identity.partition(":")[0].upper()
        days = [dates[doc_id] for doc_id in whole.documents if doc_id in dates]
        yield {
            "actor_id": identity,
            "name": name,
            "label": label,
            "entity_ids": group,
            "role": most_frequent(whole.roles),
            "country": _country(name, label) or most_frequent(whole.countries),
            "documents": len(whole.documents),
            "mentions": whole.mentions,
            "quotes": whole.quotes,
            "first_date": min(days, default=None),
            "last_date": max(days, default=None),
        } | _named_by_hand(groups.name(group[0]), label)


def _naming(names: Counter[tuple[str, str]]) -> tuple[str, str]:
    """The identity and the name of an actor: of the fullest forms the most frequent."""
    total: Counter[str] = Counter()
    for (name, _), count in names.items():
        total[name] += count
    identity, name = min(
        ((identity, name) for name, identity in names),
        key=lambda form: (-_fullness(*form), -total[form[1]], -len(form[1]), form[1], -names[form[::-1]], form[0]),
    )
    return identity, name


def _fullness(identity: str, name: str) -> int:
    """How much of a name a form gives: a person's first name too, a body's country and words, not letters."""
    if identity.startswith("person:"):
        return min(len(folded(name).split()), 2)
    if not any(letter.islower() for letter in name):
        return 0
    return 2 if any(countries_named(name)) else 1


def _country(name: str, label: str) -> str | None:
    """The country that a body or country bears in its name."""
    if label == "PERSON":
        return None
    return country_of_office(name) if label == "ORG" else country_of(name)


def _named_by_hand(name: str | None, label: str) -> Row:
    return {} if name is None else {"actor_id": entity_id(name, label), "name": name}
