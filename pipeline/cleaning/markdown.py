"""Markdown to plain lines: the marks go, the words stay."""

from __future__ import annotations

import re

_HEADING = re.compile(r"^#{1,6}\s+(.*?)\s*#*\s*$", re.MULTILINE)
_UNDERLINE = re.compile(r"^(?:={3,}|-{3,})[^\S\n]*$", re.MULTILINE)
_MARKUP = re.compile(
    r"^#{1,6}\s+\S|\[[^\]\n]{1,500}\]\([^)\s]{1,2000}\)|(?<!\w)\*\*[^*\n]{1,300}\*\*(?!\w)", re.MULTILINE
)

_REPLACEMENTS = (
    (
        re.compile(r"!\[[^\]\n]{0,500}\]\([^)\n]{0,2000}\)"),
        "",
    ),  # images, before links: the rest of an image has the form of a link
    (re.compile(r"\[([^\]\n]{1,500})\]\([^)\n]{0,2000}\)"), r"\1"),
    (re.compile(r"^[^\S\n]*>[^\S\n]?", re.MULTILINE), ""),
    (_HEADING, r"\n\1\n"),
    (_UNDERLINE, ""),
    (
        re.compile(r"(\*\*|__)(?=\S)(.{1,300}?)(?<=\S)\1"),
        r"\2",
    ),  # strong before emphasis: its marks are two of the other's
    (re.compile(r"(?<![\w*])\*(?=[^\s*])([^*\n]{1,300}?)(?<=[^\s*])\*(?![\w*])"), r"\1"),
    (re.compile(r"(?<!\w)_(?=\S)([^_\n]{1,300}?)(?<=\S)_(?!\w)"), r"\1"),
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
