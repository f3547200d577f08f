"""HTML to plain paragraphs: what the markup itself says about which text is none of the article."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TypeAlias

from lxml import etree
from lxml import html as lxml_html

from pipeline.cleaning.characters import repair
from pipeline.cleaning.document import Piece
from pipeline.cleaning.paragraphs import paragraphs
from pipeline.cleaning.words import kinds, word_list

_BLOCKS = word_list("markup", "blocks")
_UNSEEN = word_list("markup", "unseen")
_LINE_BREAKS = frozenset(("br", "lb"))
_KIND_OF_TAG = kinds("markup", "tags")
_KIND_OF_CLASS = kinds("markup", "class_words")

_CLASS_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_BLANKS = re.compile(r"\s+")

_SENTENCE = re.compile(r"[a-z\d][.!?…][\"'”’)]?(?:\s|$)")


Tree: TypeAlias = lxml_html.HtmlElement


def parse(text: str) -> Tree | None:
    """The element tree of a page or of a piece of one; None if there is nothing in it that can be parsed."""
    try:
        tree: Tree = lxml_html.document_fromstring(
            text.encode("utf-8", "replace"), parser=lxml_html.HTMLParser(encoding="utf-8")
        )
    except (etree.LxmlError, ValueError, AssertionError):
        return None
    return tree


def article_paragraphs(tree: Tree) -> tuple[list[str], list[Piece]]:
    """The paragraphs of an element, and what its tags and class names say is none of its text.

    Class names are chosen by designers: an element that holds whole sentences is believed to be text whatever its class
    says.
    """
    dropped: list[Piece] = []
    written: list[str] = []
    walker = etree.iterwalk(tree, events=("start", "end", "comment", "pi"))
    for event, element in walker:
        if event == "start":
            kind = _kind(element)
            if kind is None:
                written += (_mark(element), _BLANKS.sub(" ", element.text or ""))
                continue
            dropped += _pieces(element, kind)
            walker.skip_subtree()
            continue
        written += (
            _mark(element) if event == "end" and element.tag not in _LINE_BREAKS else "",
            _BLANKS.sub(" ", element.tail or ""),
        )
    return paragraphs(repair("".join(written))), dropped


def visible_paragraphs(tree: Tree) -> list[str]:
    """Every paragraph a reader of the page sees, article or not."""
    written: list[str] = []
    walker = etree.iterwalk(tree, events=("start", "end", "comment", "pi"))
    for event, element in walker:
        if event == "start":
            if element.tag in _UNSEEN:
                walker.skip_subtree()
                continue
            written += (_mark(element), _BLANKS.sub(" ", element.text or ""))
        else:
            written += (
                _mark(element) if event == "end" and element.tag not in _LINE_BREAKS else "",
                _BLANKS.sub(" ", element.tail or ""),
            )
    return paragraphs(repair("".join(written)))


def _mark(element: Tree) -> str:
    if element.tag in _LINE_BREAKS:
        return "\n"
    return "\n\n" if element.tag in _BLOCKS else ""


def _pieces(element: Tree, kind: str) -> Iterable[Piece]:
    return (Piece(kind, text) for text in visible_paragraphs(element)) if kind != "unseen" else ()


def _kind(element: Tree) -> str | None:
    """Why an element is left out with all that is in it; None if it stays."""
    if element.tag in _UNSEEN or element.get("hidden") is not None or _HIDDEN.search(element.get("style") or ""):
        return "unseen"
    if element.tag in ("html", "body"):
        return None
    kind = _KIND_OF_TAG.get(str(element.tag)) or _kind_of_class(element)
    return None if kind is None or (kind != "caption" and _holds_sentences(element)) else kind


def _kind_of_class(element: Tree) -> str | None:
    names = f"{element.get('class') or ''} {element.get('id') or ''}"
    return next(
        (_KIND_OF_CLASS[word] for word in map(str.lower, _CLASS_WORD.findall(names)) if word in _KIND_OF_CLASS), None
    )


def _holds_sentences(element: Tree) -> bool:
    return len(_SENTENCE.findall(" ".join(element.itertext()))) > 2
