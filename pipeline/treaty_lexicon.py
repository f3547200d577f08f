"""The regular expressions and look-up tables that stand for a set of instruments. Built once, used for every text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from pipeline.annotation import MentionForm
from pipeline.instruments import Instrument, InstrumentSet, Needs, State

_PIECES = re.compile(r"[-\u2010-\u2013/]")


class Name(NamedTuple):
    """That some words are a name of an instrument, and what they need beside them to count."""

    instrument: str
    needs: Needs
    form: MentionForm


@dataclass(frozen=True, slots=True)
class NameMatcher:
    """One name of one instrument, in all its spellings."""

    name: Name
    regex: re.Pattern[str]


@dataclass(frozen=True)
class Lexicon:
    """What a set of instruments comes to, ready for matching."""

    instruments: Mapping[str, Instrument]
    names: tuple[NameMatcher, ...]
    near_names: re.Pattern[str]
    heads: re.Pattern[str]
    """The nouns that head a mention; the group ``treaty`` or ``paper`` took part."""
    other_papers: re.Pattern[str]
    state: re.Pattern[str]
    between: re.Pattern[str]
    """Behind a noun: the states that it is between. The group ``signed`` took part if a verb stands before them."""
    state_of: Mapping[str, str]
    """Id of the state by any word for it, case-folded."""
    weak_states: frozenset[str]
    """Words for a state that may be no more than a place or a person: its capital, its leader."""
    neutral: frozenset[str]
    topics: frozenset[str]
    longer: frozenset[str]

    @property
    def has_bare_names(self) -> bool:
        """Whether some name needs nothing beside it, and so perhaps not even the word "treaty"."""
        return any(matcher.name.needs == "nothing" for matcher in self.names)

    def states_in(self, text: str) -> frozenset[str]:
        """The states whose words stand in a short text, capitals among them."""
        return frozenset(self.state_meant(match) for match in self.state.finditer(text))

    def state_meant(self, match: re.Match[str]) -> str:
        """The id of the state that a match of :attr:`state` speaks of."""
        return self.state_of[_folded_form(match.group())]

    def is_weak(self, match: re.Match[str]) -> bool:
        """Whether a match of :attr:`state` may be no more than a place or a person."""
        return _folded_form(match.group()) in self.weak_states

    def states_of_compound(self, word: str) -> frozenset[str]:
        """The states of "Sino-Russian" or "china-russia"; none unless every piece is a state and there are two."""
        pieces = [piece.casefold() for piece in _PIECES.split(word)]
        if len(pieces) < 2 or not all(piece in self.state_of for piece in pieces):
            return frozenset()
        return frozenset(self.state_of[piece] for piece in pieces)


@lru_cache(maxsize=8)
def compile_lexicon(instruments: InstrumentSet) -> Lexicon:
    """The lexicon of a checked set of instruments."""
    state_of = {_folded_form(form): state.id for state in instruments.states for form in _forms(state)}
    places = (place for instrument in instruments.instruments for place in instrument.places)
    nouns = instruments.nouns
    state = _state_regex(instruments.states)
    return Lexicon(
        instruments={instrument.id: instrument for instrument in instruments.instruments},
        names=tuple(_matchers(instruments)),
        near_names=_whole_words(map(instruments.expand, instruments.near_miss.names)),
        heads=re.compile(
            rf"\b(?:(?P<treaty>{_any_of(nouns.treaty)})|(?P<paper>{_any_of(nouns.paper)}))\b", re.IGNORECASE
        ),
        other_papers=_whole_words(map(re.escape, nouns.other)),
        state=state,
        between=_between_regex(state.pattern),
        state_of=state_of,
        weak_states=frozenset(
            _folded_form(form) for state in instruments.states for form in state.capitals + state.leaders
        ),
        neutral=_folded([*instruments.words.neutral, *places]),
        topics=_folded(instruments.near_miss.topics),
        longer=_folded(instruments.near_miss.longer),
    )


def _forms(state: State) -> tuple[str, ...]:
    return state.names + state.demonyms + state.capitals + state.prefixes + state.leaders


def _folded_form(form: str) -> str:
    return form.casefold().replace("\u2019", "'")


def _matchers(instruments: InstrumentSet) -> Iterable[NameMatcher]:
    for instrument in instruments.instruments:
        for name in instrument.names:
            # Not joined into one expression, which would take the first name that fits instead of the longest.
            bears = Name(instrument.id, name.needs, name.form)
            yield NameMatcher(bears, _whole_words([instruments.expand(name.pattern)]))


def _any_of(words: Iterable[str]) -> str:
    """An alternation of plain words; one that never matches if there are none."""
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True))) or r"(?!)"


def _whole_words(patterns: Iterable[str]) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(patterns) or '(?!)'})\b", re.IGNORECASE)


def _state_regex(states: Iterable[State]) -> re.Pattern[str]:
    # As written or in capitals only: "turkey", "polish" and "us" in small letters are no states.
    forms = {spelling for state in states for form in _forms(state) for spelling in (form, form.upper())}
    alternatives = _any_of(forms).replace("'", "['\u2019]")
    # The look ahead for a capital spares most words the long list. No \b at the end, which "U.S." could not meet.
    return re.compile(rf"\b(?=[^\Wa-z\d_])(?:{alternatives})(?!\w)")


def _between_regex(state: str) -> re.Pattern[str]:
    one = rf"(?:the\s+)?{state}"
    return re.compile(
        r"\s+(?P<signed>,?\s*(?:signed|concluded|reached|sealed|inked|struck|that\s+\w+\s+signed)\s+[^,.;\n]{0,40}?)?"
        r"(?i:between|with|by|of|among|binding|linking)\s+"
        r"(?:(?:the\s+)?(?:leaders|presidents|heads\s+of\s+state|governments)\s+of\s+)?"
        rf"(?P<states>{one}(?:(?:\s*,\s*(?:and\s+)?|\s+and\s+|\s*[-\u2010-\u2013]\s*){one})*)"
    )


def _folded(words: Iterable[str]) -> frozenset[str]:
    return frozenset(word.casefold() for word in words)
