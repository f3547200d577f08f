"""The command line. Thin: each command calls one function and prints what it returns.

Results go to standard output, the progress bar and everything else to standard error.
"""

from __future__ import annotations

import os
from typing import Annotated

import typer

import pipeline
from pipeline.cli import batch, interchange, pages, quotes, tables

# One thread a process: who has more cores runs more processes. A second one of numpy's only waits, and costs 5 %.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

app = typer.Typer(
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Reads news and tells who said what.",
    epilog="Example: saidby run seeds --output outputs, then saidby quotes --speaker Lavrov. "
    "Exit codes: 0 done, 1 an error told in one line, 2 a wrong call, 3 done but some documents failed, "
    "75 another run is writing to the same output.",
)


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


for command in (
    batch.run,
    batch.plan,
    batch.rollback,
    tables.show,
    quotes.quotes,
    pages.report,
    pages.explain,
    interchange.export,
    interchange.import_corrections,
    tables.dictionary,
    tables.evaluate,
):
    what, _, _ = (command.__doc__ or "").partition(":")  # behind the colon stands an example
    app.command(short_help=what)(command)
