"""Which persons are one: a shorter name ("Lavrov", "Donald Trump") is a fuller person's, if the evidence says so.

These count as evidence:

- *country*, *role*: documents give the same one to both. A country that contradicts forbids the joining.
- *company*: somebody is named in a document with the one and in a document with the other.
- *known*: the fuller person is named in two documents or more.

Where one fuller person bears the name, any of these is enough. Where several do, the first of country, role and company
that singles out one of them decides; if none does, the short name stays alone. The first of two words is a short name
only of somebody who is called by it elsewhere ("Wang" of "Wang Yi"), or whose country or role agrees.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pipeline.actors.groups import Groups
from pipeline.actors.sightings import Sighting, pages, together
from pipeline.aliases import slug
from pipeline.titles import title_words

KNOWN = 2
"""Who is named in so many documents is more than a passer-by."""
COMMON = 20
"""Who is named in more documents than this is no company: everybody keeps it."""

_GENERATIONS = frozenset({"jr", "sr"})

Words = tuple[str, ...]
"""The words of a name, folded."""


def join_persons(groups: Groups, sightings: Mapping[str, Sighting]) -> None:
    """Join short names of persons with fuller ones, the longest first."""
    persons = {one: sighting for one, sighting in sightings.items() if one.startswith("person:")}
    bearers: defaultdict[Words, list[str]] = defaultdict(list)
    for one in persons:
        for form in shorter_forms(_words(one)):
            bearers[form].append(one)
    evidence = _Evidence(persons, groups, pages(persons))
    for one in sorted(persons, key=lambda one: (-len(_words(one)), one)):
        if _words(one) in bearers and not groups.by_hand(one):
            fuller = [other for other in bearers[_words(one)] if evidence.allows(one, other)]
            if person := evidence.single_out(one, _without_juniors(fuller)):
                groups.join(person, one)


def shorter_forms(words: Words) -> Iterator[Words]:
    """The names that a person of this name may also bear: with names left out, the last kept, or the first of two."""
    base = words[:-1] if words[-1] in _GENERATIONS else words
    if len(set(base)) < len(base):
        return
    yield from (base[start:] for start in range(1, len(base)))
    yield from (base[:middle] + base[middle + 1 :] for middle in range(1, len(base) - 1))
    if len(base) > 3:
        yield base[:1] + base[-1:]
    if len(base) == 2:
        yield base[:1]


def _words(identity: str) -> Words:
    return tuple(slug(identity).split("-"))


def _without_juniors(persons: list[str]) -> list[str]:
    """The persons but for juniors, who are meant only where nobody else can be."""
    return [one for one in persons if _words(one)[-1] not in _GENERATIONS] or persons


@dataclass(frozen=True, slots=True)
class _Evidence:
    """The sightings of the persons, the groups so far, and who is named in which document."""

    persons: Mapping[str, Sighting]
    groups: Groups
    pages: Mapping[str, set[str]]

    def allows(self, short: str, fuller: str) -> bool:
        """Whether the bearer of a fuller name can be meant: no hand, country or custom of calling him contradicts."""
        one, other = self.persons[short], self._whole(fuller)
        elsewhere = one.country and other.country and one.country != other.country
        if elsewhere or not self.groups.may_join(short, fuller):
            return False
        words = _words(fuller)
        if len(words) != 2:
            return True
        first, last = (other.called[word] for word in words)
        if _words(short) == words[1:]:
            return first <= last
        return first > last or (first == last == 0 and (_same_country(one, other) or _same_role(one, other)))

    def single_out(self, short: str, fuller: Sequence[str]) -> str | None:
        """The one whom a short name means; None if the evidence does not say."""
        one = self.persons[short]
        persons = {self.groups.of(other)[0]: self._whole(other) for other in fuller}
        tests = (_same_country, _same_role, self._same_company)
        if len(persons) == 1:
            only, other = persons.popitem()
            return only if len(other.documents) >= KNOWN or any(test(one, other) for test in tests) else None
        fitting = ([name for name, other in persons.items() if test(one, other)] for test in tests)
        return next((names[0] for names in fitting if len(names) == 1), None)

    def _whole(self, identity: str) -> Sighting:
        """All that is said under an identity and those joined with it."""
        return together(self.persons[one] for one in self.groups.of(identity) if one in self.persons)

    def _same_company(self, one: Sighting, other: Sighting) -> bool:
        shared = self._company(one) & self._company(other)
        own = {identity for sighting in (one, other) for _, identity in sighting.names}
        return bool(shared - own)

    def _company(self, sighting: Sighting) -> set[str]:
        """The persons named in its documents, but for those who are named everywhere."""
        around = {one for doc_id in sighting.documents for one in self.pages[doc_id]}
        return {one for one in around if len(self.persons[one].documents) <= COMMON}


def _same_country(one: Sighting, other: Sighting) -> bool:
    return not one.countries.keys().isdisjoint(other.countries)


def _same_role(one: Sighting, other: Sighting) -> bool:
    """Whether a role of the one is a role of the other, perhaps in fewer words: "Foreign Minister"."""
    roles, others = ([title_words(role) for role in sighting.roles] for sighting in (one, other))
    pairs = ((words, more) for words in roles for more in others if words and more)
    return any(words <= more or more <= words for words, more in pairs)
