"""The account of a published run: what it was made with, what it holds, and a digest of every file.

It is written last. A run without one, or one that does not agree with its files, is never built upon.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
from pydantic import BaseModel, ConfigDict, ValidationError

from pipeline.batch.digests import digest
from pipeline.batch.recipes import Recipes

NAME = "manifest.json"


class File(BaseModel):
    """One Parquet file of a run."""

    model_config = ConfigDict(frozen=True)

    path: str
    """Relative to the folder of the run."""
    rows: int
    bytes: int
    sha256: str

    @property
    def table(self) -> str:
        """The table that it is, or is a part of."""
        return self.path.partition(".")[0]


class Manifest(BaseModel):
    """What is known of a run beside its rows."""

    model_config = ConfigDict(frozen=True)

    saidby: str
    finished: datetime
    recipes: Recipes
    settings: dict[str, Any]
    packages: dict[str, str]
    shards: int
    documents: dict[str, int]
    """Documents by status."""
    rows: dict[str, int]
    """Rows by table."""
    done: dict[str, int]
    """Documents by what this run did with them."""
    files: tuple[File, ...]


def write_manifest(manifest: Manifest, folder: Path) -> None:
    """Write the manifest into the folder of its run."""
    (folder / NAME).write_text(manifest.model_dump_json(indent=1) + "\n", "utf-8")


def read_manifest(folder: Path) -> Manifest | None:
    """The manifest of a run; None where there is none, or none that can be read."""
    try:
        return Manifest.model_validate_json((folder / NAME).read_bytes())
    except (OSError, ValidationError):
        return None


def describe(folder: Path, known: Mapping[str, File]) -> Iterator[File]:
    """Every Parquet file of a folder; ``known`` are those that were linked from a former run, by path."""
    for path in sorted(folder.rglob("*.parquet")):
        if path.is_file():
            name = path.relative_to(folder).as_posix()
            yield known.get(name) or File(
                path=name,
                rows=pq.read_metadata(path).num_rows,
                bytes=path.stat().st_size,
                sha256=digest(path),
            )


def damaged(folder: Path, files: Iterable[File]) -> list[str]:
    """The paths of files that are not what the manifest says."""
    return [file.path for file in files if not _is_sound(folder / file.path, file)]


def _is_sound(path: Path, file: File) -> bool:
    try:
        return path.stat().st_size == file.bytes and digest(path) == file.sha256
    except OSError:
        return False
