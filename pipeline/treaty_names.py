"""Finds the phrases of a text that may refer to a treaty or another paper, and takes them apart.

Nothing is decided here: a :class:`Reference` says of "the 2001 friendship pact between China and Russia" which names,
states and year it has. :mod:`pipeline.treaty_rules` decides which instrument it is.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from pipeline.annotation import Extent
from pipeline.treaty_lexicon import Lexicon, Name
from pipeline.treaty_surroundings import Determiner, read_after, read_before

Noun = Literal["treaty", "paper", "other"]
"""What the head says: a treaty; a paper that may be one ("document"); a paper that is none ("joint statement")."""

_OPENING = "\"'\u201c\u2018"
_CLOSING = "\"'\u201d\u2019"
_NO_TREATY = re.compile(
    r"[\s-]+(?:organi[sz]ations?|"  # the North Atlantic Treaty Organization is a body
    r"ports?|powers?|all(?:y|ies)|"  # a town or state that has one
    r"clauses?|obligations?|law|bod(?:y|ies))\b",  # of some treaty or of all
    re.IGNORECASE,
)
# A paper that nobody signs or issues ("in a written statement", "the rule of law") is not what "the document" means.
_IS_SIGNED = re.compile(
    r"\b(?:joint|sign|adopt|issu|endors|approv|initial|ink|publish|releas|conclud|draft|agreed\s+(?:on|to)\s+an?\b)",
    re.IGNORECASE,
)
_ABBREVIATION = re.compile(
    r"\s*[(\[](?:(?:herein|here|hence)(?:after|forth)\s*,?\s*)?(?:(?:or|known as|referred to as|called|the)\s+)*"
    r"[\"\u201c]?(?P<short>[A-Z][A-Za-z&]{0,8}[A-Z])[\"\u201d]?[)\]]"
)


SENTENCE_REACH = 600
"""How much of a sentence is read to either side, in characters: text without full stops must not take for ever."""


@dataclass(frozen=True, slots=True)
class Reference:
    """A noun phrase that may mean a treaty or another paper, without its determiner."""

    start: int
    end: int
    noun: Noun
    sentence: int
    """Number of its sentence."""
    head: str = ""
    """The noun, case-folded; empty for a proper name without one."""
    determiner: Determiner = ""
    names: tuple[Name, ...] = ()
    states: frozenset[str] = frozenset()
    year: int | None = None
    """The year of signature that it gives."""
    foreign: bool = False
    """True if words in it belong to an instrument that is not looked for."""
    vague: bool = False
    """True if an unknown word describes the noun ("the naval treaty")."""
    stands_for: int | None = None
    """For an abbreviation, the start of the name behind which it was introduced."""


@dataclass(frozen=True, slots=True)
class _Core:
    """A name, or a noun alone, before its surroundings are read."""

    start: int
    end: int
    noun: Noun
    head: str = ""
    names: tuple[Name, ...] = ()
    foreign: bool = False


def find_references(text: str, sentences: Sequence[Extent], lexicon: Lexicon) -> tuple[Reference, ...]:
    """All references of a text in order, none overlapping another."""
    bounds = sentences or ((0, len(text)),)
    starts = [start for start, _ in bounds]
    found: list[Reference] = []
    for core in _cores(text, lexicon):
        number = max(0, bisect_right(starts, core.start) - 1)
        sentence_start, sentence_end = bounds[number]
        floor = max(sentence_start, found[-1].end if found else 0, core.start - SENTENCE_REACH)
        ceiling = max(core.end, min(sentence_end, core.end + SENTENCE_REACH))
        if found and core.start < found[-1].end:
            continue
        found += _read(text, core, (floor, ceiling), number, lexicon)
    return _with_abbreviations(text, found, starts)


def _cores(text: str, lexicon: Lexicon) -> list[_Core]:
    if not lexicon.heads.search(text) and not lexicon.has_bare_names:
        return []
    named = _longest([*_name_cores(text, lexicon), *_near_cores(text, lexicon)])
    extents = sorted((core.start, core.end) for core in named)
    nouns = (core for core in _noun_cores(text, lexicon) if not _inside(core.start, extents))
    return sorted([*named, *nouns], key=lambda core: core.start)


def _name_cores(text: str, lexicon: Lexicon) -> Iterator[_Core]:
    for matcher in lexicon.names:
        for match in matcher.regex.finditer(text):
            head = lexicon.heads.search(match.group())
            noun = head.group().casefold() if head else ""
            yield _Core(match.start(), match.end(), "treaty", noun, (matcher.name,))


def _near_cores(text: str, lexicon: Lexicon) -> Iterator[_Core]:
    for match in lexicon.near_names.finditer(text):
        # After "the UN Charter", "the treaty" is still the one before.
        noun: Noun = "other" if lexicon.other_papers.search(match.group()) else "treaty"
        yield _Core(match.start(), match.end(), noun, foreign=True)


def _noun_cores(text: str, lexicon: Lexicon) -> Iterator[_Core]:
    for match in lexicon.heads.finditer(text):
        if not _NO_TREATY.match(text, match.end()):
            noun: Noun = "treaty" if match["treaty"] else "paper"
            yield _Core(match.start(), match.end(), noun, match.group().casefold())
    for match in lexicon.other_papers.finditer(text):
        yield _Core(match.start(), match.end(), "other", match.group().casefold())


def _longest(cores: Iterable[_Core]) -> list[_Core]:
    """Of overlapping names the longest. Instruments whose names it covers stay possible: theirs may be the same."""
    kept: list[_Core] = []
    for core in sorted(cores, key=lambda core: (core.start - core.end, core.foreign)):
        over = next((i for i, other in enumerate(kept) if other.start < core.end and core.start < other.end), None)
        if over is None:
            kept.append(core)
        else:
            known = {name.instrument for name in kept[over].names}
            more = tuple(name for name in core.names if name.instrument not in known)
            kept[over] = replace(kept[over], names=kept[over].names + more)
    return kept


def _inside(position: int, extents: Sequence[Extent]) -> bool:
    """Whether one of some sorted extents that do not overlap holds the position."""
    i = bisect_right(extents, position, key=lambda extent: extent[0]) - 1
    return i >= 0 and position < extents[i][1]


def _read(text: str, core: _Core, bounds: Extent, sentence: int, lexicon: Lexicon) -> Iterator[Reference]:
    floor, ceiling = bounds
    if core.noun == "other" and not core.foreign and not _IS_SIGNED.search(text, floor, ceiling):
        return
    before = read_before(text, core.start, floor, lexicon)
    after = read_after(text, before.start, core.end, ceiling, lexicon, named=bool(core.names))
    yield Reference(
        start=_without_lone_quote(text, before.start, after.end),
        end=after.end,
        noun=core.noun,
        sentence=sentence,
        head=core.head,
        determiner=before.determiner,
        names=core.names,
        states=before.states | after.states,
        year=before.year or after.year,
        foreign=core.foreign or before.foreign or after.foreign,
        vague=before.vague,
    )


def _without_lone_quote(text: str, start: int, end: int) -> int:
    """The start of a phrase, moved behind an opening quotation mark that is not closed in it."""
    lone = text[start] in _OPENING and not any(mark in text[start + 1 : end] for mark in _CLOSING)
    return start + 1 if lone else start


def _with_abbreviations(text: str, found: list[Reference], starts: Sequence[int]) -> tuple[Reference, ...]:
    """The references, and the places where an abbreviation stands for one that was introduced with it in brackets."""
    short = {match["short"]: reference for reference in found if (match := _introduced(text, reference))}
    if not short:
        return tuple(found)
    extents = [(reference.start, reference.end) for reference in found]
    regex = re.compile(rf"\b(?:{'|'.join(map(re.escape, short))})\b")
    for match in regex.finditer(text, min(reference.end for reference in short.values())):
        name = short[match.group()]
        if not _inside(match.start(), extents):
            number = max(0, bisect_right(starts, match.start()) - 1)
            found.append(Reference(match.start(), match.end(), "treaty", number, stands_for=name.start))
    return tuple(sorted(found, key=lambda reference: reference.start))


def _introduced(text: str, reference: Reference) -> re.Match[str] | None:
    """An abbreviation in brackets behind a name of several words, made of initials of the name in their order."""
    if reference.noun == "other":
        return None
    match = _ABBREVIATION.match(text, reference.end)
    initials = iter(re.findall(r"\b\w", text[reference.start : reference.end].casefold()))
    return match if match and all(letter in initials for letter in match["short"].casefold() if letter != "&") else None
