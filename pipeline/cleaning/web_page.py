"""Whole web pages: the article within, and all that stands around it."""

from __future__ import annotations

import logging
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from trafilatura import bare_extraction

from pipeline.cleaning import page_facts
from pipeline.cleaning.blocks import Block, labels, read_blocks
from pipeline.cleaning.document import Article, Line
from pipeline.cleaning.line_form import ends_sentence, words
from pipeline.cleaning.markup import Tree
from pipeline.cleaning.paragraphs import paragraphs
from pipeline.cleaning.prose import is_prose

# What the extractor has to say of a page, `dropped` says better.
logging.getLogger("trafilatura").addHandler(logging.NullHandler())

_LITTLE_TEXT = 200
"""With less text than this, in characters, the extraction has missed the article."""

_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))

_TEASER_TAGS = _HEADINGS | {"li"}
"""Where these are links and nothing else, they lead to other articles."""

# What the markup says of a block against the extractor. A "player" may be one of football.
_SURE_KINDS = frozenset((
    "advertisement", "byline", "caption", "cookie_notice", "copyright_notice", "footer", "page_end", "share",
    "subscription",
))  # fmt: skip

_MARKED = re.compile('["“”„«»「」]|^[-–—―]', re.MULTILINE)

_NAME_WORDS = 6
"""Most words of a term in a definition list that may be the name of a speaker."""


def read(tree: Tree) -> Article:
    """The article of a web page. Labels are left in the tree."""
    facts = page_facts.read(tree)
    article = Article(
        title=page_facts.title_of(facts),
        dated=page_facts.date_of(facts),
        publisher=page_facts.publisher_of(facts),
        author=page_facts.author_of(facts),
    )
    blocks = read_blocks(tree, labelled=True)
    return replace(article, lines=tuple(_lines(blocks, _kinds(tree, blocks))))


def fragment_lines(tree: Tree) -> list[Line]:
    """The lines of a piece of a page, of which its own markup alone tells what is no text."""
    blocks = read_blocks(tree)
    return list(_lines(blocks, [block.kind for block in blocks]))


def _kinds(tree: Tree, blocks: Sequence[Block]) -> list[str | None]:
    """Of each block of a labelled tree, None if it belongs to the article, else why it does not."""
    found = _extracted(tree)
    by_markup = [block.kind for block in blocks]
    kinds = [
        None if found[number] * 2 >= block.nodes else by_markup[number] or "page" for number, block in enumerate(blocks)
    ]
    size = _size(blocks, kinds)
    if size < _LITTLE_TEXT and _size(blocks, by_markup) > size:
        return by_markup
    prose = [number for number, block in enumerate(blocks) if kinds[number] is None and is_prose(block.text)]
    # A second headline may be prose too; on some pages all is.
    below = [number for number in prose if blocks[number].tag not in _HEADINGS] or prose
    return _mended(blocks, kinds, below) if below else kinds


def _mended(blocks: Sequence[Block], kinds: Sequence[str | None], prose: Sequence[int]) -> list[str | None]:
    """What the extractor is known to get wrong put right, by the block's place before, within or after the prose."""
    first, last = prose[0], prose[-1]
    subheadings = {blocks[number].tag for number in range(first, last) if kinds[number] is None}
    mended = list(kinds)
    for number, block in enumerate(blocks):
        if kinds[number] is not None:
            # It takes posts of social networks for buttons.
            if block.quoted and block.kind in (None, "share") and first < number < last:
                mended[number] = None
        elif block.kind in _SURE_KINDS:
            mended[number] = block.kind
        elif block.tag in _TEASER_TAGS and block.linked == block.nodes:
            mended[number] = "link_list"
        elif block.tag in _HEADINGS and number < first and (block.tag == "h1" or block.tag not in subheadings):
            mended[number] = "headline"
    _drop_last_headings(blocks, mended, last)
    return mended


def _drop_last_headings(blocks: Sequence[Block], kinds: list[str | None], last: int) -> None:
    """Headings below the last prose that have nothing below them."""
    is_empty = True
    for number in reversed(range(last + 1, len(blocks))):
        if kinds[number] is None and blocks[number].tag in _HEADINGS and is_empty:
            kinds[number] = "footer"
        elif kinds[number] is None:
            is_empty = blocks[number].tag in _HEADINGS


def _extracted(tree: Tree) -> Counter[int]:
    """The labels of what trafilatura takes for the article.

    Its recall mode without the comparison with other extractors finds more of the article, less around it, and takes
    half the time (docs/cleaning.md).
    """
    found = bare_extraction(tree, fast=True, favor_recall=True, include_comments=False, with_metadata=False)
    body = getattr(found, "body", None)
    return labels("".join(body.itertext()) if body is not None else "")


def _size(blocks: Sequence[Block], kinds: Sequence[str | None]) -> int:
    return sum(len(block.text) for block, kind in zip(blocks, kinds, strict=True) if kind is None)


def _lines(blocks: Sequence[Block], kinds: Sequence[str | None]) -> Iterator[Line]:
    """Blocks to lines: what only a line break parts is one text, whose lines may be wrapped by hand."""
    texts: list[tuple[list[str], str | None]] = []
    marked = _marked_quotations(blocks, kinds)
    for index, (block, kind) in enumerate(zip(blocks, kinds, strict=True)):
        before, same = blocks[index - 1], index > 0 and kinds[index - 1] == kind
        text = marked.get(index, block.text)
        if same and block.breaks:
            texts[-1][0].extend(("\n" * min(block.breaks, 2), text))
        elif same and _is_turn(before, block):
            texts[-1][0].extend((": ", text))
        else:
            texts.append(([text], kind))
    for pieces, kind in texts:
        text = "".join(pieces)
        yield from (Line(line, kind) for line in (paragraphs(text) if "\n" in text else [text]))


def _marked_quotations(blocks: Sequence[Block], kinds: Sequence[str | None]) -> dict[int, str]:
    """The kept paragraphs of block quotations without quotation marks, with the marks that their setting stands for.

    Each paragraph opens, the last one closes. Where a dash leads to who said it, as in a post, the words are marked
    enough.
    """
    marked: dict[int, str] = {}
    kept = [index for index, kind in enumerate(kinds) if kind is None]
    for quoted, group in groupby(kept, key=lambda index: blocks[index].quoted):
        indices = list(group)
        whole = "\n".join(blocks[index].text for index in indices)
        if quoted and not _MARKED.search(whole) and ends_sentence(whole):
            opened = {index: f"“{blocks[index].text}" for index in indices if blocks[index].breaks != 1}
            marked |= opened | {indices[-1]: opened.get(indices[-1], blocks[indices[-1]].text) + "”"}
    return marked


def _is_turn(term: Block, definition: Block) -> bool:
    """True for a speaker's name and the words below it in a transcript that is set as a definition list."""
    return (term.tag, definition.tag) == ("dt", "dd") and ends_sentence(definition.text) and _is_name(term.text)


def _is_name(text: str) -> bool:
    return len(words(text)) <= _NAME_WORDS and text[-1:].isalpha()
