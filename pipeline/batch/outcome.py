"""What a run came to, as plain data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.batch.manifest import Manifest
from pipeline.published import Run

if TYPE_CHECKING:
    from pipeline.actors import Changes


@dataclass(frozen=True, slots=True)
class Counts:
    """Documents by what happens to them."""

    new: int = 0
    edited: int = 0
    removed: int = 0
    outdated: int = 0
    """Not changed, but made with other settings, another model or another version: read again."""
    again: int = 0
    """Not changed, but the rules were: no encoder runs."""
    resumed: int = 0
    """Finished by a run that was interrupted."""
    kept: int = 0

    @property
    def encoded(self) -> int:
        """Documents that go through the encoder, unless their text turns out to be the same as before."""
        return self.new + self.edited + self.outdated


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run came to."""

    run: Run
    """The published run."""
    manifest: Manifest
    counts: Counts
    """Documents by what was done with them."""
    changes: Changes | None
    """What became of the actors of the run published before; None where nothing was published."""

    @property
    def failed(self) -> int:
        """Number of documents that failed."""
        return self.manifest.documents.get("failed", 0)
