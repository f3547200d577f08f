"""Which reader a file's name asks for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import PurePath
from typing import BinaryIO

from pipeline.corpus.delimited import read_csv, read_tsv
from pipeline.corpus.json_lines import read_json_lines
from pipeline.corpus.options import InputOptions
from pipeline.corpus.parquet import read_parquet
from pipeline.corpus.records import Record
from pipeline.corpus.streams import read_whole
from pipeline.corpus.web_archive import read_warc

Reader = Callable[[BinaryIO, InputOptions], Iterator[Record]]

_ARCHIVES: dict[str, Reader] = {
    ".jsonl": read_json_lines,
    ".ndjson": read_json_lines,
    ".csv": read_csv,
    ".tsv": read_tsv,
    ".parquet": read_parquet,
    ".warc": read_warc,
    ".wet": read_warc,
}

_PACKED = ".gz"


def is_packed(name: str) -> bool:
    """Whether a file of this name is gzip."""
    return name.lower().endswith(_PACKED)


def is_archive(name: str) -> bool:
    """Whether a file of this name holds records, each a document."""
    return _suffix(name) in _ARCHIVES


def reader(name: str) -> Reader:
    """The reader for a file of this name, once it is unpacked; any other file is one document."""
    return _ARCHIVES.get(_suffix(name), read_document)


def read_document(stream: BinaryIO, options: InputOptions) -> Iterator[Record]:
    """The one document that a file is."""
    yield Record(None, read_whole(stream, options.max_bytes))


def _suffix(name: str) -> str:
    name = name.lower()
    return PurePath(name.removesuffix(_PACKED)).suffix
