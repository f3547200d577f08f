"""What the distribution promises in pyproject.toml."""

from __future__ import annotations

import subprocess
import tomllib
from importlib import import_module
from pathlib import Path

import pytest

from pipeline.language import COMPONENTS

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
FACTORIES = PROJECT["entry-points"]["spacy_factories"]


@pytest.mark.parametrize(("name", "target"), FACTORIES.items())
def test_every_component_is_where_spacy_looks_for_it(name: str, target: str) -> None:
    module, _, factory = target.partition(":")
    assert callable(getattr(import_module(module), factory)), f"{name} leads nowhere"


def test_every_component_of_the_pipeline_is_registered() -> None:
    assert set(COMPONENTS) <= set(FACTORIES)


def test_a_run_needs_no_torch() -> None:
    assert not [name for name in PROJECT["dependencies"] if name.startswith(("torch", "transformers"))]


def test_make_alone_lists_every_target() -> None:
    told = subprocess.run(["make", "--no-print-directory"], cwd=ROOT, capture_output=True, text=True, check=True).stdout  # noqa: S607
    makefile = (ROOT / "Makefile").read_text("utf-8")
    targets = next(line for line in makefile.splitlines() if line.startswith(".PHONY:")).split()[1:]
    assert [line.split()[0] for line in told.splitlines()] == targets


@pytest.mark.parametrize("page", ["README.md", "CONTRIBUTING.md"])
def test_the_targets_that_a_page_names_exist(page: str) -> None:
    told = (ROOT / page).read_text("utf-8")
    makefile = (ROOT / "Makefile").read_text("utf-8")
    named = {
        word
        for piece in told.replace("`", "\n").splitlines()
        if piece.startswith("make ")
        for word in piece.split()[1:2]
    }
    assert named
    assert all(f"\n{target}: " in makefile for target in named)
