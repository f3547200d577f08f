"""Where the body of a page saved as text ends: before its footer, its comments, its lists of other articles."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.cleaning.line_form import ends_sentence, in_small_letters, words
from pipeline.cleaning.page_lines import PageLines
from pipeline.cleaning.prose import TURN, is_prose

_UNSTOPPED_WORDS = 12
"""Words from which a line below the last prose is a paragraph whose full stop was forgotten."""

_BULLET = re.compile(r"(?:[-–—•*·]|\d{1,2}[.)]|\([a-z\d]{1,2}\)|[a-z]\))\s+\S")
# "19 July – City, Stadium"
_ENTRY = re.compile(r"\w\s+[-–—]+\s+\w")

# Ends of sentences but for questions, which headlines in a list of links often are.
_STOPS = (".", '."', ".”", "”", '"', ".)", "。")

# What stands below an article, or between its paragraphs; a last byline tells who reported it.
_LIST_KINDS = frozenset(("byline", "link_list", "page_end", "read_more", "subscription"))
# What belongs to the page and not to the article.
_PAGE_KINDS = frozenset(("copyright_notice", "legal", "link_list", "other_script", "page_end", "share", "widget"))


def end_of_body(page: PageLines, prose: Sequence[int]) -> int:
    """The line after the last one of the body, on a page whose prose is known."""
    last = last_of_page(page, prose)
    end = max(index for index in prose if index <= last) + 1
    below = [page.lines[index] for index in range(end, last + 1) if page.kinds[index] is None]
    # "The following were appointed:" and a list of names.
    if page.lines[end - 1].endswith(":") or _is_list(below):
        return last + 1
    # Short paragraphs and list items below the last prose belong to it, with the subheadings between them.
    for index in range(end, last + 1):
        if page.kinds[index] in _PAGE_KINDS:
            break
        if page.kinds[index] is None and _may_close_body(page.lines[index]):
            end = index + 1
    return end


def last_of_page(page: PageLines, prose: Sequence[int]) -> int:
    """The last line before what plainly comes after an article."""
    return next(
        (index - 1 for index in range(prose[0] + 1, len(page.lines)) if _ends_page(page, index, prose)),
        len(page.lines) - 1,
    )


def is_label(line: str) -> bool:
    """True for a heading or a link: no sentence, and nothing that leads to one."""
    return not ends_sentence(line) and not is_prose(line) and not line.endswith(":")


def _may_close_body(line: str) -> bool:
    if ends_sentence(line) or _BULLET.match(line) or TURN.match(line):
        return True
    return len(words(line)) >= _UNSTOPPED_WORDS and in_small_letters(line, 0.5)


def _is_list(lines: Sequence[str]) -> bool:
    """True if lines have one form, as the entries of a list of names or places have."""
    return len(lines) > 2 and all(_BULLET.match(line) or _ENTRY.search(line) for line in lines)


def _ends_page(page: PageLines, index: int, prose: Sequence[int]) -> bool:
    """True if nothing of the article can come after this line."""
    kind = page.kinds[index]
    if kind != "copyright_notice" and kind not in _LIST_KINDS:
        return False
    after = [later for later in page.open(index + 1) if page.lines[later].endswith(_STOPS)]
    if kind == "copyright_notice":
        size_before = sum(len(page.lines[earlier]) for earlier in prose if earlier < index)
        return sum(len(page.lines[later]) for later in after) < size_before
    return not after or (kind == "link_list" and _are_teasers(page, after))


def _are_teasers(page: PageLines, prose: Sequence[int]) -> bool:
    """True if each prose line has a headline of its own above it, as in a list of other articles."""
    above = [index - 1 for index in prose]
    return len(prose) > 1 and all(
        page.kinds[index] in (None, "link_list") and is_label(page.lines[index]) for index in above
    )
