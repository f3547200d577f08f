"""Whole documents of the shapes that come in: what is text, what is said of them, what is dropped."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from pipeline.cleaning import clean

CASES: list[dict[str, Any]] = tomllib.loads(Path(__file__).with_name("cleaning_pages.toml").read_text("utf-8"))["case"]


@pytest.fixture(params=CASES, ids=[case["label"] for case in CASES])
def case(request: pytest.FixtureRequest) -> dict[str, Any]:
    found: dict[str, Any] = request.param
    return found


def test_the_text_is_what_a_reader_would_want(case: dict[str, Any]) -> None:
    assert clean(case["raw"].encode()).text == case["text"]


def test_the_document_says_who_published_it_and_when(case: dict[str, Any]) -> None:
    document = clean(case["raw"].encode())
    names = ("title", "date", "date_source", "publisher", "author")
    assert {name: getattr(document, name) for name in names} == {name: case.get(name) for name in names}
    assert document.status == case.get("status", "ok")


def test_what_is_dropped_is_recorded_by_kind(case: dict[str, Any]) -> None:
    assert [dropped.kind for dropped in clean(case["raw"].encode()).dropped] == case.get("dropped", [])


def test_a_cleaned_text_stays_as_it_is(case: dict[str, Any]) -> None:
    assert clean(case["text"].encode(), as_is=True).text == case["text"]
