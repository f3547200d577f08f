"""Rules for sources that are persons: named, several together, "he", "the minister"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from pipeline.annotation import Mention
from pipeline.identity import bare_name
from pipeline.speakers.gender import Gender
from pipeline.speakers.source import (
    FIRST_PERSON,
    GROUP_PRONOUNS,
    PERSON_PRONOUNS,
    Resolution,
    Source,
    mentions_in,
    unknown,
)
from pipeline.titles import bearers, is_titled, title_words

SURE = 0.5
"""A description is taken for a named person or body only where the model holds that likelier than not."""

_JOINED = re.compile(r"\s*,?\s*(?:\band\b|&|,)\s*")
_APPOSITION = re.compile(r"^,\s[^,]+,(?=\s+and\b)")
_AND_OTHERS = re.compile(r"\s+and\s+([a-z][^,;]*)$")
_AGE = re.compile(r"^the (\d+)[ -]+year[ -]old\b", re.IGNORECASE)
_POSSESSIVE = re.compile(r"['’]s?\s")
_FORMER = re.compile(r"\s[a-z]")
_SPOKEN_FOR = re.compile(r"^(?:for|of|from|to|at|by)$", re.IGNORECASE)
_END = re.compile(r"[.!?][\"”’)]*\s")
_SENTENCE_OPENING = re.compile(r"(?:^|\n|[.!?][\"”’)]*\s)\s*((?:[\w’'-]+\s+){0,6}(?:[A-Z]\w*\.\s+)?)$")
_OBLIQUE = re.compile(
    r"\b(?:of|with|by|to|for|against|from|that|on|after|near|beside|behind|about|in|at|when|while|as|between|and)\b",
    re.IGNORECASE,
)
_QUALIFIED_BODY = re.compile(
    r"\s+(?:administration|campaign|team|camp|government|family|office|transition|foundation)\b"
)


def coordinated(source: Source) -> Resolution | None:
    """Several persons or bodies joined by "and": "Obama and Xi"."""
    parts = [mention for mention in source.inside if mention.label in {"PERSON", "GPE", "ORG"}]
    if len(parts) < 2 or len({part.label == "PERSON" for part in parts}) > 1:
        return None
    if source.word_before(parts[0]) == "of":  # "the Presidents of Russia and Georgia"
        return None
    return join(parts, source.text, source.start)


def join(parts: Sequence[Mention], text: str, start: int) -> Resolution | None:
    """One group of several mentions, if the words between them only join them. ``start``: of ``text``."""
    gaps = [text[a.end - start : b.start - start] for a, b in pairwise(parts)]
    persons = parts[0].label == "PERSON"
    if not re.search(r"\band\b", gaps[-1]) or not all(_joins(gap, titles=persons) for gap in gaps):
        return None
    names = [part.name for part in parts]
    return Resolution(f"{', '.join(names[:-1])} and {names[-1]}", "group")


def _joins(gap: str, *, titles: bool) -> bool:
    """Whether the words between two names only join them; between persons an office may stand on either side."""
    gap = _APPOSITION.sub("", gap) if titles else gap
    rest = _JOINED.sub("", gap, count=1)
    if rest == gap or not rest.strip():
        return rest != gap
    words = rest.split()
    return titles and not re.search(r"[,.;]\s", rest) and len(words) <= 10 and not _SPOKEN_FOR.match(words[-1])


def person_and_others(source: Source) -> Resolution | None:
    """A named person with others who are not: "Kosachev and other senior officials"."""
    others = _AND_OTHERS.search(source.text)
    last = source.inside[-1] if source.inside else None
    if not others or not last or last.label != "PERSON" or last.end - source.start != others.start():
        return None
    if "," in source.text[: others.start()] or not _is_head(source, last):
        return None
    return Resolution(f"{last.name} and {others[1]}", "group")


def joint_offices(source: Source) -> Resolution | None:
    """Two by their offices: "the Russian President and the Malaysian Prime Minister"."""
    parts = re.split(r"\s+and\s+(?=the\b)", source.text)
    if len(parts) != 2 or not all(is_titled(part) for part in parts):
        return None
    found = [titled_person(replace(source, text=part, inside=())) for part in parts]
    names = [one.speaker if one else bare_name(part) for one, part in zip(found, parts, strict=True)]
    return Resolution(" and ".join(names), "group", score=0.8)


def named_person(source: Source) -> Resolution | None:
    """The person whom the source names: the last before the first comma behind a name ("Trump loyalist Ann Lee, of X").

    Not one who only owns or qualifies another ("Putin's spokesman", "a Trump adviser"), nor one spoken for ("for X").
    """
    persons = [m for m in source.inside if m.label == "PERSON" and _is_head(source, m)]
    if not persons:
        return None
    commas = [source.text.count(",", 0, person.start - source.start) for person in persons]
    first = [person for person, count in zip(persons, commas, strict=True) if count == commas[0]]
    return Resolution(first[-1].name, "PERSON")


def _is_head(source: Source, mention: Mention) -> bool:
    after = source.after(mention) + " "
    qualifies = _FORMER.match(after) is not None and is_titled(re.split(r"[,A-Z]", after, maxsplit=1)[0])
    owns = _POSSESSIVE.match(after) or _QUALIFIED_BODY.match(after)
    return not (owns or qualifies or _SPOKEN_FOR.match(source.word_before(mention)))


def question_label(source: Source) -> Resolution | None:
    """The label "Q" of a transcript: somebody in the room."""
    return unknown(0.9) if source.text in {"Q", "Question"} else None


def first_person(source: Source) -> Resolution | None:
    """The words "I" and "we" outside quotation marks are the author's, whom the text seldom names."""
    return unknown(0.5) if source.word in FIRST_PERSON else None


