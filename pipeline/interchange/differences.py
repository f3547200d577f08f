"""What a person changed: the corrections that lead from a published document to the one that came back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from pipeline.annotation import UNKNOWN_SPEAKER
from pipeline.corrections.entries import (
    AddedEntity,
    AddedQuote,
    Corrections,
    EntityCorrection,
    Part,
    QuoteCorrection,
    Stretch,
)
from pipeline.interchange.marked import Extent, Marked, Statement

_FIRST_WORDS = 60
"""Characters of a quote that name it in a correction; its start and end stand there too."""


def differences(published: Marked, edited: Marked) -> Corrections:
    """The corrections that make of the published document what the edited one says; none where they say the same.

    What a format does not tell (None) was not changed. Mentions of a treaty are not compared.
    """
    pairs = _pairs(published.statements, edited.statements)
    kept = {id(old) for old, _ in pairs} | {id(new) for _, new in pairs}
    dropped = [
        QuoteCorrection(**_named(published, old), drop=True) for old in published.statements if id(old) not in kept
    ]
    changed = [
        QuoteCorrection(**_named(published, old), **said) for old, new in pairs if (said := _said(published, old, new))
    ]
    added = [_added(edited, new) for new in edited.statements if id(new) not in kept]
    return Corrections(
        quote=(*dropped, *changed),
        add_quote=tuple(added),
        entity=tuple(_changed_entities(published, edited)),
        add_entity=tuple(_added_entities(published, edited)),
    )


def _pairs(old: Sequence[Statement], new: Sequence[Statement]) -> list[tuple[Statement, Statement]]:
    """Which statements are the same one: those that have most of their characters in common, each at most once."""
    shares = [(_alike(one, other), i, j) for i, one in enumerate(old) for j, other in enumerate(new)]
    pairs: dict[int, int] = {}
    for share, i, j in sorted(shares, key=lambda found: (-found[0][0], -found[0][1], found[1:])):
        if share[0] > 0 and i not in pairs and j not in pairs.values():
            pairs[i] = j
    return [(old[i], new[j]) for i, j in sorted(pairs.items())]


def _alike(one: Statement, other: Statement) -> tuple[float, bool]:
    """The share of characters that two statements have in common, and whether they have the same cue."""
    if one.end <= other.start or other.end <= one.start:
        return 0.0, False
    mine, theirs = (set().union(*(range(*piece) for piece in (*it.pieces, *it.continued))) for it in (one, other))
    return len(mine & theirs) / len(mine | theirs), one.cue == other.cue


def _named(document: Marked, statement: Statement) -> dict[str, Any]:
    """What names a published quote in a correction."""
    pieces = sorted((*statement.pieces, *statement.continued))
    content = " ".join(document.text[start:end] for start, end in pieces)
    first = content[:_FIRST_WORDS]
    words = first if first == content else first.rsplit(" ", 1)[0]
    return {"doc_id": document.doc_id, "content": words, "start": statement.start, "end": statement.end}


def _said(document: Marked, old: Statement, new: Statement) -> dict[str, Any]:
    """What of a statement is other than it was, as a correction says it."""
    changes: dict[str, Any] = {}
    if new.pieces != old.pieces:
        changes["pieces"] = _stretches(document, new.pieces)
    if new.continued != old.continued:
        changes["continued"] = _stretches(document, new.continued)
    for name, before, after in (("cue", old.cue, new.cue), ("source", old.source, new.source)):
        if after != before:
            changes[name] = _part(document, after)
    return changes | {
        name: after
        for name, before, after in (
            ("speaker", old.speaker, new.speaker and (new.speaker.strip() or UNKNOWN_SPEAKER)),
            ("class", old.quote_class, new.quote_class),
            ("negated", old.negated, new.negated),
        )
        if after not in (None, before)
    }


def _added(document: Marked, new: Statement) -> AddedQuote:
    said = _said(document, Statement((), quote_class="speech", negated=False), new)
    # Without a word on the cue, it would take the place of any quote with the same pieces.
    return AddedQuote(doc_id=document.doc_id, **said | {"cue": _part(document, new.cue)})


def _stretches(document: Marked, extents: Iterable[Extent]) -> tuple[Stretch, ...]:
    return tuple(Stretch(text=document.text[start:end], start=start) for start, end in extents)


def _part(document: Marked, extent: Extent | None) -> Part:
    return "" if extent is None else _stretches(document, [extent])[0]


def _changed_entities(published: Marked, edited: Marked) -> Iterator[EntityCorrection]:
    labels = {(start, end): label for start, end, label in edited.entities}
    added = [(entry.start or 0, entry.text) for entry in _added_entities(published, edited)]
    for start, end, label in published.entities:
        named: dict[str, Any] = {"doc_id": published.doc_id, "text": published.text[start:end], "start": start}
        if labels.get((start, end), label) != label:
            yield EntityCorrection(**named, label=labels[start, end])
        # What an added entity overlaps gives way to it without a word.
        elif (start, end) not in labels and not any(at < end and start < at + len(text) for at, text in added):
            yield EntityCorrection(**named, drop=True)


def _added_entities(published: Marked, edited: Marked) -> Iterator[AddedEntity]:
    known = {(start, end) for start, end, _ in published.entities}
    for start, end, label in edited.entities:
        if (start, end) not in known:
            yield AddedEntity(doc_id=edited.doc_id, text=edited.text[start:end], start=start, label=label)
