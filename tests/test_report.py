"""The report without a browser: what the page holds, and what it never does."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import subprocess
import sys
import zlib
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipeline.report import report
from pipeline.report.page import page
from pipeline.report.payload import MAX_BYTES
from pipeline.report.records import NEEDED, read_records
from pipeline.schema import PUBLISHED
from pipeline.store import Run
from tests.report_tables import HOSTILE, SMALL, Page, Said, hostile_page, many, tables

Tables = dict[str, pa.Table]


class Reader(HTMLParser):
    """The elements of a page, and what its scripts and styles hold, by id."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.data: dict[str, str] = {}
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        tag, attributes = self.elements[-1] if self.elements else ("", {})
        if self.cdata_elem == tag:  # within a script or style, which HTML knows no elements in
            name = attributes.get("id") or tag
            self.data[name] = self.data.get(name, "") + data


def unpacked(data: str) -> Any:  # noqa: ANN401 - JSON
    return json.loads(zlib.decompress(base64.b64decode(data)))


@pytest.fixture(scope="module")
def small() -> Tables:
    return tables(SMALL)


@pytest.fixture(scope="module")
def html(small: Tables) -> str:
    return page(small)


def test_a_published_run_is_reported(tmp_path: Path, small: Tables, html: str) -> None:
    for name in PUBLISHED:
        pq.write_table(small[name], tmp_path / f"{name}.parquet")
    assert report(Run(tmp_path)) == html


def test_the_same_tables_give_the_same_page_in_every_process() -> None:
    code = "import hashlib; from pipeline.report.page import page; from tests.report_tables import *; "
    code += "print(hashlib.sha256(page(tables([*SMALL, *many(20)])).encode()).hexdigest())"
    pages = {
        subprocess.check_output(
            [sys.executable, "-c", code], env={"PYTHONHASHSEED": seed}, cwd=Path(__file__).parents[1]
        )
        for seed in "12"
    }
    assert len(pages) == 1


def test_a_run_without_documents_is_reported() -> None:
    assert "0 documents with 0 quotes of 0 speakers." in page(tables([]))


@pytest.mark.parametrize("name", NEEDED)
def test_the_columns_that_the_report_reads_exist(name: str) -> None:
    assert set(NEEDED[name]) <= set(PUBLISHED[name].schema.names)


def test_every_quote_and_document_is_in_the_page(small: Tables, html: str) -> None:
    index = unpacked(Reader(html).data["index"])
    quotes, documents = index["quotes"], index["documents"]
    found = [
        (documents["id"][document], number, content)
        for document, number, content in zip(quotes["document"], quotes["id"], quotes["content"], strict=True)
    ]
    rows = [(row["doc_id"], row["quote_id"], row["content"]) for row in small["quotes"].to_pylist()]
    assert sorted(found) == sorted(rows)
    assert documents["id"] == ["lavrov.txt", "wang.txt", "leer.txt", "undated.txt"]


def test_numbers_in_the_index_stand_for_the_values_of_the_rows(html: str) -> None:
    index = unpacked(Reader(html).data["index"])
    named = [
        [index["names"][column][number] if number >= 0 else None for number in index["quotes"][column]]
        for column in ("speaker", "country", "kind", "class", "cue")
    ]
    assert list(zip(*named, strict=True)) == [
        ("Sergei Lavrov", None, "direct", "speech", "said"),
        ("Wang Yi", "China", "indirect", "speech", "noted"),
        ("Wang Yi", "China", "indirect", "other", "said"),
        ("not named", None, "indirect", "speech", "said"),
        ("Sergei Lavrov", None, "indirect", "speech", "said"),
    ]
    assert index["quotes"]["treaty"] == [1, 0, 1, 0, 0]
    assert index["quotes"]["negated"] == [0, 0, 1, 0, 0]
    assert index["quotes"]["score"] == [90, 40, 90, 90, 90]
    subjects = [[index["names"]["subject"][number] for number in found] for found in index["quotes"]["subjects"]]
    assert subjects == [["China"], ["Russia"], ["China", "Russia"], [], []]


def test_offsets_lead_a_browser_to_the_words_of_the_row(small: Tables, html: str) -> None:
    texts = unpacked(Reader(html).data["block-0"])
    said = [row["content"] for row in small["quotes"].to_pylist() if row["doc_id"] == "wang.txt"]
    units = texts["1"]["text"].encode("utf-16-le")
    cut = [
        units[2 * start : 2 * end].decode("utf-16-le")
        for quote in texts["1"]["quotes"]
        for start, end, _ in quote["pieces"]
    ]
    assert cut == said
    assert "😀" in cut[0]
    start, end, _ = texts["1"]["treaty"][0]
    assert units[2 * start : 2 * end].decode("utf-16-le") == "treaty"


