"""Which lines of a page are the article.

A page saved as text has the body in its middle: menus, headline, byline and buttons above it, footers below. The body
reaches from the first to the last line that reads like prose; within it only what :mod:`.furniture` knows is dropped,
so that a short paragraph or a subheading between two paragraphs is never lost.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from pipeline.cleaning import furniture, headline
from pipeline.cleaning.article_span import find_span
from pipeline.cleaning.body_end import end_of_body, is_label, last_of_page
from pipeline.cleaning.document import TITLE, Line
from pipeline.cleaning.line_form import ends_sentence, words
from pipeline.cleaning.page_lines import PageLines
from pipeline.cleaning.prose import is_prose, mark_other_scripts
from pipeline.cleaning.publisher import is_known_outlet

_MOST_AROUND = 40
"""Lines besides prose that a page has at most where the article is nearly all of it."""

_HEADLINE_LINES = 15
"""How far above the body of a dumped page its headline may stand."""

_DECK_WORDS = 5
"""Words from which a line between headline and body is a second headline, which is kept, and no label."""

_HEAD_OVERHANG = 8
"""How many lines after the first prose line a byline may still stand: below a summary, or below a photo's caption."""

_MOST_DATE_LINES = 2

_POSITION = re.compile(
    r"\((?:[^()]{0,20}\b(?:left|right|centre|center)\b[^()]{0,20}|[LRC](?:, \w+)?|(?:1st|2nd|3rd|\dth) [LR])\)",
    re.IGNORECASE,
)
# What may stand between headline and body.
_HEAD_KINDS = frozenset(("byline", "updated", "date_line", "share"))

Sifted = tuple[list[Line], str | None]
"""Lines with the kind of each, and the title."""


def sift_page(lines: Sequence[Line], title: str | None = None) -> Sifted:
    """Take apart a page saved as text, with all that stood around the article."""
    return _sift(lines, title, _sift_page)


def sift_article(lines: Sequence[Line], title: str | None) -> Sifted:
    """Take apart an article whose surroundings are known: only what is no body wherever it stands is dropped."""
    return _sift(lines, title, _sift_article)


def _sift(lines: Sequence[Line], title: str | None, rules: Callable[[PageLines, str | None], int | None]) -> Sifted:
    """Give the lines that have no kind yet the one that the rules find; the rules see no others."""
    lines = mark_other_scripts(lines)
    page = _marked([line.text for line in lines if line.kind is None])
    chosen = rules(page, title)
    if chosen is not None:
        title = page.lines[chosen]
    _drop_headlines(page, title)
    kinds = iter(page.kinds)
    return [line if line.kind else Line(line.text, next(kinds)) for line in lines], title


def is_dumped(lines: Sequence[str]) -> bool:
    """True if lines have so much around the article that rules for what is near it do not find it."""
    return sum(not is_prose(line) for line in lines) > _MOST_AROUND


def _sift_page(page: PageLines, title: str | None) -> int | None:
    prose = page.prose()
    if not prose:
        return _sift_without_prose(page, title)
    if is_dumped(page.lines):
        return _sift_dump(page, title)
    _drop_link_lists(page)
    _drop_tail(page, prose)
    start = _first_of_body(page, prose[0])
    chosen = _headline_above(page, start) if title is None else None
    _drop_head(page, start, chosen)
    _drop_pictured(page)
    _drop_overhang(page)
    return chosen


def _sift_dump(page: PageLines, title: str | None) -> int | None:
    start, end = find_span(page.lines)
    page.drop(range(end, len(page.lines)), "footer")
    above = [(index, page.lines[index]) for index in page.open(max(0, start - _HEADLINE_LINES), start)]
    titled = [(index, line) for index, line in above if not furniture.is_date_line(line)]
    chosen = headline.choose(titled, page.lines[start:end], among_teasers=True) if title is None else None
    if chosen is not None:
        page.kinds[chosen] = TITLE
    page.drop([index for index in range(start) if furniture.is_date_line(page.lines[index])], "date_line")
    page.drop(range(start), "menu")
    _drop_pictured(page)
    return chosen


def _sift_article(page: PageLines, _: str | None) -> None:
    prose = page.prose()
    if prose:
        page.drop(range(last_of_page(page, prose) + 1, len(page.lines)), "footer")
        _drop_pictured(page)
        _drop_overhang(page)


