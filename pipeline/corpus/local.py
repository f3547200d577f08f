"""The files of a folder, of a pattern, or one file, on this machine."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from functools import partial
from itertools import takewhile
from pathlib import Path
from typing import Never

from pipeline.corpus.files import CorpusError, File, is_hidden
from pipeline.corpus.streams import UnreadableError, open_plain

_WILDCARD = re.compile(r"[*?[]")


def find(source: str, *, is_alone: bool) -> Iterator[File]:
    """The files that a path or a pattern stands for, sorted by address. Raises :class:`CorpusError` if there are none.

    Hidden files and folders (names that start with a dot) are passed over, and links to folders are not followed.
    """
    path = Path(source)
    try:
        if path.is_file():
            return iter([_file(path.name, str(path.absolute()), os.path.realpath(path), is_alone=is_alone)])
        if path.is_dir():
            return _folder(path.resolve(), is_alone=is_alone)
        if path.exists():
            raise CorpusError(f"{source} is neither a folder nor a plain file: to read a pipe, give - as the input.")
    except OSError as error:
        raise CorpusError(f"Cannot reach {source} ({error.strerror}): check the path and its permissions.") from error
    if _WILDCARD.search(source):
        return _pattern(path, is_alone=is_alone)
    raise CorpusError(f"There is no folder or file {source}: check the path of the input.")


def _folder(root: Path, *, is_alone: bool) -> Iterator[File]:
    return _files(root, _walk(str(root)), is_alone=is_alone)


def _pattern(pattern: Path, *, is_alone: bool) -> Iterator[File]:
    """The files that match, and those in folders that match; the root is the part before the first wildcard."""
    fixed = list(takewhile(lambda part: not _WILDCARD.search(part), pattern.parts))
    root = Path(*fixed).resolve()
    try:
        matches = list(root.glob(str(Path(*pattern.parts[len(fixed) :]))))
    except ValueError as error:
        raise CorpusError(f"Cannot read the pattern {pattern} ({error}): check it.") from error
    paths = {path for match in matches if not _is_under_hidden(match, root) for path in _under(match)}
    if not paths:
        raise CorpusError(f"No file matches {pattern}: check the pattern.")
    # A file that matches under several names, through links, is read once, under the first of them.
    by_target = {os.path.realpath(path): path for path in sorted(paths, key=Path, reverse=True)}
    return _files(root, ((path, target) for target, path in by_target.items()), is_alone=is_alone)


def _under(path: Path) -> Iterable[str]:
    return (found for found, _ in _walk(str(path))) if path.is_dir() else [str(path)]


def _is_under_hidden(path: Path, root: Path) -> bool:
    return any(map(is_hidden, path.relative_to(root).parts))


def _walk(root: str) -> Iterator[tuple[str, str]]:
    """Every file under the root, whatever kind of thing it turns out to be when it is read, and every link.

    Each comes with where it leads; only a link leads elsewhere, for no folder on the way is one.
    """
    folders = [root]
    while folders:
        for one in _listed(folders.pop()):
            if one.is_dir(follow_symlinks=False):
                folders.append(one.path)
            else:
                yield one.path, os.path.realpath(one.path) if one.is_symlink() else one.path


def _listed(folder: str) -> list[os.DirEntry[str]]:
    """What is in a folder and not hidden."""
    try:
        with os.scandir(folder) as found:
            return [one for one in found if not is_hidden(one.name)]
    except OSError as error:
        raise CorpusError(f"Cannot list the folder {folder} ({error.strerror}): check its permissions.") from error


def _files(root: Path, targets: Iterable[tuple[str, str]], *, is_alone: bool) -> Iterator[File]:
    """The files at these paths, each with where it leads. All are listed before the first is handed out."""
    base = str(root / "_")[:-1]
    prefix = "" if is_alone or not root.name else f"{root.name}/"
    found = sorted((path[len(base) :], path, target) for path, target in targets)
    # The documents of a folder in the corpus are read where they are, not once more through a link to it.
    return (
        _file(prefix + address, path, target) if _is_under(base, target) else _link_out(prefix + address, target)
        for address, path, target in found
        if path == target or not Path(target).is_dir() or not _is_under(base, target)
    )


def _is_under(base: str, target: str) -> bool:
    """Whether a path is that of a folder, which ``base`` is with a slash behind it, or leads through it."""
    return f"{target}/".startswith(base)


def _link_out(address: str, target: str) -> File:
    """A link that leads out of the corpus: it cannot be opened."""
    return File(_writable(address), _writable(target), _refuse_link)


def _file(address: str, path: str, target: str, *, is_alone: bool = False) -> File:
    return File(_writable(address), _writable(target), partial(open_plain, path), path, is_alone)


def _refuse_link() -> Never:
    raise UnreadableError("a link that leads out of the input folder: refused")


def _writable(path: str) -> str:
    r"""A path as Unicode: bytes of a file name that are none are written out, as in ``caf\xe9.txt``."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")
