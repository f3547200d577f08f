"""What a person may choose about a run. Defaults are written here and nowhere else."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.aliases import Aliases


@dataclass(frozen=True, slots=True)
class Settings:
    """Choices that change rows."""

    as_is: bool = False
    """The input is clean text already: only white space is put in order."""
    max_characters: int = 1_000_000
    """A document with a longer text gets the status ``too_large``; nothing is cut."""
    entity_model: str | None = None
    """A spaCy pipeline that finds the entities, instead of our own."""
    instruments: Path | None = None
    """A file of further treaties to look for."""
    corrections: Path | None = None
    """A file of statements and entities put right by hand; it wins over model and rules."""
    aliases: Aliases | None = None
    """Actors joined or kept apart by hand; they change the derived tables alone."""

    def by_hand(self) -> Aliases:
        """The aliases, which may be none."""
        from pipeline.aliases import Aliases

        return self.aliases or Aliases()

    def told(self) -> dict[str, object]:
        """The settings as values that JSON can hold."""
        files = {name: str(file) for name in ("instruments", "corrections") if (file := getattr(self, name))}
        return asdict(self) | files | {"aliases": self.by_hand().model_dump(mode="json")}
