"""Learns the weights by which cleaning finds the article on a page that was dumped to text.

    python -m training.article_span CORPUS [--texts FILE ...] [--folds 10]

CORPUS is the extraction corpus: ``ground-truth.json`` and ``html/ID.html.gz``. Each page is dumped in every way of
``benchmarks.flattened``, and once more with each of some other articles in the place of its own; FILEs are packed JSON
lines with ``title`` and ``text``. Without ``--folds`` the weights go to ``pipeline/data/article_span.json``; with it,
nothing is written, and the token F1 of pages that were not learnt from is printed: neither they nor their articles. The
loss is that of a conditional random field over stretches of lines, with a quadratic penalty; the step is Adam's (Kingma
and Ba 2015) on a few pages at a time, and the weights are the mean of the last fifth of the steps (Polyak and Juditsky
1992). Minutes on one core.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from evaluation.score_extraction import token_f1
from pipeline.cleaning import furniture
from pipeline.cleaning.article_span import PARTS, best_span
from pipeline.cleaning.line_features import Page
from training.dumped_pages import DumpedPage, dumped_pages, plain_texts, recombined

WEIGHTS = Path(__file__).parents[1] / "pipeline" / "data" / "article_span.json"

SEED, TEXTS = 7, 1600
PENALTY, RATE, STEPS, BATCH = 0.01, 0.05, 700, 56

_AVERAGED = 0.2
"""Share of the steps, the last ones, whose mean the weights are."""

_NEAR_BOUNDARY = 3
"""Lines around a boundary that count as nearly right, if few words lie between."""

Matrix = NDArray[np.float64]


@dataclass(frozen=True)
class Example:
    """A dumped page as numbers."""

    page: DumpedPage
    kept: list[bool]
    """Lines that furniture does not know."""
    parts: list[Matrix]
    targets: list[Matrix]
    """How much each line counts as the first and as the last; empty where the dump has lost the article."""


@dataclass(frozen=True)
class Model:
    """Standardised features and their weights, part by part."""

    means: list[Matrix]
    scales: list[Matrix]
    weights: list[Matrix]

    def span(self, example: Example) -> tuple[int, int]:
        """The best stretch of a page."""
        start, end, line = (part @ each for part, each in zip(self.scaled(example), self.weights, strict=True))
        return best_span(start, end, line)

    def scaled(self, example: Example) -> list[Matrix]:
        """The features of a page, standardised."""
        return [(part - mean) / scale for part, mean, scale in zip(example.parts, self.means, self.scales, strict=True)]


def examples(pages: Iterable[DumpedPage]) -> list[Example]:
    """Dumped pages as numbers."""
    return [_example(page) for page in pages]


def feature_names() -> list[list[str]]:
    """The names of the features, part by part, in the order of the matrices."""
    page = Page(["A line."])
    return [list(part(page)) for part in PARTS.values()]


def _example(page: DumpedPage) -> Example:
    known = Page(page.lines)
    parts = [np.stack(list(part(known).values()), axis=1) for part in PARTS.values()]
    targets = [_target(known.size, page.span[side], side) for side in (0, 1)] if page.span else []
    return Example(page, [furniture.kind_of(line) is None for line in page.lines], parts, targets)


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
    known = [example for example in data if example.targets]
    model = _standard(known)
    scaled = [(model.scaled(example), example.targets) for example in known]
    weights = [np.zeros_like(mean) for mean in model.means]
    moments = [(np.zeros_like(each), np.zeros_like(each)) for each in weights]
    last: list[list[Matrix]] = []
    draw = random.Random(SEED)
    for step in range(1, STEPS + 1):
        gradients = _gradients(weights, draw.choices(scaled, k=BATCH))
        rate = RATE * (1 - (step - 1) / STEPS)
        for each, (mean, square), gradient in zip(weights, moments, gradients, strict=True):
            mean += 0.1 * (gradient - mean)
            square += 0.001 * (gradient**2 - square)
            each -= rate * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.999**step)) + 1e-8)
        if step > (1 - _AVERAGED) * STEPS:
            last.append([each.copy() for each in weights])
    return replace(model, weights=[np.mean(each, axis=0) for each in zip(*last, strict=True)])


def _standard(data: Sequence[Example]) -> Model:
    """Means and deviations of the features, and no weights yet."""
    stacked = [np.concatenate([example.parts[part] for example in data]) for part in range(len(PARTS))]
    constant = [part.std(axis=0) == 0 for part in stacked]
    means = [np.where(same, 0.0, part.mean(axis=0)) for part, same in zip(stacked, constant, strict=True)]
    scales = [np.where(same, 1.0, part.std(axis=0)) for part, same in zip(stacked, constant, strict=True)]
    return Model(means, scales, [])


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


def cross_validate(data: Sequence[Example], made: Sequence[Example], folds: int) -> float:
    """Mean token F1 of pages that the weights were not learnt from, nor from anything made of them."""
    scores: list[float] = []
    for fold in range(folds):
        learnt = [each for each in (*data, *made) if all(_fold(key, folds) != fold for key in each.page.keys)]
        model = fit(learnt)
        scores += [_score(example, model) for example in data if _fold(example.page.keys[0], folds) == fold]
    return float(np.mean(scores))


def _score(example: Example, model: Model) -> float:
    first, end = model.span(example)
    lines = zip(example.page.lines[first:end], example.kept[first:end], strict=True)
    return token_f1(example.page.body, "\n".join(line for line, keep in lines if keep))


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
    parser.add_argument("--texts", type=Path, nargs="*", default=[], help="plain texts, as packed JSON lines")
    parser.add_argument("--folds", type=int, help="cross-validate in this many parts instead of writing weights")
    arguments = parser.parse_args()
    draw = random.Random(SEED)
    pages = dumped_pages(arguments.corpus)
    texts = plain_texts(arguments.texts, draw, TEXTS) if arguments.texts else []
    data, made = examples(pages), examples(recombined(pages, texts, draw))
    if arguments.folds:
        print(f"{len(data)} pages, token F1 {cross_validate(data, made, arguments.folds):.4f}")
    else:
        save(fit([*data, *made]), WEIGHTS)


if __name__ == "__main__":
    main()
