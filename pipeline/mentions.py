"""Entity mentions as they were found, and the mending of borders that the model draws a word too far or too near."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from pipeline.amounts import money_around, points_behind
from pipeline.titles import rank_before_name

_SAME_WORD_TWICE = re.compile(r"\b(\w{2,}) (\1)\b")
_PAIR = re.compile(r"([^\W\d_]+)-([^\W\d_]+)")
_REST_OF_NAME = re.compile(r"[’'](?!(?:s|re|ve|ll|d|t|m)\b)\w+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class EntityMention:
    """An entity as it was found, in characters."""

    start: int
    end: int
    label: str
    score: float | None
    """Pipelines of other makers give none."""


def mended(text: str, mentions: list[EntityMention]) -> list[EntityMention]:
    """The mentions with their borders set right, in order, none overlapping."""
    found: Iterable[EntityMention] = split_pairs(text, mentions)
    for mend in _MENDS:
        found = [part for mention in found for part in mend(text, mention)]
    return _apart(found)


def split_pairs(text: str, mentions: list[EntityMention]) -> list[EntityMention]:
    """The mentions, with a pair joined by a hyphen made two ("China-Russia relations", "EU-Russia summit").

    Only where both stand alone elsewhere in the document: Guinea-Bissau stays one.
    """
    alone = {text[mention.start : mention.end]: mention.label for mention in mentions}
    found: list[EntityMention] = []
    for mention in mentions:
        parts = _PAIR.fullmatch(text, mention.start, mention.end)
        if mention.label in {"GPE", "ORG"} and parts and {alone.get(part) for part in parts.groups()} <= {"GPE", "ORG"}:
            found += [
                replace(mention, start=a, end=b, label=alone[text[a:b]]) for a, b in (parts.span(1), parts.span(2))
            ]
        else:
            found.append(mention)
    return found


def _without_rank(text: str, mention: EntityMention) -> Iterator[EntityMention]:
    """A person without a rank before the name: "Gen. Ann Lee" is Ann Lee."""
    rank = rank_before_name().match(text, mention.start, mention.end) if mention.label == "PERSON" else None
    yield replace(mention, start=rank.end()) if rank else mention


def _name_cards(text: str, mention: EntityMention) -> Iterator[EntityMention]:
    """A person named twice in a row, as pages without their style sheets have it, as two.

    "Ann Lee Lee Ann" is Ann Lee, and Lee Ann from a card beside the text; of "Ann Lee Lee AnnMinister", what is glued
    to the card is left out.
    """
    twice = _SAME_WORD_TWICE.search(text, mention.start, mention.end) if mention.label == "PERSON" else None
    if not twice:
        yield mention
        return
    name = set(text[mention.start : twice.end(1)].split())
    yield replace(mention, end=twice.end(1))
    stop = twice.end(2)
    for word in re.finditer(r" (\w+)\b", text[: mention.end][stop:]):
        if word[1] not in name:
            break
        stop = twice.end(2) + word.end()
    yield replace(mention, start=twice.start(2), end=stop)


def _whole_name(text: str, mention: EntityMention) -> Iterator[EntityMention]:
    """A name that goes on behind an apostrophe, whole: "al-Qa" of al-Qa'ida."""
    rest = _REST_OF_NAME.match(text, mention.end)
    yield replace(mention, end=rest.end()) if rest else mention


def _amounts(text: str, mention: EntityMention) -> Iterator[EntityMention]:
    """Money with its sign and its currency; "percentage points" with the points."""
    if mention.label == "PERCENT":
        yield replace(mention, end=points_behind(text, mention.end))
    elif money := money_around(text, mention.start, mention.end):
        yield replace(mention, start=money[0], end=money[1], label="MONEY")
    else:
        yield mention


_MENDS: Final[tuple[Callable[[str, EntityMention], Iterator[EntityMention]], ...]] = (
    _without_rank,
    _name_cards,
    _whole_name,
    _amounts,
)
"""Each on what those before it leave; they touch different mentions, but for the rank that hides the name behind it."""


def _apart(mentions: Iterable[EntityMention]) -> list[EntityMention]:
    """The mentions without those that a widened one before or behind them has swallowed."""
    found: list[EntityMention] = []
    for mention in mentions:
        while found and found[-1].start >= mention.start:
            found.pop()
        if not found or found[-1].end <= mention.start:
            found.append(mention)
    return found
