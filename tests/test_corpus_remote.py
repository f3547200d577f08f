"""Addresses with ``://``: folders, patterns, archives, and what is said where the way is missing."""

from __future__ import annotations

import gzip
import sys
from collections.abc import Iterator

import pytest
from fsspec.implementations.memory import MemoryFileSystem

from pipeline.corpus import CorpusError, Given
from tests.inputs import contents, documents, json_lines, parquet


@pytest.fixture(autouse=True)
def _store() -> Iterator[None]:
    system = MemoryFileSystem()
    files = {
        "b.txt": b"two",
        "a/c.html.gz": gzip.compress(b"<p>one"),
        "a/.hidden.txt": b"no",
        ".git/config": b"no",
        "z.jsonl": json_lines([{"id": 1, "text": "three", "title": "Title"}]),
        "z.parquet": parquet([{"id": 2, "text": "four"}]),
    }
    for name, content in files.items():
        system.pipe_file(f"/news/{name}", content)
    yield
    system.rm("/news", recursive=True)


@pytest.mark.parametrize(
    ("sources", "found"),
    [
        (
            ["memory://news"],
            {"a/c.html.gz": b"<p>one", "b.txt": b"two", "z.jsonl#1": b"three", "z.parquet#2": b"four"},
        ),
        (["memory://news/*.txt"], {"b.txt": b"two"}),
        (["memory://news/**/*.gz"], {"a/c.html.gz": b"<p>one"}),
        (["memory://news/z.jsonl"], {"1": b"three"}),
        (["memory://news/b.txt"], {"b.txt": b"two"}),
        (["memory://news/a", "memory://news/b.txt"], {"a/c.html.gz": b"<p>one", "b.txt": b"two"}),
    ],
)
def test_remote_documents(sources: list[str], found: dict[str, bytes]) -> None:
    assert contents(*sources) == found


def test_a_remote_document_has_its_full_address() -> None:
    first, _, third, _ = documents("memory://news")
    assert first.source == "memory:///news/a/c.html.gz"
    assert third.source == "memory:///news/z.jsonl#1"
    assert third.given == Given(title="Title")


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("memory://nowhere", "There is nothing at memory://nowhere: check the address"),
        ("memory://news/*.pdf", r"There is nothing at memory://news/\*\.pdf"),
        ("gopher://me:secret@x.org/a", "Cannot read gopher://x.org/a: Protocol not known: gopher"),
    ],
)
def test_an_address_with_nothing_there_is_refused(source: str, message: str) -> None:
    with pytest.raises(CorpusError, match=message) as error:
        documents(source)
    assert "secret" not in str(error.value)


def test_without_fsspec_the_install_command_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "fsspec.core", None)
    with pytest.raises(CorpusError, match=r"To read memory://news, install fsspec: pip install 'saidby\[remote\]'"):
        documents("memory://news")


def test_a_file_that_fails_harms_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    ordinary = MemoryFileSystem._open

    def fail(self: MemoryFileSystem, path: str, *args: object, **kwargs: object) -> object:
        if path.endswith("b.txt"):
            raise RuntimeError("https://me:secret@x.org is\n tired")
        return ordinary(self, path, *args, **kwargs)

    monkeypatch.setattr(MemoryFileSystem, "_open", fail)
    found = contents("memory://news")
    assert found["b.txt"] == "cannot be read: RuntimeError: https://x.org is tired"
    assert found["z.jsonl#1"] == b"three"
