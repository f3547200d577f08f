"""Inputs for tests: archives made of plain values, and the documents that come out of them."""

from __future__ import annotations

import gzip
import io
import json
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from pipeline.corpus import Entry, InputOptions, RawDocument, fetch, survey

DEFAULTS = InputOptions()

Values = Mapping[str, object]


def documents(*sources: str | Path, options: InputOptions = DEFAULTS) -> list[RawDocument]:
    """Every document of the inputs, with its bytes."""
    with tempfile.TemporaryDirectory() as spool:
        return [fetch(entry) for entry in survey(sources, options, Path(spool), lambda *_: True)]


def contents(*sources: str | Path, options: InputOptions = DEFAULTS) -> dict[str, bytes | str | None]:
    """By doc_id, the bytes of every document or else its problem."""
    found = documents(*sources, options=options)
    return {document.doc_id: document.problem if document.content is None else document.content for document in found}


def entries(*sources: str | Path, spool: Path) -> list[Entry]:
    """Every entry of the inputs; all of them are wanted."""
    return list(survey(sources, InputOptions(), spool, lambda *_: True))


def json_lines(records: Iterable[object]) -> bytes:
    """JSON lines."""
    return b"".join(json.dumps(record).encode() + b"\n" for record in records)


def parquet(records: Iterable[Values]) -> bytes:
    """A Parquet file."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    file = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(list(records)), file)
    return file.getvalue()


def warc(
    pages: Mapping[str, bytes],
    *,
    status: str = "200 OK",
    headers: Mapping[str, str] | None = None,
    record_type: str = "response",
) -> bytes:
    """A WARC file with these pages, by their addresses; each has its address as its id."""
    file = io.BytesIO()
    writer = WARCWriter(file, gzip=False)
    answered = StatusAndHeaders(status, [*(headers or {"Content-Type": "text/html"}).items()], protocol="HTTP/1.1")
    for url, page in pages.items():
        record = writer.create_warc_record(
            url,
            record_type,
            payload=io.BytesIO(page),
            http_headers=answered if record_type == "response" else None,
            warc_content_type="" if record_type == "response" else "text/plain",
            warc_headers_dict={"WARC-Record-ID": f"<urn:uuid:{url.rpartition('/')[2]}>"},
        )
        writer.write_record(record)
        record.raw_stream.close()
    return file.getvalue()


def bomb(size: int) -> bytes:
    """Gzip that unpacks to so many bytes, all of them the same."""
    return gzip.compress(b"a" * size)
