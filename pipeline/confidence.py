"""From what the model and the rules multiply to, to a probability that the row is right."""

from __future__ import annotations

import math
from dataclasses import dataclass

_EDGE = 1e-6


@dataclass(frozen=True, slots=True)
class Calibration:
    """A line through log-odds (Platt 1999), fitted on documents that the model was not trained on."""

    slope: float = 1.0
    offset: float = 0.0

    def probability(self, score: float) -> float:
        """The probability that a raw score, 0 to 1, stands for. Rises with the score where the slope is positive.

        >>> Calibration(slope=1.0, offset=0.0).probability(0.25)
        0.25
        """
        bounded = min(max(score, _EDGE), 1 - _EDGE)
        return 1 / (1 + math.exp(-(self.slope * math.log(bounded / (1 - bounded)) + self.offset)))