def sentence_subject(source: Source) -> Resolution | None:
    """The words "he" and "she" where a person opened a sentence since the last speaker: "Ms Yao rose. She asked ...".

    Not in what somebody said, and no further back than the paragraph before: a newer subject beats an older speaker.
    """
    if source.word not in PERSON_PRONOUNS:
        return None
    text, mentions = source.document.text, source.document.mentions
    paragraph = text.rfind("\n\n", 0, max(0, source.start - len(source.lead) - 2))
    near = mentions_in(mentions, max(0, paragraph), source.start)
    persons = [m for m in near if m.label == "PERSON" and not source.document.is_said(m.start)]
    first = persons[:1] + [m for earlier, m in pairwise(persons) if _END.search(text, earlier.end, m.start)]
    newer = [m for m in first if m.start >= source.spoken]
    subjects = [m for m in newer if _opens_sentence(text, m) and _may_be(source, m.name)]
    return Resolution(subjects[-1].name, "PERSON", score=0.7) if subjects else None


def _opens_sentence(text: str, mention: Mention) -> bool:
    """Whether a mention is the subject of its sentence, by its place: near the start, behind no preposition."""
    opening = _SENTENCE_OPENING.search(text[max(0, mention.start - 80) : mention.start])
    return opening is not None and not _OBLIQUE.search(opening[1]) and not _POSSESSIVE.match(text[mention.end :] + " ")


def last_speaker(source: Source) -> Resolution | None:
    """The words "he" and "she": the last person who spoke and may be one.

    The last speaker was right for 93 % of these pronouns in the project's annotated news; a learnt head for less.
    """
    if source.word not in PERSON_PRONOUNS:
        return None
    fitting = (r for r in reversed(source.before) if r.may_be_person and _may_be(source, r.speaker))
    last = next(fitting, None)
    return replace(last, score=0.93) if last else None


def likely_person(source: Source) -> Resolution | None:
    """The words "he" and "she" before anybody spoke: the person whom the model's antecedent head prefers."""
    if source.word not in PERSON_PRONOUNS:
        return None
    names = frozenset(m.name for m in source.document.mentions if m.label == "PERSON" and _may_be(source, m.name))
    best = source.antecedents.best(frozenset({"PERSON"}), names=names or None)
    return Resolution(best.name, "PERSON", score=best.probability) if best else None


def _may_be(source: Source, name: str) -> bool:
    """Whether a pronoun can mean a person, by the forms of address that the document gives them."""
    pronoun: Gender = "she" if source.word in {"she", "her"} else "he"
    return source.document.genders.get(name, pronoun) == pronoun


def person_of_age(source: Source) -> Resolution | None:
    """As in "the 62-year-old": the person whose age the text gives so, else the last person who spoke."""
    age = _AGE.match(source.text)
    if age is None:
        return None
    aged = re.compile(rf",? (?:aged )?{age[1]}\b|, an? {age[1]}-year-old\b")
    persons = [m for m in source.document.mentions if m.label == "PERSON"]
    named = [m.name for m in persons if aged.match(source.document.text, m.end)]
    spoke = [earlier.speaker for earlier in source.before if earlier.label == "PERSON"]
    return Resolution((named or spoke)[-1], "PERSON", score=0.8) if named or spoke else None


def joint_subject(source: Source) -> Resolution | None:
    """The word "they" behind two who are joined in its paragraph: "Putin and Castro signed a statement. They ..."."""
    if source.word not in GROUP_PRONOUNS:
        return None
    start = source.start - len(source.lead)
    near = [m for m in source.document.mentions if start <= m.start < source.start and m.label in {"PERSON", "GPE"}]
    pairs = [pair for pair in pairwise(near) if pair[0].label == pair[1].label]
    groups = (join(pair, source.document.text, 0) for pair in reversed(pairs))
    return next((replace(group, score=0.7) for group in groups if group), None)


def titled_person(source: Source) -> Resolution | None:
    """The one to whom the text gives the office: of several, the model's choice, else the last before."""
    if not source.is_definite or not is_titled(source.text):
        return None
    fitting = bearers(source.text, source.document.titles)
    names = list(dict.fromkeys(title.name for title in fitting))
    if len(names) < 2:
        return Resolution(names[0], "PERSON", score=0.9) if names else None
    if best := source.antecedents.best(frozenset({"PERSON"}), names=frozenset(names)):
        return Resolution(best.name, "PERSON", score=max(SURE, best.probability))
    before = [title.name for title in fitting if title.start < source.start]
    return Resolution((before or names)[-1], "PERSON", score=0.5)


def likely_officeholder(source: Source) -> Resolution | None:
    """As in "the Russian diplomat": the person that the model is sure of, if the text does not call them otherwise."""
    if not source.is_definite or not is_titled(source.text):
        return None
    best = source.antecedents.best(frozenset({"PERSON"}))
    if best is None or best.probability < SURE or _of_other_country(source, best.name):
        return None
    return Resolution(best.name, "PERSON", score=best.probability)


def _of_other_country(source: Source, name: str) -> bool:
    own = {word for word in title_words(source.text) if word.startswith("country_")}
    theirs = {word for title in source.document.titles if title.name == name for word in title.words}
    theirs = {word for word in theirs if word.startswith("country_")}
    return bool(own and theirs) and own.isdisjoint(theirs)
