"""The data that the page's script filters and shows: one index of all quotes, and the texts in blocks read when needed.

Both are JSON, compressed (zlib) and in Base64, so that nothing in them can end the element that holds them. What does
not fit the bounds is left out by one rule, the newest documents first, and told.
"""

from __future__ import annotations

import json
import zlib
from base64 import b64encode
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import accumulate

from pipeline.report.index import Sheet, index_of
from pipeline.report.records import Entry, Records
from pipeline.report.texts import text_of
from pipeline.schema import Row

MAX_BYTES = 30_000_000
"""The report is never larger, in bytes."""
MAX_QUOTES = 100_000
"""The page's script filters no more quotes than these, so that it answers at once."""
_FRAME_BYTES = 1_000_000
"""Kept free for the rest of the page, which shows a bounded number of bounded rows."""
_INDEX_BYTES = 15_000_000
_BLOCK_CHARACTERS = 60_000
"""Texts are compressed together up to this length: small enough to unpack between two frames of a screen."""


@dataclass(frozen=True, slots=True)
class Payload:
    """The data of a page, and how much of the run it is."""

    index: str
    blocks: list[str]
    documents: int
    """Documents in the index with all their quotes: the newest ones."""
    quotes: int
    texts: int
    """Documents whose text is in the blocks, the newest ones again."""


def payload(records: Records, colours: Mapping[str, int], max_bytes: int = MAX_BYTES) -> Payload:
    """As much of a run as fits, the newest documents first; those without a date come last."""
    sheets = _within_limit(_sheets(records))
    index = _packed(index_of(sheets, colours))
    while sheets and len(index) > min(_INDEX_BYTES, max_bytes // 2):
        sheets = sheets[: len(sheets) // 2]
        index = _packed(index_of(sheets, colours))
    blocks = list(_within_bytes(_blocks(sheets), max_bytes - _FRAME_BYTES - len(index)))
    return Payload(
        index=index,
        blocks=blocks,
        documents=len(sheets),
        quotes=sum(len(sheet.entries) for sheet in sheets),
        texts=sum(sheet.block < len(blocks) for sheet in sheets),
    )


def _sheets(records: Records) -> list[Sheet]:
    """Each document with what was found in it and the number of its block, the newest first."""
    entries: defaultdict[str, list[Entry]] = defaultdict(list)
    for entry in records.entries:
        entries[entry.row["doc_id"]].append(entry)
    mentions: defaultdict[str, list[Row]] = defaultdict(list)
    for mention in records.mentions:
        mentions[mention["doc_id"]].append(mention)
    documents = sorted(records.documents, key=_newest_first)
    ends = accumulate(len(row["text"] or "") for row in documents)
    return [
        Sheet(row, entries[row["doc_id"]], mentions[row["doc_id"]], end // _BLOCK_CHARACTERS)
        for row, end in zip(documents, ends, strict=True)
    ]


def _newest_first(document: Row) -> tuple[int, str]:
    when: date | None = document["date"]
    return (-when.toordinal() if when else 0, document["doc_id"])


def _within_limit(sheets: list[Sheet]) -> list[Sheet]:
    """The first documents, as many as have no more quotes than the page's script can filter."""
    totals = accumulate(len(sheet.entries) for sheet in sheets)
    return [sheet for sheet, total in zip(sheets, totals, strict=True) if total <= MAX_QUOTES]


def _blocks(sheets: list[Sheet]) -> Iterator[str]:
    """The texts of each block by the number of their document. A long text skips numbers: those blocks are empty."""
    members: defaultdict[int, dict[int, object]] = defaultdict(dict)
    for number, sheet in enumerate(sheets):
        members[sheet.block][number] = text_of(sheet.document["text"] or "", sheet.entries, sheet.mentions)
    return (_packed(members[block]) for block in range(max(members, default=-1) + 1))


def _within_bytes(blocks: Iterable[str], room: int) -> Iterator[str]:
    """The first blocks, as many as fit."""
    for block in blocks:
        room -= len(block)
        if room < 0:
            return
        yield block


def _packed(value: object) -> str:
    """A value as JSON, compressed, in Base64."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return b64encode(zlib.compress(text.encode(), 9)).decode("ascii")
