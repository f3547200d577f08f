"""Names: what is the same name, and which fuller name a short one stands for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.identity import bare_name, entity_id, folded, fullest_names


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Sergei Lavrov", "Sergey Lavrov"),
        ("Dmitry Peskov", "Dmitriy Peskov"),
        ("Andrei Rudenko", "Andrey Rudenko"),
        ("Yevgeny Primakov", "Evgeny Primakov"),
        ("Aleksandr Novak", "Alexandr Novak"),
        ("Dmitry Medvedev", "Dmitri Medvedyev"),
        ("Recep Tayyip Erdoğan", "Recep Tayyip Erdogan"),
    ],
)
def test_spellings_of_one_name(one: str, other: str) -> None:
    assert folded(one) == folded(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Wang Yi", "Wang Wenbin"), ("next year", "next ear"), ("Ivan Petrov", "Ivan Petrova"), ("Iran", "Iraq")],
)
def test_different_names_stay_apart(one: str, other: str) -> None:
    assert folded(one) != folded(other)


def test_an_identity_names_type_and_name() -> None:
    assert entity_id("the United Nations", "ORG") == "org:united-nations"


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("the Kremlin", "Kremlin"),
        ("Russia's", "Russia"),
        ("The Hague", "Hague"),
        ("its ministry", "ministry"),
        ("\u200e Ann Lee", "Ann Lee"),
    ],
)
def test_bare_names(text: str, bare: str) -> None:
    assert bare_name(text) == bare


@pytest.mark.parametrize(
    ("mentions", "names"),
    [
        (["Sergei Lavrov", "Lavrov"], ["Sergei Lavrov", "Sergei Lavrov"]),
        (["Wang Yi", "Wang"], ["Wang Yi", "Wang Yi"]),  # family name first
        (["Lavrov", "Sergei Lavrov"], ["Sergei Lavrov", "Sergei Lavrov"]),  # named in full only later
        (["Wang Yi", "Wang", "Wang Wenbin", "Wang"], ["Wang Yi", "Wang Yi", "Wang Wenbin", "Wang Wenbin"]),
        (["Lavrova", "Sergei Lavrov"], ["Lavrova", "Sergei Lavrov"]),
    ],
)
def test_the_fullest_name_of_a_person(mentions: list[str], names: list[str]) -> None:
    assert fullest_names([(mention, "PERSON") for mention in mentions]) == names


def test_a_place_is_not_named_after_a_person() -> None:
    assert fullest_names([("George Washington", "PERSON"), ("Washington", "GPE")])[1] == "Washington"


@given(st.lists(st.tuples(st.text(), st.sampled_from(["PERSON", "GPE"]))))
def test_every_mention_gets_a_name(mentions: list[tuple[str, str]]) -> None:
    assert len(fullest_names(mentions)) == len(mentions)
