"""Learns the weights by which cleaning finds the article on a page that was dumped to text.

    python -m training.article_span CORPUS [--folds 10]

CORPUS is the extraction corpus: ``ground-truth.json`` and ``html/ID.html.gz``. Each page is dumped in every way of
``benchmarks.flattened``, and its lines are matched with the article. Without ``--folds`` the weights of all pages go to
``pipeline/data/article_span.json``; with it, nothing is written, and the token F1 of pages that were not learnt from is
printed. The loss is that of a conditional random field over stretches of lines, with a quadratic penalty; the step is
Adam's (Kingma and Ba 2015). Minutes on one core.
"""

from __future__ import annotations

import argparse
import difflib
import gzip
import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.flattened import dumps, flatten
from evaluation.score_extraction import token_f1
from pipeline.cleaning import furniture
from pipeline.cleaning.article_span import PARTS, best_span
from pipeline.cleaning.cleaner import flat_lines
from pipeline.cleaning.decoding import decode
from pipeline.cleaning.line_features import Page

WEIGHTS = Path(__file__).parents[1] / "pipeline" / "data" / "article_span.json"

PENALTY, RATE, STEPS = 0.01, 0.05, 400

_WORD = re.compile(r"\w+")
_CERTAIN_WORDS = 6
"""Words from which a line that stands in the article is taken for it, and not for a menu entry that is a word of it."""
_STRAY_LINES, _STRAY_SHARE = 15, 0.1
"""A matching line this far from the rest, with at most this share of the words, stands elsewhere on the page."""
_NEAR_BOUNDARY = 3
"""Lines around a boundary that count as nearly right, if few words lie between."""

Matrix = NDArray[np.float64]


@dataclass(frozen=True)
class Example:
    """A dumped page, its article, and where that begins and ends."""

    key: str
    body: str
    lines: list[str]
    kept: list[bool]
    """Lines that furniture does not know."""
    parts: list[Matrix]
    span: tuple[int, int] | None
    """First and last line; None where the dump has lost the article."""
    targets: list[Matrix]


@dataclass(frozen=True)
class Model:
    """Standardised features and their weights, part by part."""

    means: list[Matrix]
    scales: list[Matrix]
    weights: list[Matrix]

    def span(self, example: Example) -> tuple[int, int]:
        """The best stretch of a page."""
        start, end, line = (
            (part - mean) / scale @ weights
            for part, mean, scale, weights in zip(example.parts, self.means, self.scales, self.weights, strict=True)
        )
        return best_span(start, end, line)


def examples(corpus: Path) -> list[Example]:
    """Every page in every dump."""
    truth = json.loads(corpus.joinpath("ground-truth.json").read_text("utf-8"))
    made = []
    for key, page in truth.items():
        markup = decode(gzip.decompress(corpus.joinpath("html", f"{key}.html.gz").read_bytes())).text or ""
        made += [_example(key, page["articleBody"], flatten(markup, dump, key)) for dump in dumps().values()]
    return made


def feature_names() -> list[list[str]]:
    """The names of the features, part by part, in the order of the matrices."""
    page = Page(["A line."])
    return [list(part(page)) for part in PARTS.values()]


def _example(key: str, body: str, text: str) -> Example:
    lines = flat_lines(text)
    page = Page(lines)
    parts = [np.stack(list(part(page).values()), axis=1) for part in PARTS.values()]
    span = _span(lines, body)
    targets = [_target(page.size, span[side], side) for side in (0, 1)] if span else []
    return Example(key, body, lines, [furniture.kind_of(line) is None for line in lines], parts, span, targets)


def _span(lines: Sequence[str], body: str) -> tuple[int, int] | None:
    """First and last line of which half the words match the article in runs of three and more."""
    words = [(word, index) for index, line in enumerate(lines) for word in _WORD.findall(line)]
    matcher = difflib.SequenceMatcher(None, [word for word, _ in words], _WORD.findall(body), autojunk=False)
    sizes, hits = np.zeros(len(lines)), np.zeros(len(lines))
    for _, index in words:
        sizes[index] += 1
    for block in matcher.get_matching_blocks():
        for _, index in words[block.a : block.a + block.size]:
            hits[index] += 1.0 if block.size > 2 else 0.5
    matching = (hits * 2 >= sizes) & (sizes > 0)
    certain = [int(index) for index in np.flatnonzero(matching & (sizes >= _CERTAIN_WORDS))]
    certain = _without_strays(certain, sizes)
    if not certain:
        return None
    first, last = certain[0], certain[-1]
    while first > 0 and matching[first - 1]:
        first -= 1
    while last < len(lines) - 1 and matching[last + 1]:
        last += 1
    return first, last


