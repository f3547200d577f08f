"""Lines to paragraphs: hard-wrapped lines are joined, words cut at a line end are mended."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from pipeline.cleaning.characters import fold
from pipeline.cleaning.words import word_list

_BLANK_LINES = re.compile(r"\n(?:[^\S\n]*\n)+")
_SENTENCE_END = re.compile(r"""[.!?…:;。！？][\s"'”’»)\]]*$""")
_SMALL = "a-zà-öø-ÿāăąćčďđēęěğīįķļłńňōőœřśşšťūůűųźżžα-ωά-ώа-џґ"
_GOES_ON = re.compile(rf"[{_SMALL}][{_SMALL}’'-]*(?:[\s,.;:]|$)")
_CUT_WORD = re.compile(r"(?<![^\W\d_])([^\W\d_]+)-$")
_FIRST_WORD = re.compile(r"[a-zà-öø-ÿ]+")
_CUT_AT_LINE_END = re.compile(r"(?<!\w)\w++-[^\S\n]*\n\s*\w+")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")

# "of the year.Storm closes airports", "he said.”The"
_SENTENCE_SEAM = re.compile(
    r"(?<=[a-z]{2}[.!?])(?=[\"“‘]?[A-Z][a-z]{2})|(?<=[a-z]{2}[.!?][\"”’])(?=[\"“‘]?[A-Z][a-z]{2})"
)
_WORD_SEAM = re.compile(r"(?<=[a-z\d]{2})(?=[A-Z][a-z]{2})|(?<=[a-z][)\]])(?=[A-Z][a-z]{2})")
_SEAMS, _MANY_SEAMS, _WORDS_BETWEEN = 3, 8, 5
"""A line of this many seams is several texts if it has few words for each, and one of that many however long it is;
"YouTube" and "McDonald" have one each."""

_COMPOUND_STARTS = word_list("hyphens", "compound_starts")

WIDEST_WRAP, NARROWEST_WRAP = 120, 40
"""Between these line lengths, in characters, text counts as wrapped by hand or by a mailer."""

_FULL_LINES = 2


@dataclass(frozen=True, slots=True)
class _Wrapping:
    """How a text is broken into lines: at most ``width`` characters (0: it is not wrapped), and the words it uses."""

    width: int
    vocabulary: frozenset[str]


def paragraphs(text: str) -> list[str]:
    r"""Split text into paragraphs, each on one line with its white space folded.

    A blank line always ends a paragraph. A single line end does not where the sentence plainly goes on in the next
    line, or where the text is wrapped and the next word would not have fitted; otherwise it ends one too, so that
    headings and paragraphs set without blank lines are never glued together.

    >>> paragraphs("A heading\nIt was agreed to\ncoop-\nerate.\n\nEnd.")
    ['A heading', 'It was agreed to cooperate.', 'End.']
    """
    blocks = [[fold(line) for line in block.split("\n") if line.strip()] for block in _BLANK_LINES.split(text)]
    whole_words = _WORD.findall(_CUT_AT_LINE_END.sub(" ", text))
    wrapping = _Wrapping(_wrap_width(blocks), frozenset(word.lower() for word in whole_words))
    return [paragraph for block in blocks for paragraph in _join(block, wrapping)]


def unseam(text: str) -> str:
    r"""Part texts that a dump has set one behind the other with nothing between them.

    A sentence ends where a capital stands right behind its full stop; in a line with several seams, words part too.

    >>> unseam("HomeWorldSportAbout\nThey met.The talks go on at McDonald's.")
    "Home\nWorld\nSport\nAbout\nThey met.\nThe talks go on at McDonald's."
    """
    lines = _SENTENCE_SEAM.sub("\n", text).split("\n")
    return "\n".join(_WORD_SEAM.sub("\n", line) if _is_seamed(line) else line for line in lines)


def _is_seamed(line: str) -> bool:
    seams = len(_WORD_SEAM.findall(line))
    return seams >= _SEAMS and (seams >= _MANY_SEAMS or seams * _WORDS_BETWEEN > len(line.split()))


def _wrap_width(blocks: list[list[str]]) -> int:
    """The width at which a text is hard-wrapped, 0 if it is not: long lines, or lines that end with their sentences."""
    lines = [line for block in blocks for line in block]
    broken = [line for block in blocks for line in block[:-1]]
    width = max((len(line) for line in broken), default=0)
    if len(blocks) < 2 or any(len(line) > WIDEST_WRAP for line in lines) or width < NARROWEST_WRAP:
        return 0
    within_sentence = sum(_SENTENCE_END.search(line) is None for line in broken)
    breaks = (each for block in blocks for each in pairwise(block))
    full = [line for line, following in breaks if _is_full(line, following, width)]
    # The longest line is always full, which shows nothing in a text with other breaks.
    enough = len(full) > _FULL_LINES and 2 * sum(map(len, full)) > sum(map(len, broken))
    return width if within_sentence * 2 > len(broken) and (enough or len(full) == len(broken)) else 0


def _is_full(line: str, following: str, width: int) -> bool:
    """True if the first word of the following line would not have fitted: a paragraph's last line is seldom full."""
    return len(line) + 1 + len(following.split(" ", 1)[0]) > width


def _join(lines: Iterable[str], wrapping: _Wrapping) -> list[str]:
    joined: list[list[str]] = []
    last_line = ""
    for line in lines:
        if joined and _is_wrap(last_line, line, wrapping.width):
            _glue(joined[-1], line, wrapping.vocabulary)
        else:
            joined.append([line])
        last_line = line
    return ["".join(pieces) for pieces in joined]


def _is_wrap(line: str, following: str, width: int) -> bool:
    if _SENTENCE_END.search(line) is None and _GOES_ON.match(following):
        return True
    return width > 0 and _is_full(line, following, width)


def _glue(pieces: list[str], following: str, vocabulary: frozenset[str]) -> None:
    """Add a line to the pieces of a paragraph, and mend the word that is cut between them."""
    cut, rest = _CUT_WORD.search(pieces[-1]), _FIRST_WORD.match(following)
    if cut is None or rest is None:
        pieces.append(" ")
    elif not _is_compound(cut[1].lower(), rest[0], vocabulary):
        pieces[-1] = pieces[-1][:-1]
    pieces.append(following)


def _is_compound(first: str, second: str, vocabulary: frozenset[str]) -> bool:
    """True if the hyphen belongs to the word, as in "good-neighbourly", and was not put in at the line end."""
    if first + second in vocabulary:
        return False
    return f"{first}-{second}" in vocabulary or first in _COMPOUND_STARTS or {first, second} <= vocabulary