def _marked(lines: list[str]) -> PageLines:
    page = PageLines(lines, [furniture.kind_of(line) for line in lines])
    # The first line may have the form of a link, "Opinion: …", and yet be the headline.
    if page.kinds and page.kinds[0] == "read_more":
        page.kinds[0] = None
    return page


def _drop_link_lists(page: PageLines) -> None:
    """Headlines that follow the heading of a list of links, up to the next prose."""
    in_list = False
    for index, line in enumerate(page.lines):
        in_list = page.kinds[index] == "link_list" or (in_list and is_label(line))
        if in_list:
            page.drop([index], "link_list")


def _drop_tail(page: PageLines, prose: Sequence[int]) -> None:
    page.drop(range(end_of_body(page, prose), len(page.lines)), "footer")


def _first_of_body(page: PageLines, first_prose: int) -> int:
    """The first prose line, or the short paragraphs right above it: a salutation, "Good afternoon."."""
    start = first_prose
    while start > 0 and page.kinds[start - 1] is None and _may_open_body(page.lines[start - 1]):
        start -= 1
    return start


def _may_open_body(line: str) -> bool:
    return (line.endswith((".", ",", ":", "…")) and len(words(line)) > 1) or set(line) <= set("* ")


def _headline_above(page: PageLines, start: int) -> int | None:
    head = page.open(0, start)
    crumbs = [index for index in range(start) if page.kinds[index] == "breadcrumb"]
    below_crumbs = [index for index in head if not crumbs or index > crumbs[-1]]
    candidates = _above_byline(page, below_crumbs or head, start)
    lines = [(index, page.lines[index]) for index in candidates if not furniture.is_date_line(page.lines[index])]
    return headline.choose(lines, page.lines[start:])


def _above_byline(page: PageLines, head: list[int], start: int) -> list[int]:
    """Lines above the last byline, if one of them is long enough for a headline: what follows is caption or label."""
    bylines = [
        index for index in range(start) if page.kinds[index] in _HEAD_KINDS or furniture.is_date_line(page.lines[index])
    ]
    above = [index for index in head if bylines and index < bylines[-1]]
    return above if any(len(words(page.lines[index])) >= _DECK_WORDS for index in above) else head


def _drop_head(page: PageLines, start: int, chosen: int | None) -> None:
    """Everything above the body but the headline and a second headline below it."""
    if chosen is not None:
        page.kinds[chosen] = TITLE
    for index in page.open(0, start):
        line = page.lines[index]
        if furniture.is_date_line(line):
            page.kinds[index] = "date_line"
        elif is_known_outlet(line):
            page.kinds[index] = "byline"
        elif chosen is None or index < chosen or len(words(line)) < _DECK_WORDS:
            page.kinds[index] = "menu"


def _drop_pictured(page: PageLines) -> None:
    """Captions without a credit among the first lines: they tell who stands left and right."""
    opening = page.open()[:3]
    if len(page.open()) > len(opening):
        page.drop(
            [index for index in opening if _POSITION.search(page.lines[index]) and len(words(page.lines[index])) <= 60],
            "caption",
        )


def _drop_overhang(page: PageLines) -> None:
    """Date lines near the top: with a byline, below a summary that stands above it."""
    opening = page.open()[:_HEAD_OVERHANG]
    last = max((index for index in range(len(page.lines)) if page.kinds[index] in ("byline", "updated")), default=-1)
    first_prose = next((index for index in opening if is_prose(page.lines[index])), 0)
    limit = max(last + 2, first_prose + 1)
    dates = [index for index in page.open() if furniture.is_date_line(page.lines[index])]
    # More of them are the subheadings of a chronicle.
    if len(dates) <= _MOST_DATE_LINES:
        page.drop([index for index in dates if index in opening and index <= limit], "date_line")


def _sift_without_prose(page: PageLines, title: str | None) -> int | None:
    """A page of short lines only: the first is the headline if something follows it, all else is kept."""
    for index in page.open():
        if furniture.is_date_line(page.lines[index]):
            page.kinds[index] = "date_line"
    remaining = page.open()
    first = (
        remaining[0] if len(remaining) > 1 and title is None and not ends_sentence(page.lines[remaining[0]]) else None
    )
    if first is not None:
        page.kinds[first] = TITLE
    return first


def _drop_headlines(page: PageLines, title: str | None) -> None:
    """The headline again, above the body or as the first line of it."""
    for index in page.open():
        if title and headline.same(page.lines[index], title) and not is_prose(page.lines[index]):
            page.kinds[index] = "headline"
