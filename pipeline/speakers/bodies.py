"""Rules for sources that are bodies, countries, groups and documents, and for those known by description only."""

from __future__ import annotations

import re
from dataclasses import replace

from pipeline.annotation import Mention
from pipeline.identity import bare_name
from pipeline.speakers.persons import SURE
from pipeline.speakers.source import (
    BODIES,
    GROUP_PRONOUNS,
    PRONOUNS,
    RELATIVE_PRONOUNS,
    THING_PRONOUNS,
    Resolution,
    Source,
    unknown,
)
from pipeline.titles import document_nouns, is_titled

_ABBREVIATION = re.compile(r"\s*\([^()]*\)$")
_APPENDED = re.compile(r"(?:,\s+(?:which|who|whose|an?|the|one|also|known)\b(?!.*\band\b).*|\s+here)$", re.DOTALL)
_PLAIN_NOUNS = re.compile(
    r"^(?:(?:The|A|An|One|Another|[A-Z][a-z]+)\s+)?(?:[a-z][\w-]*\s+)*[a-z][\w-]*,?\s+(?:the\s+)?$"
)
_OWNS = re.compile(r"^['’]s\s+")
_ONE_OF = re.compile(r"^(?:One|An?|Another)\s[^,]*,\s+(?:the\s+)?$", re.IGNORECASE)
_RELATION = re.compile(r"\b(?:of|from|for|at|to|by|in|with|on|and|or|near|inside|behind|who|that)\b|['’]s?\s")
_NEAREST_PHRASE = re.compile(r"\b((?:the|an?|its|their|his|her)\s+(?:[\w.’'-]+\s+){0,4}[\w’'-]+)$", re.IGNORECASE)
_BETWEEN = re.compile(r",?\s*$")


def bare_source(text: str) -> str:
    """A description without abbreviation in brackets, apposition and relative clause behind it.

    >>> bare_source("the Syrian Democratic Forces (SDF)"), bare_source("Domain.com, a real estate site")
    ('the Syrian Democratic Forces', 'Domain.com')
    """
    return _ABBREVIATION.sub("", _APPENDED.sub("", text).strip(" ,")).strip(" ,")


def relative_pronoun(source: Source) -> Resolution | None:
    """The words "who" and "which": what stands right before them, be it an earlier source, a name or a noun phrase."""
    if source.word not in RELATIVE_PRONOUNS:
        return None
    lead = _BETWEEN.sub("", source.lead)
    end = source.start - len(source.lead) + len(lead)
    if source.before and source.spoken == end:
        return replace(source.before[-1], score=0.8)
    if name := next((m for m in source.document.mentions if m.end == end), None):
        return Resolution(name.name, name.label, score=0.8)
    phrase = _NEAREST_PHRASE.search(lead)
    return Resolution(bare_name(phrase[1]), "source", score=0.6) if phrase else None


def last_group(source: Source) -> Resolution | None:
    """The word "they": the last group or unnamed source that spoke, else the body that the model prefers."""
    if source.word not in GROUP_PRONOUNS:
        return None
    group = next((r for r in reversed(source.before) if r.label in {"group", "source"}), None)
    return replace(group, score=0.5) if group else _likely(source)


def likely_thing(source: Source) -> Resolution | None:
    """The word "it": the body the model prefers, else the last source that is no person."""
    if source.word not in THING_PRONOUNS:
        return None
    earlier = (replace(r, score=0.5) for r in reversed(source.before) if not r.may_be_person)
    return _likely(source) or next(earlier, None)


def named_body(source: Source) -> Resolution | None:
    """A body or country that is the whole source, an abbreviation or apposition aside: "the Supreme Court"."""
    wanted = bare_name(bare_source(_without_owner(source)))
    bodies = [mention for mention in source.inside if mention.label in BODIES]
    for mention in bodies:
        text = source.text[mention.start - source.start : mention.end - source.start]
        if wanted in {bare_name(text), bare_name(bare_source(text))}:
            return _body(mention)
    return None


