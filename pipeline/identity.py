"""Names: which mentions in a document bear the same name, and an identity that is the same in every document."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

_WORD = re.compile(r"\w+")
_SPELLING = (
    (re.compile(r"(?<=[aeiou])[iy]\b"), "y"),  # Sergei, Sergey; Andrei, Andrey
    (re.compile(r"(?<=\w\w)(?:iy|ii|yi|yy|ij|y|i)\b"), "y"),  # Dmitriy, Dmitrii, Dmitri, Dmitry; but Li, Yi
    (re.compile(r"\bye(?=vg|gor|kat|lts|len|fim|rm)"), "e"),  # Yevgeny, Evgeny; Yegor, Yekaterina, Yeltsin; but year
    (re.compile(r"(?<=\w)ye(?=v)"), "e"),  # Medvedyev, Alekseyev
    (re.compile(r"ks"), "x"),  # Aleksandr, Alexander
    (re.compile(r"(?<=x)ander\b"), "andr"),
)
"""Spellings of one name in different romanisations, folded in this order."""

_DETERMINER = re.compile(r"^(?:the|a|an|this|that|these|those|its|their|his|her)\s+", re.IGNORECASE)
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
"""Marks of direction and width, which pages leave before names."""
_POSSESSIVE = re.compile(r"['’]s?$")
_GENERATION = frozenset({"jr", "sr"})


@lru_cache(maxsize=10_000)
def folded(name: str) -> str:
    """A name without case, accents, marks and differences of romanisation: the key that mentions share.

    >>> folded("Sergey Lavróv") == folded("Sergei Lavrov")
    True
    """
    plain = unicodedata.normalize("NFKD", name.casefold())
    text = " ".join(_WORD.findall("".join(c for c in plain if not unicodedata.combining(c))))
    for pattern, replacement in _SPELLING:
        text = pattern.sub(replacement, text)
    return text


def entity_id(name: str, label: str) -> str:
    """Identity of a resolved name and type: a readable key that depends on nothing else.

    >>> entity_id("Sergey Lavrov", "PERSON")
    'person:sergey-lavrov'
    """
    return f"{label.casefold()}:{folded(bare_name(name)).replace(' ', '-')}"


def bare_name(text: str) -> str:
    """A name as it is compared and shown: no leading determiner, no possessive ending, no mark that nobody sees."""
    return _POSSESSIVE.sub("", _DETERMINER.sub("", _INVISIBLE.sub("", text).strip())).strip()


def fullest_names(mentions: Sequence[tuple[str, str]]) -> list[str]:
    """The fullest name in the document for each (text, label), in the same order.

    Persons: a single word takes the name of the one fuller person who bears it ("Wang" for "Wang Yi", "Lavrov" for
    "Sergei Lavrov"); where two different persons do, the one named last before it. Other types keep their own text.
    """
    persons = [bare_name(text) for text, label in mentions if label == "PERSON"]
    fuller = {name: {other for other in set(persons) if _extends(other, name)} for name in set(persons)}
    names: list[str] = []
    seen: list[str] = []
    for text, label in mentions:
        name = bare_name(text) or text
        if label == "PERSON":
            name = _fullest(name, fuller.get(name, set()), seen, persons)
            seen.append(name)
        names.append(name)
    return names


def _fullest(name: str, fuller: set[str], before: Sequence[str], everywhere: Sequence[str]) -> str:
    """The person that ``name`` means: of those with a fuller name the last one before it, else the first behind it."""
    if not fuller:
        return name
    plain = (other for other in (*reversed(before), *everywhere) if other in fuller and not _is_junior(other))
    # "Hall" is the "Kenneth Hall Jr." who was named first, but "Trump" not the "Donald Trump Jr." who comes in later.
    first = next((earlier for earlier in before if earlier == name or earlier in fuller), name)
    return next(plain, first)


def _is_junior(name: str) -> bool:
    return folded(name).split()[-1] in _GENERATION


def _extends(fuller: str, name: str) -> bool:
    """Whether ``fuller`` is a longer form of ``name``: it ends with it, or is a family name and one name behind it."""
    long, short = folded(fuller).split(), folded(name).split()
    if long[-1:] != short[-1:] and long and long[-1] in _GENERATION:
        long = long[:-1]
    if not 0 < len(short) < len(long) or len(set(long)) < len(long):
        return False
    return long[-len(short) :] == short or (len(long) == 2 and long[:1] == short)
