"""Named entities of the eighteen OntoNotes types, and each one's fullest name in the document."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.util import filter_spans

from pipeline.attributes import register_extensions, text_of
from pipeline.decoding import best_tagging, tag_spans
from pipeline.encoder import Encoding, Model, shipped_model
from pipeline.heads import layout
from pipeline.identity import entity_id, fullest_names
from pipeline.labels import ENTITY_TAGS
from pipeline.titles import rank_before_name

_SAME_WORD_TWICE = re.compile(r"\b(\w{2,}) \1\b")
_PAIR = re.compile(r"([^\W\d_]+)-([^\W\d_]+)")


@dataclass(frozen=True, slots=True)
class EntityMention:
    """An entity as it was found, in characters."""

    start: int
    end: int
    label: str
    score: float | None
    """Pipelines of other makers give none."""


def find_entities(encoding: Encoding) -> list[EntityMention]:
    """The entities of a document, in order, none overlapping."""
    emissions = encoding.rows[:, layout().entity]
    tagging = best_tagging(emissions, encoding.pieces.opens_paragraph, encoding.parameters.entity)
    starts, ends = encoding.pieces.starts, encoding.pieces.ends
    return [
        EntityMention(int(starts[span.first]), int(ends[span.stop - 1]), span.label, span.score)
        for span in tag_spans(tagging, ENTITY_TAGS)
    ]


def split_pairs(text: str, mentions: list[EntityMention]) -> list[EntityMention]:
    """The mentions, with a pair of countries joined by a hyphen made two ("China-Russia relations").

    Only where both stand alone elsewhere in the document: Guinea-Bissau stays one.
    """
    alone = {text[mention.start : mention.end] for mention in mentions if mention.label == "GPE"}
    found: list[EntityMention] = []
    for mention in mentions:
        parts = _PAIR.fullmatch(text, mention.start, mention.end)
        if mention.label == "GPE" and parts and alone >= {parts[1], parts[2]}:
            found += [replace(mention, start=a, end=b) for a, b in (parts.span(1), parts.span(2))]
        else:
            found.append(mention)
    return found


def trim_persons(text: str, mentions: list[EntityMention]) -> list[EntityMention]:
    """The mentions, with persons' names freed of a rank before them and of a name card glued behind them.

    "Gen. Ann Lee" is Ann Lee; "Ann Lee Lee AnnMinister", as pages without style sheets have it, likewise.
    """
    return [_trimmed(text, mention) if mention.label == "PERSON" else mention for mention in mentions]


def _trimmed(text: str, mention: EntityMention) -> EntityMention:
    rank = rank_before_name().match(text, mention.start, mention.end)
    start = rank.end() if rank else mention.start
    twice = _SAME_WORD_TWICE.search(text, start, mention.end)
    return replace(mention, start=start, end=twice.end(1) if twice else mention.end)


class EntityRecognizer:
    """Sets ``doc.ents`` and ``ent._.score``."""

    def __init__(self, model: Model) -> None:
        self.model = model

    def __call__(self, doc: Doc) -> Doc:
        """Find the entities of a document."""
        text, found = text_of(doc), find_entities(self.model.encoding_of(doc))
        set_entities(doc, trim_persons(text, split_pairs(text, found)))
        return doc


def set_entities(doc: Doc, mentions: Iterable[EntityMention]) -> None:
    """Store entities with a document."""
    spans = []
    for mention in mentions:
        span = doc.char_span(mention.start, mention.end, label=mention.label, alignment_mode="expand")
        if span is not None:
            span._.score = mention.score
            spans.append(span)
    doc.set_ents(filter_spans(spans))  # a foreign tokenizer may push two entities into one token


class EntityNamer:
    """Sets ``ent._.name`` and ``ent._.entity_id`` of the entities of any recogniser."""

    def __call__(self, doc: Doc) -> Doc:
        """Name the entities of a document."""
        names = fullest_names([(ent.text, ent.label_) for ent in doc.ents])
        for ent, name in zip(doc.ents, names, strict=True):
            _set_name(ent, name)
        return doc


def _set_name(ent: Span, name: str) -> None:
    ent._.name = name
    ent._.entity_id = entity_id(name, ent.label_)


@Language.factory("saidby_entities", assigns=["doc.ents", "span._.score"])
def make_entities(nlp: Language, name: str) -> EntityRecognizer:  # noqa: ARG001  spaCy hands them over
    """The recogniser, with the shipped model."""
    register_extensions()
    return EntityRecognizer(shipped_model())


@Language.factory("saidby_names", requires=["doc.ents"], assigns=["span._.name", "span._.entity_id"])
def make_names(nlp: Language, name: str) -> EntityNamer:  # noqa: ARG001  spaCy hands them over
    """The namer; it needs no model, and works on the entities of any spaCy pipeline."""
    register_extensions()
    return EntityNamer()
