"""The language of a text."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

import py3langid

from pipeline.cleaning.document import Line
from pipeline.cleaning.words import word_list

_WORD = re.compile(r"[^\W\d_]+")

ENGLISH = "en"

_SAMPLE = 5_000
"""Characters that decide; more change nothing."""

_FUNCTION_WORDS = word_list("languages", "english")

_PARAGRAPH_WORDS = 20
"""Words from which a paragraph's language is told apart from that of its text; a list of names has none."""

_ENGLISH_SHARE, _FOREIGN_SHARE = 0.25, 0.05
"""Shares of English function words from which a text is English, and below which a paragraph may be foreign: English
prose has 0.3 and more, that of its neighbours 0.15 at most. The statistics decide what lies between."""

_ENOUGH_WORDS = 12
"""With fewer words the statistics guess wildly."""


def detect(text: str) -> str | None:
    """ISO 639-1 code of the language a text is mostly written in; None without a letter.

    Of very short texts in plain Latin letters nothing can be said for certain: they count as English, the language of
    the corpus.

    >>> detect("Really?"), detect("中国外交部发言人表示，双方同意延长条约。"), detect("2021")
    ('en', 'zh', None)
    """
    return _language(text[:_SAMPLE])


# A document is asked for twice: before foreign paragraphs are looked for, and after, with the same text most often.
@lru_cache(maxsize=8)
def _language(sample: str) -> str | None:
    words = _WORD.findall(sample)
    if not words:
        return None
    if len(words) < _ENOUGH_WORDS and main_script(sample) == "LATIN" and sample.isascii():
        return ENGLISH
    if function_share(words) >= _ENGLISH_SHARE:
        return ENGLISH
    code: str = py3langid.classify(sample)[0]
    return code


def without_foreign(lines: Sequence[Line]) -> tuple[Line, ...]:
    """In an English text, mark the paragraphs that are plainly in another language: "other_language:fr"."""
    if detect("\n\n".join(line.text for line in lines if line.kind is None)) != ENGLISH:
        return tuple(lines)
    return tuple(_named(line) if line.kind is None else line for line in lines)


def _named(line: Line) -> Line:
    language = _foreign_language(line.text)
    return Line(line.text, f"other_language:{language}") if language else line


def _foreign_language(paragraph: str) -> str | None:
    """The language of a paragraph that is plainly not English; None of any other."""
    words = _WORD.findall(paragraph)
    if len(words) < _PARAGRAPH_WORDS or function_share(words) >= _FOREIGN_SHARE:
        return None
    language = detect(paragraph)
    return None if language == ENGLISH else language


def function_share(words: Sequence[str]) -> float:
    """Share of English function words among words."""
    return sum(word.lower() in _FUNCTION_WORDS for word in words) / len(words)


def main_script(text: str) -> str:
    """The script most letters belong to, by its Unicode name ("LATIN", "CYRILLIC", "CJK"); empty without letters."""
    counts = script_counts(text)
    return max(counts, key=lambda script: (counts[script], script)) if counts else ""


def script_counts(text: str) -> dict[str, int]:
    """How many letters of each script a text has. Japanese and Chinese count as one script."""
    if text.isascii():
        latin = sum(map(str.isalpha, text))
        return {"LATIN": latin} if latin else {}
    letters = Counter(filter(str.isalpha, text))
    counts: Counter[str] = Counter()
    for letter, number in letters.items():
        counts[_script(letter)] += number
    return dict(counts)


@lru_cache(maxsize=4096)
def _script(letter: str) -> str:
    name = unicodedata.name(letter, "UNKNOWN").replace("-", " ").split(" ", 1)[0]
    return "CJK" if name in ("HIRAGANA", "KATAKANA", "HALFWIDTH") else name
