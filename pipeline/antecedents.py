"""Whom the model takes a source for: the probabilities of the entity mentions it may refer to, joined by name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

import numpy as np

from pipeline.annotation import Extent, Mention
from pipeline.decoding import WordSpan, link_probabilities
from pipeline.encoder import Encoding

REACH = 400
"""How many words before (and a tenth of it behind) a source its antecedent may stand."""


@dataclass(frozen=True, slots=True)
class Antecedent:
    """A name that a source may stand for."""

    name: str
    label: str
    probability: float


@dataclass(frozen=True, slots=True)
class Antecedents:
    """The names that a source may stand for, and how likely it is that it stands for none of them."""

    candidates: tuple[Antecedent, ...]

    def best(self, labels: AbstractSet[str], names: AbstractSet[str] | None = None) -> Antecedent | None:
        """The likeliest candidate of some entity types and, if given, of some names."""
        fitting = [c for c in self.candidates if c.label in labels and (names is None or c.name in names)]
        return max(fitting, key=lambda candidate: candidate.probability, default=None)


def no_antecedents() -> Antecedents:
    """Nothing that a source could stand for."""
    return Antecedents(())


def score_antecedents(encoding: Encoding, source: Extent, mentions: Sequence[Mention]) -> Antecedents:
    """The antecedents of a source among the mentions near it."""
    span = _word_span(encoding, source)
    near = [(m, w) for m in mentions if (w := _word_span(encoding, (m.start, m.end))) and _in_reach(span, w)]
    if not near:
        return no_antecedents()
    probabilities = link_probabilities(encoding, "antecedent", [span], [words for _, words in near])[0]
    shares: dict[tuple[str, str], float] = defaultdict(float)
    for (mention, _), probability in zip(near, probabilities[1:], strict=True):
        shares[mention.name, mention.label] += float(probability)
    return Antecedents(tuple(Antecedent(name, label, share) for (name, label), share in shares.items()))


def _word_span(encoding: Encoding, extent: Extent) -> WordSpan:
    pieces = encoding.pieces
    first = int(np.searchsorted(pieces.ends, extent[0], side="right"))
    stop = int(np.searchsorted(pieces.starts, extent[1], side="left"))
    return WordSpan(first, max(stop, first + 1), "", 1.0)


def _in_reach(source: WordSpan, mention: WordSpan) -> bool:
    return -REACH <= mention.first - source.first <= REACH // 10
