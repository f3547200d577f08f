"""Records out of CSV and TSV with a header."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from itertools import chain
from typing import BinaryIO

from pipeline.corpus.options import InputOptions
from pipeline.corpus.records import Record, check_columns, make_record
from pipeline.corpus.streams import UnreadableError


def read_csv(stream: BinaryIO, options: InputOptions) -> Iterator[Record]:
    """A record for each row that is not blank, numbered from 1; semicolons divide where the header has more of them."""
    lines = _RowLines(stream, options.max_bytes)
    header = next(lines, "")
    delimiter = ";" if header.count(";") > header.count(",") else ","
    return _records(header, lines, delimiter, options)


def read_tsv(stream: BinaryIO, options: InputOptions) -> Iterator[Record]:
    """A record for each row that is not blank, numbered from 1."""
    lines = _RowLines(stream, options.max_bytes)
    return _records(next(lines, ""), lines, "\t", options)


class _RowLines(Iterator[str]):
    """The lines of a file, up to a number of bytes a row: an open quotation mark would swallow the whole file."""

    def __init__(self, stream: BinaryIO, limit: int) -> None:
        self._stream = stream
        self._limit = limit
        self._held = 0

    def __next__(self) -> str:
        line = self._stream.readline(self._limit + 1 - self._held)
        self._held += len(line)
        if self._held > self._limit:
            raise UnreadableError(f"a row is longer than {self._limit:,} bytes: it and the rest are not read")
        if not line:
            raise StopIteration
        return line.decode("utf-8", "surrogateescape")

    def end_row(self) -> None:
        """Begin to count anew."""
        self._held = 0


def _records(header: str, lines: _RowLines, delimiter: str, options: InputOptions) -> Iterator[Record]:
    # The limit is the process's own, and too low for an article; rows are bounded by their lines.
    csv.field_size_limit(max(csv.field_size_limit(), options.max_bytes))
    rows = csv.reader(chain([header.removeprefix("\ufeff")], lines), delimiter=delimiter)
    names = next(rows, [])
    check_columns(names, options.columns)
    lines.end_row()
    for number, row in enumerate(filter(None, rows), start=1):
        lines.end_row()
        yield _record(names, row, number, options)


def _record(names: list[str], row: list[str], number: int, options: InputOptions) -> Record:
    if len(row) > len(names):
        return Record(str(number), problem=f"the row has {len(row)} values, the header {len(names)}")
    return make_record(dict(zip(names, row, strict=False)), number, options.columns)
