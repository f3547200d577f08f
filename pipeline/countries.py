"""Countries: which one a name, a demonym or a capital means.

Names are those of the Unicode CLDR, which Babel carries; demonyms, capitals and further names are a list of facts in
``data/countries.toml``. A word that may mean two countries, or a country and something else, means none here.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from babel import Locale

_AMBIGUOUS = frozenset({"georgia", "jordan", "chad", "guinea", "congo"})
"""Names that are also those of a state, a person or a neighbour; their demonyms are clear."""
_ELSEWHERE = re.compile(r"\b(?:to|for|in|with|on|against|from|at)\s+(?:the\s+)?$", re.IGNORECASE)


@cache
def _facts() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads((files("pipeline") / "data" / "countries.toml").read_text("utf-8"))


@cache
def _codes(*kinds: str) -> dict[str, str]:
    """ISO 3166 codes by word in small letters: by the names of countries, and by words of the further kinds."""
    found: dict[str, str] = {}
    territories = Locale("en").territories
    for code, facts in _facts().items():
        words = [territories[code], *(word for kind in ("names", *kinds) for word in facts.get(kind, []))]
        for word in words:
            if word.casefold() not in _AMBIGUOUS:
                found[word.casefold()] = code
    return found


@cache
def _pattern() -> re.Pattern[str]:
    """Any name or demonym, in the letters it is written in; the longest first ("South Korean" before "Korean")."""
    words = sorted(_codes("demonyms"), key=len, reverse=True)
    return re.compile(rf"(?<![\w.])(?:{'|'.join(map(re.escape, words))})(?![\w])", re.IGNORECASE)


def country_of(name: str) -> str | None:
    """The code of the country that a whole name means: of itself, its people, or its government's seat.

    >>> country_of("Moscow"), country_of("the Netherlands"), country_of("Atlantis")
    ('RU', 'NL', None)
    """
    return _codes("demonyms", "capitals").get(_plain(name))


def country_named(name: str) -> str | None:
    """The code of the country that bears a name; of neither its people nor its capital.

    >>> country_named("the U.S."), country_named("American"), country_named("Washington")
    ('US', None, None)
    """
    return _codes().get(_plain(name))


def _plain(name: str) -> str:
    return name.casefold().removeprefix("the ").strip()


def countries_named(text: str) -> Iterator[tuple[int, str]]:
    """Where countries or their demonyms stand in a text, and their codes; a small letter opens none ("polish")."""
    for match in _pattern().finditer(text):
        if match[0][0].isupper():
            yield match.start(), _codes("demonyms")[match[0].casefold()]


def country_of_office(title: str) -> str | None:
    """The country in whose name an office is held: the one named, unless the office is held towards it.

    Null where several are ("Japan and the United States").

    >>> country_of_office("British Ambassador to Russia"), country_of_office("special envoy for Iran")
    ('GB', None)
    """
    codes = {code for start, code in countries_named(title) if not _ELSEWHERE.search(title[:start])}
    return codes.pop() if len(codes) == 1 else None


def fold_countries(text: str) -> str:
    """A text in which each country and demonym is its code, so that "Malaysian" and "of Malaysia" read alike."""
    return _pattern().sub(
        lambda match: f"country_{_codes('demonyms')[match[0].casefold()]}" if match[0][0].isupper() else match[0],
        text,
    )
