"""The quality that must not be lost: a run over the raw seeds, scored against their gold."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

import pipeline
from evaluation.score import score
from evaluation.tally import Figures
from pipeline.batch.run import run
from pipeline.settings import Settings

ROOT = Path(__file__).parents[1]
FLOORS = tomllib.loads((ROOT / "evaluation" / "floors.toml").read_text("utf-8"))["seeds"]

pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def figures(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Figures]:
    output = tmp_path_factory.mktemp("seeds")
    run([ROOT / "seeds"], output, pipeline.load, Settings())
    return score(ROOT / "evaluation" / "gold" / "seeds", output)[0]


@pytest.mark.parametrize(
    ("figure", "measure"), [(figure, measure) for figure, floor in FLOORS.items() for measure in floor]
)
def test_no_figure_is_below_its_floor(figures: dict[str, Figures], figure: str, measure: str) -> None:
    assert round(figures[figure][measure], 4) >= FLOORS[figure][measure]
