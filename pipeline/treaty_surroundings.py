"""Reads what stands before and behind a treaty's name or noun: whose treaty it is, of which year, on what.

Before the noun every word is judged by the first rule that knows it; behind it stand a few fixed turns of phrase. All
positions are in characters of the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from pipeline.treaty_lexicon import Lexicon

Determiner = Literal["", "definite", "indefinite"]
"""Empty where there is none, as in headlines and after "its name:"."""

_REACH = 100
_TOKEN = re.compile(r"\S+")
_QUOTES = "\"'\u201c\u201d\u2018\u2019"
_ENDS_PHRASE = tuple(",;:)]\u2014")
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d")
_AGE = re.compile(r"[\w-]*(?:year|decade)s?(?:[-\u2010-\u2013](?:old|long))?", re.IGNORECASE)
_OWNER = re.compile(r"\w['\u2019]s?$|s['\u2019]$")
_DETERMINERS: dict[str, Determiner] = {
    **dict.fromkeys(("the", "this", "that", "such", "their", "its", "our", "his", "her", "your", "my"), "definite"),
    **dict.fromkeys(("a", "an", "any", "every", "no", "some", "each", "one"), "indefinite"),
}


@dataclass(frozen=True, slots=True)
class Before:
    """What the words before a noun say. `start` is where the phrase begins, its determiner left out."""

    start: int
    determiner: Determiner = ""
    states: frozenset[str] = frozenset()
    year: int | None = None
    foreign: bool = False
    vague: bool = False
    done: bool = False


@dataclass(frozen=True, slots=True)
class After:
    """What the words behind a noun say. `end` is where the phrase ends, with the states it is between."""

    end: int
    states: frozenset[str] = frozenset()
    year: int | None = None
    foreign: bool = False


@dataclass(frozen=True, slots=True)
class _Word:
    start: int
    plain: str
    states: frozenset[str]
    owner: bool
    first: bool
    """True at the start of a sentence, where a capital letter tells nothing."""

    @property
    def folded(self) -> str:
        return self.plain.casefold()


def read_before(text: str, start: int, floor: int, lexicon: Lexicon) -> Before:
    """Walk back from `start`, not beyond `floor`, to the determiner or the first word that is no part of the phrase."""
    before = Before(start)
    words = list(_words_back(text, start, floor, lexicon))
    for i, word in enumerate(words):
        steps = (rule(word, before, lexicon) for rule in _WORD_RULES)
        taken = next((step for step in steps if step), None)
        if taken is None:
            # "the naval treaty" has an unknown word inside; "extended the life of treaty" ends with "of".
            return replace(before, vague=any(later.folded in _DETERMINERS for later in words[i + 1 : i + 2]))
        before = taken
        if before.done:
            break
    return before


def _words_back(text: str, start: int, floor: int, lexicon: Lexicon) -> Iterator[_Word]:
    reach = max(floor, start - _REACH)
    tokens = [match for match in _TOKEN.finditer(text, reach, start) if match.start() == floor or match.start() > reach]
    states = list(lexicon.state.finditer(text, reach, start))
    for token in reversed(tokens):
        if token.group().rstrip(_QUOTES).endswith(_ENDS_PHRASE):
            return
        inside = [state for state in states if state.start() < token.end() and token.start() < state.end()]
        owner = bool(_OWNER.search(token.group())) and all(state.end() < token.end() for state in inside)
        if token.end() < start:
            yield _Word(
                start=token.start(),
                plain=token.group().strip(_QUOTES),
                states=frozenset(map(lexicon.state_meant, inside)),
                owner=owner,
                first=token.start() == floor,
            )


def _determiner(word: _Word, before: Before, _: Lexicon) -> Before | None:
    known = _DETERMINERS.get(word.folded)
    return replace(before, determiner=known, done=True) if known else None


def _owner(word: _Word, before: Before, _: Lexicon) -> Before | None:
    if not word.owner:
        return None
    return replace(before, determiner="definite", states=before.states | word.states, done=True)


def _compound_of_states(word: _Word, before: Before, lexicon: Lexicon) -> Before | None:
    states = lexicon.states_of_compound(word.plain)
    return replace(before, start=word.start, states=before.states | states) if states else None


def _state(word: _Word, before: Before, _: Lexicon) -> Before | None:
    return replace(before, start=word.start, states=before.states | word.states) if word.states else None


def _year(word: _Word, before: Before, _: Lexicon) -> Before | None:
    return replace(before, start=word.start, year=int(word.plain)) if _YEAR.fullmatch(word.plain) else None


def _neutral(word: _Word, before: Before, lexicon: Lexicon) -> Before | None:
    neutral = word.folded in lexicon.neutral or _AGE.fullmatch(word.plain)
    return replace(before, start=word.start) if neutral else None


def _topic(word: _Word, before: Before, lexicon: Lexicon) -> Before | None:
    return replace(before, start=word.start, foreign=True) if word.folded in lexicon.topics else None


def _proper_name(word: _Word, before: Before, _: Lexicon) -> Before | None:
    proper = word.plain[:1].isupper() and not word.first
    return replace(before, start=word.start, foreign=True) if proper else None


_WORD_RULES = (
    _determiner,  # first: "its" and "that" are never anything else here
    _owner,  # before the states: "China's" ends the phrase, "China" does not
    _compound_of_states,  # before single states, which see only a part of "sino-russian"
    _state,
    _year,
    _neutral,  # before topics, so that a user can make "new" neutral for his instrument
    _topic,
    _proper_name,  # last: whatever else is written with a capital is the name of another treaty
)

_YEARS = r"(?:1[5-9]|20)\d\d"
_SIGNED = re.compile(
    r",?\s+(?:(?:which|that)\s+[^,.;]{0,40}?|(?:was|were|first|originally|to\s+be)\s+){0,3}"
    rf"(?:signed|concluded|inked|sealed|struck)\b[^.;\n]{{0,80}}?\b(?P<year>{_YEARS})\b",
    re.IGNORECASE,
)
# "signed a treaty in 2002": the verb before, the year behind.
_SIGNING = re.compile(r"\b(?:signed|concluded|inked)\s+(?:the|an?|their|its|this)\s*[\"'\u201c]?$", re.IGNORECASE)
_IN_YEAR = re.compile(rf"[^.;,\n]{{0,40}}?\s+(?:in|on)\s+(?:[\w,]+\s+){{0,3}}(?P<year>{_YEARS})\b", re.IGNORECASE)
_OF_YEAR = re.compile(
    rf"\s+(?:\((?P<brackets>{_YEARS})\)|"  # the treaty (2001)
    rf"(?:of|from)\s+(?:\d\d?\s+)?(?:[A-Z][a-z]+\s+)?(?:\d\d?,?\s+)?(?P<plain>{_YEARS})\b)"  # of July 16, 2001
)
_TOPIC = re.compile(
    r"\s+(?:(?:on|against)\s+(?:the\s+)?(?P<lower>[a-z][\w-]+)|"  # a treaty on extradition
    r"(?:on|of|for)\s+(?:the\s+)?(?P<title>[A-Z][\w-]+)|"  # the Treaty of Nerchinsk
    r"(?P<verb>banning|limiting|prohibiting|governing|regulating|curbing|outlawing)\b)"  # a treaty limiting warheads
)
# What follows "on" and "of" without being the topic: days, months, spans of time, manners.
_NO_TOPIC = re.compile(
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|january|february|march|april|may|june|july|august|september|october|"
    r"november|december|time|schedule|track|basis|terms|behalf|equal|mutual|its|their|his|her|our|an?|this|that|what|"
    r"which|it|us|them|all|both|good.*|friend.*|co-?operat.*|lasting|top|paper|hand|show|display|ice|hold",
    re.IGNORECASE,
)
_LONGER = re.compile(
    r"\s*(?:,\s*and\b|,|\band\b|&)\s*(?:of\s+)?(?P<word>[\w-]+)|"  # ", Alliance and Mutual Assistance"
    r"\s+in\s+(?P<region>[A-Z][a-z]+(?:east|west)?\s+(?:Asia|Africa|Europe|America))\b"  # "in Southeast Asia"
)


def read_after(text: str, start: int, end: int, ceiling: int, lexicon: Lexicon, *, named: bool) -> After:
    """What follows a phrase, not beyond `ceiling`; `named` tells that a name ends there, which might be longer."""
    states = _states_after(text, end, ceiling, lexicon)
    extent = states.end
    year = _SIGNED.match(text, extent, ceiling) or _OF_YEAR.match(text, extent, ceiling)
    if not year and _SIGNING.search(text[max(0, start - _REACH) : start]):
        year = _IN_YEAR.match(text, extent, ceiling)
    found = next((value for value in year.groups() if value), None) if year else None
    return After(
        end=extent,
        states=states.states,
        year=int(found) if found else None,
        foreign=(named and _longer(text, end, ceiling, lexicon)) or _on_topic(text, extent, ceiling, lexicon),
    )


def _states_after(text: str, end: int, ceiling: int, lexicon: Lexicon) -> After:
    match = lexicon.between.match(text, end, ceiling)
    if not match:
        return After(end)
    # "signed last month by China and Russia" tells whose treaty it is and is no part of the phrase.
    extent = end if match["signed"] else match.end()
    return After(extent, lexicon.states_in(match["states"]))


def _longer(text: str, end: int, ceiling: int, lexicon: Lexicon) -> bool:
    match = _LONGER.match(text, end, ceiling)
    return match is not None and (bool(match["region"]) or match["word"].casefold() in lexicon.longer)


def _on_topic(text: str, end: int, ceiling: int, lexicon: Lexicon) -> bool:
    match = _TOPIC.match(text, end, ceiling)
    if not match:
        return False
    if match["verb"]:
        return True
    topic = match["lower"] or match["title"]
    return not (_NO_TOPIC.fullmatch(topic) or lexicon.state.match(text, match.start(match.lastgroup or 0)))
