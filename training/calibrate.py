"""Fits the line that makes a probability of ``quotes.score``, and writes it into the model's ``decoder.json``.

    python -m training.calibrate GOLD

GOLD holds documents annotated by hand that the model was not trained on, with their texts in GOLD/input. The tables of
a run over them, made with the line as it stands, tell which rows are right; logistic regression of that on the
log-odds of the raw score gives the new line (Platt 1999).
"""

from __future__ import annotations

import argparse
import json
import tempfile
from pathlib import Path

import numpy as np
import numpy.typing as npt

import pipeline
from evaluation.calibration import scored_answers
from pipeline.batch.run import run
from pipeline.confidence import Calibration
from pipeline.encoder import SHIPPED
from pipeline.settings import Settings

Vector = npt.NDArray[np.float64]


def fit(scores: Vector, right: Vector) -> Calibration:
    """The line of greatest likelihood, by Newton's method; targets are smoothed as Platt does."""
    bounded = np.clip(scores, 1e-6, 1 - 1e-6)
    columns = np.stack([np.log(bounded / (1 - bounded)), np.ones_like(bounded)], axis=1)
    hits, misses = right.sum(), (1 - right).sum()
    target = np.where(right > 0, (hits + 1) / (hits + 2), 1 / (misses + 2))
    line = np.array([0.0, np.log((hits + 1) / (misses + 1))])
    for _ in range(50):
        found = 1 / (1 + np.exp(-columns @ line))
        curve = (columns * (found * (1 - found))[:, None]).T @ columns
        step = np.linalg.solve(curve + 1e-9 * np.eye(2), columns.T @ (found - target))
        while _loss(columns, target, line - step) > _loss(columns, target, line) and np.abs(step).max() > 1e-9:
            step /= 2
        line = line - step
    return Calibration(slope=round(float(line[0]), 4), offset=round(float(line[1]), 4))


def _loss(columns: Vector, target: Vector, line: Vector) -> float:
    odds = columns @ line
    return float((np.logaddexp(0, odds) - target * odds).sum())


def calibrate(gold: Path, model: Path) -> Calibration:
    """Fit on a folder of gold and store the line with the model that is shipped."""
    decoder = model / "decoder.json"
    stored = json.loads(decoder.read_text("utf-8"))
    decoder.write_text(json.dumps(stored | {"quote_score": {"slope": 1.0, "offset": 0.0}}) + "\n", "utf-8")
    with tempfile.TemporaryDirectory() as output:
        run([gold / "input"], Path(output), pipeline.load, Settings(as_is=True))
        answers = scored_answers(gold, Path(output))
    line = fit(np.array([score for score, _ in answers]), np.array([float(right) for _, right in answers]))
    line_stored = {"slope": line.slope, "offset": line.offset}
    decoder.write_text(json.dumps(stored | {"quote_score": line_stored}) + "\n", "utf-8")
    return line


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path)
    print(calibrate(parser.parse_args().gold, SHIPPED))
