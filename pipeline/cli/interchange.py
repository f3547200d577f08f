"""The commands that hand annotations to other programs, and take corrections back."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.cli.batch import Output
from pipeline.cli.errors import EXIT_DOCUMENTS_FAILED, errors_in_one_line

if TYPE_CHECKING:
    from pipeline.interchange.importing import Imported


class ExportFormat(StrEnum):
    """Formats that annotations can be exported to."""

    DOCBIN = "docbin"
    LABEL_STUDIO = "labelstudio"
    PRODIGY = "prodigy"
    WEB_ANNOTATION = "webannotation"
    JSONL = "jsonl"


class ImportFormat(StrEnum):
    """Formats that corrections can be read from."""

    LABEL_STUDIO = "labelstudio"
    PRODIGY = "prodigy"
    WEB_ANNOTATION = "webannotation"
    JSONL = "jsonl"


def export(
    target: Annotated[Path, typer.Argument(metavar="FILE", help="The file to write.")],
    form: Annotated[ExportFormat, typer.Option("--format", help="For which program.")],
    document: Annotated[
        list[str] | None, typer.Option(metavar="DOC_ID", help="Only this document; may be given several times.")
    ] = None,
    output: Output = Path("outputs"),
) -> None:
    """Hand annotations to another program: saidby export tasks.json --format labelstudio"""
    with errors_in_one_line():
        import pipeline
        from pipeline.interchange.exporting import export as export_run

        written = export_run(pipeline.open_run(output), form, target, document or ())
        print(f"written: {', '.join(map(str, written))}", flush=True)


def import_corrections(
    file: Annotated[Path, typer.Argument(help="What the other program exported.")],
    form: Annotated[ImportFormat, typer.Option("--format", help="Of which program.")],
    to: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write the corrections to a file, not to standard output.")
    ] = None,
    gold: Annotated[
        Path | None, typer.Option(metavar="FOLDER", help="Write the corrected documents as gold for evaluate, too.")
    ] = None,
    output: Output = Path("outputs"),
) -> None:
    """Turn what a person changed into corrections: saidby import-corrections tasks.json --format labelstudio"""
    with errors_in_one_line():
        import pipeline
        from pipeline.corrections.file import dump_corrections
        from pipeline.files import replacing
        from pipeline.interchange.importing import read_corrections

        imported = read_corrections(pipeline.open_run(output), form, file)
        text = dump_corrections(imported.corrections)
        if to is None:
            print(text, end="", flush=True)
        else:
            with replacing(to) as written:
                written.write(text.encode())
        if gold is not None:
            _write_gold(imported, gold)
        for remark in imported.remarks:
            print(f"saidby: {remark}", file=sys.stderr)
        if imported.remarks:
            raise typer.Exit(EXIT_DOCUMENTS_FAILED)


def _write_gold(imported: Imported, folder: Path) -> None:
    from pipeline.interchange.gold import write_gold
    from pipeline.store import write_errors_told

    with write_errors_told(folder):
        write_gold(imported.documents, imported.corrections, folder)
