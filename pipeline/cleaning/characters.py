"""Characters: what is broken is repaired, what nobody sees is taken out, runs of blanks become one space.

All else is left as it stands: curly quotes stay curly, ligatures and full-width letters stay themselves.
"""

from __future__ import annotations

import html
import re

from ftfy import TextFixerConfig, fix_text

_REPAIR = TextFixerConfig(
    unescape_html=False,  # markup is decoded by its own parser; twice would turn "&amp;lt;" into "<"
    replace_lossy_sequences=False,  # would trade visible characters for a replacement mark
    fix_latin_ligatures=False,
    fix_character_width=False,
    uncurl_quotes=False,  # the direction of a quotation mark tells where a quotation opens
    normalization=None,
    explain=False,
)

# Control characters but for line end and tab, and halves of surrogate pairs, which no table can store.
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff]")

# Marks that most texts have, and that are no part of mojibake by themselves.
_UNSUSPECTED = re.compile("[ -~\\u00a0–—‘’“”…]*+")

# Soft hyphen, zero-width characters, direction marks, byte order mark, annotation marks.
_INVISIBLE = re.compile("[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]")

_LINE_END = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,30});")


def repair(text: str) -> str:
    r"""Mend mojibake and take out characters that nobody sees.

    >>> repair("Lavrovâ€™s re\u00admarks")
    'Lavrov’s remarks'
    """
    if text.isascii() and text.isprintable():
        return text
    if _UNSUSPECTED.fullmatch(text):
        return text
    # Line by line, because ftfy is slow and finds nothing to do in plain ASCII, which most lines of a page are.
    mended = "\n".join(line if line.isascii() else fix_text(line, _REPAIR) for line in text.split("\n"))
    return _INVISIBLE.sub("", printable(mended))


def printable(text: str) -> str:
    """Take out control characters and make every line end a newline; nothing a reader sees changes."""
    return _CONTROL.sub("", _LINE_END.sub("\n", text))


def fold(text: str) -> str:
    r"""Make every run of white space, of whatever kind, one space; none at the ends.

    >>> fold("  one\u00a0 two ")
    'one two'
    """
    return " ".join(text.split())


def decode_entities(text: str) -> str:
    """Decode HTML entities in plain text, only whole ones: "AT&T" and "R&D;" keep their marks.

    >>> decode_entities("Q&amp;A &quot;now&quot; &copy")
    'Q&A "now" &copy'
    """
    return _ENTITY.sub(lambda found: html.unescape(found[0]), text)
