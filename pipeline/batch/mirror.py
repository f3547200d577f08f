"""Publishes to an object store: a run is made in a folder here, and copied there.

An object store has neither links nor renaming in one step, so what a reader follows is one small object, ``LATEST``,
that holds the name of the newest run and is written after all of its files. Two machines that publish to one address
must take turns: the lock is that of the folder here.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.errors import SaidbyError
from pipeline.store import find_run, publish_again

if TYPE_CHECKING:
    from fsspec import AbstractFileSystem

POINTER = "LATEST"


@contextmanager
def mirrored(address: str, cache: Path) -> Iterator[Path]:
    """The folder here that stands for an address: brought up to date before the block, copied there after it.

    ``cache`` holds a folder for each address. Raises :class:`SaidbyError` where the address cannot be read or written.
    """
    folder = cache / hashlib.sha256(address.encode()).hexdigest()[:16]
    folder.mkdir(parents=True, exist_ok=True)
    with _problems_told(address):
        files, root = _open(address)
        _fetch(files, root, folder)
    yield folder
    with _problems_told(address):
        _push(files, root, folder)


def latest_address(address: str) -> str:
    """The address of the newest finished run: ``pandas.read_parquet(latest_address(output) + "/quotes.parquet")``."""
    with _problems_told(address):
        files, root = _open(address)
        name = _latest(files, root)
    if name is None:
        raise SaidbyError(f"no finished run at {address}; make one with: saidby run INPUT --output {address}")
    return f"{address.rstrip('/')}/runs/{name}"


def _open(address: str) -> tuple[AbstractFileSystem, str]:
    """The file system of an address, and the path in it."""
    try:
        from fsspec.core import url_to_fs
    except ModuleNotFoundError as error:
        raise SaidbyError(f"writing to {address} needs fsspec: pip install 'saidby[remote]'") from error
    files, root = url_to_fs(address)
    return files, root.rstrip("/")


def _latest(files: AbstractFileSystem, root: str) -> str | None:
    pointer = f"{root}/{POINTER}"
    return files.cat_file(pointer).decode().strip() if files.exists(pointer) else None


def _fetch(files: AbstractFileSystem, root: str, folder: Path) -> None:
    """Have here the run that is published there."""
    name, here = _latest(files, root), find_run(folder)
    if name is None or (here and here.path.name == name):
        return
    run = folder / "runs" / name
    if not run.is_dir():
        part = folder / ".fetching"
        shutil.rmtree(part, ignore_errors=True)
        for path in files.find(f"{root}/runs/{name}"):
            target = part / path.partition(f"/runs/{name}/")[2]
            target.parent.mkdir(parents=True, exist_ok=True)
            files.get_file(path, str(target))
        run.parent.mkdir(exist_ok=True)
        part.rename(run)
    publish_again(folder, run)


def _push(files: AbstractFileSystem, root: str, folder: Path) -> None:
    """Have there the run that is published here, and let go of those that are not kept here."""
    here = find_run(folder)
    if here is None or _latest(files, root) == here.path.name:
        return
    there = f"{root}/runs/{here.path.name}"
    for file in sorted(path for path in here.path.rglob("*") if path.is_file()):
        target = f"{there}/{file.relative_to(here.path).as_posix()}"
        files.makedirs(target.rpartition("/")[0], exist_ok=True)
        files.put_file(str(file), target)
    files.pipe_file(f"{root}/{POINTER}", here.path.name.encode())
    kept = {path.name for path in (folder / "runs").iterdir()}
    for path in files.find(f"{root}/runs"):
        if path.partition(f"{root}/runs/")[2].partition("/")[0] not in kept:
            files.rm_file(path)


@contextmanager
def _problems_told(address: str) -> Iterator[None]:
    """Turn what an object store refuses into one sentence."""
    try:
        yield
    except (OSError, ValueError, ImportError) as error:
        raise SaidbyError(f"cannot use {address}: {error}; check the address, its package and your access") from error
