"""A training document: its text and its annotation. What a corpus does not annotate is unknown, not absent."""

from __future__ import annotations

from dataclasses import dataclass, field

Extent = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Entity:
    """An entity mention with the types that would all be right; with none it is undecided and teaches nothing."""

    start: int
    end: int
    types: frozenset[str]


@dataclass(frozen=True, slots=True)
class Attribution:
    """One attributed statement, in characters. ``quote_class`` and ``negated`` are None where a corpus does not say."""

    content: tuple[Extent, ...]
    continued: tuple[Extent, ...] = ()
    cue: tuple[Extent, ...] = ()
    source: tuple[Extent, ...] = ()
    speaker: tuple[str, ...] = ()
    """Names that are right for the speaker; empty where a corpus does not resolve sources."""
    other: bool | None = None
    negated: bool | None = None


@dataclass(frozen=True, slots=True)
class Annotated:
    """A text with its layers; a layer that is None was not annotated."""

    name: str
    text: str
    sentences: tuple[Extent, ...] | None = None
    entities: tuple[Entity, ...] | None = None
    entity_types: frozenset[str] = field(default_factory=frozenset)
    """The types that ``entities`` covers: outside its spans, only these are known to be absent."""
    attributions: tuple[Attribution, ...] | None = None
    maybe_continued: tuple[Extent, ...] = ()
    """Stretches without annotation that may go on reporting, in a corpus that does not mark continuation."""
