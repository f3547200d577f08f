"""Entities corrected: dropped, renamed, given another type, added."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from pipeline.annotation import Extent
from pipeline.corrections.entries import AddedEntity, Corrections, EntityCorrection, Stretch
from pipeline.corrections.places import MisfitError, place
from pipeline.identity import bare_name, entity_id


@dataclass(frozen=True, slots=True)
class NamedEntity:
    """A mention of an entity with its fullest name in the document."""

    start: int
    end: int
    label: str
    name: str
    score: float | None = 1.0

    @property
    def entity_id(self) -> str:
        """Identity of the name and type."""
        return entity_id(self.name, self.label)


def corrected_entities(
    text: str, entities: Sequence[NamedEntity], corrections: Corrections
) -> tuple[list[NamedEntity], list[str]]:
    """The entities of a document, corrected and in order, and what of the corrections does not fit."""
    found, misfits = list(entities), []
    entries: list[AddedEntity | EntityCorrection] = [*corrections.add_entity, *corrections.entity]
    for entry in entries:
        try:
            found = _add(text, found, entry) if isinstance(entry, AddedEntity) else _change(text, found, entry)
        except MisfitError as misfit:
            misfits.append(f"{entry.told}: {misfit}")
    return sorted(found, key=lambda entity: entity.start), misfits


def _add(text: str, entities: list[NamedEntity], entry: AddedEntity) -> list[NamedEntity]:
    """The entities with one more; those it overlaps give way, as no two may."""
    start, end = place(text, Stretch(text=entry.text, start=entry.start))
    known = (one.name for one in entities if one.label == entry.label and _words(text, one) == entry.text)
    name = entry.name or next(known, bare_name(entry.text) or entry.text)
    others = [one for one in entities if one.end <= start or end <= one.start]
    return [*others, NamedEntity(start, end, entry.label, name)]


def _change(text: str, entities: list[NamedEntity], entry: EntityCorrection) -> list[NamedEntity]:
    meant = set(_meant(text, entities, entry))
    if entry.drop:
        return [one for one in entities if one not in meant]
    return [_changed(one, entry) if one in meant else one for one in entities]


def _meant(text: str, entities: Iterable[NamedEntity], entry: EntityCorrection) -> list[NamedEntity]:
    """The entities in the words of an entry: the one at its start, or all of them."""
    found = [one for one in entities if _words(text, one) == entry.text]
    at_start = [one for one in found if one.end - len(entry.text) == entry.start]
    if not found:
        raise MisfitError("there is no such entity (any more)")
    if entry.start is not None and not at_start and len(found) > 1:
        raise MisfitError(f"{len(found)} entities have these words, and none of them stands at {entry.start}")
    return at_start or found


def _words(text: str, entity: NamedEntity) -> str:
    """The words of an entity as its row has them: without a leading article, which some pipelines count in."""
    words = text[entity.start : entity.end]
    return words[4:].lstrip() if words[:4].lower() == "the " else words


def _changed(entity: NamedEntity, entry: EntityCorrection) -> NamedEntity:
    return replace(entity, label=entry.label or entity.label, name=entry.name or entity.name, score=1.0)


def named_in(entities: Iterable[NamedEntity], extent: Extent) -> list[NamedEntity]:
    """The entities that lie wholly in a stretch of text."""
    return [one for one in entities if extent[0] <= one.start and one.end <= extent[1]]
