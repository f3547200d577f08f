"""The way of the inputs: from files to entries, and from an entry to its bytes."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from pipeline.corpus.document import NOTHING_GIVEN, Entry, Given, Place, RawDocument, version
from pipeline.corpus.files import CorpusError, File
from pipeline.corpus.formats import is_archive, is_packed, reader
from pipeline.corpus.inputs import find_files
from pipeline.corpus.options import InputOptions
from pipeline.corpus.records import Record
from pipeline.corpus.streams import UnreadableError, check_size, one_line, open_plain, reading, unpacked

Wanted = Callable[[str, str, str], bool]
"""Whether the bytes of a document will be fetched, by its doc_id, source and sha256."""


def survey(sources: Sequence[str | Path], options: InputOptions, spool: Path, wanted: Wanted) -> Iterator[Entry]:
    """Every document of the inputs, in a fixed order, each under a doc_id of its own.

    Plain files are hashed as they stream by and stay where they are. What cannot be read again at random (a record,
    what gzip holds, standard input, a remote file) is appended to a file in the folder ``spool`` if it is wanted.
    Memory is bounded by the largest document that the options allow. Raises :class:`CorpusError` before the first
    entry if an input is missing or cannot be listed, and later only if the spool cannot be written.
    """
    return _entries(find_files(sources, options), options, spool, wanted)


def fetch(entry: Entry) -> RawDocument:
    """The document of an entry with its bytes, or with the problem why there are none. Needs nothing but the entry."""
    if entry.place is None:
        return _raw(entry, None, entry.problem or "its bytes were not kept")
    try:
        with reading(), open_plain(entry.place.path) as file:
            file.seek(entry.place.offset)
            content = file.read(entry.place.length)
    except UnreadableError as error:
        return _raw(entry, None, str(error))
    if version(content, entry.given) != entry.sha256:
        return _raw(entry, None, "it changed while the run was going on: run again")
    return _raw(entry, content, None)


def _raw(entry: Entry, content: bytes | None, problem: str | None) -> RawDocument:
    sha256 = None if content is None else entry.sha256
    return RawDocument(entry.doc_id, entry.source, content, problem, entry.given, sha256)


def _entries(files: Iterator[File], options: InputOptions, spool: Path, wanted: Wanted) -> Iterator[Entry]:
    taken: dict[str, int] = {}
    for file in files:
        if file.path is not None and not is_archive(file.address) and not is_packed(file.address):
            yield _plain_entry(file, file.path, _distinct(file.address, taken), options, wanted)
            continue
        for record in _records(file, options):
            doc_id, source = _names(file, record)
            yield _record_entry(record, _distinct(doc_id, taken), source, spool / "records", wanted)


def _distinct(doc_id: str, taken: dict[str, int]) -> str:
    """The doc_id, or with a number where an earlier document has it: ``a.txt``, ``a.txt~2``."""
    number = taken.get(doc_id, 0) + 1
    while number > 1 and f"{doc_id}~{number}" in taken:
        number += 1
    taken[doc_id] = number
    name = doc_id if number == 1 else f"{doc_id}~{number}"
    taken.setdefault(name, 1)
    return name


def _plain_entry(file: File, path: str, doc_id: str, options: InputOptions, wanted: Wanted) -> Entry:
    try:
        with reading(), open_plain(path) as stream:
            check_size(os.fstat(stream.fileno()).st_size, options.max_bytes)
            sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
            size = stream.tell()
    except UnreadableError as error:
        return _unread(doc_id, file.source, str(error))
    place = Place(path, 0, size) if wanted(doc_id, file.source, sha256) else None
    return Entry(doc_id, file.source, sha256, None, size, place)


def _records(file: File, options: InputOptions) -> Iterator[Record]:
    """The documents in a file. A fault ends them with one that has a problem and stands for the rest of the file."""
    count = 0
    try:
        with reading(), file.open() as stream:
            content = unpacked(stream, options) if is_packed(file.address) else stream
            for record in reader(file.address)(content, options):
                yield _within(record, options.max_bytes)
                count += 1
    except UnreadableError as error:
        yield Record(None, problem=f"{error} (after {count} records)" if count else str(error))


def _within(record: Record, limit: int) -> Record:
    """The record, or one that is refused where its document is larger than so many bytes."""
    try:
        check_size(len(record.content or b""), limit)
    except UnreadableError as error:
        return replace(record, content=None, problem=str(error))
    return record


def _names(file: File, record: Record) -> tuple[str, str]:
    """The doc_id and the source of a record."""
    if record.key is None:
        return file.address, record.given.source or file.source
    doc_id = record.key if file.is_alone else f"{file.address}#{record.key}"
    return doc_id, record.given.source or f"{file.source}#{record.key}"


def _record_entry(record: Record, doc_id: str, source: str, spool: Path, wanted: Wanted) -> Entry:
    if record.content is None:
        return _unread(doc_id, source, record.problem or "it is empty", record.given)
    sha256 = version(record.content, record.given)
    place = _append(spool, record.content) if wanted(doc_id, source, sha256) else None
    return Entry(doc_id, source, sha256, None, len(record.content), place, record.given)


def _unread(doc_id: str, source: str, problem: str, given: Given = NOTHING_GIVEN) -> Entry:
    """The entry of what could not be read."""
    return Entry(doc_id, source, None, one_line(problem), 0, None, given)


def _append(spool: Path, content: bytes) -> Place:
    """Keep bytes at the end of a file, where other processes can read them at once."""
    try:
        spool.parent.mkdir(parents=True, exist_ok=True)
        with spool.open("ab") as file:
            offset = file.tell()
            file.write(content)
    except OSError as error:
        raise CorpusError(f"Cannot write {spool} ({error.strerror}): make room, or choose another output.") from error
    return Place(str(spool), offset, len(content))
