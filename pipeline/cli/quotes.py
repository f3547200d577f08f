"""The command that finds quotes."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.cli.batch import Output
from pipeline.cli.errors import errors_in_one_line
from pipeline.errors import SaidbyError

if TYPE_CHECKING:
    import pyarrow as pa

_ROWS = 50
"""So many quotes are shown as a table if nobody asks for more."""
_NARROW = 40
"""Characters that what was said may always have in a table."""
_WIDTHS = {"date": 10, "publisher": 16, "speaker": 24, "cue": 14, "content": _NARROW}
_WIDEST = 30
"""Characters of another column, if it was asked for."""


class Form(StrEnum):
    """Forms in which quotes can be printed."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"
    JSONL = "jsonl"
    PARQUET = "parquet"


class KindName(StrEnum):
    """The kinds of quotes."""

    DIRECT = "direct"
    INDIRECT = "indirect"
    MIXED = "mixed"


class ClassName(StrEnum):
    """The classes of quotes."""

    SPEECH = "speech"
    OTHER = "other"


def quotes(
    speaker: Annotated[
        str | None, typer.Option(help="Words of a name; finds all names of an actor. ? is who is not named.")
    ] = None,
    treaty: Annotated[bool | None, typer.Option(help="Whether a treaty is mentioned.")] = None,
    since: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="First day of publication; undated ones are left out.")
    ] = None,
    until: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Last day of publication; undated ones are left out.")
    ] = None,
    country: Annotated[str | None, typer.Option(help="Country of the speaker: RU or Russia.")] = None,
    publisher: Annotated[str | None, typer.Option(help="Part of the publisher's name.")] = None,
    kind: Annotated[KindName | None, typer.Option(help="With quotation marks around all, none or some of it.")] = None,
    quote_class: Annotated[ClassName | None, typer.Option("--class", help="A statement, or only an attitude.")] = None,
    negated: Annotated[bool | None, typer.Option(help="Whether it was denied, refused or hypothetical.")] = None,
    text: Annotated[str | None, typer.Option(help="Part of what was said.")] = None,
    via: Annotated[str | None, typer.Option(help="Part of the name of the outlet that passed it on.")] = None,
    min_score: Annotated[float | None, typer.Option(min=0, max=1, help="Least probability of the quote.")] = None,
    form: Annotated[
        Form | None, typer.Option("--format", help="By default that of the file's name, else a table.")
    ] = None,
    columns: Annotated[
        list[str] | None, typer.Option(metavar="NAME,NAME,...", help="The columns; any of quotes, and those added.")
    ] = None,
    limit: Annotated[int | None, typer.Option(min=1, help="How many quotes; 50 in a table, else all.")] = None,
    to: Annotated[Path | None, typer.Option(metavar="FILE", help="Write to a file.")] = None,
    output: Output = Path("outputs"),
) -> None:
    """Find quotes: saidby quotes --speaker Lavrov --treaty --since 2021-01-01 --format csv"""
    with errors_in_one_line():
        import pipeline
        from pipeline.search import USUAL, Wanted, find

        wanted = Wanted(
            speaker=speaker,
            treaty=treaty,
            since=since.date() if since else None,
            until=until.date() if until else None,
            country=country,
            publisher=publisher,
            kind=kind,
            quote_class=quote_class,
            negated=negated,
            text=text,
            via=via,
            min_score=min_score,
        )
        run = pipeline.open_run(output)
        chosen = form or _form_of(to)
        names = [name for part in columns or () for name in part.split(",")]
        if chosen is Form.TABLE and to is None:
            widths = dict.fromkeys(names, _WIDEST) or _WIDTHS
            _print_table(find(run, wanted, list(widths)), widths, limit or _ROWS)
        else:
            _write(find(run, wanted, names or USUAL), chosen, limit, to)


def _form_of(to: Path | None) -> Form:
    """The form that the name of a file asks for."""
    if to is None:
        return Form.TABLE
    suffix = to.suffix.removeprefix(".").lower()
    if suffix not in set(Form) - {Form.TABLE}:
        raise SaidbyError(f"{to} does not say in which form to write; give --format csv, json, jsonl or parquet")
    return Form(suffix)


def _write(tables: Iterator[pa.Table], form: Form, limit: int | None, to: Path | None) -> None:
    from pipeline.files import replacing
    from pipeline.search import WRITERS, limited

    if form is Form.TABLE:
        raise SaidbyError("a table is for the screen; write a file as csv, json, jsonl or parquet")
    if to is not None:
        with replacing(to) as file:
            WRITERS[form](limited(tables, limit), file)
    elif form is Form.PARQUET and sys.stdout.isatty():
        raise SaidbyError("Parquet is no text to read; write it to a file with --to, or pipe it elsewhere")
    else:
        WRITERS[form](limited(tables, limit), sys.stdout.buffer)
        sys.stdout.buffer.flush()


def _print_table(tables: Iterator[pa.Table], widths: dict[str, int], limit: int) -> None:
    """Print the first quotes; all are counted."""
    import pyarrow as pa

    from pipeline.preview import aligned

    first, count = [], 0
    for table in tables:
        first.append(table.slice(0, max(0, limit - count)))
        count += table.num_rows
    lines = aligned(pa.concat_tables(first), widths | _rest(widths))
    print("\n".join([*lines, f"{min(count, limit):,} of {count:,} quotes"]), flush=True)


def _rest(widths: dict[str, int]) -> dict[str, int]:
    """The width that other columns leave to what was said."""
    if "content" not in widths:
        return {}
    screen = shutil.get_terminal_size().columns if sys.stdout.isatty() else 160
    others = sum(width + 2 for name, width in widths.items() if name != "content")
    return {"content": max(_NARROW, screen - others)}
