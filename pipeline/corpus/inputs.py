"""What kind of input each argument is, and the files it stands for."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from itertools import chain
from pathlib import Path
from typing import BinaryIO
from urllib.parse import unquote, urlsplit

from pipeline.corpus import local, remote
from pipeline.corpus.files import File
from pipeline.corpus.options import InputOptions


def find_files(sources: Sequence[str | Path], options: InputOptions) -> Iterator[File]:
    """The files of all inputs, in the order of the inputs and sorted by address within each.

    One input is the corpus root. Several are read as if they stood in one folder, so each begins its addresses with its
    own name. Raises :class:`~pipeline.corpus.files.CorpusError` at once if one of them is missing or cannot be listed.
    """
    is_alone = len(sources) == 1
    # A list, so that all are looked at before the first file is handed out.
    return chain.from_iterable([_find(str(source), options, is_alone=is_alone) for source in sources])


def _find(source: str, options: InputOptions, *, is_alone: bool) -> Iterator[File]:
    if source == "-":
        address = "stdin.jsonl" if options.records_on_stdin else "stdin"
        return iter([File(address, address, _standard_input, is_alone=is_alone)])
    if source.startswith("file://"):
        return local.find(unquote(urlsplit(source).path), is_alone=is_alone)
    if "://" in source:
        return remote.find(source, is_alone=is_alone)
    return local.find(source, is_alone=is_alone)


def _standard_input() -> AbstractContextManager[BinaryIO]:
    # It is not ours to close.
    return nullcontext(sys.stdin.buffer)
