"""Carries out tasks, in whatever process: documents are read or restored, and written as a bundle."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Iterator

import pyarrow as pa
from spacy.language import Language

from pipeline.batch.bundles import BUNDLED, Batch, Take, joined
from pipeline.batch.documents import Desk, Known, process, process_again
from pipeline.batch.tasks import Task
from pipeline.corpus import fetch
from pipeline.corrections import Corrections, load_corrections
from pipeline.readings import Reading, parse
from pipeline.schema import Row
from pipeline.settings import Settings
from pipeline.store import sync_folder, write_errors_told, write_table


class Worker:
    """Carries out tasks with a spaCy pipeline that it loads once."""

    def __init__(self, load: Callable[[], Language], settings: Settings) -> None:
        nlp = load()
        nlp.max_length = max(nlp.max_length, settings.max_characters)
        corrections = load_corrections(settings.corrections) if settings.corrections else Corrections()
        self._desk = Desk(nlp, settings, corrections)

    def __call__(self, task: Task) -> Task:
        """Write the bundle of a task; it is there as a whole or not at all."""
        documents = list(self._documents(task))
        part = task.folder.with_suffix(".part")
        shutil.rmtree(part, ignore_errors=True)
        with write_errors_told(part):
            part.mkdir(parents=True)
            for name, table in BUNDLED.items():
                rows = pa.concat_tables([table.schema.empty_table(), *(document[name] for document in documents)])
                write_table(rows, table, part / f"{name}.parquet")
            shutil.rmtree(task.folder, ignore_errors=True)  # there only if it could not be read
            part.rename(task.folder)
            sync_folder(task.folder.parent)
        return task

    def _documents(self, task: Task) -> Iterator[Batch]:
        known = {doc_id: Known(row["text"], reading) for doc_id, row, reading in _former(task.known) if reading}
        for entry in task.read:
            yield process(fetch(entry), self._desk, known.get(entry.doc_id))
        for _, row, reading in _former(task.again):
            yield process_again(row, reading, self._desk)


def _former(takes: Iterable[Take]) -> Iterator[tuple[str, Row, Reading | None]]:
    """Documents of former bundles: the row of each, and what the model had found in it."""
    for take in takes:
        readings = {row["doc_id"]: parse(row["reading"]) for row in joined([take], "readings").to_pylist()}
        for row in joined([take], "documents").to_pylist():
            yield row["doc_id"], row, readings.get(row["doc_id"])
