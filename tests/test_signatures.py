"""Names set under a quotation."""

from __future__ import annotations

import pytest

from pipeline.annotation import Fragment, Quote
from pipeline.signatures import find_signatures, sign

FOUND = {
    "behind the mark": ("“It was late.” — Ann Lee", ["Ann Lee"]),
    "with a full stop": ("“It was late.”― Ann Lee.", ["Ann Lee"]),
    "two hyphens": ('"It was late." -- Ann B. Lee, Reuters', ["Ann B. Lee, Reuters"]),
    "in a line of its own": ("It was late.\n\n– Mayor of Rye, Radio One", ["Mayor of Rye, Radio One"]),
    "each its own": ("“A.” — Ann Lee\n“B.” — Bob Ray", ["Ann Lee", "Bob Ray"]),
    "words go on behind": ("“It was late.” — Ann Lee said so", []),
    "a dash in prose": ("It was late — Ann Lee", []),
    "a list": ("- it was late\n- Ann left", []),
    "the first line": ("— Ann Lee", []),
}


@pytest.mark.parametrize(("text", "names"), FOUND.values(), ids=FOUND)
def test_where_names_sign(text: str, names: list[str]) -> None:
    assert [text[slice(*signature.name)] for signature in find_signatures(text)] == names


def quote(text: str, *pieces: str, source: str = "", cue: str = "") -> Quote:
    spans = [(text.index(piece), text.index(piece) + len(piece)) for piece in pieces]
    fragments = tuple(Fragment(a, b, continued=bool(n)) for n, (a, b) in enumerate(spans))

    def extent(part: str) -> tuple[int, int] | None:
        return (text.index(part), text.index(part) + len(part)) if part else None

    return Quote(fragments, "direct", source=extent(source), cue=extent(cue))


def said(text: str, quotes: list[Quote]) -> list[tuple[str, str]]:
    """The first piece of each quote, and its source."""
    return [
        (text[slice(q.fragments[0].start, q.fragments[0].end)], text[slice(*q.source)] if q.source else "")
        for q in quotes
    ]


def test_a_quotation_without_source_is_given_to_the_name_under_it() -> None:
    text = "“It was late.” — Ann Lee"
    assert said(text, sign(text, [quote(text, "“It was late.”")])) == [("“It was late.”", "Ann Lee")]


def test_what_was_given_to_the_name_above_is_divided() -> None:
    text = "“A.” — Ann Lee\n“B.” — Bob Ray"
    found = sign(text, [quote(text, "“A.”", "“B.”", source="Ann Lee", cue="—")])
    assert said(text, found) == [("“A.”", "Ann Lee"), ("“B.”", "Bob Ray")]
    assert [q.cue for q in found] == [None, None]
    assert not found[1].fragments[0].continued


def test_a_quotation_with_a_source_of_its_own_keeps_it() -> None:
    text = "“It was late,” Bob Ray said. “Very.” — Reuters"
    mine = quote(text, "“It was late,”", "“Very.”", source="Bob Ray", cue="said")
    assert sign(text, [mine]) == [mine]


def test_an_agency_under_a_report_signs_nothing_that_somebody_in_it_said() -> None:
    text = "Bob Ray said it was late.\n\nHe would go home.\n\n— Tass"
    mine = quote(text, "it was late", "He would go home.", source="Bob Ray", cue="said")
    assert sign(text, [mine]) == [mine]
