"""Says how far ``quotes.score`` is a probability: of the rows with a score near 0.8, are eight in ten right?

    python -m evaluation.calibration GOLD OUTPUT

Counts the rows that ``evaluation.score`` counts under ``quotes``. A row is right where it is matched with a gold quote
(token Jaccard >= 0.5) and its speaker is right. Ten bins of equal width; the expected calibration error (ECE) is the
mean distance of a bin's mean score from its share of right rows, weighted by the rows in it.
"""

from __future__ import annotations

import argparse
import statistics
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

from evaluation.documents import comparisons
from evaluation.quotes import Page, judged_rows

BINS = 10

Answer = tuple[float, bool]
"""The score of a row and whether the row is right."""


@dataclass(frozen=True, slots=True)
class Bin:
    """The rows with scores from ``low`` to ``high``, how sure they are on the mean and how often they are right."""

    low: float
    high: float
    count: int
    mean_score: float
    share_right: float


def scored_answers(gold: Path, output: Path) -> list[Answer]:
    """Score and rightness of each row of ``quotes`` that counts, in the order of the gold documents."""
    return [
        (row["score"], right)
        for compared in comparisons(gold, output, ["quotes"])
        for row, right in judged_rows(Page.of(compared.alignment, compared.gold, compared.rows["quotes"]))
    ]


def reliability(answers: list[Answer]) -> list[Bin]:
    """The bins that hold any rows, from the lowest scores to the highest."""
    grouped: dict[int, list[Answer]] = defaultdict(list)
    for score, right in answers:
        grouped[min(int(score * BINS), BINS - 1)].append((score, right))
    return [
        Bin(
            low=number / BINS,
            high=(number + 1) / BINS,
            count=len(members),
            mean_score=statistics.fmean(score for score, _ in members),
            share_right=statistics.fmean(right for _, right in members),
        )
        for number, members in sorted(grouped.items())
    ]


def expected_error(bins: list[Bin]) -> float:
    """The expected calibration error, 0 to 1; 0 where there are no rows."""
    total = sum(group.count for group in bins)
    return sum(group.count * abs(group.mean_score - group.share_right) for group in bins) / max(total, 1)


def reliability_table(bins: list[Bin]) -> str:
    """The bins as a table for a person, with the expected calibration error below."""
    lines = [f"{'score':12}{'rows':>7}{'mean':>8}{'right':>8}"]
    for group in bins:
        span = f"{group.low:.1f} to {group.high:.1f}"
        lines.append(f"{span:12}{group.count:7}{group.mean_score:8.3f}{group.share_right:8.3f}")
    return "\n".join([*lines, f"{'ECE':12}{sum(group.count for group in bins):7}{expected_error(bins):8.3f}"])


def main() -> None:
    """Print the reliability table of a folder of tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path, help="folder of gold documents")
    parser.add_argument("output", type=Path, help="folder of published tables")
    arguments = parser.parse_args()
    print(reliability_table(reliability(scored_answers(arguments.gold, arguments.output))))


if __name__ == "__main__":
    main()
