"""Puts the parts of statements together: contents under the anchor each one chooses, cues with their source.

The model scores every link within its window; what hangs on one cue is one statement.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from pipeline.decoding import WordSpan, in_turns, link_probabilities, span_rows
from pipeline.encoder import Encoding
from pipeline.heads import layout
from pipeline.parts import Parts, doubtful_sources

SOURCE_SHARE = 0.3
"""A cue takes its likeliest source from this probability on: few statements have none, and "?" helps nobody."""


@dataclass(slots=True)
class Assembly:
    """A quote while its parts are being gathered; ``anchor`` is its cue, or its source where it has no cue."""

    anchor: WordSpan | None
    contents: list[WordSpan] = field(default_factory=list)
    continued: list[WordSpan] = field(default_factory=list)
    link_score: float = 1.0


def assemble(encoding: Encoding, parts: Parts, *, runs_on: Callable[[WordSpan], bool]) -> list[Assembly]:
    """Gather contents by the anchor each one chooses, then give every continued stretch to the quote before it.

    ``runs_on`` says whether a content may be a quotation that goes on from an earlier paragraph.
    """
    anchors = sorted(parts["cue"] + parts["source"], key=lambda span: span.first)
    gathered: dict[int, Assembly] = {}
    for number, (content, choice, share) in enumerate(_choices(encoding, parts["content"], anchors, runs_on)):
        key = choice - 1 if choice else -1 - number  # contents without anchor are quotes of their own
        assembly = gathered.setdefault(key, Assembly(anchors[choice - 1] if choice else None))
        assembly.contents.append(content)
        assembly.link_score = min(assembly.link_score, share)
    assemblies = list(gathered.values())
    paragraph = encoding.pieces.paragraph_numbers()
    for stretch in parts["continued"]:
        if owner := _continued_by(encoding, paragraph, assemblies, stretch):
            owner.continued.append(stretch)
    return assemblies


def _choices(
    encoding: Encoding, contents: list[WordSpan], anchors: list[WordSpan], runs_on: Callable[[WordSpan], bool]
) -> Iterator[tuple[WordSpan, int, float]]:
    """For each content the anchor it chooses, counted from 1, or 0 for none, and the probability of that."""
    for some in in_turns(contents, anchors):
        allowed = _reachable(encoding, some, anchors, runs_on)
        for content, row in zip(some, link_probabilities(encoding, "anchor", some, anchors, allowed), strict=True):
            yield content, int(row.argmax()), float(row.max())


def _reachable(
    encoding: Encoding, contents: list[WordSpan], anchors: list[WordSpan], runs_on: Callable[[WordSpan], bool]
) -> npt.NDArray[np.bool_]:
    """Which anchors a content may choose, shape (contents, anchors).

    Those of its own paragraph; those of earlier ones too where its own has none, or where a quotation mark opens it.
    """
    paragraph = encoding.pieces.paragraph_numbers()
    own = paragraph[[content.first for content in contents]][:, None]
    theirs = paragraph[[anchor.first for anchor in anchors]][None, :]
    far = np.array([runs_on(content) for content in contents], dtype=bool)[:, None]
    here: npt.NDArray[np.bool_] = theirs == own
    return here | ((theirs < own) & (far | ~here.any(1, keepdims=True)))


def _continued_by(
    encoding: Encoding, paragraph: npt.NDArray[np.int64], assemblies: list[Assembly], stretch: WordSpan
) -> Assembly | None:
    """The quote that a stretch goes on with: the one whose content ends last before it.

    An attitude in the middle ("He hopes that ...") interrupts a statement without ending it, so speech comes first if
    there is any in the paragraph of that content.
    """
    before = sorted((content.stop, n) for n, a in enumerate(assemblies) for content in a.contents)
    before = [(stop, n) for stop, n in before if stop <= stretch.first]
    if not before:
        return None
    last = paragraph[before[-1][0] - 1]
    speech = [n for stop, n in before if paragraph[stop - 1] == last and not _is_attitude(encoding, assemblies[n])]
    return assemblies[speech[-1] if speech else before[-1][1]]


def _is_attitude(encoding: Encoding, assembly: Assembly) -> bool:
    return is_cue(assembly) and cue_probabilities(encoding, assembly.anchor)[0] > 0.5


def find_sources(encoding: Encoding, cues: list[WordSpan], parts: Parts) -> dict[WordSpan, tuple[WordSpan, float]]:
    """The source of each cue with the probability of the link; at a second look for those that found none."""
    found = choose_sources(encoding, cues, parts["source"])
    left = [cue for cue in cues if cue not in found]
    if not left:
        return found
    paragraphs = encoding.pieces.paragraph_numbers()[[cue.first for cue in left]].tolist()
    return found | choose_sources(encoding, left, doubtful_sources(encoding, parts, paragraphs))


def choose_sources(
    encoding: Encoding, cues: list[WordSpan], sources: list[WordSpan]
) -> dict[WordSpan, tuple[WordSpan, float]]:
    """The source in its paragraph that each cue chooses, with its probability; cues that choose none are left out."""
    if not cues or not sources:
        return {}
    paragraph = encoding.pieces.paragraph_numbers()
    theirs = paragraph[[source.first for source in sources]][None, :]
    chosen: dict[WordSpan, tuple[WordSpan, float]] = {}
    for some in in_turns(cues, sources):
        allowed = paragraph[[cue.first for cue in some]][:, None] == theirs
        probabilities = link_probabilities(encoding, "source", some, sources, allowed)[:, 1:]
        best = probabilities.argmax(1)
        choices = zip(some, best, probabilities[np.arange(len(some)), best], strict=True)
        chosen |= {cue: (sources[choice], float(share)) for cue, choice, share in choices if share >= SOURCE_SHARE}
    return chosen


def is_cue(assembly: Assembly) -> bool:
    """Whether a statement hangs on a cue, not on a bare source."""
    return assembly.anchor is not None and assembly.anchor.label == "cue"


def cue_probabilities(encoding: Encoding, cue: WordSpan | None) -> tuple[float, float]:
    """How likely a cue reports something other than speech, and a statement that was not made."""
    if cue is None:
        return 0.0, 0.0
    other, negated = 1 / (1 + np.exp(-span_rows(encoding, [cue], layout().cue)[0]))
    return float(other), float(negated)
