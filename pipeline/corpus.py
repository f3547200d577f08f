"""Reads a corpus: raw bytes, and where they came from.

Nothing is judged here. A file that cannot be read is passed on with its problem, so that one bad file never stops a
run.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import SaidbyError


class CorpusError(SaidbyError):
    """The corpus as a whole cannot be read."""


@dataclass(frozen=True, slots=True)
class RawDocument:
    """One input document as it came."""

    doc_id: str
    """Path relative to the corpus root, with ``/`` between folders; the file's name if the corpus is one file."""
    source: str
    """Full address of the document."""
    content: bytes | None
    """The raw bytes; None if they could not be read."""
    problem: str | None = None
    """Why the bytes could not be read; None if they could."""


def read(source: Path) -> Iterator[RawDocument]:
    """Yield the documents of a folder, or of one file, in the order of their doc_id.

    Hidden files and folders (names that start with a dot) are passed over. Raises :class:`CorpusError` at once, before
    the first document, if there is no such folder or if it cannot be listed.
    """
    return (_read_document(_writable(doc_id), path) for doc_id, path in _addresses(source))


def _addresses(source: Path) -> list[tuple[str, Path]]:
    if source.is_file():
        return [(source.name, source)]
    if not source.is_dir():
        raise CorpusError(f"There is no folder or file {source}: check the path of the input.")
    return sorted((path.relative_to(source).as_posix(), path) for path in _files(source))


def _files(root: Path) -> Iterator[Path]:
    """Every file under the root, whatever kind of thing it turns out to be when it is read."""
    for folder, subfolders, names in os.walk(root, onerror=_refuse):
        subfolders[:] = [name for name in subfolders if not name.startswith(".")]
        yield from (Path(folder, name) for name in names if not name.startswith("."))


def _refuse(error: OSError) -> None:
    raise CorpusError(f"Cannot list the folder {error.filename} ({error.strerror}): check its permissions.") from error


def _writable(address: str) -> str:
    r"""An address as Unicode: bytes of a file name that are none are written out, as in ``caf\xe9.txt``."""
    return os.fsencode(address).decode("utf-8", "backslashreplace")


def _read_document(doc_id: str, path: Path) -> RawDocument:
    source = _writable(str(path.resolve()))
    # A pipe or a device would block the run for ever; only plain files hold documents.
    if path.exists() and not path.is_file():
        return RawDocument(doc_id, source, None, "not a plain file")
    try:
        return RawDocument(doc_id, source, path.read_bytes())
    except OSError as error:
        return RawDocument(doc_id, source, None, f"cannot be read: {error.strerror or error}")
