"""What the model found in a document, as plain data: kept between runs, it spares the encoder.

A reading holds what :data:`pipeline.language.READERS` leave on a document. Restored to a fresh one of the same text,
the rules go on from it as if the encoder had run: names, speakers and treaties can change without it.
"""

from __future__ import annotations

from typing import NamedTuple

from pydantic import TypeAdapter
from spacy.language import Language
from spacy.tokens import Doc

from pipeline.annotation import Extent, Quote
from pipeline.antecedents import Referents
from pipeline.attributes import doc_of
from pipeline.entities import set_entities
from pipeline.language import READERS
from pipeline.mentions import EntityMention
from pipeline.quotes import set_quotes
from pipeline.sentences import set_sentence_starts


class Reading(NamedTuple):
    """What the model found in one document; every offset in characters of its text."""

    sentences: tuple[int, ...]
    """Where sentences start."""
    entities: tuple[EntityMention, ...]
    quotes: tuple[Quote, ...]
    """Without speakers."""
    referents: tuple[tuple[Extent, Referents], ...]


_PLAIN = TypeAdapter(Reading)


def dump(reading: Reading) -> str:
    """A reading as JSON. Numbers come back exactly as they were."""
    return _PLAIN.dump_json(reading).decode()


def parse(stored: str) -> Reading:
    """The reading that :func:`dump` wrote. Raises ``ValueError`` where it is none."""
    return _PLAIN.validate_json(stored)


def annotate(text: str, nlp: Language, known: Reading | None = None) -> tuple[Doc, Reading]:
    """The annotated document and what the model found in it; a known reading of the same text spares the model."""
    readers = [name for name in READERS if name in nlp.pipe_names]
    rules = [name for name in nlp.pipe_names if name not in readers]
    doc = doc_of(text, nlp)
    if known is None:
        with nlp.select_pipes(disable=rules):
            doc = nlp(doc)
        known = reading_of(doc)
    else:
        restore(doc, known)
    with nlp.select_pipes(disable=readers):
        return nlp(doc), known


def reading_of(doc: Doc) -> Reading:
    """What the components that ask the model left on a document."""
    return Reading(
        sentences=tuple(sent.start_char for sent in doc.sents),
        entities=tuple(EntityMention(ent.start_char, ent.end_char, ent.label_, ent._.score) for ent in doc.ents),
        quotes=tuple(doc._.quotes),
        referents=tuple(doc._.referents.items()),
    )


def restore(doc: Doc, reading: Reading) -> None:
    """Put a reading on a fresh document of the same text."""
    set_sentence_starts(doc, reading.sentences)
    set_entities(doc, reading.entities)
    set_quotes(doc, reading.quotes)
    doc._.referents = dict(reading.referents)
