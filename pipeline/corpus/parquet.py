"""Records out of Parquet."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from typing import TYPE_CHECKING, BinaryIO

from pipeline.corpus.options import InputOptions
from pipeline.corpus.records import Record, check_columns, make_record

if TYPE_CHECKING:
    import pyarrow as pa

_BATCH = 64
"""Rows held at once: an article each, and some articles are long."""


def read_parquet(stream: BinaryIO, options: InputOptions) -> Iterator[Record]:
    """A record for each row, numbered from 1. A stream that cannot be sought in goes to a temporary file first."""
    import pyarrow.parquet as pq

    with ExitStack() as stack:
        if not stream.seekable():
            copy = stack.enter_context(tempfile.TemporaryFile())
            shutil.copyfileobj(stream, copy)
            stream = copy
        # Buffered, a row group is read page by page instead of whole.
        file = pq.ParquetFile(stream, buffer_size=1 << 20, pre_buffer=False)
        names = file.schema_arrow.names
        check_columns(names, options.columns)
        used = [name for name in names if options.columns.has(name)]
        number = 0
        for batch in file.iter_batches(_BATCH, columns=used, use_threads=False):
            for row in range(batch.num_rows):
                number += 1
                yield _record(batch, row, number, options)


def _record(batch: pa.RecordBatch, row: int, number: int, options: InputOptions) -> Record:
    try:
        values = {name: batch.column(at)[row].as_py() for at, name in enumerate(batch.schema.names)}
    except ValueError as error:
        return Record(str(number), problem=f"a value cannot be read: {error}")
    return make_record(values, number, options.columns)
