"""Small corpora in plain words, as the tables that a run would publish of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import pyarrow as pa

from pipeline.identity import entity_id, fullest_names
from pipeline.schema import TABLES, Row, conform

NULLS: dict[str, Row] = {name: dict.fromkeys(table.schema.names) for name, table in TABLES.items()}
Tables = dict[str, pa.Table]


@dataclass(frozen=True)
class Page:
    """A document: who is named ("Sergei Lavrov", "ORG:Hamas"), and who says what ("Lavrov|minister|RU|No.")."""

    named: Sequence[str] = ()
    quotes: Sequence[str] = ()
    date: date | None = None


def tables(*pages: Page) -> Tables:
    """The tables of a corpus; its documents are d0, d1, ..."""
    rows: dict[str, list[Row]] = {name: [] for name in TABLES}
    for number, page in enumerate(pages):
        doc_id = f"d{number}"
        rows["documents"].append(_document(doc_id, page.date))
        rows["entities"] += _entities(doc_id, [labelled(name) for name in page.named])
        rows["quotes"] += [_quote(doc_id, quote_id, quote) for quote_id, quote in enumerate(page.quotes)]
    return {name: conform(rows[name], table) for name, table in TABLES.items()}


def labelled(name: str) -> tuple[str, str]:
    """Name and type: who has none is a person."""
    label, _, rest = name.rpartition(":")
    return rest, label or "PERSON"


def _document(doc_id: str, day: date | None) -> Row:
    return NULLS["documents"] | {"doc_id": doc_id, "source": doc_id, "status": "ok", "dropped": [], "date": day}


def _entities(doc_id: str, mentions: list[tuple[str, str]]) -> list[Row]:
    return [
        {
            "doc_id": doc_id,
            "sent_id": 0,
            "start": start,
            "end": start + len(text),
            "text": text,
            "label": label,
            "name": name,
            "entity_id": entity_id(name, label),
            "score": 1.0,
        }
        for start, ((text, label), name) in enumerate(zip(mentions, fullest_names(mentions), strict=True))
    ]


def _quote(doc_id: str, quote_id: int, quote: str) -> Row:
    speaker, role, country, content = (quote.split("|") + [""] * 3)[:4]
    name, label = labelled(speaker)
    return NULLS["quotes"] | {
        "doc_id": doc_id,
        "quote_id": quote_id,
        "sent_id": 0,
        "kind": "indirect",
        "class": "speech",
        "negated": False,
        "start": quote_id,
        "end": quote_id + len(content),
        "content": content,
        "fragments": [],
        "speaker": name,
        "speaker_id": None if name == "?" else entity_id(name, label),
        "speaker_role": role or None,
        "speaker_country": country or None,
        "score": 1.0,
    }
