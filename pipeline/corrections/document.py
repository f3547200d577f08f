"""A whole annotated document corrected, before rows are made of it.

Rows come from the document as ever, so that everything that hangs on a quote follows: its number, its sentence, and the
speaker of a treaty mention in it.
"""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Doc, Span

from pipeline.corrections.entities import NamedEntity, corrected_entities
from pipeline.corrections.entries import Corrections
from pipeline.corrections.quotes import corrected_quotes
from pipeline.identity import bare_name
from pipeline.quotes import set_quotes

_TOLD = "corrections that do not fit: "


def correct(doc: Doc, corrections: Corrections) -> list[str]:
    """Correct the entities and quotes of an annotated document; what does not fit is returned, a line for each.

    ``corrections`` are those of this document (:meth:`Corrections.of`). A corrected quote has the score 1 and says
    ``by_hand`` in ``resolved_by``.
    """
    if not corrections.doc_ids:
        return []
    entities, unfit_entities = corrected_entities(doc.text, _entities(doc), corrections)
    quotes, unfit_quotes = corrected_quotes(doc.text, doc._.quotes, entities, corrections)
    if corrections.entity or corrections.add_entity:
        unfit_entities += _set_entities(doc, entities)
    if corrections.quote or corrections.add_quote:
        set_quotes(doc, quotes)
    return unfit_entities + unfit_quotes


def told(reason: str | None, misfits: Sequence[str]) -> str | None:
    """The ``reason`` of a document's row with what does not fit, in place of what an earlier run told of that."""
    kept = (reason or "").partition(_TOLD)[0].removesuffix("; ")
    unfit = _TOLD + "; ".join(misfits) if misfits else ""
    return "; ".join(part for part in (kept, unfit) if part) or None


def _entities(doc: Doc) -> list[NamedEntity]:
    return [
        NamedEntity(ent.start_char, ent.end_char, ent.label_, ent._.name or bare_name(ent.text), ent._.score)
        for ent in doc.ents
    ]


def _set_entities(doc: Doc, entities: Sequence[NamedEntity]) -> list[str]:
    """Put entities on a document, but for those that begin or end within a word; these are told."""
    spans = [doc.char_span(entity.start, entity.end, label=entity.label) for entity in entities]
    doc.set_ents([span for span in spans if span is not None])
    for entity, span in zip(entities, spans, strict=True):
        if span is not None:
            _describe(span, entity)
    return [
        f'the entity "{doc.text[entity.start : entity.end]}": it begins or ends within a word'
        for entity, span in zip(entities, spans, strict=True)
        if span is None
    ]


def _describe(span: Span, entity: NamedEntity) -> None:
    span._.name, span._.entity_id, span._.score = entity.name, entity.entity_id, entity.score
