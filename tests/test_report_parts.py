"""The parts of the report that decide something: time, colours, offsets, figures."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from pipeline.report.charts import bars
from pipeline.report.colours import COLOURS, colours
from pipeline.report.overview import overview
from pipeline.report.periods import timeline
from pipeline.report.quality import quality
from pipeline.report.records import read_records
from tests.report_tables import SMALL, Page, Said, tables

FIRST = date(2021, 3, 22)


@pytest.mark.parametrize(
    ("days", "unit", "periods", "first"),
    [
        (0, "day", 1, "22 Mar 2021"),
        (45, "day", 46, "22 Mar 2021"),
        (46, "week", 7, "week of 22 Mar 2021"),
        (400, "month", 14, "Mar 2021"),
        (3650, "year", 11, "2021"),
        (366 * 70, "decade", 8, "2020s"),
    ],
)
def test_time_is_cut_so_that_periods_are_few(days: int, unit: str, periods: int, first: str) -> None:
    times = timeline([FIRST, None, FIRST + timedelta(days=days)])
    assert (times.unit, len(times.starts), times.labels()[0]) == (unit, periods, first)


@pytest.mark.parametrize(
    "dates", [(date.min, date.min + timedelta(60)), (date.max - timedelta(60), date.max), (date.min, date.max)]
)
def test_the_ends_of_the_calendar_are_no_obstacle(dates: tuple[date, date]) -> None:
    assert sum(timeline(dates).counts(dates)) == 2


def test_each_date_counts_in_its_period_and_undated_in_none() -> None:
    dates = [date(2021, 1, 5), date(2021, 1, 31), None, date(2022, 4, 1)]
    assert timeline(dates).counts(dates) == [2, *[0] * 14, 1]


def test_who_speaks_in_one_document_differs_in_colour() -> None:
    crowd = [(f"d{number % 40}", f"person:{number % 23}") for number in range(900)]
    for document in {document for document, _ in crowd}:
        speakers = sorted({speaker for other, speaker in crowd if other == document})[:COLOURS]
        few = [(document, speaker) for speaker in speakers]
        chosen = colours(few, "?")
        assert len({chosen[speaker] for speaker in speakers}) == len(speakers)


def test_who_is_not_named_is_grey_and_who_is_named_is_not() -> None:
    chosen = colours([("a", "?"), ("a", "person:b")], "?")
    assert chosen["?"] == 0
    assert 1 <= chosen["person:b"] <= COLOURS


def test_a_colour_does_not_hang_on_the_order_of_the_rows() -> None:
    spoken = [(f"d{number % 7}", f"person:{number % 12}") for number in range(80)]
    assert colours(spoken, "?") == colours(reversed(spoken), "?")


def test_those_who_speak_most_differ_though_they_never_meet() -> None:
    spoken = [(f"d{number}", f"person:{number % COLOURS}") for number in range(10 * COLOURS)]
    assert len(set(colours(spoken, "?").values())) == COLOURS + 1


def test_a_chart_tells_its_figures_in_words() -> None:
    assert "<title>Quotes: 2 in 2020, 3 in 2022</title>" in bars("Quotes", ["2020", "2021", "2022"], [2, 0, 3])
    assert "<title>Quotes: none</title>" in bars("Quotes", ["2020"], [0])
    labels = [str(year) for year in range(2000, 2010)]
    assert "from 1 in 2000 to 10 in 2009, most in 2009 (10)" in bars("Quotes", labels, list(range(1, 11)))


def test_a_name_in_a_chart_is_escaped() -> None:
    assert "<b>" not in bars("<b>", ["<b>"], [1])


def test_the_overview_counts_speakers_and_what_they_speak_of() -> None:
    found = overview(read_records(tables(SMALL)))
    lines = [(line.party.name, line.country, line.quotes, line.treaty, line.beside) for line in found.speakers]
    assert lines == [
        ("Sergei Lavrov", None, 2, 1, [("China", 1)]),
        ("Wang Yi", "China", 2, 1, [("Russia", 2), ("China", 1)]),
    ]
    assert [(line.party.name, line.quotes, line.beside) for line in found.subjects] == [
        ("China", 2, [("Sergei Lavrov", 1), ("Wang Yi", 1)]),
        ("Russia", 2, [("Wang Yi", 2)]),
    ]
    assert [(act.name, act.mentions, act.speakers) for act in found.acts] == [
        ("extend", 2, [("Sergei Lavrov", 1), ("Wang Yi", 1)])
    ]
    assert (sum(found.quotes), sum(found.treaty), found.undated) == (4, 2, 1)


def test_what_is_uncertain_failed_or_dropped_is_counted() -> None:
    dropped = [{"kind": "link_list", "characters": 7, "example": "Read on"}]
    found = quality(read_records(tables([*SMALL, Page("d.txt", (Said("Wang Yi", "so"),), {"dropped": dropped})])))
    assert found.statuses == [("ok", 4), ("empty", 1)]
    assert [row["doc_id"] for row in found.problems] == ["leer.txt"]
    assert [row["doc_id"] for row in found.repaired] == ["wang.txt"]
    assert (found.uncertain, found.unnamed, [entry.row["content"] for entry in found.least_certain]) == (
        1,
        1,
        ["Russia is near"],
    )
    assert [(kind.kind, kind.documents, kind.characters, kind.examples) for kind in found.dropped] == [
        ("link list", 1, 7, ["Read on"])
    ]
    assert sum(found.scores) == 6
