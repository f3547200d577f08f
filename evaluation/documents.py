"""The gold documents as plain data, and how they and the published tables are read."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NotRequired, TypedDict, cast

import pyarrow.parquet as pq

from evaluation.alignment import Alignment, stem
from pipeline.errors import SaidbyError

Row = dict[str, Any]
"""One row of a published table. Other programs' tables may lack columns, so nothing is promised about them."""


class GoldError(SaidbyError):
    """Gold documents that are missing or do not fit together."""


class GoldEntity(TypedDict):
    """A named entity and its acceptable types."""

    start: int
    end: int
    labels: list[str]
    text: str


# The key "class" is a keyword of Python, which only this form of TypedDict can hold.
GoldQuote = TypedDict(
    "GoldQuote",
    {
        "id": str,
        "fragments": list[list[int]],
        "continued": list[list[int]],
        "cue": list[int] | None,
        "source": list[int] | None,
        "speaker": list[str],
        "kind": str,
        "class": str,
        "negated": bool,
        "via": NotRequired[str],
    },
)
"""A statement: its pieces, the stretches that go on without a cue, and every acceptable name of its speaker."""


class GoldMention(TypedDict):
    """A mention of the treaty."""

    start: int
    end: int
    form: str
    text: str


class GoldDocument(TypedDict):
    """Everything annotated in one document. Stretches in ``optional`` count neither for nor against anybody."""

    name: str
    text: str
    optional: list[list[int]]
    sentences: list[list[int]]
    entities: list[GoldEntity]
    quotes: list[GoldQuote]
    treaty_mentions: list[GoldMention]
    meta: NotRequired[dict[str, str]]


def gold_documents(folder: Path) -> list[GoldDocument]:
    """The gold documents of a folder, by name. Raises :class:`GoldError` where it holds none."""
    files = sorted(file for file in folder.glob("*.json") if not file.name.endswith(".meta.json"))
    if not files:
        raise GoldError(
            f"{folder} holds no gold documents (NAME.json); make them with: python -m evaluation.build {folder}"
        )
    return [cast(GoldDocument, json.loads(file.read_text("utf-8"))) for file in files]


def table_rows(output: Path, name: str) -> list[Row]:
    """The rows of a published table, in its order. Raises :class:`GoldError` where it is missing."""
    file = output / f"{name}.parquet"
    if not file.exists():
        raise GoldError(f"{file} is missing; make it with: saidby run INPUT --output {output}")
    rows: list[Row] = pq.read_table(file).to_pylist()
    return rows


@dataclass(frozen=True, slots=True)
class Comparison:
    """A gold document beside what was published of it; ``document`` is None where it was not published."""

    gold: GoldDocument
    document: Row | None
    alignment: Alignment
    rows: dict[str, list[Row]]
    """The document's rows of each annotation table asked for."""


def comparisons(gold: Path, output: Path, tables: Iterable[str]) -> Iterator[Comparison]:
    """Each gold document of a folder beside its rows of the published ``tables``."""
    documents = table_rows(output, "documents")
    grouped = {name: _by_document(table_rows(output, name)) for name in tables}
    for wanted in gold_documents(gold):
        document = _document_of(wanted["name"], documents)
        published = document["text"] if document else None
        alignment = Alignment.of(wanted["text"], published or "", wanted["optional"])
        rows = {name: table.get(document["doc_id"], []) if document else [] for name, table in grouped.items()}
        yield Comparison(wanted, document, alignment, rows)


def _by_document(rows: list[Row]) -> dict[object, list[Row]]:
    grouped = defaultdict(list)
    for row in rows:
        grouped[row["doc_id"]].append(row)
    return grouped


def _document_of(name: str, documents: list[Row]) -> Row | None:
    """The row of ``documents`` that a gold document stands for."""
    by_id = (row for row in documents if stem(row["doc_id"]) == name)
    by_source = (row for row in documents if stem(row.get("source")) == name)
    return next(by_id, None) or next(by_source, None)
