"""One document from bytes to rows, whatever happens to it.

A document that cannot be read, or that makes a stage raise, becomes a row with the status ``failed`` and its reason.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import NamedTuple

from spacy.language import Language

from pipeline.batch.bundles import BUNDLED, Batch
from pipeline.cleaning import CleanDocument, clean
from pipeline.corpus import RawDocument
from pipeline.corrections import Corrections
from pipeline.corrections.document import correct, told
from pipeline.readings import Reading, annotate, dump
from pipeline.schema import Row, conform
from pipeline.settings import Settings
from pipeline.tables import annotation_rows, document_row, unread_row

log = logging.getLogger(__name__)


class Desk(NamedTuple):
    """What documents are read with."""

    nlp: Language
    settings: Settings
    corrections: Corrections = Corrections()


class Known(NamedTuple):
    """What the model had found in a document, and in what text."""

    text: str
    reading: Reading


class StageError(Exception):
    """A stage raised on one document. The message names the stage and the error."""


def process(raw: RawDocument, desk: Desk, known: Known | None = None) -> Batch:
    """The rows of one document; they do not depend on any other. ``known`` spares the model if the text is the same."""
    if raw.content is None:
        return _conformed({"documents": [unread_row(raw, raw.problem or "it could not be read")]})
    try:
        return _processed(raw, raw.content, desk, known)
    except StageError as error:
        log.debug("%s failed", raw.doc_id, exc_info=True)
        return _conformed({"documents": [unread_row(raw, str(error))]})


def process_again(document: Row, reading: Reading | None, desk: Desk) -> Batch:
    """The rows of a document whose row and reading are known: the rules alone run. Without a reading it has no more."""
    if reading is None:
        return _conformed({"documents": [document]})
    try:
        return _with_rows(document, desk, reading)
    except StageError as error:
        nothing = dict.fromkeys(document) | {"dropped": []}
        kept = {name: document[name] for name in ("doc_id", "source", "sha256")}
        return _conformed({"documents": [nothing | kept | {"status": "failed", "reason": str(error)}]})


def _processed(raw: RawDocument, content: bytes, desk: Desk, known: Known | None) -> Batch:
    """The rows of a document that could be read. Raises :class:`StageError`."""
    with _stage("cleaning"):
        cleaned = clean(content, as_is=desk.settings.as_is)
    status, reason = _status(cleaned, desk.settings)
    document = document_row(raw, cleaned, status=status, reason=reason)
    if status != "ok":
        return _conformed({"documents": [document]})
    reading = known.reading if known and known.text == cleaned.text else None
    return _with_rows(document, desk, reading)


def _with_rows(document: Row, desk: Desk, known: Reading | None) -> Batch:
    """The row of a document with those of its text. Raises :class:`StageError`."""
    with _stage("annotation"):
        doc, reading = annotate(document["text"], desk.nlp, known)
    with _stage("corrections"):
        misfits = correct(doc, desk.corrections.of(document["doc_id"]))
        document = document | {"reason": told(document["reason"], misfits)}
    with _stage("tables"):
        rows = annotation_rows(document["doc_id"], doc)
        readings = [{"doc_id": document["doc_id"], "reading": dump(reading)}]
        return _conformed({"documents": [document], **rows, "readings": readings})


@contextmanager
def _stage(name: str) -> Iterator[None]:
    """Turn whatever a stage raises into a StageError that names the stage."""
    try:
        yield
    except Exception as error:
        raise StageError(f"{name} raised {type(error).__name__}: {error}") from error


def _status(cleaned: CleanDocument, settings: Settings) -> tuple[str, str | None]:
    """The document's status and the reason for it, once its text is known."""
    length = len(cleaned.text)
    if cleaned.status == "ok" and length > settings.max_characters:
        return "too_large", f"{length:,} characters of text; the limit is {settings.max_characters:,}"
    return cleaned.status, cleaned.reason


def _conformed(rows: Mapping[str, list[Row]]) -> Batch:
    return {name: conform(rows.get(name, []), table) for name, table in BUNDLED.items()}
