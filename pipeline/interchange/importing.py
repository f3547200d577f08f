"""A file of another program to the corrections that a person made there."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import ValidationError

from pipeline.corrections import Corrections
from pipeline.interchange import json_lines, label_studio, prodigy, web_annotation
from pipeline.interchange.differences import differences
from pipeline.interchange.marked import InterchangeError, Marked, published
from pipeline.selection import Rows, rows_of
from pipeline.store import Run
from pipeline.user_files import first_fault

Json = dict[str, Any]


class Edited(NamedTuple):
    """A document that came back, and how it is read once its published text is known."""

    doc_id: str
    marked: Callable[[str], Marked]


class Imported(NamedTuple):
    """What came back."""

    documents: dict[str, Rows]
    """The rows of the documents that were annotated, as they were published."""
    corrections: Corrections
    remarks: list[str]
    """What could not be read, and so was not corrected."""


def read_corrections(run: Run, form: str, file: Path) -> Imported:
    """The corrections in a file, against what a run published. Raises :class:`InterchangeError` for a file not ours."""
    try:
        edited = list(READERS[form](file.read_text("utf-8")))
    except (OSError, ValueError, InterchangeError) as error:
        raise InterchangeError(f"{file}: cannot be read as {form} ({error})") from error
    known = rows_of(run, [one.doc_id for one in edited])
    found, corrections, remarks = {}, [], []
    for one in edited:
        try:
            new, changes = _compared(one, known)
        except InterchangeError as error:
            remarks.append(str(error))
            continue
        found[one.doc_id] = known[one.doc_id]
        corrections.append(changes)
        remarks += new.remarks
    return Imported(found, Corrections.together(corrections), remarks)


def _compared(edited: Edited, known: Mapping[str, Rows]) -> tuple[Marked, Corrections]:
    """A document as it came back, and what was changed in it."""
    if edited.doc_id not in known:
        raise InterchangeError(f"{edited.doc_id}: no such document was published")
    old = published(known[edited.doc_id])
    new = edited.marked(old.text)
    try:
        return new, differences(old, new)
    except ValidationError as error:
        raise InterchangeError(f"{edited.doc_id}: {first_fault(error)}") from error


def _with_its_text(marked: Marked, text: str) -> Marked:
    if marked.text != text:
        raise InterchangeError(f"{marked.doc_id}: its text is not the one that was published; export it anew")
    return marked


def _of_items(read: Callable[[Json], Marked | None]) -> Callable[[str], Iterator[Edited]]:
    """A reader of a list of documents, or of one on each line."""

    def read_all(content: str) -> Iterator[Edited]:
        for item in _items(content):
            if marked := read(item):
                yield Edited(marked.doc_id, partial(_with_its_text, marked))

    return read_all


def _items(content: str) -> list[Json]:
    if content.lstrip().startswith("["):
        found: list[Json] = json.loads(content)
        return found
    return [json.loads(line) for line in content.splitlines() if line.strip()]


def _web_annotation(content: str) -> Iterator[Edited]:
    for doc_id, found in web_annotation.read(json.loads(content)).items():
        yield Edited(doc_id, partial(web_annotation.marked, doc_id, found))


READERS: Mapping[str, Callable[[str], Iterator[Edited]]] = {
    "labelstudio": _of_items(label_studio.read_task),
    "prodigy": _of_items(prodigy.read_task),
    "webannotation": _web_annotation,
    "jsonl": _of_items(json_lines.read_line),
}
"""The formats that come back, by name."""
