"""Archives: each record a document, whatever holds it, and a bad record no harm to the others."""

from __future__ import annotations

import datetime
import gzip
import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.corpus import Columns, Given, InputOptions
from pipeline.corpus.document import version
from pipeline.corpus.records import make_record
from tests.inputs import contents, documents, entries, json_lines, parquet, warc

RECORDS = [
    {"id": "a", "url": "https://x.org/a", "title": "One", "date": "2021-06-28", "text": "He said so.\n\nShe too."},
    {"id": "b", "url": "https://x.org/b", "title": "Two", "date": "2021-06-29", "text": '“No”; they, said\t"no".'},
]


def delimited(delimiter: str) -> Callable[[list[dict[str, str]]], bytes]:
    """Writes records as a table with a header, every value in quotation marks."""

    def line(values: list[str]) -> str:
        return delimiter.join('"' + value.replace('"', '""') + '"' for value in values) + "\r\n"

    return lambda records: "".join(
        ["\ufeff", line([*records[0]]), *(line([*record.values()]) for record in records)]
    ).encode()


@pytest.mark.parametrize("is_packed", [False, True], ids=["plain", "gzip"])
@pytest.mark.parametrize(
    ("suffix", "write"),
    [
        ("jsonl", json_lines),
        ("NDJSON", json_lines),
        ("csv", delimited(",")),
        ("csv", delimited(";")),
        ("tsv", delimited("\t")),
        ("parquet", parquet),
    ],
)
def test_every_record_is_a_document(
    tmp_path: Path, suffix: str, write: Callable[[list[dict[str, str]]], bytes], is_packed: bool
) -> None:
    name = f"news.{suffix}" + ".gz" * is_packed
    content = write(RECORDS)
    (tmp_path / name).write_bytes(gzip.compress(content) if is_packed else content)
    first, second = documents(tmp_path)
    assert (first.doc_id, first.source) == (f"{name}#a", "https://x.org/a")
    assert first.given == Given("One", datetime.date(2021, 6, 28), source="https://x.org/a")
    assert [first.content, second.content] == [record["text"].encode() for record in RECORDS]
    assert first.sha256 == version(b"He said so.\n\nShe too.", first.given)


def test_records_of_a_corpus_that_is_one_archive_go_by_their_ids(tmp_path: Path) -> None:
    (tmp_path / "news.jsonl").write_bytes(
        json_lines([{"id": 7, "text": "one"}, {"url": "https://x.org/2", "text": "two"}, {"text": "three"}, {"id": 7}])
    )
    assert contents(tmp_path / "news.jsonl") == {
        "7": b"one",
        "https://x.org/2": b"two",
        "3": b"three",
        "7~2": "has no field `text` or `content` or `body` or `html`: name it with --column text=NAME",
    }
    third = documents(tmp_path / "news.jsonl")[2]
    assert third.source == f"{tmp_path.resolve() / 'news.jsonl'}#3"


@pytest.mark.parametrize(
    ("values", "content", "given"),
    [
        ({"Text": "a", "TITLE ": " b\n c "}, b"a", Given(title="b c")),
        ({"text": "", "html": "<p>a"}, b"<p>a", Given()),
        ({"text": None}, b"", Given()),
        ({"text": b"\xff"}, b"\xff", Given()),
        ({"text": "caf\udce9"}, b"caf\xe9", Given()),
        ({"text": "a\ud800"}, b"a?", Given()),
        ({"text": "a", "source": "Xinhua", "author": ["Li", "Wu"]}, b"a", Given(publisher="Xinhua", author="Li, Wu")),
        ({"text": "a", "source": "https://x.org"}, b"a", Given()),
        ({"text": "a", "author": ["Li", [["Wu"]], None]}, b"a", Given(author="Li")),
        ({"text": "a", "author": {"name": "Li"}, "title": 5.5}, b"a", Given()),
    ],
)
def test_what_a_record_says(values: dict[str, object], content: bytes, given: Given) -> None:
    record = make_record(values, 1, Columns())
    assert (record.content, record.given) == (content, given)


@pytest.mark.parametrize(
    ("value", "day"),
    [
        ("2021-06-28", 28),
        ("2021-06-28T23:30:00+08:00", 28),
        (20210628, 28),
        ("Mon, 28 Jun 2021 12:00:00 GMT", 28),
        ("June 28, 2021", 28),
        (datetime.datetime(2021, 6, 28, 12, tzinfo=datetime.UTC), 28),
        (datetime.date(2021, 6, 28), 28),
        ("06/07/2021", None),
        (1624838400, None),
        ("yesterday", None),
        (True, None),
    ],
)
def test_dates_of_records(value: object, day: int | None) -> None:
    found = make_record({"text": "a", "date": value}, 1, Columns()).given.date
    assert found == (day and datetime.date(2021, 6, day))


