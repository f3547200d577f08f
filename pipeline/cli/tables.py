"""The commands that look at tables: show, dictionary, evaluate."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.batch import Output
from pipeline.cli.errors import errors_in_one_line
from pipeline.errors import SaidbyError


class TableName(StrEnum):
    """The tables that can be shown."""

    DOCUMENTS = "documents"
    SENTENCES = "sentences"
    ENTITIES = "entities"
    QUOTES = "quotes"
    TREATY_MENTIONS = "treaty_mentions"
    ACTORS = "actors"
    STATEMENTS = "statements"


def show(
    table: Annotated[TableName, typer.Argument(help="The table.")],
    output: Output = Path("outputs"),
    rows: Annotated[int, typer.Option(min=1, help="How many rows.")] = 10,
) -> None:
    """Print the first rows of a table: saidby show quotes --rows 20"""
    with errors_in_one_line():
        import pipeline
        from pipeline.preview import head

        print(head(pipeline.open_run(output).table(table), table, rows), flush=True)


def dictionary() -> None:
    """Print the data dictionary: saidby dictionary > outputs/README.md"""
    from pipeline import dictionary as page

    print(page.dictionary(), end="")


def evaluate(
    gold: Annotated[Path, typer.Argument(help="Folder of gold documents.")] = Path("evaluation/gold/seeds"),
    output: Output = Path("outputs"),
) -> None:
    """Score published tables against documents annotated by hand: saidby evaluate evaluation/gold/seeds"""
    with errors_in_one_line():
        try:
            from evaluation.score import score
            from evaluation.tally import score_table
        except ModuleNotFoundError as error:
            raise SaidbyError(
                "the scorer and the gold come with the repository, not with the package: run this in a clone"
            ) from error

        figures, _ = score(gold, output)
        print(score_table(figures), flush=True)
