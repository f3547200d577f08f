"""The command line. Thin: each command calls one function and prints what it returns.

Results go to standard output, the progress bar and everything else to standard error. Exit codes: 0 done, 1 an error
told in one line, 2 a wrong call, 3 done but some documents failed.
"""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

import pipeline
from pipeline.errors import SaidbyError

EXIT_ERROR = 1
EXIT_DOCUMENTS_FAILED = 3

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Reads news and tells who said what.",
)


class TableName(StrEnum):
    """The tables that can be shown."""

    DOCUMENTS = "documents"
    SENTENCES = "sentences"
    ENTITIES = "entities"
    QUOTES = "quotes"
    TREATY_MENTIONS = "treaty_mentions"
    ACTORS = "actors"
    STATEMENTS = "statements"


Output = Annotated[Path, typer.Option("--output", "-o", help="Folder that the tables are published to.")]
Verbose = Annotated[bool, typer.Option("--verbose", "-v", help="Log more, and show the traceback of an error.")]


def _print_version(wanted: bool) -> None:
    if wanted:
        print(f"saidby {pipeline.__version__}")
        raise typer.Exit


@app.callback()
def main(
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Reads news and tells who said what."""


@contextmanager
def _errors_in_one_line(verbose: bool = False) -> Iterator[None]:
    """Tell an error in one line and leave with 1; with ``verbose``, after its traceback."""
    logging.basicConfig(stream=sys.stderr, level=logging.ERROR, format="%(name)s: %(message)s")
    logging.getLogger("pipeline").setLevel(logging.DEBUG if verbose else logging.WARNING)
    try:
        yield
    except typer.Exit:
        raise
    except BrokenPipeError:
        # Who read our output has left, as `head` does: no error, and nothing more to flush at the end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit from None
    except Exception as error:
        expected = isinstance(error, SaidbyError)
        if verbose:
            logging.getLogger(__name__).error("%s", type(error).__name__, exc_info=True)
        told = str(error) if expected else f"unexpected {type(error).__name__}: {error} (-v shows where)"
        print(f"saidby: {told}", file=sys.stderr)
        raise typer.Exit(EXIT_ERROR) from error


@app.command()
def run(
    source: Annotated[Path, typer.Argument(metavar="INPUT", help="Folder of documents, or one document.")],
    output: Output = Path("outputs"),
    as_is: Annotated[
        bool, typer.Option("--as-is", help="The input is clean text already; its first line is body.")
    ] = False,
    model: Annotated[
        str | None, typer.Option(help="A spaCy pipeline that finds the entities, instead of our own.")
    ] = None,
    aliases: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Actors to join or keep apart by hand (TOML).")
    ] = None,
    verbose: Verbose = False,
) -> None:
    """Read documents and publish the tables: saidby run seeds --output outputs"""
    with _errors_in_one_line(verbose):
        from pipeline.aliases import Aliases, load_aliases
        from pipeline.run import run as run_pipeline
        from pipeline.settings import Settings
        from pipeline.summary import summary

        settings = Settings(as_is=as_is, aliases=load_aliases(aliases) if aliases else Aliases())
        outcome = run_pipeline(source, output, lambda: pipeline.load(entity_model=model), settings)
        print(summary(outcome), flush=True)
        if outcome.failed:
            raise typer.Exit(EXIT_DOCUMENTS_FAILED)


@app.command()
def show(
    table: Annotated[TableName, typer.Argument(help="The table.")],
    output: Output = Path("outputs"),
    rows: Annotated[int, typer.Option(min=1, help="How many rows.")] = 10,
) -> None:
    """Print the first rows of a table: saidby show quotes --rows 20"""
    with _errors_in_one_line():
        from pipeline.preview import head

        print(head(pipeline.open_run(output).table(table), table, rows), flush=True)


@app.command()
def dictionary() -> None:
    """Print the data dictionary: saidby dictionary > outputs/README.md"""
    from pipeline import dictionary as page

    print(page.dictionary(), end="")


@app.command()
def evaluate(
    gold: Annotated[Path, typer.Argument(help="Folder of gold documents.")] = Path("evaluation/gold/seeds"),
    output: Output = Path("outputs"),
) -> None:
    """Score published tables against documents annotated by hand: saidby evaluate evaluation/gold/seeds"""
    with _errors_in_one_line():
        try:
            from evaluation.score import score
            from evaluation.tally import score_table
        except ModuleNotFoundError as error:
            raise SaidbyError(
                "the scorer and the gold come with the repository, not with the package: run this in a clone"
            ) from error

        figures, _ = score(gold, output)
        print(score_table(figures), flush=True)
