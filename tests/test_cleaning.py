"""Cleaning as a whole: bad input, clean text, and what holds for every document."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.cleaning import CleanDocument, clean
from pipeline.cleaning.document import Line
from pipeline.cleaning.lines import sift_page

SEEDS = sorted(Path(__file__).parents[1].joinpath("seeds").glob("*.txt"))

ENGLISH = "The minister said on Monday that the talks had gone well. "

LINES = st.lists(
    st.sampled_from(
        (
            "Home > World",
            "Contact us",
            "Ministers meet in Geneva for talks",
            "By Jane Doe",
            "March 3, 2021",
            "Share",
            ENGLISH.strip(),
            "Really?",
            "- one item",
            "Background",
            "Most read",
            "Another headline about the talks",
            "© 2021 Daily Planet",
            "中文字幕无码高清",
            "Photo: Agency",
        )
    ),
    max_size=14,
)


@pytest.mark.parametrize(
    ("content", "status", "reason"),
    [
        (b"", "empty", "no text in the document"),
        (b" \n\t\n ", "empty", "no text in the document"),
        (b"---\ntitle: Only a title\n---\n", "empty", "no text in the document"),
        (b"<html><body></body></html>", "empty", "no text in the document"),
        (b"%PDF-1.7 and so on", "failed", "binary file: no text in it"),
        (bytes(range(256)), "failed", "binary file: no text in it"),
        ("中国外交部发言人表示，双方同意延长条约。".encode(), "not_english", "the text is in another language (zh)"),
        (
            ENGLISH.encode() * 3 + b"\xff\xfe caf\xc3\xa9s \xe2\x80\x9cyes\xe2\x80\x9d",
            "ok",
            "not valid UTF-8: 2 places replaced",
        ),
        (ENGLISH.replace("M", "“M”").encode("cp1252"), "ok", "not valid UTF-8: read as cp1252"),
        ((ENGLISH * 3).encode("utf-16"), "ok", None),
    ],
)
def test_bad_input_becomes_a_status_with_a_reason(content: bytes, status: str, reason: str | None) -> None:
    document = clean(content)
    assert (document.status, document.reason) == (status, reason)


def test_a_page_in_another_language_keeps_its_text() -> None:
    text = "Министр иностранных дел заявил в понедельник, что переговоры прошли успешно и будут продолжены."
    document = clean(text.encode())
    assert (document.status, document.language, document.text) == ("not_english", "ru", text)


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        # The first line is body, and nothing is dropped.
        ("Headline\n\nBy Jane Doe\n\nBody.", "Headline\n\nBy Jane Doe\n\nBody."),
        # Without a blank line every line is a paragraph.
        ("First here.\nSecond here.\nThird", "First here.\n\nSecond here.\n\nThird"),
        ("  two  blanks\u00a0here\t.  ", "two blanks here ."),
        # No hard wrap: the first word of the second line would have fitted into the first.
        (
            "Ministers meet;\nLong talks were held in Geneva on Monday.\n\nBody.",
            "Ministers meet;\n\nLong talks were held in Geneva on Monday.\n\nBody.",
        ),
        # The sentence goes on in the next line.
        ("He is a liar,\na racist and\nmore.\n\nBody.", "He is a liar, a racist and more.\n\nBody."),
        ("&amp; stays as it stands", "&amp; stays as it stands"),
        ('“Curly” and "straight" ﬁne', '“Curly” and "straight" ﬁne'),
    ],
)
def test_clean_text_is_only_folded(raw: str, text: str) -> None:
    document = clean(raw.encode(), as_is=True)
    assert document.text == text
    assert document.dropped == ()
    assert document.title is None


@pytest.mark.parametrize("seed", SEEDS, ids=[seed.stem for seed in SEEDS])
def test_the_seeds_are_english_and_have_a_title(seed: Path) -> None:
    document = clean(seed.read_bytes())
    assert document.status == "ok"
    assert document.title
    assert document.title not in document.text
    assert "[Photo" not in document.text
    assert "uggest" not in document.text


def _assert_sound(document: CleanDocument) -> None:
    text = document.text
    assert re.search(r"[^\S\n]{2}|\n{3}|(?<!\n)\n(?!\n)", text) is None
    assert text == text.strip()
    assert re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff]", text) is None
    assert (document.reason is None) or document.reason
    assert (document.status == "empty") == (not text and document.status != "failed")
    assert all(dropped.characters > 0 for dropped in document.dropped)


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=300))
def test_no_bytes_make_it_fail(content: bytes) -> None:
    _assert_sound(clean(content))
    _assert_sound(clean(content, as_is=True))


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=300), st.sampled_from(("", "---\ntitle: x\n---\n", "<p>", "<html><body><p>", "# ")))
def test_no_text_makes_it_fail(text: str, shape: str) -> None:
    _assert_sound(clean((shape + text).encode("utf-8", "surrogatepass")))


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=300))
def test_cleaning_a_clean_text_changes_nothing(text: str) -> None:
    once = clean(text.encode("utf-8", "surrogatepass"), as_is=True).text
    assert clean(once.encode(), as_is=True).text == once


@settings(max_examples=300, deadline=None)
@given(LINES)
def test_every_line_is_text_or_title_or_recorded_as_dropped(lines: list[str]) -> None:
    sifted, title = sift_page([Line(line) for line in lines])
    assert [line.text for line in sifted] == lines
    assert [line.text for line in sifted if line.kind == "title"] == ([] if title is None else [title])


@settings(max_examples=300, deadline=None)
@given(LINES)
def test_no_sentence_of_the_body_is_lost(lines: list[str]) -> None:
    # What stands below these may be other articles and notices.
    lines = [line for line in lines if line not in ("Most read", "© 2021 Daily Planet")]
    sifted, _ = sift_page([Line(line) for line in lines])
    assert sifted.count(Line(ENGLISH.strip())) == lines.count(ENGLISH.strip())