def _without_strays(indices: list[int], sizes: Matrix) -> list[int]:
    few = _STRAY_SHARE * sizes[indices].sum() if indices else 0.0
    while len(indices) > 1 and indices[1] - indices[0] > _STRAY_LINES and sizes[indices[0]] < few:
        indices = indices[1:]
    while len(indices) > 1 and indices[-1] - indices[-2] > _STRAY_LINES and sizes[indices[-1]] < few:
        indices = indices[:-1]
    return indices


def _target(sizes: Matrix, boundary: int, side: int) -> Matrix:
    """The boundary, and a little of its neighbours, the less the more words lie between."""
    target = np.zeros(len(sizes))
    for index in range(max(0, boundary - _NEAR_BOUNDARY), min(len(sizes), boundary + _NEAR_BOUNDARY + 1)):
        low, high = sorted((index, boundary))
        target[index] = np.exp(-sizes[low + side : high + side].sum() / 10)
    target /= target.sum()
    return target


def fit(data: Sequence[Example]) -> Model:
    """The weights under which the articles of some pages are likeliest."""
    stacked = [np.concatenate([example.parts[part] for example in data]) for part in range(len(PARTS))]
    constant = [part.std(axis=0) == 0 for part in stacked]
    means = [np.where(same, 0.0, part.mean(axis=0)) for part, same in zip(stacked, constant, strict=True)]
    scales = [np.where(same, 1.0, part.std(axis=0)) for part, same in zip(stacked, constant, strict=True)]
    scaled = [
        ([(part - mean) / scale for part, mean, scale in zip(e.parts, means, scales, strict=True)], e.targets)
        for e in data
        if e.span
    ]
    weights = [np.zeros(part.shape[1]) for part in stacked]
    moments = [(np.zeros_like(each), np.zeros_like(each)) for each in weights]
    for step in range(1, STEPS + 1):
        gradients = _gradients(weights, scaled)
        rate = RATE * (1 - (step - 1) / STEPS)
        for each, (mean, square), gradient in zip(weights, moments, gradients, strict=True):
            mean += 0.1 * (gradient - mean)
            square += 0.001 * (gradient**2 - square)
            each -= rate * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.999**step)) + 1e-8)
    return Model(means, scales, weights)


def _gradients(weights: list[Matrix], data: Sequence[tuple[list[Matrix], list[Matrix]]]) -> list[Matrix]:
    gradients = [2 * PENALTY * each for each in weights]
    for (start, end, line), (starts, ends) in data:
        sums = np.cumsum(line @ weights[2])
        opening = start @ weights[0] - np.concatenate(([0.0], sums[:-1]))
        closing = end @ weights[1] + sums
        opened = np.logaddexp.accumulate(opening)
        closed = np.logaddexp.accumulate(closing[::-1])[::-1]
        total = np.logaddexp.reduce(opened + closing)
        off_start = np.exp(opening + closed - total) - starts
        off_end = np.exp(closing + opened - total) - ends
        within = np.cumsum(off_start) - np.concatenate(([0.0], np.cumsum(off_end)[:-1]))
        for gradient, part, off in zip(gradients, (start, end, line), (off_start, off_end, within), strict=True):
            gradient += part.T @ off / len(data)
    return gradients


def cross_validate(data: Sequence[Example], folds: int) -> float:
    """Mean token F1 of pages that the weights were not learnt from."""
    scores: list[float] = []
    for fold in range(folds):
        model = fit([example for example in data if _fold(example.key, folds) != fold])
        scores += [_score(example, model) for example in data if _fold(example.key, folds) == fold]
    return float(np.mean(scores))


def _score(example: Example, model: Model) -> float:
    first, end = model.span(example)
    kept = [line for line, keep in zip(example.lines[first:end], example.kept[first:end], strict=True) if keep]
    return token_f1(example.body, "\n".join(kept))


def _fold(key: str, folds: int) -> int:
    return int(hashlib.sha256(key.encode()).hexdigest(), 16) % folds


def save(model: Model, file: Path) -> None:
    """Write the weights for features as they are measured; what the means add is the same for every stretch."""
    table: dict[str, dict[str, float]] = {}
    for part, names, mean, scale, weights in zip(
        PARTS, feature_names(), model.means, model.scales, model.weights, strict=True
    ):
        table[part] = {name: round(float(value), 4) for name, value in zip(names, weights / scale, strict=True)}
        if part == "line":
            table[part]["constant"] = round(table[part]["constant"] - float(mean @ (weights / scale)), 4)
    file.write_text(json.dumps(table, indent=1) + "\n", "utf-8")


def main() -> None:
    """Learn and write the weights, or cross-validate."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path, help="folder of the extraction corpus")
    parser.add_argument("--folds", type=int, help="cross-validate in this many parts instead of writing weights")
    arguments = parser.parse_args()
    data = examples(arguments.corpus)
    if arguments.folds:
        print(f"{len(data)} pages, token F1 {cross_validate(data, arguments.folds):.4f}")
    else:
        save(fit(data), WEIGHTS)


if __name__ == "__main__":
    main()
