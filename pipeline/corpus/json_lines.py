"""Records out of JSON lines: one object a line."""

from __future__ import annotations

import codecs
import json
from collections.abc import Iterator
from typing import BinaryIO

from pipeline.corpus.options import InputOptions
from pipeline.corpus.records import Record, make_record
from pipeline.corpus.streams import bounded_lines


def read_json_lines(stream: BinaryIO, options: InputOptions) -> Iterator[Record]:
    """A record for each line that is not blank; its number is that of the line, counted from 1."""
    for number, line in enumerate(bounded_lines(stream, options.max_bytes), start=1):
        if line is None:
            yield Record(str(number), problem=f"the line is longer than {options.max_bytes:,} bytes: refused")
        elif line.strip():
            yield _record(line.removeprefix(codecs.BOM_UTF8), number, options)


def _record(line: bytes, number: int, options: InputOptions) -> Record:
    try:
        values = json.loads(line.decode("utf-8", "surrogateescape"))
    except (ValueError, RecursionError) as error:
        return Record(str(number), problem=f"the line is not JSON: {error}")
    if not isinstance(values, dict):
        return Record(str(number), problem="the line is no JSON object")
    return make_record(values, number, options.columns)
