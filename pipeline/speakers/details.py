"""What the text tells of a speaker besides the name: office, country, whom they speak for, who is in a group."""

from __future__ import annotations

import re
from dataclasses import replace

from pipeline.annotation import UNKNOWN_SPEAKER, Quote
from pipeline.countries import country_of, country_of_office
from pipeline.identity import bare_name, entity_id
from pipeline.speakers.members import members_of
from pipeline.speakers.source import Document, Resolution

_SPOKESPERSON = r"(?:spokes(?:man|woman|person|people)|press secretary)"
_SPOKES_FOR = re.compile(rf"\b{_SPOKESPERSON}\s+(?:for|of|at)\s+(?:the\s+)?([^,;]+)", re.IGNORECASE)
_DETERMINERS = frozenset({"a", "an", "the", "another", "one", "his", "her", "its", "their"})
_BODY_SPOKES = re.compile(
    rf"^(?:(?:an?|the|another|one|chief|deputy|former|unnamed|official)\s+)*(.+?)(?:['’]s?)?\s+"
    rf"(?:(?:chief|deputy|official|senior)\s+)*{_SPOKESPERSON}\b",
    re.IGNORECASE,
)


def describe(quote: Quote, resolution: Resolution, document: Document) -> Quote:
    """The quote with its speaker, and with what the document tells of them."""
    speaker = resolution.speaker
    named = speaker != UNKNOWN_SPEAKER
    offices = [title.text for title in document.titles if title.name == speaker]
    wording = document.text[slice(*quote.source)] if quote.source else ""
    return replace(
        quote,
        speaker=speaker,
        speaker_id=entity_id(speaker, resolution.label) if named else None,
        speaker_role=next((office for office in offices if country_of_office(office)), next(iter(offices), None)),
        speaker_country=_country(resolution, offices) if named else None,
        organisation=next((body for text in [wording, *offices] if (body := spoken_for(text))), None),
        members=_members(resolution) or (members_of(quote.source, document) if quote.source else ()),
        resolved_by=resolution.rule,
        score=quote.score * resolution.score,
    )


def _country(resolution: Resolution, offices: list[str]) -> str | None:
    """The country a speaker is, or acts for by the offices the text gives; null where it gives none."""
    if resolution.label == "GPE":
        return country_of(resolution.speaker)
    texts = {"PERSON": offices, "ORG": [resolution.speaker], "source": [resolution.speaker]}.get(resolution.label, [])
    return next((code for text in texts if (code := country_of_office(spoken_for(text) or text))), None)


def spoken_for(text: str) -> str | None:
    """The body or person in whose name a spokesperson speaks.

    >>> spoken_for("Kremlin spokesman"), spoken_for("a spokeswoman for the UN refugee agency")
    ('Kremlin', 'UN refugee agency')
    """
    match = _SPOKES_FOR.search(text) or _BODY_SPOKES.search(text)
    body = bare_name(match[1]) if match else ""
    return body if body and body.lower() not in _DETERMINERS else None


def _members(resolution: Resolution) -> tuple[str, ...]:
    return tuple(re.split(r", | and ", resolution.speaker)) if resolution.label == "group" else ()
