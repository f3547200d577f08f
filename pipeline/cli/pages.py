"""The commands that show more than a table: report, explain."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.batch import AsIs, Output
from pipeline.cli.errors import errors_in_one_line


def report(output: Output = Path("outputs")) -> None:
    """Write the tables as one page for a browser, OUTPUT/report.html: saidby report --output outputs"""
    with errors_in_one_line():
        import pipeline
        from pipeline.files import replacing
        from pipeline.report import report as make_report

        page = output / "report.html"
        with replacing(page) as file:
            file.write(make_report(pipeline.open_run(output)).encode())
        print(f"written: {page}", flush=True)


def explain(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A document as it came.")], as_is: AsIs = False
) -> None:
    """Show which lines of a document are kept, and why others are not: saidby explain page.html"""
    with errors_in_one_line():
        from pipeline.cleaning.explanation import explain as explain_lines
        from pipeline.cleaning.explanation import render
        from pipeline.errors import SaidbyError

        try:
            content = file.read_bytes()
        except OSError as error:
            raise SaidbyError(f"cannot read {file}: {error.strerror or error}; check the path") from error
        print(render(explain_lines(content, as_is=as_is)), flush=True)