def test_columns_may_be_named(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("Key,Article,text,Written\n1,one,no,2021-06-28\n")
    columns = Columns.named(id="key", text="article", date="written", title=None)
    (document,) = documents(tmp_path / "a.csv", options=InputOptions(columns=columns))
    assert (document.doc_id, document.content) == ("1", b"one")
    assert document.given.date == datetime.date(2021, 6, 28)


def test_what_a_record_says_is_part_of_its_version() -> None:
    versions = {
        version(b"a"),
        version(b"a", Given(title="t")),
        version(b"a", Given(publisher="t")),
        version(b"a", Given(date=datetime.date(2021, 6, 28))),
    }
    assert len(versions) == 4
    assert version(b"a", Given(source="https://x.org")) == version(b"a"), "an address is no part of it"


NOT_TEXT = "has no field `text` or `content` or `body` or `html`: name it with --column text=NAME"


def test_a_bad_line_harms_no_other(tmp_path: Path) -> None:
    lines = [
        b'\xef\xbb\xbf{"text": "one"}',
        b"",
        b"{",
        b"[1]",
        b'{"title": "x"}',
        b'{"text": 5}',
        b'{"text": "caf\xe9"}',
    ]
    (tmp_path / "a.jsonl").write_bytes(b"\n".join(lines))
    found = contents(tmp_path / "a.jsonl")
    assert str(found.pop("3")).startswith("the line is not JSON: Expecting property name")
    assert found == {
        "1": b"one",
        "4": "the line is no JSON object",
        "5": NOT_TEXT,
        "6": "its text is no text but int",
        "7": b"caf\xe9",
    }


@pytest.mark.parametrize("deep", ["[" * 100_000, '{"a":' * 100_000, "1" * 5_000])
def test_a_line_that_is_deep_or_long_beyond_reason_is_no_json(tmp_path: Path, deep: str) -> None:
    (tmp_path / "a.jsonl").write_text(deep + '\n{"text": "one"}')
    found = contents(tmp_path / "a.jsonl")
    assert str(found["1"]).startswith("the line is not JSON")
    assert found["2"] == b"one"


def test_a_row_with_too_many_values_harms_no_other(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"id,text,title\n1,one\n\n2,he said, no,x\n3,caf\xe9,\n")
    assert contents(tmp_path / "a.csv") == {
        "1": b"one",
        "2": "the row has 4 values, the header 3",
        "3": b"caf\xe9",
    }


@pytest.mark.parametrize(
    ("name", "content", "problem"),
    [
        ("a.csv", b"caf\xe9,y\n1,2\n", "has no column `text` or `content` or `body` or `html`, but caf?, y: name it"),
        ("a.csv", b"x,y\n1,2\n", "has no column `text` or `content` or `body` or `html`, but x, y: name it with"),
        ("a.csv", b"", "has no column `text` or `content` or `body` or `html`, but none: name it with"),
        ("a.parquet", parquet([{"x": 1}]), "has no column `text` or `content` or `body` or `html`, but x: name it"),
        ("a.parquet", b"PAR1 no more", "cannot be read: "),
        ("a.warc", b"no archive\n" * 9, "cannot be read: "),
        ("a.txt.gz", b"no gzip", "cannot be read: Not a gzipped file"),
        ("a.jsonl.gz", b"no gzip", "cannot be read: Not a gzipped file"),
    ],
)
def test_a_file_that_is_not_what_its_name_says_is_one_document_with_a_problem(
    tmp_path: Path, name: str, content: bytes, problem: str
) -> None:
    (tmp_path / name).write_bytes(content)
    (tmp_path / "b.txt").write_bytes(b"text")
    first, second = documents(tmp_path)
    assert first.doc_id == name
    assert (first.problem or "").startswith(problem)
    assert second.content == b"text"


def test_parquet_of_other_types(tmp_path: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    when = pa.array([datetime.datetime(2021, 6, 28, 1, tzinfo=datetime.UTC), None], pa.timestamp("ns", tz="UTC"))
    text = pa.array([b"\xff bytes", None], pa.large_binary())
    author = pa.array([["Li", "Wu"], None])
    number = pa.array([1, 2], pa.uint64())
    table = pa.table({"id": number, "html": text, "published": when, "author": author, "unused": [{"a": 1}, None]})
    pq.write_table(table, tmp_path / "a.parquet")
    first, second = documents(tmp_path / "a.parquet")
    assert (first.doc_id, first.content) == ("1", b"\xff bytes")
    assert first.given == Given(date=datetime.date(2021, 6, 28), author="Li, Wu")
    assert (second.content, second.given) == (b"", Given())


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (warc({"https://x.org/a": b"<p>one", "https://x.org/b": b"<p>two"}), {"a": b"<p>one", "b": b"<p>two"}),
        (warc({"https://x.org/a": b"one"}, record_type="conversion"), {"a": b"one"}),
        (warc({"https://x.org/a": b"one"}, record_type="metadata"), {}),
        (warc({"https://x.org/a": b"one"}, status="404 Not Found"), {}),
        (warc({"https://x.org/a": b"one"}, headers={"Content-Type": "image/png"}), {}),
        (warc({"https://x.org/a": b"one"}, headers={"X": "y"}), {"a": b"one"}),
        (
            warc({"https://x.org/a": gzip.compress(b"one")}, headers={"Content-Encoding": "gzip"}),
            {"a": b"one"},
        ),
        (
            warc({"https://x.org/a": b"3\r\none\r\n3\r\ntwo\r\n0\r\n\r\n"}, headers={"Transfer-Encoding": "chunked"}),
            {"a": b"onetwo"},
        ),
        (
            warc({"https://x.org/a": b"?"}, headers={"Content-Encoding": "zstd"}),
            {"a": "the page is packed with `zstd`, which cannot be unpacked"},
        ),
        (warc({"https://x.org/a": b"one"}).replace(b"WARC-Record-ID", b"WARC-Record-No"), {"1": b"one"}),
        (warc({"https://x.org/a": b"one"})[:-8], {"a": "the record is cut short"}),
        (
            warc({"https://x.org/a": b"one"}).replace(b"Content-Length", b"Content-Lost"),
            {"a": "the record does not say how long it is"},
        ),
    ],
    ids=[
        "pages",
        "text of pages",
        "metadata",
        "error page",
        "picture",
        "no type",
        "packed page",
        "page in chunks",
        "packed in an unknown way",
        "without id",
        "cut short",
        "of no length",
    ],
)
def test_pages_of_a_web_archive(tmp_path: Path, content: bytes, found: dict[str, bytes | str]) -> None:
    (tmp_path / "a.warc").write_bytes(content)
    (tmp_path / "a.warc.gz").write_bytes(gzip.compress(content))
    assert contents(tmp_path / "a.warc") == contents(tmp_path / "a.warc.gz") == found