def _without_owner(source: Source) -> str:
    """The source without the country that owns it: "Egypt's Suez Canal Authority"."""
    owner = next((m for m in source.inside if m.label == "GPE" and _OWNS.match(source.after(m))), None)
    before = source.text[: owner.start - source.start].lower().strip() if owner else "-"
    return _OWNS.sub("", source.after(owner)) if owner and before in {"", "the"} else source.text


def body_in_apposition(source: Source) -> Resolution | None:
    """A body behind plain nouns that say what it is: "news site Znak.com", "One exile group, the World Congress"."""
    bodies = [mention for mention in source.inside if mention.label == "ORG"]
    if not bodies or _ABBREVIATION.sub("", source.after(bodies[-1])):
        return None
    nouns = source.text[: bodies[-1].start - source.start]
    if _ONE_OF.match(nouns) or (_PLAIN_NOUNS.match(nouns) and not _RELATION.search(nouns)):
        return _body(bodies[-1])
    return None


def _body(mention: Mention) -> Resolution:
    return Resolution(bare_source(mention.name), mention.label)


def fuller_source(source: Source) -> Resolution | None:
    """As in "the official" for "a senior administration official": the last such source that spoke before."""
    words = _words(source.text)
    if not source.is_definite or not words:
        return None
    for earlier in reversed(source.before):
        fuller = _words(earlier.speaker)
        if earlier.label != "PERSON" and fuller[-1:] == words[-1:] and set(words) < set(fuller):
            return replace(earlier, score=0.8)
    return None


def fuller_document(source: Source) -> Resolution | None:
    """As in "the release" for "a Defense Department news release": the last fuller description in the text before."""
    words = _words(source.text)
    if not source.is_definite or len(words) != 1 or words[0] not in document_nouns():
        return None
    modifier = r"(?:(?!(?:an?|the|of|in|and|to|for|on|by|with|that|[a-z]+ed)\b)[\w.’'-]+\s+)"
    fuller = re.compile(rf"\b(?:an?|the|its|their|his|her|this)\s+({modifier}{{1,4}}{words[0]})\b", re.IGNORECASE)
    found = fuller.findall(source.document.text[: source.start])
    return Resolution(found[-1] if found else bare_name(source.text), "source", score=0.7)


def namesake_body(source: Source) -> Resolution | None:
    """As in "the ministry" for "the Foreign Ministry": the last body before whose name ends so."""
    words = _words(source.text)
    if not source.is_definite or len(words) != 1 or is_titled(source.text):
        return None
    bodies = [m for m in source.document.mentions if m.label == "ORG" and m.end <= source.start]
    fitting = [m for m in bodies if words != _words(m.name) and _head(m.name) == words[0]]
    return replace(_body(fitting[-1]), score=0.8) if fitting else None


def likely_body(source: Source) -> Resolution | None:
    """As in "the company": the body that the model is sure of; not where the source carries a name of its own."""
    names_itself = any(mention.label in BODIES for mention in source.inside)
    if not source.is_definite or names_itself or is_titled(source.text) or set(_words(source.text)) & document_nouns():
        return None
    return _likely(source)


def _likely(source: Source) -> Resolution | None:
    best = source.antecedents.best(BODIES - {"NORP"})
    if best is None or best.probability < SURE:
        return None
    return Resolution(best.name, best.label, score=best.probability)


def _head(name: str) -> str:
    """The word that says what a body is: "Court" of "the Supreme Court of the United Kingdom"."""
    return _words(re.split(r"\s(?:of|for|on)\s", name, maxsplit=1)[0])[-1]


def _words(text: str) -> list[str]:
    return bare_name(text).lower().split()


def description(source: Source) -> Resolution | None:
    """A source that nothing names is known by its own words."""
    words = bare_name(bare_source(source.text))
    return Resolution(words, "source") if words and source.word not in PRONOUNS else None


def unnamed(_: Source) -> Resolution:
    """Nothing says who it is."""
    return unknown(0.5)
