"""Records out of WARC: the pages that a crawler kept, and the text that was made of pages (WET)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, BinaryIO

from pipeline.corpus.document import Given
from pipeline.corpus.options import InputOptions
from pipeline.corpus.records import Record
from pipeline.corpus.streams import UnreadableError, read_whole

if TYPE_CHECKING:
    from warcio.recordloader import ArcWarcRecord

_RECORD_TYPES = ("response", "resource", "conversion")
_MEDIA_TYPES = ("text/html", "application/xhtml+xml", "text/plain", "text/markdown")

_CHUNK = 1 << 16
"""Bytes read at once."""


def read_warc(stream: BinaryIO, options: InputOptions) -> Iterator[Record]:
    """A record for each page or text that was found; pictures, redirects, error pages and requests are passed over."""
    from warcio.archiveiterator import WARCIterator

    archive = WARCIterator(stream)
    for number, record in enumerate(archive, start=1):
        if _is_document(record):
            yield _record(record, number, options.max_bytes)
    if archive.err_count:
        raise UnreadableError(f"{archive.err_count} of its records are not as long as they say: text may be missing")


def _is_document(record: ArcWarcRecord) -> bool:
    if record.rec_type not in _RECORD_TYPES:
        return False
    headers = record.http_headers
    if headers is None:
        return _media_type(record.content_type) in _MEDIA_TYPES
    found: bool = headers.get_statuscode().startswith("2")
    return found and _media_type(headers.get_header("Content-Type")) in (*_MEDIA_TYPES, "")


def _media_type(header: str | None) -> str:
    return (header or "").partition(";")[0].strip().lower()


def _record(record: ArcWarcRecord, number: int, limit: int) -> Record:
    identifier = record.rec_headers.get_header("WARC-Record-ID") or ""
    key = identifier.removeprefix("<urn:uuid:").strip("<>") or str(number)
    given = Given(source=record.rec_headers.get_header("WARC-Target-URI"))
    try:
        return Record(key, _payload(record, limit), given=given)
    except UnreadableError as error:
        return Record(key, problem=str(error), given=given)


def _payload(record: ArcWarcRecord, limit: int) -> bytes:
    if record.length is None:
        raise UnreadableError("the record does not say how long it is")
    _check_encoding(record)
    content = read_whole(record.content_stream(), limit)
    # What the page's own encoding did not ask for is still to be read before it is known whether all is there.
    while record.raw_stream.read(_CHUNK):
        pass
    if record.raw_stream.limit:
        raise UnreadableError("the record is cut short")
    return content


def _check_encoding(record: ArcWarcRecord) -> None:
    """Raise :class:`UnreadableError` where the page is packed in a way that is not known: it would pass for text."""
    from warcio.bufferedreaders import BufferedReader

    encoding = record.http_headers and record.http_headers.get_header("Content-Encoding")
    known = {"", "identity", *BufferedReader.get_supported_decompressors()}
    if encoding and encoding.lower() not in known:
        remedy = ": pip install brotli" if encoding.lower() == "br" else ""
        raise UnreadableError(f"the page is packed with `{encoding}`, which cannot be unpacked{remedy}")
