"""Which lines read like prose, and which are in a script that the article is not in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from pipeline.cleaning.document import Line
from pipeline.cleaning.language import main_script, script_counts
from pipeline.cleaning.line_form import ends_sentence, in_small_letters, words

_PROSE_WORDS = 8
"""Words from which a line with a full stop counts as prose."""

_LONG_PROSE_WORDS = 25
"""Words from which a line counts as prose though it has no full stop."""

_QUESTION_HEADLINE_WORDS = 20

TURN = re.compile(r"(?:Q|A|Question|Answer|[A-Z][\w.’'-]+(?: [A-Z][\w.’'-]+){0,4})\s*[:：]\s*\S")
# A full stop within the line, not that of an initial or a short title.
_SENTENCE_WITHIN = re.compile(r"\b[a-z]{2,}[.!?][\"'”’)]* [\"'“‘(]*[A-Z]")

# A run of letters that are not Latin behind the end of a sentence.
_NOT_LATIN_BACKWARDS = re.compile(r"[^a-zA-Z]{20,}")
_SPAM_START = re.compile(r"(?<=[.!?\"”’)])\s*(?=[^\Wa-zA-Z\d_])")
_SHORTEST_SPAM = 20
"""Characters."""

_LETTERS_IN_SPAM = 4

_LATIN_SHARE = 0.3
"""Share of lines in Latin letters, by length, in the prose from which an article counts as written in them: spam may be
longer than it."""


@lru_cache(maxsize=512)
def is_prose(line: str) -> bool:
    """True if a line reads like a paragraph of an article and not like a menu, a headline or a caption's label."""
    length = len(words(line))
    if length < _PROSE_WORDS or not in_small_letters(line):
        return TURN.match(line) is not None and ends_sentence(line) and length > 2
    if length >= _LONG_PROSE_WORDS or _SENTENCE_WITHIN.search(line):
        return True
    if line.endswith(("?", "!")):
        return length > _QUESTION_HEADLINE_WORDS or any(mark in line[:-1] for mark in (". ", "? ", "! "))
    return ends_sentence(line) or line.endswith((":", ";"))


def mark_other_scripts(lines: Sequence[Line]) -> list[Line]:
    """In an article in Latin letters, mark lines in others: menus in other languages, injected spam."""
    prose = [line.text for line in lines if line.kind is None and is_prose(line.text)]
    # By line: names and products in Latin letters stand in articles in any script.
    latin = sum(len(text) for text in prose if main_script(text) == "LATIN")
    if latin == 0 or latin < _LATIN_SHARE * sum(map(len, prose)):
        return list(lines)
    return [part for line in lines for part in (_spam_parted(line) if line.kind is None else [line])]


def _spam_parted(line: Line) -> list[Line]:
    start = _spam_behind(line.text)
    if start:
        return [*_spam_parted(Line(line.text[:start])), Line(line.text[start:].strip(), "other_script")]
    letters = script_counts(line.text)
    foreign = sum(letters.values()) - letters.get("LATIN", 0)
    return [
        Line(line.text, "other_script") if foreign >= _LETTERS_IN_SPAM and foreign > letters.get("LATIN", 0) else line
    ]


def _spam_behind(text: str) -> int:
    """Where a run of letters in another script begins behind the end of a sentence; 0 if none does."""
    run = None if text.isascii() else _NOT_LATIN_BACKWARDS.match(text[::-1])
    start = _SPAM_START.search(text, len(text) - run.end()) if run else None
    return start.start() if start and len(text) - start.start() >= _SHORTEST_SPAM else 0
