"""The line that makes a probability of a score, and how it is fitted."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.confidence import Calibration
from training.calibrate import fit

PROBABILITIES = st.floats(0, 1)


@given(PROBABILITIES, PROBABILITIES)
def test_a_higher_score_is_never_less_probable(one: float, other: float) -> None:
    line = Calibration(slope=0.5, offset=-0.4)
    low, high = sorted((one, other))
    assert 0 < line.probability(low) <= line.probability(high) < 1


@pytest.mark.parametrize("score", [0.01, 0.25, 0.5, 0.99])
def test_the_plain_line_changes_nothing(score: float) -> None:
    assert Calibration().probability(score) == pytest.approx(score)


def test_the_fit_finds_the_line_that_the_answers_follow() -> None:
    rng = np.random.default_rng(7)
    scores = rng.uniform(0.05, 0.999, 20_000)
    true = Calibration(slope=0.5, offset=-0.3)
    right = rng.uniform(size=len(scores)) < [true.probability(score) for score in scores]
    found = fit(scores, right.astype(np.float64))
    assert found.slope == pytest.approx(true.slope, abs=0.05)
    assert found.offset == pytest.approx(true.offset, abs=0.08)


def test_scores_near_one_do_not_drive_the_fit_away() -> None:
    scores = np.array([0.999999] * 90 + [0.6] * 30)
    right = np.array([1.0] * 85 + [0.0] * 5 + [1.0] * 15 + [0.0] * 15)
    found = fit(scores, right)
    assert found.probability(0.6) == pytest.approx(0.5, abs=0.05)
    assert found.probability(0.999999) == pytest.approx(0.94, abs=0.03)
