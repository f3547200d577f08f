"""A run, or some documents of it, to a file of another program."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from pipeline.files import replacing
from pipeline.interchange import json_lines, label_studio, prodigy, web_annotation
from pipeline.interchange.marked import InterchangeError
from pipeline.selection import Rows, documents_of, rows_of
from pipeline.store import Run

Parts = Iterator[bytes]


def export(run: Run, form: str, target: Path, doc_ids: Collection[str] = ()) -> list[Path]:
    """Write the documents of a run that were read in full, or those of them that are named; returns what was written.

    Raises :class:`InterchangeError` for a document that was not published, and
    :class:`~pipeline.store.StoreError` where the file cannot be written.
    """
    documents = _chosen(run, doc_ids) if doc_ids else documents_of(run)
    read = (rows for rows in documents if rows["documents"][0]["status"] == "ok")
    with replacing(target) as file:
        file.writelines(WRITERS[form](read, target))
    if form != "labelstudio":
        return [target]
    configuration = target.with_suffix(".config.xml")
    with replacing(configuration) as file:
        file.write(label_studio.configuration().encode())
    return [target, configuration]


def _chosen(run: Run, doc_ids: Collection[str]) -> list[Rows]:
    found = rows_of(run, doc_ids)
    if missing := [doc_id for doc_id in doc_ids if doc_id not in found]:
        raise InterchangeError(f"no document {missing[0]!r} was published under {run.output}")
    return [found[doc_id] for doc_id in doc_ids]


def _docbin(documents: Iterable[Rows], _: Path) -> Parts:
    from pipeline.interchange.docs import docbin

    yield docbin(documents)


def _web_annotation(documents: Iterable[Rows], _: Path) -> Parts:
    return (part.encode() for part in web_annotation.collection(documents))


def _label_studio(documents: Iterable[Rows], target: Path) -> Parts:
    """A list of tasks, or lines of them where the file is called so."""
    if target.suffix == ".jsonl":
        yield from _lines(label_studio.task)(documents, target)
        return
    between = b"[\n"
    for rows in documents:
        yield between + _json(label_studio.task(rows))
        between = b",\n"
    yield b"\n]\n" if between == b",\n" else b"[]\n"


def _lines(of: Callable[[Rows], Mapping[str, Any]]) -> Callable[[Iterable[Rows], Path], Parts]:
    return lambda documents, _: (_json(of(rows)) + b"\n" for rows in documents)


def _json(value: Mapping[str, Any]) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()


WRITERS: Mapping[str, Callable[[Iterable[Rows], Path], Parts]] = {
    "docbin": _docbin,
    "labelstudio": _label_studio,
    "prodigy": _lines(prodigy.task),
    "webannotation": _web_annotation,
    "jsonl": _lines(json_lines.line),
}
"""The formats, by name."""
