"""Scores the published entities type by type.

    python -m evaluation.per_type GOLD OUTPUT

Span and type, and a leading determiner does not count, as in ``evaluation.score``. Where the gold accepts several
types, a hit counts for the one that was published and a miss for the first, so that the types add up to ``entities``.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from evaluation.documents import Comparison, comparisons
from evaluation.score import entity_spans
from evaluation.tally import Figures, ScoreCard, score_table
from pipeline.labels import ENTITY_TYPES


def score(gold: Path, output: Path) -> dict[str, Figures]:
    """The figures of each of the eighteen types, and of all together."""
    card = ScoreCard()
    for name in (*ENTITY_TYPES, "all"):
        card[name].add(0, 0, 0)  # a type that occurs nowhere has its line too
    for compared in comparisons(gold, output, ["entities"]):
        _score_document(card, compared)
    return card.figures()


def _score_document(card: ScoreCard, compared: Comparison) -> None:
    wanted, found = entity_spans(compared)
    right = {span for span, label in found.items() if label in wanted.get(span, ())}
    for span, label in found.items():
        card[label].add(int(span in right), 1, 0)
    for span, labels in wanted.items():
        card[found[span] if span in right else labels[0]].add(0, 0, 1)
    card["all"].add(len(right), len(found), len(wanted))


def main() -> None:
    """Print the score table of a folder of tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path, help="folder of gold documents")
    parser.add_argument("output", type=Path, help="folder of published tables")
    arguments = parser.parse_args()
    print(score_table(score(arguments.gold, arguments.output)))


if __name__ == "__main__":
    main()
