"""Whether anything changed since the last run, by names, sizes and times alone: no file is opened.

A run that ends leaves a seal: a digest of all that it looked at. Where the next one finds the same, it would come to
the same tables, and nothing need be read. What counts is, of each file of the corpus and of each that a setting names,
its path, inode, size and the times of its last change (of its bytes, and of anything about it, which nobody can set
back); of the published run its files; and the names and versions of the packages that are installed.

Two changes within one tick of a file system's clock bear the same time. So a seal is left only where every file had
been at rest for :data:`TICK` before the run began to look, as git does. None is left where an input has no times
(standard input, an address), or where a document could not be read, which may go better the next time.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from itertools import chain
from pathlib import Path
from typing import NamedTuple

import pipeline
from pipeline.corpus import InputOptions
from pipeline.corpus.inputs import find_files
from pipeline.published import Run
from pipeline.settings import Settings

TICK = 2_000_000_000
"""Nanoseconds within which two changes may bear the same time: the coarsest clock in use, that of FAT."""

_NAME = ".seal"
_MODEL = Path(pipeline.__file__).parent / "model"


class Seal(NamedTuple):
    """What a run looks at before it begins."""

    digest: str
    is_settled: bool
    """Whether no file of it can change any more without its times saying so."""


def seal_of(inputs: Sequence[str | Path], options: InputOptions, settings: Settings, *, readings: bool) -> Seal | None:
    """The seal of the corpus and of all else that rows depend on; None where an input has no times to go by.

    Raises :class:`~pipeline.corpus.CorpusError` where an input is missing.
    """
    if any(str(source) == "-" or "://" in str(source) for source in inputs):
        return None
    began, youngest = time.time_ns(), 0
    digest = hashlib.sha256(repr((sorted(_packages()), sys.version, options, settings, readings)).encode())
    files = [(file.address, file.source, file.path) for file in find_files(inputs, options)]
    try:
        for address, source, path in (*((path, "", path) for path in _surroundings(settings)), *files):
            if path is None:
                return None
            found = os.stat(path)  # noqa: PTH116  a third of the time of a Path's, for each of many files
            youngest = max(youngest, found.st_mtime_ns, found.st_ctime_ns)
            times = found.st_mtime_ns, found.st_ctime_ns
            digest.update(repr((address, source, found.st_dev, found.st_ino, found.st_size, times)).encode())
    except OSError:
        return None
    return Seal(digest.hexdigest(), youngest + TICK < began)


def is_sealed(run: Run, seal: Seal) -> bool:
    """Whether the run was made of what ``seal`` is of, and is as it was made."""
    try:
        return (run.output / _NAME).read_text("utf-8") == _text(run, seal)
    except OSError:
        return False


def write_seal(run: Run, seal: Seal | None) -> None:
    """Leave the seal of what a published run was made of; without one, take away that of the run before."""
    file = run.output / _NAME
    with suppress(OSError):  # it only spares work: what was published is good without
        file.unlink(missing_ok=True)
        if seal and seal.is_settled:
            fresh = file.with_name(f"{_NAME}-{os.getpid()}")
            fresh.write_text(_text(run, seal), "utf-8")
            fresh.replace(file)


def _text(run: Run, seal: Seal) -> str:
    return json.dumps({"of": seal.digest, "run": hashlib.sha256(repr(sorted(_files(run.path))).encode()).hexdigest()})


def _files(folder: Path) -> Iterator[tuple[str, int, int, int]]:
    """The files of a run. The time of any change is left out: later runs link to these files."""
    for parent, _, names in os.walk(folder):
        for name in names:
            found = Path(parent, name).stat()
            yield f"{parent[len(str(folder)) :]}/{name}", found.st_ino, found.st_size, found.st_mtime_ns


def _surroundings(settings: Settings) -> Iterator[str]:
    """The files that rows depend on beside the corpus: those of the model, and those that settings name."""
    yield from sorted(map(str, _MODEL.iterdir()))
    meta = Path(settings.entity_model or "") / "meta.json"
    yield from map(str, filter(None, (settings.instruments, settings.corrections, meta if meta.is_file() else None)))


def _packages() -> set[str]:
    """What is installed, as ``name-version.dist-info``: to ask the libraries takes longer than all the rest."""
    entries = chain.from_iterable(Path(path).iterdir() for path in sys.path if Path(path).is_dir())
    return {pipeline.__version__, *(entry.name for entry in entries if entry.name.endswith("-info"))}
