"""What the page needs to show a document: its text, and where in it everything stands.

Offsets leave here in UTF-16 code units, which is what a browser counts in; the tables count in code points.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import accumulate

from pipeline.report.records import Entry
from pipeline.report.wording import country_name, plain
from pipeline.schema import Row

Json = dict[str, object]
Offset = Callable[[int], int]


def text_of(text: str, entries: Sequence[Entry], mentions: Sequence[Row]) -> Json:
    """A document's text, its quotes in the order of the index, and its mentions of a treaty."""
    offset = utf16(text)
    return {
        "text": text,
        "quotes": [_quote(entry, offset) for entry in entries],
        "treaty": [[offset(row["start"]), offset(row["end"]), _mention(row)] for row in mentions],
    }


def utf16(text: str) -> Offset:
    """Turns an offset in code points of a text into one in UTF-16 code units.

    >>> [utf16("a😀b")(offset) for offset in range(4)]
    [0, 1, 3, 4]
    """
    if text.isascii() or max(text) <= "\uffff":
        return lambda offset: offset
    units = list(accumulate((1 + (character > "\uffff") for character in text), initial=0))
    return units.__getitem__


def _quote(entry: Entry, offset: Offset) -> Json:
    row = entry.row
    return {
        "pieces": [
            [offset(piece["start"]), offset(piece["end"]), int(piece["continued"])] for piece in row["fragments"]
        ],
        "cue": _extent(row, "cue", offset),
        "source": _extent(row, "source", offset),
        "details": _details(entry),
    }


def _extent(row: Row, name: str, offset: Offset) -> list[int] | None:
    start, end = row[f"{name}_start"], row[f"{name}_end"]
    return None if start is None else [offset(start), offset(end)]


def _details(entry: Entry) -> list[tuple[str, str]]:
    """What else the row says of the speaker, as pairs of a term and its value."""
    row = entry.row
    found = {
        "in this document": row["speaker"] if row["speaker"] != entry.speaker.name else None,
        "role": entry.role,
        "country": entry.country and country_name(entry.country),
        "for": row["organisation"],
        "members": ", ".join(row["members"] or ()),
        "passed on by": row["via"],
        "found by": plain(row["resolved_by"] or ""),
    }
    return [(term, value) for term, value in found.items() if value]


def _mention(row: Row) -> str:
    """A mention of a treaty in a few words: which one, how it is named, what is done to it and when."""
    return " · ".join(
        value for value in (row["instrument"], row["form"], plain(row["act"] or ""), row["act_date"]) if value
    )
