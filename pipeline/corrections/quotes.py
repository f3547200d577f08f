"""Statements corrected: dropped, changed, added."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

from pipeline.aliases import means
from pipeline.annotation import UNKNOWN_SPEAKER, Extent, Fragment, Kind, Quote
from pipeline.corrections.entities import NamedEntity, named_in
from pipeline.corrections.entries import AddedQuote, Corrections, Part, QuoteCorrection
from pipeline.corrections.places import MisfitError, fragments, place_near
from pipeline.identity import bare_name, entity_id
from pipeline.quotation_marks import kind_of

BY_HAND = "by_hand"
"""What ``resolved_by`` says of a quote that was corrected."""

_SPEAKER = ("speaker", "speaker_id", "speaker_role", "speaker_country", "organisation", "members")
_MEMBERS = re.compile(r", | and ")

_Entry = QuoteCorrection | AddedQuote


def corrected_quotes(
    text: str, quotes: Sequence[Quote], entities: Sequence[NamedEntity], corrections: Corrections
) -> tuple[list[Quote], list[str]]:
    """The quotes of a document, corrected and in order, and what of the corrections does not fit.

    ``entities`` tell what a name given by hand is the name of.
    """
    found, misfits = list(quotes), []
    entries: list[_Entry] = [*corrections.add_quote, *corrections.quote]
    for entry in entries:
        try:
            if isinstance(entry, AddedQuote):
                found = _add(text, found, entities, entry)
            else:
                found = _change(text, found, entities, entry)
        except MisfitError as misfit:
            misfits.append(f"{entry.told}: {misfit}")
    return sorted(found, key=lambda quote: (quote.start, quote.end)), misfits


def _add(text: str, quotes: list[Quote], entities: Sequence[NamedEntity], entry: AddedQuote) -> list[Quote]:
    """The quotes with one more; it takes the place of one that was found with the same pieces and cue."""
    pieces = _pieces(text, entry, ())
    source = _part(text, entry.source, None, [(piece.start, piece.end) for piece in pieces])
    name, label = _source_name(text, source, quotes, entities)
    bare = Quote(pieces, kind_of(text, pieces), **_spoken_by(name, label, quotes, entities))
    added = _said(text, bare, quotes, entities, entry)
    return [*(quote for quote in quotes if not _is_same(quote, added, entry)), added]


def _is_same(quote: Quote, added: Quote, entry: AddedQuote) -> bool:
    return quote.fragments == added.fragments and (entry.cue is None or quote.cue == added.cue)


def _change(text: str, quotes: list[Quote], entities: Sequence[NamedEntity], entry: QuoteCorrection) -> list[Quote]:
    meant = _meant(text, quotes, entry)
    others = [quote for quote in quotes if quote is not meant]
    return others if entry.drop else [*others, _said(text, meant, [meant, *others], entities, entry)]


def _meant(text: str, quotes: Iterable[Quote], entry: QuoteCorrection) -> Quote:
    """The one quote that an entry names."""
    found = [quote for quote in quotes if entry.content is None or _content(text, quote).startswith(entry.content)]
    exact = [quote for quote in found if entry.start == quote.start and entry.end in (None, quote.end)]
    if entry.content is None or exact:
        found = exact if entry.end is None else exact[:1]
    if not found:
        raise MisfitError("there is no such quote (any more)")
    if len(found) > 1:
        raise MisfitError(f"{len(found)} quotes begin so; give more of its words, or its start")
    return found[0]


def _content(text: str, quote: Quote) -> str:
    return " ".join(text[piece.start : piece.end] for piece in quote.fragments)


def _said(text: str, quote: Quote, quotes: Sequence[Quote], entities: Sequence[NamedEntity], entry: _Entry) -> Quote:
    """A quote as an entry says it is."""
    pieces = _pieces(text, entry, quote.fragments)
    said = [(piece.start, piece.end) for piece in pieces]
    changed = replace(
        quote,
        fragments=pieces,
        cue=_part(text, entry.cue, quote.cue, said),
        source=_part(text, entry.source, quote.source, said),
        quote_class=entry.quote_class or quote.quote_class,
        negated=quote.negated if entry.negated is None else entry.negated,
        resolved_by=BY_HAND,
        score=1.0,
    )
    if entry.speaker is not None:
        changed = replace(changed, **_spoken_by(entry.speaker, entry.type, quotes, entities))
    return replace(changed, kind=entry.kind or _kind(text, changed, quote), **_details(entry))


def _pieces(text: str, entry: _Entry, before: Sequence[Fragment]) -> tuple[Fragment, ...]:
    """The pieces of a quote: those that the entry gives, and of those it does not give the ones before."""
    said = list(fragments(text, entry.pieces)) or [piece for piece in before if not piece.continued]
    if entry.continued is None:
        said += [piece for piece in before if piece.continued]
    else:
        said += fragments(text, entry.continued, continued=True)
    said.sort(key=lambda piece: piece.start)
    if any(one.end > other.start for one, other in pairwise(said)):
        raise MisfitError("its pieces overlap")
    return tuple(said)


def _part(text: str, given: Part, before: Extent | None, said: Sequence[Extent]) -> Extent | None:
    if given is None:
        return before
    return None if given == "" else place_near(text, given, said)


def _kind(text: str, quote: Quote, before: Quote) -> Kind:
    """The kind of a quote by its pieces; the turns of a transcript are direct without quotation marks, and stay so."""
    is_turn = before.kind != kind_of(text, before.fragments)
    return before.kind if is_turn else kind_of(text, quote.fragments)


def _details(entry: _Entry) -> dict[str, Any]:
    """What an entry says of the speaker beside the name; empty words mean null."""
    given = {
        "speaker_role": entry.role,
        "speaker_country": entry.country,
        "organisation": entry.organisation,
        "via": entry.via,
    }
    found: dict[str, Any] = {column: value or None for column, value in given.items() if value is not None}
    return found if entry.members is None else found | {"members": entry.members}


def _spoken_by(
    name: str, label: str | None, quotes: Iterable[Quote], entities: Iterable[NamedEntity]
) -> dict[str, Any]:
    """The speaker by a name: as other quotes of the document have them, else as its entities tell."""
    if name == UNKNOWN_SPEAKER:
        return _details_of(Quote((), "indirect"))
    wanted = entity_id(name, label or "")
    known = next((quote for quote in quotes if quote.speaker_id and means(wanted, quote.speaker_id)), None)
    if known is not None:
        return _details_of(known) | {"speaker": name}
    named = (entity.entity_id for entity in entities if means(wanted, entity.entity_id))
    identity = next(named, None) or entity_id(name, label or _likely_label(name))
    members = tuple(_MEMBERS.split(name)) if label == "group" else ()
    return _details_of(Quote((), "indirect", speaker=name, speaker_id=identity, members=members))


def _likely_label(name: str) -> str:
    """What bears a name that the document does not know: a person, unless it reads as a description."""
    return "PERSON" if name[0].isupper() and bare_name(name) == name else "source"


def _details_of(quote: Quote) -> dict[str, Any]:
    """Who speaks in a quote, as the fields of another one."""
    return {field: getattr(quote, field) for field in _SPEAKER}


def _source_name(
    text: str, source: Extent | None, quotes: Iterable[Quote], entities: Iterable[NamedEntity]
) -> tuple[str, str | None]:
    """Name and type of the speaker whom a source stands for, as far as that can be told without the rules."""
    if source is None:
        return UNKNOWN_SPEAKER, None
    if known := next((quote for quote in quotes if quote.source == source), None):
        return known.speaker, None
    words = text[slice(*source)]
    named = sorted(named_in(entities, source), key=lambda entity: entity.label != "PERSON")
    return (named[0].name, named[0].label) if named else (bare_name(words) or words, None)
