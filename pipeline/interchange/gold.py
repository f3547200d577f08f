"""Corrected documents in the form that ``saidby evaluate`` reads: what a person checked is a measure for the next run.

The form is that of ``evaluation/gold`` in the repository; ``GUIDELINES.md`` there says what has to be annotated.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import Any

from spacy.vocab import Vocab

from pipeline.corrections import Corrections
from pipeline.corrections.document import correct
from pipeline.interchange.docs import annotated
from pipeline.interchange.marked import InterchangeError, extent_of
from pipeline.schema import Row
from pipeline.tables import annotation_rows

OURS = "china-russia-2001"
"""The treaty whose mentions gold documents have."""


def corrected_rows(rows: Mapping[str, Sequence[Row]], corrections: Corrections) -> dict[str, list[Row]]:
    """The rows of a published document as the next run makes them with these corrections."""
    doc = annotated(rows, Vocab())
    doc_id = rows["documents"][0]["doc_id"]
    correct(doc, corrections.of(doc_id))
    return {"documents": list(rows["documents"]), **annotation_rows(doc_id, doc)}


def write_gold(documents: Mapping[str, Mapping[str, Sequence[Row]]], corrections: Corrections, folder: Path) -> None:
    """Write documents as gold with these corrections, and their texts as input for a run with ``--as-is``.

    Raises :class:`InterchangeError` where two documents would be one file.
    """
    (folder / "input").mkdir(parents=True, exist_ok=True)
    names: dict[str, str] = {}
    for doc_id, rows in documents.items():
        gold = gold_document(corrected_rows(rows, corrections))
        if (other := names.setdefault(gold["name"], doc_id)) != doc_id:
            raise InterchangeError(f"{doc_id} and {other} would be the same gold document; import them apart")
        (folder / f"{gold['name']}.json").write_text(json.dumps(gold, ensure_ascii=False, indent=1) + "\n", "utf-8")
        (folder / "input" / f"{gold['name']}.txt").write_text(gold["text"] + "\n", "utf-8")


def gold_document(rows: Mapping[str, Sequence[Row]]) -> dict[str, Any]:
    """The rows of a document as gold."""
    (document,) = rows["documents"]
    return {
        "name": PurePosixPath(document["doc_id"]).stem,
        "text": document["text"],
        "optional": [],
        "sentences": [_extent(row) for row in rows["sentences"]],
        "entities": [
            {"start": row["start"], "end": row["end"], "labels": [row["label"]], "text": row["text"]}
            for row in rows["entities"]
        ],
        "quotes": [_quote(row) for row in rows["quotes"]],
        "treaty_mentions": [
            {name: row[name] for name in ("start", "end", "form", "text")}
            for row in rows["treaty_mentions"]
            if row["instrument"] == OURS
        ],
    }


def _quote(row: Row) -> dict[str, Any]:
    cue, source = (extent_of(row, part) for part in ("cue", "source"))
    quote = {
        "id": str(row["quote_id"]),
        "fragments": [_extent(piece) for piece in row["fragments"] if not piece["continued"]],
        "continued": [_extent(piece) for piece in row["fragments"] if piece["continued"]],
        "cue": cue and list(cue),
        "source": source and list(source),
        # An outlet that passed a statement on counts as the last of its accepted speakers.
        "speaker": [name for name in (row["speaker"], row["via"]) if name],
        "kind": row["kind"],
        "class": row["class"],
        "negated": row["negated"],
    }
    return quote | {"via": row["via"]} if row["via"] else quote


def _extent(row: Row) -> list[int]:
    return [row["start"], row["end"]]
