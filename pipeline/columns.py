"""What a table is: its columns, their types and meaning, and the check that rows fit it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from pipeline.errors import SaidbyError

Row = dict[str, Any]
"""One row of a table: a value for each column, None for null."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, Arrow type, meaning, and whether it may be null."""

    name: str
    type: pa.DataType
    description: str
    nullable: bool = False

    def field(self) -> pa.Field:
        """The Arrow field, with the description in its metadata."""
        return pa.field(self.name, self.type, self.nullable, {"description": self.description})


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its name, what one row of it is, its order, and its columns."""

    name: str
    row: str
    order: tuple[str, ...]
    columns: tuple[Column, ...]

    @property
    def schema(self) -> pa.Schema:
        """The Arrow schema, with the descriptions in its metadata."""
        return pa.schema([column.field() for column in self.columns], {"description": self.row})


class ContractError(SaidbyError):
    """Rows that do not fit the table they are meant for."""


def conform(rows: Sequence[Row], table: Table) -> pa.Table:
    """The rows as an Arrow table of exactly the schema of ``table``.

    Arrow alone drops unknown keys without a word and lets nulls into columns that forbid them.
    Raises :class:`ContractError` that names the table, the column and what is wrong.
    """
    names = [column.name for column in table.columns]
    for row in rows:
        _check_keys(row, names, table.name)
    arrays = [_array([row[column.name] for row in rows], column, table.name) for column in table.columns]
    return pa.Table.from_arrays(arrays, schema=table.schema)


def _check_keys(row: Mapping[str, object], names: Iterable[str], place: str) -> None:
    """Refuse a row that has a key too many or too few."""
    if unknown := row.keys() - set(names):
        raise ContractError(
            f"{place}: no column is called {', '.join(sorted(unknown))}; the columns are {', '.join(names)}"
        )
    if missing := set(names) - row.keys():
        raise ContractError(f"{place}: a row has no {', '.join(sorted(missing))}")


def _array(values: list[object], column: Column, table: str) -> pa.Array:
    """The values as an Arrow array, refused where they break the column's type or nullability."""
    place = f"{table}.{column.name}"
    _check_items(values, column, place)
    try:
        array = pa.array(_whole(values) if pa.types.is_integer(column.type) else values, column.type)
    except (pa.ArrowException, TypeError, ValueError, OverflowError) as error:
        raise ContractError(f"{place}: a value is not of type {column.type}: {error}") from error
    if array.null_count and not column.nullable:
        raise ContractError(f"{place}: a value is null, which this column forbids")
    return array


def _whole(values: list[object]) -> list[object]:
    """The values, refused if one is a float: Arrow would cut off its fraction without a word."""
    if fraction := next((value for value in values if isinstance(value, float)), None):
        raise TypeError(f"{fraction!r} is not a whole number")
    return values


def _check_items(values: list[object], column: Column, place: str) -> None:
    """Look inside lists, where Arrow checks neither the keys of a struct nor nulls."""
    if not pa.types.is_list(column.type):
        return
    inner = column.type.value_type
    names = [field.name for field in inner] if pa.types.is_struct(inner) else None
    for value in values:
        for item in value if isinstance(value, list) else ():
            if names is not None and isinstance(item, dict):
                _check_keys(item, names, place)
            if item is None or (isinstance(item, dict) and None in item.values()):
                raise ContractError(f"{place}: {item!r} has a null inside, which this column forbids")
