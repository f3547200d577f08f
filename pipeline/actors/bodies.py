"""Which bodies and countries are one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from pipeline.actors.groups import Groups
from pipeline.actors.sightings import Sighting, pages
from pipeline.aliases import slug
from pipeline.countries import countries_named, country_named
from pipeline.titles import title_words


def join_same_names(groups: Groups, sightings: Mapping[str, Sighting]) -> None:
    """Join bodies that bear the same name, and countries under each of theirs."""
    first: dict[str, str] = {}
    for identity, sighting in sightings.items():
        if not identity.startswith("person:"):
            groups.join(first.setdefault(_key(identity, sighting.name), identity), identity)


def _key(identity: str, name: str) -> str:
    """What the names of one body or country share."""
    country = country_named(name)
    if country and not identity.startswith("norp:"):
        return country
    words = title_words(name)
    # Only a country may change its place: "Washington University" is not the "University of Washington".
    named_after = len(words) > 1 and any(countries_named(name))
    return " ".join(sorted(words)) if named_after else slug(identity)


def join_without_country(groups: Groups, sightings: Mapping[str, Sighting]) -> None:
    """Join bodies named without their country with those that bear it, where the same documents name both."""
    bodies = {one: sighting for one, sighting in sightings.items() if one.startswith("org:")}
    words = {one: title_words(sighting.name) for one, sighting in bodies.items()}
    longer = defaultdict(set)
    for one in bodies:
        general = frozenset(word for word in words[one] if not word.startswith("country_"))
        if general < words[one]:
            longer[general].add(one)
    shorter = [one for one in bodies if words[one] in longer and not groups.by_hand(one)]
    named = pages({other: bodies[other] for one in shorter for other in longer[words[one]]})
    for one in shorter:
        fuller = [named.get(doc_id, set()) & longer[words[one]] for doc_id in bodies[one].documents]
        found = {groups.of(other)[0] for others in fuller for other in others}
        if all(fuller) and len(found) == 1:
            groups.join(found.pop(), one)
