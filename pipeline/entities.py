"""Named entities of the eighteen OntoNotes types, and each one's fullest name in the document."""

from __future__ import annotations

from collections.abc import Iterable

from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.util import filter_spans

from pipeline.attributes import register_extensions, text_of
from pipeline.decoding import best_tagging, tag_spans
from pipeline.encoder import Encoding, Model, shipped_model
from pipeline.heads import layout
from pipeline.identity import entity_id, fullest_names
from pipeline.labels import ENTITY_TAGS
from pipeline.mentions import EntityMention, mended
from pipeline.sentences import opens_sentence


def find_entities(encoding: Encoding) -> list[EntityMention]:
    """The entities of a document, in order, none overlapping, none reaching over the start of a sentence."""
    emissions = encoding.rows[:, layout().entity]
    tagging = best_tagging(emissions, opens_sentence(encoding), encoding.parameters.entity)
    starts, ends = encoding.pieces.starts, encoding.pieces.ends
    return [
        EntityMention(int(starts[span.first]), int(ends[span.stop - 1]), span.label, span.score)
        for span in tag_spans(tagging, ENTITY_TAGS)
    ]


class EntityRecognizer:
    """Sets ``doc.ents`` and ``ent._.score``."""

    def __init__(self, model: Model) -> None:
        self.model = model

    def __call__(self, doc: Doc) -> Doc:
        """Find the entities of a document."""
        set_entities(doc, mended(text_of(doc), find_entities(self.model.encoding_of(doc))))
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
