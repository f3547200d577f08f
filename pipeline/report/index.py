"""The index: a column of small numbers for each property of the quotes and documents, and the names they stand for.

Names are in the order in which a reader wants them sorted, so that the page sorts and filters numbers alone; -1 stands
for null.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from pipeline.report.quality import percent
from pipeline.report.records import Entry, Party
from pipeline.report.wording import country_name, plain
from pipeline.schema import Row

NULL = -1

Json = dict[str, object]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A document, with what was found in it and the number of the block that holds its text."""

    document: Row
    entries: list[Entry]
    mentions: list[Row]
    block: int


def index_of(sheets: Sequence[Sheet], colours: Mapping[str, int]) -> Json:
    """The index of these documents, numbered in their order, and of all their quotes."""
    quotes = [(number, entry) for number, sheet in enumerate(sheets) for entry in sheet.entries]
    speakers = _Parties(entry.speaker for _, entry in quotes)
    subjects = _Parties(subject for _, entry in quotes for subject in entry.subjects)
    names, columns = _named(
        {
            "role": [entry.role for _, entry in quotes],
            "country": [entry.country and country_name(entry.country) for _, entry in quotes],
            "kind": [entry.row["kind"] for _, entry in quotes],
            "class": [entry.row["class"] for _, entry in quotes],
            "cue": [entry.row["cue"] for _, entry in quotes],
        }
    )
    return {
        "names": {**names, "speaker": speakers.names, "subject": subjects.names},
        "colours": [colours[party.key] for party in speakers.parties],
        "documents": _documents(sheets),
        "quotes": {
            **columns,
            "document": [number for number, _ in quotes],
            "id": [entry.row["quote_id"] for _, entry in quotes],
            "speaker": [speakers.numbers[entry.speaker] for _, entry in quotes],
            "subjects": [[subjects.numbers[subject] for subject in entry.subjects] for _, entry in quotes],
            "negated": [int(entry.row["negated"]) for _, entry in quotes],
            "treaty": [int(entry.treaty) for _, entry in quotes],
            "score": [percent(entry.row["score"]) for _, entry in quotes],
            "content": [entry.row["content"] for _, entry in quotes],
        },
    }


def _documents(sheets: Sequence[Sheet]) -> Json:
    rows = [sheet.document for sheet in sheets]
    names, columns = _named(
        {"outlet": [row["publisher"] for row in rows], "status": [plain(row["status"]) for row in rows]}
    )
    return {
        **columns,
        "names": names,
        "id": [row["doc_id"] for row in rows],
        "title": [row["title"] for row in rows],
        "date": [row["date"] and row["date"].isoformat() for row in rows],
        "author": [row["author"] for row in rows],
        "source": [row["source"] for row in rows],
        "reason": [row["reason"] for row in rows],
        "dropped": [[[plain(item["kind"]), item["characters"]] for item in row["dropped"]] for row in rows],
        "block": [sheet.block for sheet in sheets],
    }


def _named(columns: Mapping[str, Sequence[str | None]]) -> tuple[dict[str, list[str]], dict[str, list[int]]]:
    """The names in each column, sorted as a reader sorts, and the column as numbers of names."""
    names = {column: sorted({value for value in values if value}, key=_reading) for column, values in columns.items()}
    places = {column: {name: place for place, name in enumerate(found)} for column, found in names.items()}
    numbers = {
        column: [places[column][value] if value else NULL for value in values] for column, values in columns.items()
    }
    return names, numbers


class _Parties:
    """Parties numbered in the order of their names."""

    def __init__(self, found: Iterable[Party]) -> None:
        self.parties = sorted(set(found), key=lambda party: (_reading(party.name), party.key))
        self.names = [party.name for party in self.parties]
        self.numbers = {party: number for number, party in enumerate(self.parties)}


def _reading(name: str) -> tuple[str, str]:
    """What names are sorted by: capitals count only where nothing else tells them apart."""
    return name.casefold(), name
