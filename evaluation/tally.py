"""Counts of hits, and the precision, recall and F1 that they come to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

Figures = dict[str, float]
"""Precision ``p``, recall ``r``, ``f1``, and the counts behind them: ``hit``, ``predicted``, ``gold``."""


@dataclass(slots=True)
class Tally:
    """Right ones, all that were predicted, all that there are."""

    hit: int = 0
    predicted: int = 0
    gold: int = 0

    def add(self, hit: int, predicted: int, gold: int) -> None:
        """Count some more."""
        self.hit += hit
        self.predicted += predicted
        self.gold += gold

    def add_answer(self, *, right: bool) -> None:
        """Count one question that has one answer; its accuracy is then P, R and F1 alike."""
        self.add(int(right), 1, 1)

    def figures(self) -> Figures:
        """The figures. Where there is nothing to find, finding nothing is perfect."""
        p = self.hit / self.predicted if self.predicted else float(self.gold == 0)
        r = self.hit / self.gold if self.gold else float(self.predicted == 0)
        return {"p": p, "r": r, "f1": f1(p, r), "hit": self.hit, "predicted": self.predicted, "gold": self.gold}


@dataclass(slots=True)
class ScoreCard:
    """A tally for each figure, and a line for each miss and each false alarm."""

    tallies: defaultdict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    notes: list[str] = field(default_factory=list)

    def __getitem__(self, figure: str) -> Tally:
        return self.tallies[figure]

    def figures(self) -> dict[str, Figures]:
        """The figures by name."""
        return {name: tally.figures() for name, tally in self.tallies.items()}


def f1(p: float, r: float) -> float:
    """The harmonic mean of precision and recall."""
    return 2 * p * r / (p + r) if p + r else 0.0


def score_table(result: Mapping[str, Figures]) -> str:
    """The figures as a table for a person."""
    lines = [f"{'':18}{'P':>7}{'R':>7}{'F1':>7}{'hit':>8}{'pred':>8}{'gold':>8}"]
    for name, f in result.items():
        lines.append(f"{name:18}{f['p']:7.3f}{f['r']:7.3f}{f['f1']:7.3f}{f['hit']:8}{f['predicted']:8}{f['gold']:8}")
    return "\n".join(lines)
