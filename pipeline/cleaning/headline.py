"""Which of the lines above the body is the headline."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.cleaning.line_form import in_small_letters, words
from pipeline.cleaning.publisher import is_outlet

_STEM = 5
"""Letters by which two words count as the same: visit, visits, visiting."""

_LONG_WORD = 4

_SENTENCE_WORDS = 8

_SITE_WORDS = 12
"""Most words that the name of a site has; ministries have long ones."""

_SURE = 1.5
"""Score of a line of a headline's length that is a sentence, or has half of its long words in common with the body."""


def choose(candidates: Sequence[tuple[int, str]], body: Sequence[str], *, among_teasers: bool = False) -> int | None:
    """The index of the headline among lines given with their indices; None if none will do.

    A headline speaks of what the body speaks of, is longer than a menu entry, and is not the name of the site. The
    first such line wins, for second headlines and captions stand below it. Failing that, or where headlines of other
    articles stand above it, the likeliest line nearest the body.
    """
    known = stems(" ".join(body))
    scored = [(_score(line, known), index, line) for index, line in candidates if len(words(line)) > 1]
    if not scored:
        return None
    sure = (index for score, index, line in scored if score >= _SURE and not _is_site(line))
    likeliest = max(scored)[1]
    return likeliest if among_teasers else next(sure, likeliest)


def _is_site(line: str) -> bool:
    return len(words(line)) <= _SITE_WORDS and is_outlet(line) and not in_small_letters(line, 0.45)


def same(line: str, title: str) -> bool:
    """True if a line is the title again, whatever its case and marks."""
    return _plain(line) == _plain(title)


def _score(line: str, body_stems: frozenset[str]) -> float:
    length = len(words(line))
    own = stems(line)
    shared = len(own & body_stems) / len(own) if own else 0.0
    fitting = 1.0 if 5 <= length <= 30 else 0.5 if 3 <= length <= 40 else 0.0
    # No menu has so many words, most of them in small letters.
    sentence = 0.5 if length >= _SENTENCE_WORDS and in_small_letters(line) else 0.0
    # Coarse steps, so that a word more or less in common does not outweigh nearness to the body.
    return round(2 * shared) / 2 + fitting + sentence


def stems(text: str) -> frozenset[str]:
    """The long words of a text, cut to where their endings begin."""
    return frozenset(word[:_STEM].lower() for word in words(text) if len(word) >= _LONG_WORD or ord(word[0]) > 0x2E80)


def _plain(text: str) -> str:
    return re.sub(r"\W+", " ", text).strip().casefold()
