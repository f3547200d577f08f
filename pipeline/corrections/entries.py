"""What a file of corrections may say, checked as far as that is possible without the documents."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Annotated, Any, Literal, Self

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    NonNegativeInt,
    SerializerFunctionWrapHandler,
    StringConstraints,
    model_serializer,
    model_validator,
)

from pipeline.annotation import Kind, QuoteClass
from pipeline.labels import ENTITY_TYPES

Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
"""Words of a document, as they stand there."""

_SHOWN = 60
"""Characters of a statement that stand for it in a message."""

_NAMING_A_QUOTE = frozenset({"doc_id", "content", "start", "end", "drop"})


def _entity_label(label: object) -> object:
    if label not in ENTITY_TYPES:
        raise ValueError(f"{label!r} is no type of entity; the types are {', '.join(ENTITY_TYPES)}")
    return label


def _speaker_type(label: object) -> object:
    if label not in (*ENTITY_TYPES, "group", "source"):
        raise ValueError(
            f"{label!r} is no type of speaker; it is a type of entity such as PERSON or ORG, or group, or source "
            "for one known by description only"
        )
    return label


EntityLabel = Annotated[str, BeforeValidator(_entity_label)]
SpeakerType = Annotated[str, BeforeValidator(_speaker_type)]


class _Data(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Stretch(_Data):
    """A stretch of a document: its exact words, and where they stood, in characters, if they stand there often.

    In the file the words alone do: ``cue = "said"`` for ``cue = {text = "said"}``.
    """

    text: Words
    start: NonNegativeInt | None = None

    @model_validator(mode="before")
    @classmethod
    def _words_alone(cls, value: object) -> object:
        return {"text": value} if isinstance(value, str) else value

    @model_serializer(mode="wrap")
    def _plainly(self, write: SerializerFunctionWrapHandler) -> Any:  # noqa: ANN401  words, or a table
        return self.text if self.start is None else write(self)


Part = Stretch | Literal[""] | None
"""A part of a statement that may be missing: ``""`` takes it away, None leaves it as it is."""


class _Entry(_Data):
    doc_id: Words


class _Statement(_Entry):
    """What may be said of a statement. None leaves it as it is, ``""`` makes it null."""

    speaker: Words | None = None
    type: SpeakerType | None = None
    """What the speaker is; by default what the document knows under that name."""
    role: str | None = None
    country: str | None = None
    organisation: str | None = None
    members: tuple[Words, ...] | None = None
    via: str | None = None
    quote_class: QuoteClass | None = Field(default=None, alias="class")
    negated: bool | None = None
    kind: Kind | None = None
    cue: Part = None
    source: Part = None
    pieces: tuple[Stretch, ...] = ()
    """What was said; a piece that runs over paragraphs is cut at their ends."""
    continued: tuple[Stretch, ...] | None = None
    """What goes on reporting without a cue of its own."""

    @model_validator(mode="after")
    def _a_type_is_a_speakers(self) -> Self:
        if self.type is not None and self.speaker is None:
            raise ValueError("it gives a type, but no speaker")
        return self


class QuoteCorrection(_Statement):
    """Another account of a statement that was found, or the word that it is none."""

    content: Words | None = None
    """Its first words, as in ``quotes.content``; so many that no other quote of the document begins so."""
    start: NonNegativeInt | None = None
    """Its first character; decides between quotes that begin alike."""
    end: NonNegativeInt | None = None
    """One past its last character."""
    drop: bool = False

    @property
    def told(self) -> str:
        """The entry as a message names it."""
        return f'the quote "{_short(self.content)}"' if self.content else f"the quote at {self.start}-{self.end}"

    @model_validator(mode="after")
    def _names_a_quote(self) -> Self:
        if self.content is None and (self.start is None or self.end is None):
            raise ValueError("it names no quote; give its first words as content, or its start and end")
        return self

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        changes = self.model_dump(exclude_defaults=True, by_alias=True).keys() - _NAMING_A_QUOTE
        if self.drop and changes:
            raise ValueError(f"it drops the quote and changes its {min(changes)}")
        if not self.drop and not changes:
            raise ValueError("it changes nothing")
        return self


class AddedQuote(_Statement):
    """A statement that was not found."""

    pieces: tuple[Stretch, ...] = Field(min_length=1)

    @property
    def told(self) -> str:
        """The entry as a message names it."""
        return f'the added quote "{_short(self.pieces[0].text)}"'


class EntityCorrection(_Entry):
    """Another type or name of an entity that was found, or the word that it is none.

    Without ``start``, every mention of the document in these words is meant.
    """

    text: Words
    start: NonNegativeInt | None = None
    label: EntityLabel | None = None
    name: Words | None = None
    drop: bool = False

    @property
    def told(self) -> str:
        """The entry as a message names it."""
        return f'the entity "{_short(self.text)}"'

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if self.drop == (self.label is not None or self.name is not None):
            raise ValueError("it has to give a label, a name or both, or else drop the entity")
        return self


class AddedEntity(_Entry):
    """A mention of an entity that was not found. Without ``start``, the words must stand in the text once."""

    text: Words
    start: NonNegativeInt | None = None
    label: EntityLabel
    name: Words | None = None

    @property
    def told(self) -> str:
        """The entry as a message names it."""
        return f'the added entity "{_short(self.text)}"'


class Corrections(_Data):
    """Everything a file of corrections says. Without entries nothing is corrected.

    Within a document what is added comes first, and then the entries in their order: a later one sees what an earlier
    one did.
    """

    quote: tuple[QuoteCorrection, ...] = ()
    add_quote: tuple[AddedQuote, ...] = ()
    entity: tuple[EntityCorrection, ...] = ()
    add_entity: tuple[AddedEntity, ...] = ()

    @property
    def doc_ids(self) -> frozenset[str]:
        """The documents that are corrected. One that the corpus does not have is a mistake, or is gone."""
        return frozenset(self.by_document)

    def of(self, doc_id: str) -> Corrections:
        """The corrections of one document."""
        return self.by_document.get(doc_id, _NOTHING)

    @classmethod
    def together(cls, parts: Sequence[Corrections]) -> Corrections:
        """Several files of corrections as one, in their order."""
        return cls(
            **{kind: tuple(entry for part in parts for entry in getattr(part, kind)) for kind in cls.model_fields}
        )

    @cached_property
    def by_document(self) -> dict[str, Corrections]:
        """The corrections of each document that has any."""
        found: dict[str, dict[str, list[_Entry]]] = {}
        for kind in type(self).model_fields:
            for entry in getattr(self, kind):
                found.setdefault(entry.doc_id, {}).setdefault(kind, []).append(entry)
        return {doc_id: Corrections.model_validate(entries) for doc_id, entries in found.items()}


_NOTHING = Corrections()


def _short(words: str) -> str:
    text = " ".join(words.split())
    return text if len(text) <= _SHOWN else text[:_SHOWN] + "…"
