"""Inputs without end: whatever they unpack to, what is held stays within the bounds, and the others are read."""

from __future__ import annotations

import gzip
import io
import tracemalloc
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from pipeline.corpus import InputOptions
from pipeline.corpus.json_lines import read_json_lines
from tests.inputs import bomb, contents, json_lines, parquet, warc

LIMIT = 10_000
SMALL = InputOptions(max_bytes=LIMIT)
TOO_LARGE = "larger than 10,000 bytes: refused"
WITHOUT_END = "unpacks to more than 200 times its size: refused"


@contextmanager
def memory_below(limit: int) -> Iterator[None]:
    """Fail where more than so many bytes are held at once."""
    tracemalloc.start()
    try:
        yield
        assert tracemalloc.get_traced_memory()[1] < limit
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize(
    ("name", "content", "problem"),
    [
        ("a.txt", b"a" * (LIMIT + 1), TOO_LARGE),
        ("a.txt.gz", gzip.compress(bytes(range(250)) * 41), TOO_LARGE),
        ("a.txt.gz", bomb(50_000_000), TOO_LARGE),
        ("a.csv", b'text\n"' + b"a\n" * LIMIT, "a row is longer than 10,000 bytes: it and the rest are not read"),
        ("a.jsonl.gz", bomb(50_000_000), WITHOUT_END),
        ("a.warc.gz", gzip.compress(b"WARC/1.0\r\nX: " + b"a" * 50_000_000), WITHOUT_END),
    ],
)
def test_a_file_without_end_is_refused(tmp_path: Path, name: str, content: bytes, problem: str) -> None:
    (tmp_path / name).write_bytes(content)
    (tmp_path / "b.txt").write_bytes(b"a" * LIMIT)
    with memory_below(5_000_000):
        found = contents(tmp_path, options=SMALL)
    assert found[name] == problem
    assert found["b.txt"] == b"a" * LIMIT


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.jsonl", json_lines([{"id": "small", "text": "one"}, {"id": "large", "text": "a" * LIMIT}])),
        ("a.parquet", parquet([{"id": "small", "text": "one"}, {"id": "large", "text": "a" * (LIMIT + 1)}])),
        ("a.warc", warc({"https://x.org/small": b"one", "https://x.org/large": b"a" * (LIMIT + 1)})),
        (
            "a.warc",
            warc({"https://x.org/small": gzip.compress(b"one")}, headers={"Content-Encoding": "gzip"})
            + warc({"https://x.org/large": bomb(50_000_000)}, headers={"Content-Encoding": "gzip"}),
        ),
    ],
)
def test_a_record_that_is_too_large_harms_no_other(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    found = contents(tmp_path / name, options=SMALL)
    small, large = found.values()
    assert small == b"one"
    assert str(large).endswith(TOO_LARGE) or large == "the line is longer than 10,000 bytes: refused"


class Endless(io.RawIOBase):
    """A line of so many bytes, then a record."""

    def __init__(self, size: int) -> None:
        self._left = size
        self._rest = io.BytesIO(b'\n{"text": "one"}\n')

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        if not self._left:
            return self._rest.readinto(buffer)
        size = min(len(buffer), self._left)
        buffer[:size] = b"a" * size
        self._left -= size
        return size


def test_a_line_of_200_megabytes_is_never_held() -> None:
    with memory_below(2_000_000):
        long, short = read_json_lines(io.BufferedReader(Endless(200_000_000)), SMALL)
    assert long.problem == "the line is longer than 10,000 bytes: refused"
    assert (short.key, short.content) == ("2", b"one")


def test_memory_does_not_grow_with_an_archive(tmp_path: Path) -> None:
    record = json_lines([{"text": "a" * 1_000}])
    (tmp_path / "a.jsonl").write_bytes(record * 20_000)
    with memory_below(5_000_000), (tmp_path / "a.jsonl").open("rb") as file:
        assert sum(len(record.content or b"") for record in read_json_lines(file, SMALL)) == 20_000_000
