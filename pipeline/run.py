"""Takes a corpus through every stage and publishes the tables.

Files, progress and failures are dealt with here; the stages know of none. A document that cannot be read, or that makes
a stage raise, becomes a row with the status ``failed`` and its reason, and the others come out whole.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
from spacy.language import Language
from tqdm import tqdm

from pipeline import corpus, store
from pipeline.actors import Changes, actor_rows, changes
from pipeline.aliases import Aliases
from pipeline.cleaning import CleanDocument, clean
from pipeline.corpus import RawDocument
from pipeline.schema import DERIVED, TABLES, Row, conform
from pipeline.settings import Settings
from pipeline.statements import statement_rows
from pipeline.tables import Rows, annotation_rows, document_row, unread_row

log = logging.getLogger(__name__)

Batch = dict[str, pa.Table]
"""Rows as Arrow tables that keep the contract, by the name of the table."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run came to: the published run, its documents by status, its rows by table, and what changed."""

    run: store.Run
    statuses: Mapping[str, int]
    rows: Mapping[str, int]
    changes: Changes
    """What became of the actors of the run published before."""

    @property
    def failed(self) -> int:
        """Number of documents that failed."""
        return self.statuses.get("failed", 0)


class StageError(Exception):
    """A stage raised on one document. The message names the stage and the error."""


def run(source: Path, output: Path, load: Callable[[], Language], settings: Settings) -> Outcome:
    """Process every document under ``source`` and publish the tables to ``output``.

    ``load`` makes the spaCy pipeline; it is called only once the output folder is known to be writable. Raises
    :class:`~pipeline.errors.SaidbyError` where the input is missing or the output cannot be written.
    """
    with store.publishing(output) as folder:
        documents = corpus.read(source)
        nlp = load()
        nlp.max_length = max(nlp.max_length, settings.max_characters)
        watched = tqdm(documents, desc="reading", unit=" documents", disable=None)
        tables = _joined([process(raw, nlp, settings) for raw in watched])
        tables |= derive(tables, settings.aliases)
        changed = changes(_former_actors(output), tables["actors"].to_pylist())
        for name, table in tables.items():
            store.write_table(table, name, folder)
    statuses = Counter(tables["documents"]["status"].to_pylist())
    rows = {name: table.num_rows for name, table in tables.items()}
    return Outcome(store.open_run(output), statuses, rows, changed)


def derive(tables: Mapping[str, pa.Table], aliases: Aliases) -> Batch:
    """The tables made from those of the documents, over the whole corpus; the order of their rows does not matter."""
    actors = actor_rows(tables, aliases)
    rows = {"actors": actors, "statements": statement_rows(tables, actors)}
    return {name: conform(rows[name], table) for name, table in DERIVED.items()}


def _former_actors(output: Path) -> list[Row]:
    """The actors of the run that is published now; none where there is none, or one made before there were actors."""
    former = store.find_run(output)
    actors: list[Row] = former.table("actors").to_pylist() if former and former.has("actors") else []
    return actors


def process(raw: RawDocument, nlp: Language, settings: Settings) -> Batch:
    """The rows of one document, whatever happens to it; they do not depend on any other document."""
    if raw.content is None:
        return _conformed({"documents": [unread_row(raw, raw.problem or "it could not be read")]})
    try:
        return _processed(raw, raw.content, nlp, settings)
    except StageError as error:
        log.debug("%s failed", raw.doc_id, exc_info=True)
        return _conformed({"documents": [unread_row(raw, str(error))]})


def _processed(raw: RawDocument, content: bytes, nlp: Language, settings: Settings) -> Batch:
    """The rows of a document that could be read. Raises :class:`StageError`."""
    with _stage("cleaning"):
        cleaned = clean(content, as_is=settings.as_is)
    status, reason = _status(cleaned, settings)
    rows: Rows = {"documents": [document_row(raw, cleaned, status=status, reason=reason)]}
    if status == "ok":
        with _stage("annotation"):
            rows |= annotation_rows(raw.doc_id, nlp(cleaned.text))
    with _stage("tables"):
        return _conformed(rows)


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


def _conformed(rows: Rows) -> Batch:
    return {name: conform(rows.get(name, []), table) for name, table in TABLES.items()}


def _joined(batches: list[Batch]) -> Batch:
    """One table of each kind out of many; all are there even without a single document."""
    return {
        name: pa.concat_tables([table.schema.empty_table(), *(batch[name] for batch in batches)])
        for name, table in TABLES.items()
    }
