"""What a person may choose about a run. Defaults are written here and nowhere else."""

from __future__ import annotations

from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from pipeline.aliases import Aliases


class Settings(BaseModel):
    """Choices that change rows. A name that is not known is refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    as_is: bool = Field(default=False, description="The input is clean text already: only white space is put in order.")
    max_characters: int = Field(
        default=1_000_000,
        gt=0,
        description="A document with a longer text gets the status `too_large`; nothing is cut.",
    )
    entity_model: str | None = Field(
        default=None, description="A spaCy pipeline that finds the entities, instead of our own."
    )
    instruments: Path | None = Field(default=None, description="A file of further treaties to look for.")
    corrections: Path | None = Field(
        default=None, description="A file of statements and entities put right by hand; it wins over model and rules."
    )
    aliases: Aliases = Field(
        default=Aliases(), description="Actors joined or kept apart by hand; they change the derived tables alone."
    )