def test_a_page_that_is_longer_than_it_says_is_told_of(tmp_path: Path) -> None:
    content = warc({"https://x.org/a": b"<p>one\nand more", "https://x.org/b": b"<p>two"})
    start = content.index(b"Content-Length: ") + len(b"Content-Length: ")
    length = int(content[start : content.index(b"\r", start)])
    short = content.replace(b"Content-Length: %d" % length, b"Content-Length: %d" % (length - 8), 1)
    (tmp_path / "a.warc").write_bytes(short)
    assert contents(tmp_path / "a.warc") == {
        "a": b"<p>one\n",
        "b": b"<p>two",
        "a.warc": "1 of its records are not as long as they say: text may be missing (after 2 records)",
    }


def test_a_page_of_a_web_archive_has_its_address(tmp_path: Path) -> None:
    (tmp_path / "a.warc").write_bytes(warc({"https://x.org/a": b"<p>one"}))
    (page,) = documents(tmp_path)
    assert (page.doc_id, page.source) == ("a.warc#a", "https://x.org/a")
    assert page.given == Given(source="https://x.org/a")


def test_what_was_read_before_a_fault_is_kept(tmp_path: Path) -> None:
    records = [{"id": number, "text": hashlib.sha256(str(number).encode()).hexdigest()} for number in range(2_000)]
    packed = gzip.compress(json_lines(records))
    (tmp_path / "a.jsonl.gz").write_bytes(packed[: len(packed) // 2])
    *kept, rest = documents(tmp_path / "a.jsonl.gz")
    assert len(kept) > 500
    assert all(
        document.content == str(record["text"]).encode() for document, record in zip(kept, records, strict=False)
    )
    assert rest.doc_id == "a.jsonl.gz"
    assert rest.problem == (
        "cannot be read: broken gzip: Compressed file ended before the end-of-stream marker was reached "
        f"(after {len(kept)} records)"
    )


def test_records_are_streamed_once_and_kept_for_later(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(json_lines([{"text": "x" * length} for length in range(3)]))
    places = [entry.place for entry in entries(tmp_path / "a.jsonl", spool=tmp_path / "spool")]
    assert [(place.offset, place.length) for place in places if place] == [(0, 0), (0, 1), (1, 2)]
