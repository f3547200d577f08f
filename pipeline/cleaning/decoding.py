"""Bytes to characters, with a word about what had to be guessed."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from charset_normalizer import from_bytes

# Longest mark first: the UTF-32 mark begins with the UTF-16 one.
_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

_FILE_SIGNATURES = (
    b"%PDF-",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"PK\x03\x04",
    b"\x1f\x8b",
    b"\x7fELF",
    b"\xd0\xcf\x11\xe0",
)

# Encodings in which news is really found; a free guess over all hundred takes a short Western text for Vietnamese.
_LIKELY_ENCODINGS = [
    "cp1252", "cp1251", "koi8_r", "cp1250", "cp1253", "cp1254", "cp1255", "cp1256",
    "gb18030", "big5", "shift_jis", "euc_jp", "euc_kr",
]  # fmt: skip

# What a page means by the name of an encoding, by the standard of the web (encoding.spec.whatwg.org).
_MEANT = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "tis-620": "cp874",
}

_DECLARED = re.compile(rb"""<meta[^>]{0,200}charset\s*=\s*["']?\s*([\w-]+)""", re.IGNORECASE)
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_BAD = "�"

_WESTERN_SHARE = 0.15
"""Share of bytes beyond ASCII below which a text is taken for Western."""

_NULL_SHARE = 0.9
"""Share of null bytes among every other byte from which a text counts as UTF-16, and among the rest as none."""

_SAMPLE = 65_536
"""Bytes that are looked at to tell a binary file and an encoding."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """Characters of a document; None if it is no text. The remark says what was guessed or lost."""

    text: str | None
    remark: str | None = None


def decode(content: bytes) -> Decoded:
    """Read bytes as text.

    >>> decode("He called it “naïve” on Monday.".encode("cp1252"))
    Decoded(text='He called it “naïve” on Monday.', remark='not valid UTF-8: read as cp1252')
    """
    for mark, encoding in _BYTE_ORDER_MARKS:
        if content.startswith(mark):
            return _replacing(content.removeprefix(mark) if encoding == "utf-8" else content, encoding)
    unmarked = _unmarked_utf16(content)
    if unmarked:
        return Decoded(content.decode(unmarked, errors="replace"), f"no byte order mark: read as {unmarked}")
    if _is_binary(content):
        return Decoded(None, "binary file: no text in it")
    try:
        return Decoded(content.decode("utf-8"))
    except UnicodeDecodeError:
        return _decode_otherwise(content)


def _unmarked_utf16(content: bytes) -> str | None:
    """UTF-16 without its mark: in Western text every other byte is null."""
    even, odd = content[:_SAMPLE:2].count(0), content[1:_SAMPLE:2].count(0)
    half = len(content[:_SAMPLE]) / 2
    if max(even, odd) <= _NULL_SHARE * half or min(even, odd) > half - _NULL_SHARE * half:
        return None
    return "utf-16-le" if odd > even else "utf-16-be"


def _is_binary(content: bytes) -> bool:
    sample = content[:_SAMPLE]
    return content.startswith(_FILE_SIGNATURES) or len(_CONTROL.findall(sample)) * 20 > len(sample)


def _replacing(content: bytes, encoding: str) -> Decoded:
    text = content.decode(encoding, errors="replace")
    lost = text.count(_BAD)
    return Decoded(text, f"not valid {encoding.upper()}: {lost} places replaced" if lost else None)


def _decode_otherwise(content: bytes) -> Decoded:
    as_utf8 = _replacing(content, "utf-8")
    if _mostly_utf8(as_utf8.text or ""):
        return as_utf8
    encoding = _declared_encoding(content) or _guessed_encoding(content)
    if encoding is None:
        return as_utf8
    text = content.decode(encoding, errors="replace")
    lost = text.count(_BAD)
    return Decoded(text, f"not valid UTF-8: read as {encoding}" + (f", {lost} places replaced" if lost else ""))


def _mostly_utf8(text: str) -> bool:
    """True if a few bytes are broken in a text that is UTF-8 otherwise: another encoding would spoil the rest."""
    return sum(ord(character) > 0x7F and character != _BAD for character in text) > text.count(_BAD)


def _declared_encoding(content: bytes) -> str | None:
    found = _DECLARED.search(content[:4096])
    if found is None:
        return None
    try:
        name = codecs.lookup(found[1].decode("ascii")).name
        encoding = _MEANT.get(name, name)
        content[:_SAMPLE].decode(encoding, errors="replace")
    except (LookupError, UnicodeError):
        return None
    # The declaration itself was read as ASCII, and these bytes are known not to be UTF-8.
    return None if encoding.startswith("utf") else encoding


def _guessed_encoding(content: bytes) -> str | None:
    # A text with a few letters or marks beyond ASCII is Western; the statistics have too little to go by there.
    if sum(byte > 0x7F for byte in content[:_SAMPLE]) < _WESTERN_SHARE * len(content[:_SAMPLE]):
        return "cp1252"
    best = from_bytes(content[:_SAMPLE], cp_isolation=_LIKELY_ENCODINGS).best()
    return best.encoding if best is not None else None
