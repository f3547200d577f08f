"""What the markup of a page says and an extractor loses: quotations, transcripts, captions, lists, repeats."""

from __future__ import annotations

import pytest

from pipeline.cleaning import clean
from pipeline.cleaning.article_span import PARTS, best_span, find_span, weights
from pipeline.cleaning.blocks import labels, read_blocks
from pipeline.cleaning.explanation import explain, render
from pipeline.cleaning.line_features import Page
from pipeline.cleaning.markup import parse

FIRST = "The two sides resumed talks on Monday after a break of three months, officials in Geneva said at noon."
LAST = "The talks had broken down in February over a row about the price of gas delivered through the pipeline."

ABOVE = [f"Section {number}" for number in range(25)]
BELOW = [
    "Jobs",
    "Games",
    "Recipes",
    "Podcasts",
    "Letters",
    "Archive",
    "Help",
    "Terms",
    "Privacy",
    "Apps",
    "Shop",
    "Search",
]


def _page(markup: str) -> bytes:
    head = "<!DOCTYPE html><html><head><title>Talks resume</title></head><body><nav><a href=/>Home</a></nav>"
    body = f"<main><article><h1>Talks resume</h1><p>{FIRST}</p>{markup}<p>{LAST}</p></article></main>"
    return f"{head}{body}<footer>Copyright 2021 Daily Planet</footer></body></html>".encode()


@pytest.mark.parametrize(
    ("markup", "paragraphs"),
    [
        ("<p>He said <q>we are glad</q> and left.</p>", ["He said “we are glad” and left."]),
        # A block quotation has no marks because its setting stands for them.
        (
            "<blockquote><p>We are glad that they have resumed.</p><p>We will go on in June.</p></blockquote>",
            ["“We are glad that they have resumed.", "“We will go on in June.”"],
        ),
        ("<blockquote>“We are glad,” she said.</blockquote>", ["“We are glad,” she said."]),
        # A post says who wrote it behind a dash.
        (
            "<blockquote class=twitter-tweet><p>Talks have resumed! Good.</p>&mdash; Jane Doe (@jane)</blockquote>",
            ["Talks have resumed! Good.", "— Jane Doe (@jane)"],
        ),
        (
            "<dl><dt>Hua Chunying</dt><dd>We have noted the reports. No comment.</dd></dl>",
            ["Hua Chunying: We have noted the reports. No comment."],
        ),
        ("<p><b>CCTV:</b> What is your comment on it?</p>", ["CCTV: What is your comment on it?"]),
        ("<p>One said so.<br><br>Another did.<br>The sentence<br>goes on.</p>",
         ["One said so.", "Another did.", "The sentence goes on."]),
        ("<ol><li><b>10:05</b> The minister arrived.</li><li><b>11:30</b> She left.</li></ol>",
         ["10:05 The minister arrived.", "11:30 She left."]),
        ("<h2>Gas row</h2><p>It goes on.</p>", ["Gas row", "It goes on."]),
        ("<pre>The statement is wrapped\nat some width.\n\nIt has two paragraphs.</pre>",
         ["The statement is wrapped at some width.", "It has two paragraphs."]),
        ("<p>Thank you.</p><p>He sat down.</p><p>Thank you.</p>", ["Thank you.", "He sat down.", "Thank you."]),
        ("<p>Co&shy;operation is extra<wbr>ordinary.</p>", ["Cooperation is extraordinary."]),
    ],
)  # fmt: skip
def test_what_the_markup_says_is_in_the_text(markup: str, paragraphs: list[str]) -> None:
    assert clean(_page(markup)).text == "\n\n".join((FIRST, *paragraphs, LAST))


@pytest.mark.parametrize(
    ("markup", "kind"),
    [
        ("<figure><img src=a><figcaption>Ministers shake hands in Geneva on Monday.</figcaption></figure>", "caption"),
        ("<div class=newsletter-signup><p>Never miss a story.</p></div>", "subscription"),
        ("<h3><a href=/x>Another story about something else entirely</a></h3>", "link_list"),
        ("<p>Write to Jane Doe at jane.doe@example.org</p>", "contact"),
        ("<p>Jane Doe in Rome contributed to this report.</p>", "byline"),
        ("<p>Like this? Sign up for our newsletter and get it in your inbox.</p>", "promotion"),
        (
            "<p>Le ministre des affaires étrangères a déclaré que les pourparlers se sont bien déroulés et qu'ils"
            " continueront en juin au même endroit avec les mêmes participants.</p>",
            "other_language:fr",
        ),
        (
            "<p>Министр иностранных дел заявил журналистам, что переговоры прошли успешно, что стороны договорились по"
            " всем вопросам и что они будут продолжены в июне в том же месте.</p>",
            "other_script",
        ),
    ],
)
def test_what_is_no_text_is_dropped_and_recorded(markup: str, kind: str) -> None:
    document = clean(_page(markup))
    assert document.text == f"{FIRST}\n\n{LAST}"
    assert kind in [dropped.kind for dropped in document.dropped]


def test_what_nobody_sees_is_no_line() -> None:
    hidden = "<p style='display: none'>Hidden words.</p><script>var x;</script><p hidden>More of them.</p>"
    assert all("idden" not in line.text for line in explain(_page(hidden)))


def test_labels_tell_which_blocks_came_back() -> None:
    tree = parse("<html><body><p>One <b>two</b></p><p>Three</p><p> </p><p>Four</p></body></html>")
    assert tree is not None
    blocks = read_blocks(tree, labelled=True)
    assert [(block.text, block.nodes) for block in blocks] == [("One two", 2), ("Three", 1), ("Four", 1)]
    assert labels(tree.text_content()) == {0: 2, 1: 1, 2: 1}


def test_an_explanation_shows_every_line_in_order() -> None:
    assert render(explain(_page("<p>By Jane Doe</p>"))).split("\n") == [
        "- menu      Home",
        "- headline  Talks resume",
        f"+           {FIRST}",
        "- byline    By Jane Doe",
        f"+           {LAST}",
        "- footer    Copyright 2021 Daily Planet",
    ]


def test_the_article_is_found_on_a_page_dumped_with_all_its_menus() -> None:
    teasers = [
        "Storm closes airports across the north",
        "Markets rally as talks resume",
        "Council votes on new stadium",
    ]
    body = [FIRST, "“We are glad,” the minister said after the talks on Monday.", "The sides will meet in June.", LAST]
    lines = [*ABOVE, *teasers, "Talks resume in Geneva", "May 4, 2021 10:05", *body, "Most read", *teasers, *BELOW]
    document = clean("\n".join(lines).encode())
    assert document.title == "Talks resume in Geneva"
    assert document.text == "\n\n".join(body)


def test_each_weight_belongs_to_a_feature() -> None:
    page = Page([FIRST, "Most read"])
    assert {name: set(part(page)) for name, part in PARTS.items()} == {name: set(of) for name, of in weights().items()}


def test_the_best_stretch_may_be_the_whole_or_one_line() -> None:
    assert find_span([FIRST]) == (0, 1)
    start, end, line = Page([FIRST, LAST]).prose, Page([FIRST, LAST]).prose, Page([FIRST, LAST]).prose
    assert best_span(start, end, line) == (0, 2)
    assert best_span(start, end, -5 * line) == (0, 1)
