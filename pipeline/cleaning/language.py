"""The language of a text."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

import py3langid

_WORD = re.compile(r"[^\W\d_]+")

_SAMPLE = 20_000
"""Characters that decide; more change nothing."""

_ENOUGH_WORDS = 12
"""With fewer words the statistics guess wildly."""


def detect(text: str) -> str | None:
    """ISO 639-1 code of the language a text is mostly written in; None without a letter.

    Of very short texts in plain Latin letters nothing can be said for certain: they count as English, the language of
    the corpus.

    >>> detect("Really?"), detect("中国外交部发言人表示，双方同意延长条约。"), detect("2021")
    ('en', 'zh', None)
    """
    sample = text[:_SAMPLE]
    words = _WORD.findall(sample)
    if not words:
        return None
    if len(words) < _ENOUGH_WORDS and main_script(sample) == "LATIN" and sample.isascii():
        return "en"
    code: str = py3langid.classify(sample)[0]
    return code


def main_script(text: str) -> str:
    """The script most letters belong to, by its Unicode name ("LATIN", "CYRILLIC", "CJK"); empty without letters."""
    counts = script_counts(text)
    return max(counts, key=lambda script: (counts[script], script)) if counts else ""


def script_counts(text: str) -> dict[str, int]:
    """How many letters of each script a text has. Japanese and Chinese count as one script."""
    letters = Counter(character for character in text if character.isalpha())
    counts: Counter[str] = Counter()
    for letter, number in letters.items():
        counts[_script(letter)] += number
    return dict(counts)


def _script(letter: str) -> str:
    name = unicodedata.name(letter, "UNKNOWN").replace("-", " ").split(" ", 1)[0]
    return "CJK" if name in ("HIRAGANA", "KATAKANA", "HALFWIDTH") else name
