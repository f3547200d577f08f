"""The files of an address with ``://``, read through fsspec, which knows S3, HTTP and many more."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from pipeline.corpus.files import CorpusError, File, is_hidden, public

if TYPE_CHECKING:
    from fsspec import AbstractFileSystem

# A question mark begins the query of a web address.
_WILDCARD = "*"


def find(source: str, *, is_alone: bool) -> Iterator[File]:
    """The files of a folder, of a pattern, or one file. Raises :class:`CorpusError` if there are none.

    Hidden files and folders (names that start with a dot) are passed over.
    """
    system, path = _connect(source)
    try:
        paths = _list(system, path)
    except Exception as error:
        raise CorpusError(public(f"Cannot list {source} ({error}): check the address and your access.")) from error
    if not paths:
        raise CorpusError(public(f"There is nothing at {source}: check the address of the input."))
    if paths == [path]:
        return iter([_file(system, path, _name(source), is_alone=is_alone)])
    root = path.partition(_WILDCARD)[0]
    return _folder(system, root.rpartition("/")[0] if _WILDCARD in path else path, paths, is_alone=is_alone)


def _connect(source: str) -> tuple[AbstractFileSystem, str]:
    try:
        from fsspec.core import url_to_fs
    except ImportError as error:
        raise CorpusError(public(f"To read {source}, install fsspec: pip install 'saidby[remote]'")) from error
    try:
        system, path = url_to_fs(source)
    except Exception as error:
        raise CorpusError(public(f"Cannot read {source}: {error}")) from error
    return system, path


def _list(system: AbstractFileSystem, path: str) -> list[str]:
    """The paths of all files: of those that match a pattern, of a folder, or of a file."""
    if _WILDCARD in path:
        return [file for match in system.glob(path) for file in system.find(match)]
    # A file first: to a web server every page is a folder of its links.
    return [path] if system.isfile(path) else list(system.find(path))


def _folder(system: AbstractFileSystem, root: str, paths: list[str], *, is_alone: bool) -> Iterator[File]:
    start = len(root.rstrip("/")) + 1
    prefix = "" if is_alone else f"{_name(root)}/"
    for path in sorted(set(paths)):
        address = path[start:]
        if not any(map(is_hidden, address.split("/"))):
            yield _file(system, path, prefix + address)


def _file(system: AbstractFileSystem, path: str, address: str, *, is_alone: bool = False) -> File:
    return File(address, public(system.unstrip_protocol(path)), partial(system.open, path, "rb"), is_alone=is_alone)


def _name(source: str) -> str:
    """The last part of an address, or else the server's name."""
    parts = urlsplit(public(source))
    return PurePosixPath(parts.path).name or parts.netloc
