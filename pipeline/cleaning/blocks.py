"""HTML to blocks: the stretches of text that a reader sees apart, with what the markup says of each.

Each block can be labelled inside the tree: whatever part of the page an extractor hands back then tells which blocks it
came from. So an extractor decides what is article, and the text itself is always the page's own, in its order, with
nothing lost, doubled or glued together on the way.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from functools import lru_cache

from lxml import etree

from pipeline.cleaning.characters import fold, repair
from pipeline.cleaning.markup import Tree
from pipeline.cleaning.words import kinds, word_list

_BLOCKS = word_list("markup", "blocks")
_UNSEEN = word_list("markup", "unseen")
_KIND_OF_TAG = kinds("markup", "tags")
_KIND_OF_CLASS = kinds("markup", "class_words")
_MARKS_OF_TAG = {"q": ("“", "”")}

_CLASS_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_SENTENCE = re.compile(r"[a-z\d][.!?…][\"'”’)]?(?:\s|$)")

# A character reference may stand for one that no tree takes.
_NO_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

_MOST_SENTENCES = 2
"""Sentences that an element may hold and still be believed to be no text because of its class."""

# Two of these make a label: marks for which news has no use, and which no extractor takes for letters.
_FIRST_MARK, _MARKS = 0x2801, 255
_LABEL = re.compile(f"[{chr(_FIRST_MARK)}-{chr(_FIRST_MARK + _MARKS - 1)}]{{2}}")

MOST_BLOCKS = _MARKS**2
"""Blocks that can be told apart by label; what comes after them on a page counts as not found by the extractor."""


@dataclass(slots=True, eq=False)
class _Owner:
    """An element whose tag or class says that it is no text of the article.

    Class names are chosen by designers: one that holds whole sentences is text whatever its class says.
    """

    kind: str
    sentences: int = 0


@dataclass(slots=True)
class Block:
    """A stretch of text with block markup or a line break on either side."""

    text: str
    tag: str
    """The nearest element that makes a block."""
    breaks: int
    """How many ``<br>`` part it from the block before; 0 where other markup does."""
    nodes: int
    """How many text nodes it has, and hence labels."""
    linked: int
    """How many of them are within links."""
    quoted: bool
    """True in a ``<blockquote>``."""
    owners: tuple[_Owner, ...]

    @property
    def kind(self) -> str | None:
        """What the markup says it is, if it says that it is no text of the article."""
        if not self.owners:
            return None
        believed = (owner for owner in self.owners if owner.kind == "caption" or owner.sentences <= _MOST_SENTENCES)
        return next((owner.kind for owner in believed), None)


def read_blocks(tree: Tree, *, labelled: bool = False) -> list[Block]:
    """Every block of a tree that a reader sees, in order. With ``labelled``, the labels are written into the tree."""
    reader = _Reader()
    skipped = None
    walker = etree.iterwalk(tree, events=("start", "end", "comment", "pi"))
    for event, element in walker:
        if event == "start":
            tag = element.tag
            if tag in _UNSEEN or _is_hidden(element):
                walker.skip_subtree()
                skipped = element
                continue
            reader.enter(tag, _kind(tag, element))
            text = element.text
            if text and reader.take(text) and labelled:
                element.text = reader.labelled(text)
            continue
        if event == "end" and element is not skipped:
            reader.leave(element.tag)
        tail = element.tail
        if tail and reader.take(tail) and labelled:
            element.tail = reader.labelled(tail)
    reader.close()
    return reader.blocks


def labels(text: str) -> Counter[int]:
    """How often the label of each block stands in what an extractor handed back."""
    return Counter(
        (ord(first) - _FIRST_MARK) * _MARKS + ord(second) - _FIRST_MARK for first, second in _LABEL.findall(text)
    )


@dataclass(slots=True)
class _Reader:
    """The block that is being read, the elements it is in, and the blocks before it."""

    blocks: list[Block] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)
    nodes: int = 0
    linked: int = 0
    links: int = 0
    breaks: int = 0
    tags: list[str] = field(default_factory=list)
    owned: list[bool] = field(default_factory=list)
    owners: list[_Owner] = field(default_factory=list)

    def enter(self, tag: str, kind: str | None) -> None:
        if tag == "br":
            self.close()
            self.breaks += 1
        elif tag in _BLOCKS:
            self.close()
            self.breaks = 0
            self.tags.append(tag)
        elif tag == "a":
            self.links += 1
        elif tag in _MARKS_OF_TAG:
            self.pieces.append(_MARKS_OF_TAG[tag][0])
        self.owned.append(kind is not None)
        if kind:
            self.owners.append(_Owner(kind))

    def leave(self, tag: str) -> None:
        if tag in _BLOCKS:
            self.close()
            self.breaks = 0
            self.tags.pop()
        elif tag == "a":
            self.links -= 1
        elif tag in _MARKS_OF_TAG:
            self.pieces.append(_MARKS_OF_TAG[tag][1])
        if self.owned.pop():
            self.owners.pop()

    def take(self, text: str) -> bool:
        """Add a text node to the block; False if it holds nothing to read."""
        self.pieces.append(text)
        if text.isspace():
            return False
        self.nodes += 1
        self.linked += self.links > 0
        return True

    def labelled(self, text: str) -> str:
        """A text node of the block with its label."""
        number = len(self.blocks)
        label = _label(number) if number < MOST_BLOCKS else ""
        return label + (text if text.isprintable() else _NO_XML.sub("", text))

    def close(self) -> None:
        """End the block that is being read, if it has any text."""
        if self.nodes:
            self._add("".join(self.pieces))
            self.breaks = self.nodes = self.linked = 0
        if self.pieces:
            self.pieces.clear()

    def _add(self, text: str) -> None:
        # White space stands for itself in preformatted text alone.
        text = repair(text) if "pre" in self.tags else _one_line(text)
        if not text or text.isspace():
            return
        self.blocks.append(
            Block(
                text=text,
                tag=self.tags[-1] if self.tags else "",
                breaks=self.breaks,
                nodes=self.nodes,
                linked=self.linked,
                quoted="blockquote" in self.tags,
                owners=tuple(self.owners),
            )
        )
        if self.owners:
            sentences = len(_SENTENCE.findall(text))
            for owner in self.owners:
                owner.sentences += sentences


def _one_line(text: str) -> str:
    folded = fold(text)
    mended = repair(folded)
    return folded if mended is folded else fold(mended)


def _label(number: int) -> str:
    return chr(_FIRST_MARK + number // _MARKS) + chr(_FIRST_MARK + number % _MARKS)


def _is_hidden(element: etree._Element) -> bool:
    style = element.get("style")
    return (style is not None and _HIDDEN.search(style) is not None) or element.get("hidden") is not None


def _kind(tag: str, element: etree._Element) -> str | None:
    """What an element is by its own account, if no text of the article."""
    kind = _KIND_OF_TAG.get(tag)
    if kind or tag in ("html", "body"):
        return kind
    class_names, identifier = element.get("class"), element.get("id")
    return _kind_of_names(class_names or "", identifier or "") if class_names or identifier else None


@lru_cache(maxsize=4096)
def _kind_of_names(class_names: str, identifier: str) -> str | None:
    found = (_KIND_OF_CLASS.get(word.lower()) for word in _CLASS_WORD.findall(f"{class_names} {identifier}"))
    return next((kind for kind in found if kind), None)
