"""The form of a line: its words, whether it ends as a sentence does, and whether it is in small letters as prose is."""

from __future__ import annotations

import re
from functools import lru_cache

_WORD = re.compile(r"\w+(?:['’]\w+)?")
_SENTENCE_END = re.compile(r"""[.!?…。！？][\s"'”’»)\]」』]*$""")


@lru_cache(maxsize=512)
def words(line: str) -> tuple[str, ...]:
    """The words of a line; a run of letters without spaces, as Chinese has, is one for each two letters."""
    found = _WORD.findall(line)
    if line.isascii():
        return tuple(found)
    return tuple(piece for word in found for piece in (re.findall("..?", word) if ord(word[0]) > 0x2E80 else [word]))


@lru_cache(maxsize=512)
def ends_sentence(line: str) -> bool:
    """True if a line ends as a sentence does."""
    return _SENTENCE_END.search(line) is not None


def in_small_letters(line: str, share: float = 0.4) -> bool:
    """True if at least a share of the words are in small letters, as in prose; scripts without case pass.

    Menus and headlines in title case do not.
    """
    cased = [word[0] for word in words(line) if word[0].isupper() or word[0].islower()]
    return not cased or sum(letter.islower() for letter in cased) >= share * len(cased)
