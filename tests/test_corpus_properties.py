"""What holds of any input: nothing is raised, no two documents share an id, and the bytes are those promised."""

from __future__ import annotations

import gzip
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.corpus import InputOptions, fetch, survey
from pipeline.corpus.document import version
from tests.inputs import json_lines, parquet, warc

SUFFIXES = ("txt", "html", "jsonl", "csv", "tsv", "parquet", "warc")

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters()),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)
records = st.dictionaries(st.sampled_from(["id", "url", "text", "html", "title", "date", "source"]), json_values)
names = st.builds("{}.{}".format, st.sampled_from("abc"), st.sampled_from(SUFFIXES))
GOOD = {
    "jsonl": json_lines([{"id": 1, "text": "one"}, {"id": 2, "text": "two"}]),
    "csv": b'id,text\n1,"one, ""two"""\n2,three\n',
    "parquet": parquet([{"id": "a", "text": "one"}, {"id": "b", "text": "two"}]),
    "warc": warc({"https://x.org/a": b"one", "https://x.org/b": b"two"}),
}


def check(root: Path) -> None:
    with tempfile.TemporaryDirectory() as spool:
        entries = list(survey([root], InputOptions(max_bytes=2_000), Path(spool), lambda *_: True))
        again = list(survey([root], InputOptions(max_bytes=2_000), Path(spool), lambda *_: False))
        found = [fetch(entry) for entry in entries]
    assert [(entry.doc_id, entry.sha256) for entry in entries] == [(entry.doc_id, entry.sha256) for entry in again]
    assert len({entry.doc_id for entry in entries}) == len(entries)
    for entry, raw in zip(entries, found, strict=True):
        "\0".join((entry.doc_id, entry.source, entry.problem or "", str(entry.given))).encode("utf-8")
        assert (raw.problem is None) == (raw.content is not None) == (entry.sha256 is not None)
        if raw.content is not None:
            assert entry.sha256 == raw.sha256 == version(raw.content, raw.given)
            assert entry.size == len(raw.content) <= 2_000


@settings(deadline=None)
@given(files=st.dictionaries(names, st.tuples(st.binary(max_size=3_000), st.booleans()), max_size=4))
def test_any_bytes(files: dict[str, tuple[bytes, bool]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        for name, (content, is_packed) in files.items():
            Path(folder, name + ".gz" * is_packed).write_bytes(gzip.compress(content) if is_packed else content)
        check(Path(folder))


@settings(deadline=None)
@given(lines=st.lists(records))
def test_any_json_lines(lines: list[dict[str, object]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "a.jsonl").write_bytes(json_lines(lines))
        check(Path(folder))


@settings(deadline=None)
@given(table=st.text(st.sampled_from('idtextl,;\t"\r\n\0\ufeff é'), max_size=200))
def test_any_table(table: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "a.csv").write_text("text,id\n" + table, newline="")
        Path(folder, "b.tsv").write_text("text\tid\n" + table, newline="")
        check(Path(folder))


@pytest.mark.parametrize("suffix", GOOD)
@settings(deadline=None)
@given(place=st.floats(0, 1, exclude_max=True), byte=st.integers(0, 255), cut=st.booleans(), is_packed=st.booleans())
def test_any_damage(suffix: str, place: float, byte: int, cut: bool, is_packed: bool) -> None:
    content = bytearray(gzip.compress(GOOD[suffix]) if is_packed else GOOD[suffix])
    at = int(place * len(content))
    content[at:] = b"" if cut else bytes([byte, *content[at + 1 :]])
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, f"a.{suffix}" + ".gz" * is_packed).write_bytes(content)
        check(Path(folder))
