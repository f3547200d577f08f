"""Documents made to break a reader: each has a row that says what became of it, within seconds and in little memory."""

from __future__ import annotations

import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pipeline.cleaning import CleanDocument, clean
from pipeline.cleaning.explanation import explain, render

SECONDS = 30
"""The slowest takes six where nothing else runs."""

PARAGRAPH = "<p>The minister said on Monday that the talks had gone well, and that they would go on in June.</p>"
ARTICLE = PARAGRAPH * 4
HEAD = "<!DOCTYPE html><html><head><title>Talks resume</title></head><body>"
LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))


@pytest.mark.parametrize(
    ("label", "page", "reason"),
    [
        ("elements nested 100,000 deep", "<div>" * 100_000 + ARTICLE, "100,0"),
        ("elements nested deeper than the parser goes", "<div>" * 1_000 + ARTICLE, "excessive depth in document: 256"),
        ("elements of a line nested deep", "<b>" * 1_000 + ARTICLE, "excessive depth in document: 256"),
        ("an attribute as long as a document may be", f"<div class='{'a-b ' * 2_400_000}'>{ARTICLE}", None),
        (
            "a hundred thousand attributes",
            "<div " + "".join(f"a{n}=1 " for n in range(100_000)) + f">{ARTICLE}",
            "100,000",
        ),
        ("a script that is nothing but tags", "<script>" + "var x='<p>';" * 500_000 + f"</script>{ARTICLE}", "500,0"),
        ("no element is closed", PARAGRAPH.removesuffix("</p>") * 4 + "<p><b><i><a href=x>" * 50, None),
        ("null characters within", ARTICLE.replace("minister", "mini\0ster"), None),
        ("many quotations within each other", "<q>" * 200 + ARTICLE, None),
    ],
)
def test_the_text_of_a_hostile_page_is_read(label: str, page: str, reason: str | None) -> None:
    started = time.process_time()
    document = clean((HEAD + page).encode())
    assert time.process_time() - started < SECONDS, label
    assert document.text.count("The minister said on Monday that the talks had gone well") == 4
    assert (document.reason is None) if reason is None else reason in (document.reason or "")


@pytest.mark.parametrize(
    ("content", "status", "reason"),
    [
        (b"word " * 20_000_000, "too_large", "100,000,000 bytes; the limit is 10,000,000"),
        (b"word " * 1_000_000, "too_large", "5,000,000 characters; the limit is 2,000,000"),
        (b"a\n" * 100_000, "too_large", "100,001 lines; the limit is 50,000"),
        (b"\0" * 1_000_000, "failed", "binary file: no text in it"),
        (b"<html><!--" + b"-" * 1_000_000, "empty", "no text in the document"),
        (
            b"<html><body>" + b"<option>" * 200_000,
            "empty",
            "no text in the document; read without its markup: 200,002 tags",
        ),
    ],
)
def test_what_cannot_be_read_says_so(content: bytes, status: str, reason: str) -> None:
    document = clean(content)
    assert (document.status, document.reason, document.text) == (status, reason, "")


@pytest.mark.parametrize(
    ("label", "text"),
    [
        ("entities that stand for each other", f"<!DOCTYPE html [{LAUGHS}]><html><body>{ARTICLE}<p>&l9;</p>"),
        ("forty thousand paragraphs", HEAD + PARAGRAPH * 40_000),
        ("as many line breaks as there may be", HEAD + "<p>" + "The line goes on.<br>" * 90_000),
        ("nothing but links", HEAD + "<ul>" + "<li><a href='/x'>Another headline of today</a>" * 30_000),
        ("dates in every tag", HEAD + "<time datetime='2020-13-45'>Yesterday</time>" * 40_000 + ARTICLE),
        ("lists in lists of data", f"{HEAD}<script type='application/ld+json'>{'[' * 1_000_000}</script>{ARTICLE}"),
        ("front matter without an end", "---\n" + "a: b\n" * 45_000 + "The ministers met."),
        ("lists in lists of front matter", f"---\na: {'[' * 40_000}\n---\nThe ministers met."),
        ("links that never close", "# Title\n\n" + "[a](" * 400_000),
        ("strong words that never close", "# Title\n\n" + "**a " * 400_000),
        ("one word", "é" * 1_900_000),
        ("a cut word on each line", "coop-\n" * 45_000),
        ("headings of lists of links", "Most read\nA headline of today\n" * 24_000),
        ("spam behind each sentence", "The ministers met. " + "字." * 900_000 + "x"),
        ("comments before the page", "<!-- a --> " * 90_000),
        ("ends of sentences", '."' * 900_000),
    ],
)
def test_no_document_takes_long(label: str, text: str) -> None:
    started = time.process_time()
    clean(text.encode())
    assert time.process_time() - started < SECONDS, label


PIECES = (
    "<div>", "</div>", "<p>", "</p>", "<br>", "<q>", "</q>", "<blockquote>", "<b", "<a href='", "'>", "\">", "</a>",
    "<!--", "-->", "<script>", "</script>", "<table><tr><td>", "<dl><dt>Name<dd>", "<li>", "<pre>\n", "<title>",
    "<h1>", "<style>", "<svg>", "&amp;", "&#0;", "&#x1F;", "&lt;p>", "\x00", "\ufeff", "\u200b", "\u2801\u2802",
    "\ud7ff", "\n\n", "---\n", "title: x\n", "# ", "**", "[a](b)", "© 2021 ", "By Jane Doe\n",
    "The minister said on Monday that the talks had gone well. ", "中文字幕无码高清", "Most read\n",
    "<meta property='article:published_time' content='2021-05-04'>", "<html><body>", "<div class='share' hidden>",
    "]]>", "<?xml ?>",
)  # fmt: skip


@settings(max_examples=400, deadline=None, derandomize=True)
@given(st.lists(st.sampled_from(PIECES), max_size=40), st.sampled_from(("utf-8", "utf-16", "cp1252", "gb18030")))
@example(["<html><body>", "<div>" * 300, "&#0;", "\u2801\u2802"], "utf-8")
def test_pieces_of_pages_in_any_order_give_a_document(pieces: list[str], encoding: str) -> None:
    content = "".join(pieces).encode(encoding, "replace")
    document = clean(content)
    _assert_explained(document, content)
    assert document == clean(content)


def _assert_explained(document: CleanDocument, content: bytes) -> None:
    """The explanation holds the text, and nothing is dropped that it does not show."""
    lines = explain(content)
    assert "\n\n".join(line.text for line in lines if line.kind is None) == document.text
    shown = sum(len(line.text) for line in lines if line.kind not in (None, "title"))
    assert shown == sum(dropped.characters for dropped in document.dropped)
    assert all(line.text and "\n" not in line.text for line in lines)
    assert len(render(lines).split("\n")) == max(1, len(lines))
