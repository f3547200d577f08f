"""The offices that a text gives to persons: "President Putin", "Wang Yi, the Chinese foreign minister".

They tell whom "the foreign minister" means further on, and become the speaker's role.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from pipeline.annotation import Mention
from pipeline.countries import fold_countries

LONGEST = 120
"""Characters around a name in which its title is looked for."""

_FUNCTION_WORDS = frozenset(
    {"a", "an", "the", "of", "for", "and", "to", "in", "at", "on", "his", "her", "its", "their"}
)
_WORD = re.compile(r"\w+")
_PHRASE = r"(?:[^,.;:()\"“”\n]|(?<=\b[A-Z])\.)"
"""A character of an apposition; a full stop only behind an initial ("U.S.")."""
_CLAUSE = re.compile(
    r"\b(?:is|are|was|were|be|will|would|you|we|i|he|she|they|have|has|had|when|that|if|as|said|says|told)\b",
    re.IGNORECASE,
)
_POSSESSIVE = re.compile(r"['’]s\b")


@dataclass(frozen=True, slots=True)
class Title:
    """An office that the text gives to a person at one place."""

    name: str
    """The person's fullest name in the document."""
    text: str
    """The title as it stands: "Russian Foreign Minister"."""
    start: int
    """First character of the mention of the person."""
    words: frozenset[str]
    """The title's words without case and function words, plurals as they are."""


@cache
def _lists() -> dict[str, list[str]]:
    return tomllib.loads((files("pipeline") / "data" / "titles.toml").read_text("utf-8"))


@cache
def document_nouns() -> frozenset[str]:
    """Nouns that mean something written, which can be a source itself ("the report found")."""
    return frozenset(_lists()["documents"])


@cache
def rank_before_name() -> re.Pattern[str]:
    """Abbreviated ranks and forms of address with what follows up to the name: "Lt. Gen. ", "Dr "."""
    words = "|".join(_lists()["address"] + _lists()["ranks"])
    return re.compile(rf"(?:(?:{words})\.?\s+)+(?=\S)")


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """What stands right before a name, what stands right behind it, and the nouns alone."""
    noun = "|".join(sorted(map(re.escape, _lists()["nouns"]), key=len, reverse=True))
    modifier = "|".join(map(re.escape, _lists()["modifiers"]))
    address = "|".join(_lists()["address"])
    either = rf"(?i:{noun})"
    capital = r"(?:(?:[A-Z]\.)+|[A-Z][\w’'-]*|\d+(?:st|nd|rd|th))"
    before = rf"((?:(?:{capital}|{modifier})[\s-]+|(?:of|for|and|the)\s+(?={capital}|{modifier}|{either}))*{either}"
    of = rf"(?:\s+(?:of|for|to)\s+(?:the\s+)?{capital}(?:\s+(?:(?:of|and)\s+)?{capital})*)?"
    return (
        re.compile(rf"(?<![\w.]){before}{of}),?\s+(?:(?:{address})\.?\s+)?$"),
        re.compile(
            r"^,\s+(?:(?:the|a|an|his|her|its|their|who (?:is|was)(?: the| a)?)\s+)?"
            rf"({_PHRASE}*?\b{either}\b{_PHRASE}*)"
        ),
        re.compile(rf"\b(?:{noun})\b", re.IGNORECASE),
    )


def find_titles(text: str, mentions: Iterable[Mention]) -> tuple[Title, ...]:
    """Every place where the text gives a person an office, in order."""
    found = []
    last = 0
    for mention in mentions:
        if mention.label == "PERSON":
            if title := _title_before(text, mention, last) or _title_behind(text, mention):
                found.append(Title(mention.name, title, mention.start, title_words(title)))
            last = mention.end
    return tuple(found)


def _title_before(text: str, mention: Mention, last: int) -> str | None:
    """The title between the person named last and this one."""
    line = text[max(last, mention.start - LONGEST) : mention.start].rsplit("\n", 1)[-1]
    match = _patterns()[0].search(line)
    return _without_opening(match[1]) if match else None


def _without_opening(title: str) -> str | None:
    """A title without the preposition or article that opens its sentence ("In President Putin's view")."""
    words = title.split()
    while words and words[0].lower() in _FUNCTION_WORDS:
        words = words[1:]
    return " ".join(words) or None


def _title_behind(text: str, mention: Mention) -> str | None:
    match = _patterns()[1].match(text[mention.end : mention.end + LONGEST])
    return match[1].strip() if match and not _CLAUSE.search(match[1]) else None


def title_words(text: str) -> frozenset[str]:
    """The words of a title that tell offices apart."""
    words = _WORD.findall(fold_countries(_POSSESSIVE.sub("", text)).casefold())
    return frozenset(word for word in words if word not in _FUNCTION_WORDS)


def is_titled(description: str) -> bool:
    """Whether a description names an office at all."""
    return _patterns()[2].search(description) is not None


def bearers(description: str, titles: Sequence[Title]) -> list[Title]:
    """The titles that a description may be short for: each of its words is in them."""
    wanted = title_words(description)
    return [title for title in titles if wanted and wanted <= title.words]
