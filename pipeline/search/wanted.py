"""What quotes are asked for. Each condition is one that a quote has to meet; None asks for nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import and_

import pyarrow.compute as pc

from pipeline.countries import country_of
from pipeline.errors import SaidbyError


class SearchError(SaidbyError):
    """A search that cannot be understood."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """The conditions of a search."""

    speaker: str | None = None
    """Words of a name in any spelling; ``?`` for those who are not named."""
    treaty: bool | None = None
    """Whether it mentions a treaty."""
    since: date | None = None
    """Published on this day or later; documents without a date never are."""
    until: date | None = None
    """Published on this day or before."""
    country: str | None = None
    """Name or ISO 3166 code of the country that the speaker is, or acts for."""
    publisher: str | None = None
    """Part of the publisher's name."""
    kind: str | None = None
    quote_class: str | None = None
    negated: bool | None = None
    text: str | None = None
    """Part of what was said."""
    via: str | None = None
    """Part of the name of the outlet that passed it on."""
    min_score: float | None = None

    @property
    def country_code(self) -> str | None:
        """The ISO 3166 code of the country. Raises :class:`SearchError` if it is none."""
        if self.country is None:
            return None
        if code := country_of(self.country):
            return code
        if len(self.country) == 2 and self.country.isalpha():
            return self.country.upper()
        raise SearchError(f"{self.country!r} is no country; give its name or its ISO 3166 code, such as RU")

    @property
    def asks_for_documents(self) -> bool:
        """Whether only the quotes of some documents can fit."""
        return any(value is not None for value in (self.since, self.until, self.publisher))

    def of_documents(self) -> pc.Expression:
        """The condition on rows of ``documents``."""
        day = pc.field("date")
        return _all(
            self.since and day >= self.since,
            self.until and day <= self.until,
            self.publisher and _contains("publisher", self.publisher),
        )

    def of_quotes(self) -> pc.Expression:
        """The condition on rows of ``quotes``, as far as they alone can tell."""
        return _all(
            self.kind and pc.field("kind") == self.kind,
            self.quote_class and pc.field("class") == self.quote_class,
            None if self.negated is None else pc.field("negated") == self.negated,
            self.text and _contains("content", self.text),
            self.via and _contains("via", self.via),
            None if self.min_score is None else pc.field("score") >= self.min_score,
        )


def _contains(column: str, part: str) -> pc.Expression:
    """Whether a column contains some words, in large or small letters."""
    return pc.match_substring(pc.field(column), part, ignore_case=True)


def _all(*conditions: pc.Expression | str | None) -> pc.Expression:
    everything = pc.scalar(value=True)
    return reduce(and_, (found for found in conditions if isinstance(found, pc.Expression)), everything)
