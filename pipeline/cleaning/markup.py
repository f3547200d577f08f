"""HTML to an element tree, or, where the markup is past reading, to the text between its tags."""

from __future__ import annotations

import re
from typing import TypeAlias

from lxml import etree
from lxml import html as lxml_html

from pipeline.cleaning.characters import decode_entities
from pipeline.cleaning.limits import unfit_markup
from pipeline.cleaning.words import word_list

Tree: TypeAlias = lxml_html.HtmlElement

_BLOCKS = word_list("markup", "blocks")
_UNSEEN = word_list("markup", "unseen") - {"head"}  # its end tag may be left out
_TAG = re.compile(r"(<[^<>]*>)")
_TAG_NAME = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")


class MarkupError(ValueError):
    """Markup that no tree is made of; the message says why."""


def parse(text: str) -> Tree | None:
    """The element tree of a page or of a piece of one; None if there is nothing in it.

    Raises :class:`MarkupError` where the parser would take too long, or would leave out what it cannot hold: libxml2
    stops at 256 elements within each other, and at attributes of ten million bytes.
    """
    unfit = unfit_markup(text)
    if unfit:
        raise MarkupError(unfit)
    parser = lxml_html.HTMLParser(encoding="utf-8")
    tree: Tree | None
    try:
        tree = lxml_html.document_fromstring(text.replace("\0", "").encode("utf-8", "replace"), parser=parser)
    except (etree.LxmlError, ValueError, AssertionError):
        tree = None
    stopped = next((error for error in parser.error_log if error.type_name == "ERR_RESOURCE_LIMIT"), None)
    if stopped is not None:
        raise MarkupError(stopped.message.split(",")[0].lower())
    return tree


def bare_text(text: str) -> str:
    r"""What stands between the tags, in one pass over the text.

    >>> bare_text("<p>One <b>word</b><script>x</script><p>Two &amp; three")
    '\n\nOne word\n\nTwo & three'
    """
    pieces: list[str] = []
    unseen = ""
    for piece in _TAG.split(text):
        tag = _TAG_NAME.match(piece)
        name = tag[2].lower() if tag else ""
        if unseen:
            unseen = "" if tag and tag[1] and name == unseen else unseen
        elif piece and not piece.startswith("<"):
            pieces.append(piece)
        elif name in _UNSEEN and tag and not tag[1]:
            unseen = name
        elif (name in _BLOCKS or name == "br") and pieces[-1:] != ["\n\n"]:
            pieces.append("\n\n")
    return decode_entities("".join(pieces))
