"""What the record of an archive says about its document stands in the table, and cleaning fills the gaps."""

from __future__ import annotations

import datetime

from pipeline.cleaning import CleanDocument
from pipeline.corpus import Given, RawDocument
from pipeline.tables import document_row, unread_row

SAID = Given(title="Said", date=datetime.date(2021, 6, 28), publisher="Xinhua")
FOUND = CleanDocument(
    text="He left.",
    format="text",
    title="Found",
    date=datetime.date(2020, 1, 1),
    date_source="header",
    publisher="Tass",
    author="Wu",
)


def facts(row: dict[str, object]) -> list[object]:
    return [row[name] for name in ("title", "date", "date_source", "publisher", "author")]


def test_what_a_record_says_beats_what_cleaning_finds() -> None:
    row = document_row(RawDocument("a", "a", b"", given=SAID), FOUND, status="ok", reason=None)
    assert facts(row) == ["Said", datetime.date(2021, 6, 28), "record", "Xinhua", "Wu"]


def test_where_it_says_nothing_what_cleaning_finds_counts() -> None:
    row = document_row(RawDocument("a", "a", b""), FOUND, status="ok", reason=None)
    assert facts(row) == ["Found", datetime.date(2020, 1, 1), "header", "Tass", "Wu"]


def test_it_is_kept_where_the_document_fails() -> None:
    row = unread_row(RawDocument("a", "a", None, "it is broken", given=SAID), "it is broken")
    assert facts(row) == ["Said", datetime.date(2021, 6, 28), "record", "Xinhua", None]
    assert (row["sha256"], row["reason"]) == (None, "it is broken")
