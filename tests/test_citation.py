"""What CITATION.cff says of the program is what the program says of itself."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
import yaml

import pipeline

ROOT = Path(__file__).parents[1]
CITATION = yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("cff-version", "1.2.0"),
        ("type", "software"),
        ("version", pipeline.__version__),
        ("license", PROJECT["license"]),
        ("authors", [{"name": PROJECT["authors"][0]["name"]}]),
    ],
)
def test_the_citation_agrees_with_the_package(key: str, value: object) -> None:
    assert CITATION[key] == value


def test_the_citation_has_what_the_format_demands_and_no_key_that_it_does_not_know() -> None:
    assert set(CITATION) == {
        *("cff-version", "message", "title", "authors"),  # demanded
        *("type", "abstract", "version", "license", "keywords"),
    }
