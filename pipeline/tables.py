"""Turns what the stages found in one document into rows of the five tables.

Pure functions over plain data: the document as it was read, its clean text, and the annotated Doc. Nothing is decided
here; text is cut out by its offsets and things get their numbers.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import asdict

from spacy.tokens import Doc, Span

from pipeline.annotation import Extent, Quote, TreatyMention
from pipeline.attributes import text_of
from pipeline.cleaning import CleanDocument
from pipeline.corpus import RawDocument
from pipeline.schema import Row

Rows = dict[str, list[Row]]
"""Rows by the name of their table."""

_PARAGRAPH_END = re.compile(r"\n\s*\n")
_ARTICLE = re.compile(r"the\s+(?=\S)", re.IGNORECASE)


def document_row(raw: RawDocument, clean: CleanDocument, *, status: str, reason: str | None) -> Row:
    """The row of a document that was read and cleaned."""
    return {
        **unread_row(raw, reason),
        "format": clean.format,
        # What the record of an archive says is kept: it knows its document.
        "title": raw.given.title or clean.title,
        "date": raw.given.date or clean.date,
        "date_source": "record" if raw.given.date else clean.date_source,
        "publisher": raw.given.publisher or clean.publisher,
        "author": raw.given.author or clean.author,
        "language": clean.language,
        "text": clean.text,
        "status": status,
        "dropped": [asdict(dropped) for dropped in clean.dropped],
    }


def unread_row(raw: RawDocument, reason: str | None) -> Row:
    """The row of a document that gave no text: where it came from and why it failed."""
    return {
        "doc_id": raw.doc_id,
        "source": raw.source,
        "sha256": raw.sha256,
        "format": None,
        "title": raw.given.title,
        "date": raw.given.date,
        "date_source": "record" if raw.given.date else None,
        "publisher": raw.given.publisher,
        "author": raw.given.author,
        "language": None,
        "text": None,
        "status": "failed",
        "reason": reason,
        "dropped": [],
    }


def annotation_rows(doc_id: str, doc: Doc) -> Rows:
    """The rows of every table but ``documents``, in the order of the text."""
    text = text_of(doc)
    extents = [extent for sent in doc.sents if (extent := _trimmed(sent)) is not None]
    starts = [start for start, _ in extents]
    return {
        "sentences": list(_sentence_rows(doc_id, text, extents)),
        "entities": [_entity_row(doc_id, text, ent, starts) for ent in doc.ents],
        "quotes": [_quote_row(doc_id, text, number, quote, starts) for number, quote in enumerate(doc._.quotes)],
        "treaty_mentions": [
            _mention_row(doc_id, text, doc._.quotes, mention, starts) for mention in doc._.treaty_mentions
        ],
    }


def _trimmed(sent: Span) -> Extent | None:
    """The sentence without white space around it; None if nothing is left."""
    text = sent.text
    start = sent.start_char + len(text) - len(text.lstrip())
    end = sent.start_char + len(text.rstrip())
    return (start, end) if start < end else None


def _number_at(starts: list[int], position: int) -> int:
    """The number of the sentence that a character stands in. White space before the first counts to the first."""
    return max(0, bisect_right(starts, position) - 1)


def _sentence_rows(doc_id: str, text: str, extents: list[Extent]) -> Iterator[Row]:
    paragraph_ends = [match.end() for match in _PARAGRAPH_END.finditer(text)]
    for number, (start, end) in enumerate(extents):
        yield {
            "doc_id": doc_id,
            "sent_id": number,
            "paragraph": bisect_right(paragraph_ends, start),
            "start": start,
            "end": end,
            "text": text[start:end],
        }


def _entity_row(doc_id: str, text: str, ent: Span, sentences: list[int]) -> Row:
    # Pipelines of other makers count a leading "the" in; the contract never does.
    article = _ARTICLE.match(ent.text)
    start = ent.start_char + (article.end() if article else 0)
    return {
        "doc_id": doc_id,
        "sent_id": _number_at(sentences, start),
        "start": start,
        "end": ent.end_char,
        "text": text[start : ent.end_char],
        "label": ent.label_,
        "name": ent._.name,
        "entity_id": ent._.entity_id,
        "score": ent._.score,
    }


def _quote_row(doc_id: str, text: str, number: int, quote: Quote, sentences: list[int]) -> Row:
    return {
        "doc_id": doc_id,
        "quote_id": number,
        "sent_id": _number_at(sentences, quote.start if quote.cue is None else quote.cue[0]),
        "kind": quote.kind,
        "class": quote.quote_class,
        "negated": quote.negated,
        "start": quote.start,
        "end": quote.end,
        "content": " ".join(text[piece.start : piece.end] for piece in quote.fragments),
        "fragments": [asdict(piece) for piece in quote.fragments],
        **_stretch("cue", quote.cue, text),
        **_stretch("source", quote.source, text),
        "speaker": quote.speaker,
        "speaker_id": quote.speaker_id,
        "speaker_role": quote.speaker_role,
        "speaker_country": quote.speaker_country,
        "organisation": quote.organisation,
        "members": list(quote.members) or None,
        "via": quote.via,
        "resolved_by": quote.resolved_by,
        "score": quote.score,
    }


def _stretch(name: str, extent: Extent | None, text: str) -> Row:
    """The three columns of a stretch of text that may be missing."""
    start, end = extent or (None, None)
    return {name: None if extent is None else text[start:end], f"{name}_start": start, f"{name}_end": end}


def _mention_row(
    doc_id: str, text: str, quotes: tuple[Quote, ...], mention: TreatyMention, sentences: list[int]
) -> Row:
    number, quote = _quote_around(mention, quotes) or (None, None)
    return {
        "doc_id": doc_id,
        "sent_id": _number_at(sentences, mention.start),
        "start": mention.start,
        "end": mention.end,
        "text": text[mention.start : mention.end],
        "form": mention.form,
        "instrument": mention.instrument,
        "act": mention.act,
        "act_date": mention.act_date,
        "quote_id": number,
        "speaker": quote and quote.speaker,
        "speaker_id": quote and quote.speaker_id,
        "score": mention.score,
    }


def _quote_around(mention: TreatyMention, quotes: tuple[Quote, ...]) -> tuple[int, Quote] | None:
    """The first quote with a piece that holds the whole mention, and its number."""
    for number, quote in enumerate(quotes):
        if any(piece.start <= mention.start and mention.end <= piece.end for piece in quote.fragments):
            return number, quote
    return None
