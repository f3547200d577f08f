from __future__ import annotations

from datetime import date
from pathlib import Path

import pyarrow as pa
import pytest

from pipeline.dictionary import dictionary
from pipeline.schema import DERIVED, DOCUMENTS, PUBLISHED, SENTENCES, TABLES, ContractError, Row, Table, conform

SENTENCE: Row = {"doc_id": "a.txt", "sent_id": 0, "paragraph": 0, "start": 0, "end": 3, "text": "Yes"}
DOCUMENT: Row = dict.fromkeys((column.name for column in DOCUMENTS.columns), None) | {
    "doc_id": "a.txt",
    "source": "/news/a.txt",
    "status": "ok",
    "dropped": [],
}


def test_rows_that_fit_keep_their_values_and_the_descriptions() -> None:
    table = conform([SENTENCE], SENTENCES)
    assert table.to_pylist() == [SENTENCE]
    assert table.schema.equals(SENTENCES.schema, check_metadata=True)
    assert b"numbered from 0" in table.schema.field("sent_id").metadata[b"description"]


def test_no_rows_give_an_empty_table_with_every_column() -> None:
    assert conform([], SENTENCES).schema == SENTENCES.schema


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        pytest.param({"txt": "Yes"}, "sentences: no column is called txt", id="a misspelt column"),
        pytest.param({"text": None}, r"sentences\.text: a value is null", id="a null where none may be"),
        pytest.param({"start": "0"}, r"sentences\.start: a value is not of type int32", id="text for a number"),
        pytest.param({"start": 0.5}, r"sentences\.start: a value is not of type int32", id="half a character"),
        pytest.param({"start": 2**40}, r"sentences\.start: a value is not of type int32", id="a number too large"),
        pytest.param({"text": 7}, r"sentences\.text: a value is not of type string", id="a number for text"),
        pytest.param({"text": "\udcff"}, r"sentences\.text: a value is not of type string", id="half a surrogate pair"),
    ],
)
def test_rows_that_do_not_fit_are_refused(change: Row, complaint: str) -> None:
    with pytest.raises(ContractError, match=complaint):
        conform([SENTENCE, SENTENCE | change], SENTENCES)


def test_a_row_that_lacks_a_column_is_refused() -> None:
    with pytest.raises(ContractError, match="a row has no paragraph, text"):
        conform([{key: SENTENCE[key] for key in ("doc_id", "sent_id", "start", "end")}], SENTENCES)


@pytest.mark.parametrize(
    ("dropped", "complaint"),
    [
        pytest.param([{"kind": "menu", "characters": 9, "example": None}], "has a null inside", id="a null"),
        pytest.param([None], "has a null inside", id="no struct at all"),
        pytest.param([{"kind": "menu", "chars": 9, "example": "x"}], "no column is called chars", id="a misspelt key"),
        pytest.param([{"kind": "menu", "characters": 9}], "a row has no example", id="a missing key"),
        pytest.param("menu", "not of type", id="text for a list"),
    ],
)
def test_lists_are_checked_inside(dropped: object, complaint: str) -> None:
    with pytest.raises(ContractError, match=complaint):
        conform([DOCUMENT | {"dropped": dropped}], DOCUMENTS)


def test_dates_and_lists_come_back_as_they_went_in() -> None:
    row = DOCUMENT | {
        "date": date(2001, 7, 16),
        "dropped": [{"kind": "menu", "characters": 9, "example": "Home | News"}],
    }
    assert conform([row], DOCUMENTS).to_pylist() == [row]


@pytest.mark.parametrize("table", PUBLISHED.values(), ids=PUBLISHED)
def test_every_column_is_described_and_the_order_names_columns(table: Table) -> None:
    assert all(len(column.description) > 15 for column in table.columns)
    assert set(table.order) <= set(table.schema.names)


def test_columns_of_the_same_name_have_the_same_type_everywhere() -> None:
    types: dict[str, set[pa.DataType]] = {}
    for table in PUBLISHED.values():
        for column in table.columns:
            types.setdefault(column.name, set()).add(column.type)
    assert [name for name, found in types.items() if len(found) > 1] == []


def test_the_tables_of_documents_keep_their_order_and_the_derived_ones_follow() -> None:
    assert list(TABLES) == ["documents", "sentences", "entities", "quotes", "treaty_mentions"]
    assert list(DERIVED) == ["actors", "statements"]
    assert list(PUBLISHED) == [*TABLES, *DERIVED]


def test_the_data_dictionary_beside_the_tables_is_up_to_date() -> None:
    page = Path(__file__).parents[1] / "outputs" / "README.md"
    assert page.read_text("utf-8") == dictionary(), "write it anew with: make dictionary"
