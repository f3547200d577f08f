"""Where the article stands on a page that was dumped to text with everything around it.

The article is the stretch of lines with the greatest score: the sum of what speaks for its first line as a first line,
for its last as a last, and for each of its lines as body. The weights were learnt as those of a conditional random
field over stretches (a semi-Markov one with a single segment: Sarawagi and Cohen 2004), see docs/cleaning.md.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from importlib import resources

import numpy as np

from pipeline.cleaning.line_features import Features, Page, Vector, end_features, line_features, start_features

Weights = Mapping[str, float]

PARTS: Mapping[str, Callable[[Page], Features]] = {
    "start": start_features,
    "end": end_features,
    "line": line_features,
}
"""What is weighed, by the name of its table of weights."""


def find_span(lines: Sequence[str]) -> tuple[int, int]:
    """The first line of the article and the one after its last, on a page with at least one line."""
    page = Page(lines)
    start, end, line = (_score(part(page), weights()[name]) for name, part in PARTS.items())
    return best_span(start, end, line)


def best_span(start: Vector, end: Vector, line: Vector) -> tuple[int, int]:
    """The stretch with the greatest score, half-open, in one pass (Kadane's, with the ends weighed too)."""
    sums = np.cumsum(line)
    opening = start - (sums - line)
    best_opening = np.maximum.accumulate(opening)
    last = int(np.argmax(best_opening + end + sums))
    return int(np.argmax(opening[: last + 1])), last + 1


@cache
def weights() -> Mapping[str, Weights]:
    """The weights of the features, by part."""
    file = resources.files("pipeline").joinpath("data", "article_span.json")
    loaded: dict[str, dict[str, float]] = json.loads(file.read_text("utf-8"))
    return loaded


def _score(features: Features, weights: Weights) -> Vector:
    return sum(
        (weight * features[name] for name, weight in weights.items()), np.zeros(len(next(iter(features.values()))))
    )
