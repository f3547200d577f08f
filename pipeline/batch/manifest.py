"""The account of a published run: what it was made with, what it holds, and a digest of every file.

It is written last. A run without one, or one that does not agree with its files, is never built upon.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from pipeline.batch.digests import digest

NAME = "manifest.json"


@dataclass(frozen=True, slots=True)
class Recipes:
    """The digest of each stage."""

    cleaning: str
    """From bytes to clean text."""
    reading: str
    """What the model finds in a text."""
    rules: str
    """From what the model found to rows."""
    derived: str
    """From the rows of all documents to the tables over the corpus."""

    def shared(self, former: Recipes | None) -> frozenset[str]:
        """The names of the stages whose recipes are those of a former run."""
        return frozenset(stage for stage, recipe in asdict(self).items() if former and getattr(former, stage) == recipe)


@dataclass(frozen=True, slots=True)
class File:
    """One Parquet file of a run."""

    path: str
    """Relative to the folder of the run."""
    rows: int
    bytes: int
    sha256: str

    @property
    def table(self) -> str:
        """The table that it is, or is a part of."""
        return self.path.partition(".")[0]


@dataclass(frozen=True, slots=True)
class Manifest:
    """What is known of a run beside its rows."""

    saidby: str
    finished: str
    """When, in UTC, as ISO 8601 has it."""
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
    (folder / NAME).write_text(json.dumps(asdict(manifest), indent=1) + "\n", "utf-8")


def read_manifest(folder: Path) -> Manifest | None:
    """The manifest of a run; None where there is none, or none that can be read."""
    try:
        told = json.loads((folder / NAME).read_bytes())
        files = tuple(File(**file) for file in told["files"])
        return Manifest(**{**told, "recipes": Recipes(**told["recipes"]), "files": files})
    except (OSError, ValueError, TypeError, KeyError):
        return None


def damaged(folder: Path, files: Iterable[File]) -> list[str]:
    """The paths of files that are not what the manifest says."""
    return [file.path for file in files if not _is_sound(folder / file.path, file)]


def _is_sound(path: Path, file: File) -> bool:
    try:
        return path.stat().st_size == file.bytes and digest(path) == file.sha256
    except OSError:
        return False
