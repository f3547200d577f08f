"""Markdown to plain lines: the marks go, the words stay."""

from __future__ import annotations

import re

_HEADING = re.compile(r"^#{1,6}\s+(.*?)\s*#*\s*$", re.MULTILINE)
_UNDERLINE = re.compile(r"^(?:={3,}|-{3,})[^\S\n]*$", re.MULTILINE)
_MARKUP = re.compile(r"^#{1,6}\s+\S|\[[^\]\n]+\]\([^)\s]+\)|(?<!\w)\*\*[^*\n]+\*\*(?!\w)", re.MULTILINE)

_REPLACEMENTS = (
    (re.compile(r"!\[[^\]\n]*\]\([^)\n]*\)"), ""),  # images, before links: the rest of an image has the form of a link
    (re.compile(r"\[([^\]\n]+)\]\([^)\n]*\)"), r"\1"),
    (re.compile(r"^[^\S\n]*>[^\S\n]?", re.MULTILINE), ""),
    (_HEADING, r"\n\1\n"),
    (_UNDERLINE, ""),
    (re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1"), r"\2"),  # strong before emphasis: its marks are two of the other's
    (re.compile(r"(?<![\w*])\*(?=[^\s*])([^*\n]+?)(?<=[^\s*])\*(?![\w*])"), r"\1"),
    (re.compile(r"(?<!\w)_(?=\S)([^_\n]+?)(?<=\S)_(?!\w)"), r"\1"),
    (re.compile(r"\\([\\`*_{}\[\]()#+.!|<>-])"), r"\1"),
)


def is_markdown(text: str) -> bool:
    """True if a text has headings, links or strong words marked the markdown way."""
    return len(_MARKUP.findall(text[:20_000])) > 1 or _HEADING.match(text.lstrip()) is not None


def title_of(text: str) -> str | None:
    """The heading a document opens with; None if it opens with something else."""
    heading = _HEADING.match(text.lstrip())
    return plain(heading[1]).strip() if heading else None


def plain(text: str) -> str:
    """Take the marks out.

    >>> plain("He **said** it [there](https://x.org/a).")
    'He said it there.'
    """
    for pattern, replacement in _REPLACEMENTS:
        text = pattern.sub(replacement, text)
    return text
