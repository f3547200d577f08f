"""Shows documents in the terminal. Loaded when it is needed: reading tables takes long to import."""

from __future__ import annotations

from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.console import Console

from pipeline.corpus import InputOptions, fetch, survey
from pipeline.errors import SaidbyError
from pipeline.schema import PUBLISHED
from pipeline.selection import Rows, rows_of
from pipeline.store import find_run
from pipeline.terminal import plain, styled


def show_file(file: str, count: int, *, as_is: bool) -> None:
    """Read a file anew, and print its document, or the first ``count`` documents of an archive."""
    from pipeline.batch.documents import Desk, process  # a published document needs no spaCy
    from pipeline.language import load
    from pipeline.settings import Settings

    nlp = load()
    with TemporaryDirectory() as spool:
        entries = survey([file], InputOptions(), Path(spool), lambda *_: True)
        for entry in islice(entries, count):
            batch = process(fetch(entry), Desk(nlp, Settings(as_is=as_is)))
            _print({name: rows.to_pylist() for name, rows in batch.items()})


def show_published(doc_id: str, output: Path) -> None:
    """Print a document as it was published."""
    run = find_run(output)
    found = rows_of(run, [doc_id]) if run else {}
    if doc_id not in found:
        raise SaidbyError(
            f"{doc_id} is no table ({', '.join(PUBLISHED)}), no file, and no document published under {output}"
        )
    _print(found[doc_id])


def _print(rows: Rows) -> None:
    console = Console(highlight=False)
    if console.color_system and not console.no_color:
        console.print(styled(rows))
    else:
        print(plain(rows), flush=True)