@pytest.mark.parametrize(
    "told",
    [
        "4 documents, dated 5 Jan 2021 to 22 Mar 2021, with 5 quotes of 2 speakers.",
        "The treaty comes up 2 times, and in 2 quotes.",
        "In 1 quote the text does not name the speaker.",
        "1 quote stands in documents without a date and in no chart over time.",
        "Quotes by week",
        "a wrong encoding was repaired",
        "nothing to read",
        "it holds all 5 quotes and the text of every document",
    ],
)
def test_the_page_tells(html: str, told: str) -> None:
    assert told in html


def test_what_several_documents_report_is_listed_with_its_places() -> None:
    said = Said("Wang Yi", "that the two sides will never let their good treaty come to an end in this century")
    html = page(tables(Page(f"{name}.txt", (said,)) for name in "ab"))
    assert "Wang Yi, in 2 documents:" in html
    for name in "ab":
        assert f'<a href="#document?id={name}.txt&amp;quote=0">{name}.txt</a>' in html


def test_the_counts_of_speakers_are_those_of_the_actors() -> None:
    made = tables(many(30))
    counts: dict[str, int] = {}
    for entry in read_records(made).entries:
        counts[entry.speaker.key] = counts.get(entry.speaker.key, 0) + 1
    actors = {row["actor_id"]: row["quotes"] for row in made["actors"].to_pylist() if row["quotes"]}
    assert counts == actors


def test_only_the_script_of_the_page_may_run(html: str) -> None:
    reader = Reader(html)
    policies = [element["content"] for tag, element in reader.elements if tag == "meta" and "http-equiv" in element]
    assert len(policies) == 1
    directives = dict(item.strip().split(" ", 1) for item in str(policies[0]).split(";"))
    assert directives["default-src"] == "'none'"
    for directive, content in (
        ("script-src", reader.data["script"]),
        ("style-src", reader.data["style"]),
    ):
        digest = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
        assert directives[directive] == f"'sha256-{digest}'"


def test_nothing_is_loaded_from_elsewhere(html: str) -> None:
    for tag, attributes in Reader(html).elements:
        assert tag not in {"img", "iframe", "object", "embed", "base", "video", "audio", "source"}
        assert not {"src", "srcset", "style", "action", "formaction", "background", "poster"} & attributes.keys(), tag
        assert not [name for name in attributes if name.startswith("on")], tag
        href = attributes.get("href") or "#"
        assert href.startswith("#") or href == "data:,"
    assert not re.search(r"https?:|url\(|@import|\bfetch\(|innerHTML|XMLHttpRequest", html)


def test_what_a_hostile_document_holds_stays_text() -> None:
    html = page(tables([hostile_page(), *SMALL]))
    reader = Reader(html)
    running = [element for tag, element in reader.elements if tag == "script" and "type" not in element]
    assert len(running) == 1
    assert not [tag for tag, _ in reader.elements if tag == "img"]
    assert "window.hacked" not in reader.data["script"]
    assert unpacked(reader.data["index"])["documents"]["title"][0] == HOSTILE
    assert "{{ 7 * 7 }}" in html


def test_what_does_not_fit_is_left_out_and_told() -> None:
    limit = 1_900_000
    pages = many(400)
    html = page(tables(pages), max_bytes=limit)
    assert len(html.encode()) <= limit
    told = re.search(r"the texts of the newest ([\d,]+) documents of 400 can be read here", html)
    assert told
    held = int(told[1].replace(",", ""))
    texts = [
        number for name, data in Reader(html).data.items() if name.startswith("block-") for number in unpacked(data)
    ]
    assert sorted(map(int, texts)) == list(range(held))
    assert 0 < held < len(pages)


def test_quotes_that_the_index_has_no_room_for_are_told_too() -> None:
    html = page(tables(many(400)), max_bytes=200_000)
    told = re.search(
        r"This file holds the ([\d,]+) quotes of the newest ([\d,]+) documents, of 4,800 quotes in all", html
    )
    assert told
    assert len(unpacked(Reader(html).data["index"])["quotes"]["id"]) == int(told[1].replace(",", ""))
    assert "400 documents" in html, "the overview still counts the whole run"


def test_a_text_that_cannot_be_compressed_does_not_break_the_bound() -> None:
    noise = "".join(hashlib.sha256(bytes([number % 256, number // 256])).hexdigest() for number in range(20_000))
    html = page(tables([Page("noise.txt", (noise,)), *SMALL]), max_bytes=1_100_000)
    assert len(html.encode()) <= 1_100_000 < MAX_BYTES


def test_long_values_are_cut_in_the_frame_of_the_page() -> None:
    long = "x" * 100_000
    html = page(tables([Page("long.txt", (), {"status": "failed", "reason": long, "title": long})]))
    assert "x" * 1000 not in html
