"""Relays: the outlet that only passes on what somebody else said ("Xi said A, according to CCTV").

The statement stays Xi's; the outlet goes into ``via``. The patterns are exact and stay within one sentence: an outlet
is named by its entity, or by a plain word for one ("state media"). Precision comes before recall.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from pipeline.annotation import Extent, Mention, Quote
from pipeline.identity import bare_name

_PLATFORMS = frozenset({"twitter", "x", "facebook", "instagram", "telegram", "weibo", "youtube", "truth social"})
"""Where people speak for themselves; no outlet passes them on."""
_PLAIN_OUTLET = re.compile(
    r"(?:(?:local|state|state-run|national|foreign|[A-Z]\w+)\s+)?"
    r"(?:media(?:\s+(?:reports|outlets))?|television|TV|radio|news\s+agenc(?:y|ies)|newspapers?|(?:news|press)\s+reports)\b"
)
_KIND = r"(?:\s+(?:state\s+)?(?:news|press|broadcaster|television|website|newspaper|network|agency|channel)){0,3}"
_REPORTED = re.compile(
    rf"{_KIND}\s+(?:has\s+|had\s+|have\s+)?(?:reports?|reported|writes|wrote|said|says)\b(?!\s+that)"
)
_ACCORDING = re.compile(
    r"(?:\baccording to|\b(?:reported|quoted|cited|carried|published)(?: as saying)? by)"
    r"\s+(?:(?:the|an?)\s+)?(?:[\w’'-]+\s+){0,4}$"
    r"|\b(?:per|via)\s+(?:news agency\s+)?$",
    re.IGNORECASE,
)
_PASSED_ON = re.compile(
    r"(?:\s+(?:report|account))?(?:\s+(?:also|has|had|have))*\s+"
    r"(?:quoted|cited|quotes|cites|reported|reports|revealed|said)(?:\s+that)?\s*[“\"]?"
)
_ELSEWHERE = re.compile(r"\b(?:but|and|while|who|which)\b|[.;:]\s")


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a quote stands in its sentence: its parts before and behind which an outlet may be named."""

    text: str
    sentence: Extent
    source: Extent
    start: int
    end: int

    def between(self, a: int, b: int) -> str:
        """The text between two places."""
        return self.text[max(a, self.sentence[0]) : max(a, b)]


def add_outlets(
    text: str, quotes: Sequence[Quote], sentences: Sequence[Extent], mentions: Sequence[Mention]
) -> list[Quote]:
    """The quotes with the outlets that passed them on."""
    return [replace(quote, via=find_outlet(text, quote, sentences, mentions)) for quote in quotes]


def find_outlet(text: str, quote: Quote, sentences: Sequence[Extent], mentions: Sequence[Mention]) -> str | None:
    """The outlet that passed a quote on; None where nobody did, or where it is the source itself."""
    place = _place(text, quote, sentences)
    if place is None:
        return None
    outlets = _outlets(place, mentions)
    return next((bare_name(o.name) for o in outlets if _attributed(place, o) or _quoting(place, o)), None)


def _place(text: str, quote: Quote, sentences: Sequence[Extent]) -> _Place | None:
    if quote.source is None:
        return None
    at = quote.cue[0] if quote.cue else quote.source[0]
    sentence = next(((a, b) for a, b in sentences if a <= at < b), None)
    if sentence is None:
        return None
    parts = [quote.source, *((quote.cue,) if quote.cue else ()), *((f.start, f.end) for f in quote.fragments)]
    inside = [part for part in parts if sentence[0] <= part[0] and part[1] <= sentence[1]]
    if not inside:  # a part that runs on beyond a heading's end, on pages that are not quite text
        return None
    return _Place(text, sentence, quote.source, min(a for a, _ in inside), max(b for _, b in inside))


def _outlets(place: _Place, mentions: Sequence[Mention]) -> Iterator[Mention]:
    """What may be an outlet in the sentence and is not the source: entities first, then plain words."""
    low, high = place.sentence
    named = [m for m in mentions if m.label == "ORG" and low <= m.start and m.end <= high]
    plain = [Mention(*found.span(), "ORG", found[0]) for found in _PLAIN_OUTLET.finditer(place.text, low, high)]
    for outlet in named + plain:
        apart = outlet.end <= place.source[0] or outlet.start >= place.source[1]
        if apart and bare_name(outlet.name).casefold() not in _PLATFORMS:
            yield outlet


def _attributed(place: _Place, outlet: Mention) -> bool:
    """As in "..., according to CCTV", "he was quoted by TASS as saying", "..., Reuters reported"."""
    lead = place.between(place.sentence[0], outlet.start)
    if _ACCORDING.search(lead):
        return place.between(outlet.end, place.start).strip(' "“') in {"", ","} or outlet.start > place.start
    gap = place.between(place.end - 2, outlet.start)
    return (
        outlet.start >= place.end
        and re.search(r"[,”\"]", gap) is not None
        and not _ELSEWHERE.search(gap[2:])
        and _REPORTED.match(place.text, outlet.end) is not None
    )


def _quoting(place: _Place, outlet: Mention) -> bool:
    """As in "TASS quoted him as saying ...", "NPR reported he ..."."""
    first = place.source[0] if outlet.start >= place.start else min(place.start, place.source[0])
    return outlet.end <= first and _PASSED_ON.fullmatch(place.text, outlet.end, first) is not None
