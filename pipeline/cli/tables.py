"""The commands that look at tables: show, dictionary, evaluate."""

from __future__ import annotations

from glob import escape, glob
from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.batch import AsIs, Output
from pipeline.cli.errors import errors_in_one_line
from pipeline.errors import SaidbyError


def _completions(incomplete: str) -> list[str]:
    """The tables and files that a name may become."""
    from pipeline.schema import PUBLISHED

    files = sorted(f"{path}/" if Path(path).is_dir() else path for path in glob(f"{escape(incomplete)}*"))  # noqa: PTH207  it keeps "./"
    return [*(name for name in PUBLISHED if name.startswith(incomplete)), *files]


Target = Annotated[
    str,
    typer.Argument(
        metavar="TABLE|FILE|DOCUMENT",
        autocompletion=_completions,
        help="A table by its name; else a file with a document, raw or clean; else the doc_id of a published document. "
        "A file that is called like a table is written ./quotes; - is standard input.",
    ),
]


def show(
    target: Target,
    output: Output = Path("outputs"),
    rows: Annotated[int, typer.Option(min=1, help="How many rows of a table, or documents of an archive.")] = 10,
    as_is: AsIs = False,
) -> None:
    """Print the first rows of a table, or a document with its quotes: saidby show quotes, saidby show page.html"""
    with errors_in_one_line():
        from pipeline.cli import documents
        from pipeline.schema import PUBLISHED

        if target in PUBLISHED:
            _show_table(target, output, rows)
        elif target == "-" or Path(target).is_file():
            documents.show_file(target, rows, as_is=as_is)
        else:
            documents.show_published(target, output)


def _show_table(name: str, output: Path, rows: int) -> None:
    import pipeline
    from pipeline.preview import head

    print(head(pipeline.open_run(output).table(name), name, rows), flush=True)


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
