"""Whole web pages: the article within, and all that stands around it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from lxml import etree
from trafilatura import bare_extraction

from pipeline.cleaning import page_facts
from pipeline.cleaning.document import Article, Piece
from pipeline.cleaning.markup import Tree, article_paragraphs, visible_paragraphs

_LITTLE_TEXT = 200
"""With less text than this, in characters, the extraction has missed the article."""


def read(tree: Tree) -> Article:
    """The article of a web page."""
    body, dropped = _main_text(tree)
    facts = page_facts.read(tree)
    return Article(
        paragraphs=tuple(body),
        title=page_facts.title_of(facts),
        dated=page_facts.date_of(facts),
        publisher=page_facts.publisher_of(facts),
        author=page_facts.author_of(facts),
        dropped=tuple(dropped),
    )


def _main_text(tree: Tree) -> tuple[list[str], list[Piece]]:
    visible = visible_paragraphs(tree)
    found = bare_extraction(
        etree.tostring(tree, encoding="unicode", method="html"), include_comments=False, with_metadata=False
    )
    body = getattr(found, "body", None)
    main = visible_paragraphs(body) if body is not None else []
    if sum(map(len, main)) < _LITTLE_TEXT:
        fallback, pieces = article_paragraphs(tree)
        if sum(map(len, fallback)) > sum(map(len, main)):
            return fallback, pieces
    kept = _with_repeats(main, visible)
    return kept, [Piece("page", text) for text in _without(visible, kept)]


def _with_repeats(main: Sequence[str], visible: Sequence[str]) -> list[str]:
    """Put back paragraphs that occur several times in the article: the extraction keeps the first of them only.

    A repeat is put back where its neighbour on the page is the neighbour in the article too.
    """
    followers = dict(pairwise(visible))
    seen: set[str] = set()
    restored: list[str] = []
    for paragraph in main:
        before = restored[-1] if restored else None
        missing = followers.get(before) if before is not None else None
        if missing is not None and missing in seen and followers.get(missing) == paragraph and missing != before:
            restored.append(missing)
        restored.append(paragraph)
        seen.add(paragraph)
    return restored


def _without(visible: Sequence[str], kept: Sequence[str]) -> Iterator[str]:
    text = "\n".join(kept)
    return (paragraph for paragraph in visible if paragraph not in text)
