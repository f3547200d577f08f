"""The turns of a transcript: "VLADIMIR PUTIN: Good afternoon." A label opens a turn, which runs to the next label.

Labels are exact, so they beat the model's tags. A label is believed only where a text shows that it takes turns: a
single "Note: ..." opens nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from pipeline.annotation import Extent

LEAST_LABELS = 3
"""From so many labelled paragraphs on a text is a transcript."""

_PARAGRAPH = re.compile(r"[^\n]+")
# A full stop only behind an initial or a short form of address: "Trafalgar Square. Image:" is no label.
_NAME = r"(?:(?:[A-Z]\.)+|[A-Z][a-z]{0,3}\.|[A-Z][\w’'-]*)"
_WORD = rf"(?:{_NAME}|of|the|and|for|de|van|von|bin|al)"
_LABEL = re.compile(rf"({_NAME}(?:,?\s+{_WORD}){{0,11}})(?:\s*\([^()\n]{{1,80}}\))?\s*:\s+(?=[\"“‘'(\[<]?[A-Z0-9…])")
_SEPARATOR = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Turn:
    """One speaker's turn: the label without its colon, and the paragraphs that follow it, in characters."""

    label: Extent
    paragraphs: tuple[Extent, ...]


def find_turns(text: str, is_speech: Callable[[Extent], bool]) -> list[Turn]:
    """The turns of a transcript in order; none where the text is no transcript.

    ``is_speech`` judges the paragraphs behind the last label, where nothing marks the end of the last turn.
    """
    paragraphs = [match.span() for match in _PARAGRAPH.finditer(text)]
    labels = [_LABEL.match(text, start, end) for start, end in paragraphs]
    labelled = [number for number, label in enumerate(labels) if label]
    if len(labelled) < LEAST_LABELS:
        return []
    turns = []
    for number, following in zip(labelled, [*labelled[1:], len(paragraphs)], strict=True):
        label = labels[number]
        assert label is not None  # noqa: S101  labelled holds the numbers of those that are not
        own = (label.end(), paragraphs[number][1])
        rest = _until_separator(text, paragraphs[number + 1 : following])
        if following == len(paragraphs):
            rest = _while_speech(rest, is_speech)
        turns.append(Turn(label.span(1), (own, *rest)))
    return turns


def _until_separator(text: str, paragraphs: list[Extent]) -> list[Extent]:
    """The paragraphs before a line of marks alone ("* * *")."""
    return _while_speech(paragraphs, lambda extent: not _SEPARATOR.fullmatch(text, *extent))


def _while_speech(paragraphs: list[Extent], holds: Callable[[Extent], bool]) -> list[Extent]:
    stop = next((number for number, extent in enumerate(paragraphs) if not holds(extent)), len(paragraphs))
    return paragraphs[:stop]
