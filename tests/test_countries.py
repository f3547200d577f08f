"""Countries by name, demonym and capital."""

from __future__ import annotations

import pytest

from pipeline.countries import country_of, country_of_office, fold_countries


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Moscow", "RU"),
        ("the Netherlands", "NL"),
        ("The U.S.", "US"),
        ("DPRK", "KP"),
        ("Türkiye", "TR"),
        ("Ivory Coast", "CI"),
        ("British", "GB"),
        ("Georgia", None),  # a country and a state
        ("Congolese", None),  # of two countries
        ("Atlantis", None),
    ],
)
def test_whole_names(name: str, code: str | None) -> None:
    assert country_of(name) == code


@pytest.mark.parametrize(
    ("office", "code"),
    [
        ("Russian Foreign Minister", "RU"),
        ("Prime Minister of Malaysia", "MY"),
        ("South Korean envoy", "KR"),
        ("British Ambassador to Russia", "GB"),
        ("special envoy for Iran", None),  # towards it, not in its name
        ("leaders of Japan and the United States", None),
        ("polish remover", None),
        ("Foreign Minister", None),
    ],
)
def test_offices(office: str, code: str | None) -> None:
    assert country_of_office(office) == code


def test_a_demonym_and_its_country_fold_alike() -> None:
    assert fold_countries("Malaysian minister") == fold_countries("Malaysia minister")
