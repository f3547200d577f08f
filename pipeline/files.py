"""Files that a user asked for by name."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from pipeline.store import write_errors_told


@contextmanager
def replacing(path: Path) -> Iterator[BinaryIO]:
    """A file to write to, which takes the place of what was there only once all is written.

    Raises :class:`~pipeline.store.StoreError` where it cannot be written.
    """
    fresh = path.with_name(f".{path.name}.part")
    try:
        with write_errors_told(path.parent):
            with fresh.open("wb") as file:
                yield file
            fresh.replace(path)
    finally:
        fresh.unlink(missing_ok=True)
