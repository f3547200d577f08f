"""Quotes found in a published run, and printed in every form."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipeline.cli.quotes import Form
from pipeline.search import COLUMNS, USUAL, WRITERS, SearchError, Wanted, find, limited
from pipeline.store import Run
from tests.published import publish


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    return publish(tmp_path_factory.mktemp("published"))


def contents(run: Run, wanted: Wanted) -> list[str]:
    return [row["content"] for table in find(run, wanted) for row in table.to_pylist()]


TREATY = 'The treaty will be extended "It serves both." More is to come.'
HOLDS, SANCTIONS, RAIN = "that the treaty holds", "that sanctions end", "that it rained"
ALL = [TREATY, HOLDS, SANCTIONS, RAIN]


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        pytest.param(Wanted(), ALL, id="everything"),
        pytest.param(Wanted(speaker="Lavrov"), [TREATY, SANCTIONS], id="all names of an actor"),
        pytest.param(Wanted(speaker="sergey lavrov"), [TREATY, SANCTIONS], id="in another spelling"),
        pytest.param(Wanted(speaker="Wang"), [HOLDS], id="part of a name"),
        pytest.param(Wanted(speaker="Lav"), [], id="not part of a word"),
        pytest.param(Wanted(speaker="?"), [RAIN], id="who is not named"),
        pytest.param(Wanted(treaty=True), [TREATY, HOLDS], id="with the treaty"),
        pytest.param(Wanted(treaty=False), [SANCTIONS, RAIN], id="without"),
        pytest.param(Wanted(since=date(2021, 3, 22)), [TREATY, HOLDS], id="since the day"),
        pytest.param(Wanted(since=date(2021, 3, 23)), [], id="since the day after; undated ones never"),
        pytest.param(Wanted(until=date(2021, 3, 22)), [TREATY, HOLDS], id="until the day"),
        pytest.param(Wanted(country="RU"), [TREATY, SANCTIONS], id="a country, of the quote or else the actor"),
        pytest.param(Wanted(country="Russia"), [TREATY, SANCTIONS], id="a country by name"),
        pytest.param(Wanted(country="fr"), [], id="a country nobody speaks for"),
        pytest.param(Wanted(publisher="cgt"), [TREATY, HOLDS], id="part of a publisher"),
        pytest.param(Wanted(kind="mixed"), [TREATY], id="a kind"),
        pytest.param(Wanted(quote_class="other"), [SANCTIONS], id="a class"),
        pytest.param(Wanted(negated=True), [RAIN], id="negated"),
        pytest.param(Wanted(negated=False), [TREATY, HOLDS, SANCTIONS], id="not negated"),
        pytest.param(Wanted(text="SANCTION"), [SANCTIONS], id="words"),
        pytest.param(Wanted(text="."), [TREATY], id="a mark is no pattern"),
        pytest.param(Wanted(via="tass"), [SANCTIONS], id="an outlet"),
        pytest.param(Wanted(min_score=0.5), [TREATY, HOLDS, SANCTIONS], id="a score"),
        pytest.param(Wanted(speaker="Lavrov", treaty=True, country="RU", kind="mixed"), [TREATY], id="all at once"),
    ],
)
def test_a_search_finds_the_quotes_that_fit(run: Run, wanted: Wanted, expected: list[str]) -> None:
    assert contents(run, wanted) == expected


def test_a_quote_comes_with_what_document_and_actor_add(run: Run) -> None:
    (row,) = pa.concat_tables(find(run, Wanted(text="extended"))).to_pylist()
    assert {name: row[name] for name in ("date", "publisher", "title", "actor", "actor_id", "country", "treaty")} == {
        "date": date(2021, 3, 22),
        "publisher": "CGTN",
        "title": "Talks",
        "actor": "Sergei Lavrov",
        "actor_id": "person:sergey-lavrov",
        "country": "RU",
        "treaty": True,
    }
    assert tuple(row) == USUAL


@pytest.mark.parametrize("columns", [["content"], ["fragments", "members", "title"], list(COLUMNS)])
def test_any_columns_can_be_had_in_any_order(run: Run, columns: list[str]) -> None:
    assert {tuple(table.schema.names) for table in find(run, Wanted(), columns)} == {tuple(columns)}


@pytest.mark.parametrize(
    ("wanted", "columns", "told"),
    [
        (Wanted(), ["speakers"], "there is no column 'speakers'; the columns are date, "),
        (Wanted(country="Narnia"), ["speaker"], "'Narnia' is no country"),
    ],
)
def test_a_search_that_cannot_be_understood_is_refused_at_once(
    run: Run, wanted: Wanted, columns: list[str], told: str
) -> None:
    with pytest.raises(SearchError, match=told):
        find(run, wanted, columns)


def written(run: Run, form: str, wanted: Wanted, columns: list[str] | None = None) -> bytes:
    file = io.BytesIO()
    WRITERS[form](find(run, wanted, columns or USUAL), file)
    return file.getvalue()


def test_every_form_says_the_same(run: Run) -> None:
    lines = [json.loads(line) for line in written(run, "jsonl", Wanted()).splitlines()]
    assert [line["content"] for line in lines] == ALL
    assert lines[0]["date"] == "2021-03-22"
    assert lines[0]["score"] == 0.75
    assert json.loads(written(run, "json", Wanted())) == lines
    rows = list(csv.DictReader(io.StringIO(written(run, "csv", Wanted()).decode())))
    assert [row["content"] for row in rows] == ALL
    assert rows[0] == {
        name: "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)
        for name, value in lines[0].items()
    }
    table = pq.read_table(io.BytesIO(written(run, "parquet", Wanted())))
    assert table["content"].to_pylist() == ALL
    assert table.schema.field("date").type == pa.date32()


def test_nothing_found_is_a_file_without_rows(run: Run) -> None:
    nothing = Wanted(text="nowhere")
    assert written(run, "jsonl", nothing) == b""
    assert json.loads(written(run, "json", nothing)) == []
    assert written(run, "csv", nothing).decode().count("\n") == 1
    assert pq.read_table(io.BytesIO(written(run, "parquet", nothing))).num_rows == 0


def test_lists_are_text_in_csv(run: Run) -> None:
    (row,) = csv.DictReader(io.StringIO(written(run, "csv", Wanted(text="rained"), ["fragments", "members"]).decode()))
    assert json.loads(row["fragments"])[0]["continued"] is False
    assert row["members"] == ""


@pytest.mark.parametrize(("count", "expected"), [(None, [2, 3]), (1, [1]), (2, [2]), (3, [2, 1]), (9, [2, 3])])
def test_a_limit_reads_no_more_than_it_needs(count: int | None, expected: list[int]) -> None:
    tables = (pa.table({"a": list(range(rows))}) for rows in (2, 3))
    assert [table.num_rows for table in limited(tables, count)] == expected


def test_the_command_knows_every_form() -> None:
    assert set(Form) == {"table", *WRITERS}


def test_a_run_in_shards_is_searched_whole(tmp_path: Path, run: Run) -> None:
    shards = tmp_path / "run"
    for name in ("documents", "quotes", "treaty_mentions", "actors"):
        table = run.table(name)
        (shards / f"{name}.parquet").mkdir(parents=True)
        for number in range(2):
            part = table.slice(number * 2, 2 if not number else None)
            pq.write_table(part, shards / f"{name}.parquet" / f"part-{number:05}.parquet")
    assert contents(Run(shards), Wanted()) == ALL
