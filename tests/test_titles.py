"""Offices that a text gives to persons."""

from __future__ import annotations

import pytest

from pipeline.annotation import Mention
from pipeline.titles import bearers, find_titles


def titles(text: str, *names: str) -> list[tuple[str, str]]:
    mentions = [Mention(text.index(name), text.index(name) + len(name), "PERSON", name) for name in names]
    return [(title.name, title.text) for title in find_titles(text, mentions)]


@pytest.mark.parametrize(
    ("text", "name", "title"),
    [
        ("Russian Foreign Minister Sergei Lavrov said", "Sergei Lavrov", "Russian Foreign Minister"),
        ("State Councilor and Foreign Minister Wang Yi", "Wang Yi", "State Councilor and Foreign Minister"),
        ("when foreign minister Péter Szijjártó left", "Péter Szijjártó", "foreign minister"),
        ("former deputy prime minister Ann Lee", "Ann Lee", "former deputy prime minister"),
        ("In President Putin's view", "Putin", "President"),
        ("President of Egypt Abdel Fattah el-Sisi", "Abdel Fattah el-Sisi", "President of Egypt"),
        ("Sergei Lavrov, the Russian foreign minister, said", "Sergei Lavrov", "Russian foreign minister"),
        ("Jasim Uddin, a spokesperson for the fire service.", "Jasim Uddin", "spokesperson for the fire service"),
        ("Ann Lee, who was the chief negotiator, left", "Ann Lee", "chief negotiator"),
        ("Sen. Ann Lee", "Ann Lee", None),
        ("Ann Lee, speaking on Monday, said", "Ann Lee", None),
        ("the minister met Ann Lee", "Ann Lee", None),  # a verb stands between
        ("Mr Putin said", "Putin", None),
    ],
)
def test_titles(text: str, name: str, title: str | None) -> None:
    assert titles(text, name) == ([(name, title)] if title else [])


def test_a_title_does_not_reach_over_a_paragraph() -> None:
    assert titles("He is the minister\n\nAnn Lee left", "Ann Lee") == []


def test_only_persons_have_titles() -> None:
    text = "President Lincoln"
    assert find_titles(text, [Mention(10, 17, "GPE", "Lincoln")]) == ()


@pytest.mark.parametrize(
    ("description", "names"),
    [
        ("the foreign minister", ["Sergei Lavrov"]),
        ("the Russian minister", ["Sergei Lavrov"]),
        ("the minister", ["Sergei Lavrov", "Ann Lee"]),
        ("the finance minister", []),
        ("the", []),
    ],
)
def test_whom_a_description_fits(description: str, names: list[str]) -> None:
    text = "Russian Foreign Minister Sergei Lavrov met Trade Minister Ann Lee"
    mentions = [Mention(text.index(n), text.index(n) + len(n), "PERSON", n) for n in ("Sergei Lavrov", "Ann Lee")]
    assert [title.name for title in bearers(description, find_titles(text, mentions))] == names
