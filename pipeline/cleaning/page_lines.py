"""The lines of a page while it is taken apart: what each is, as far as the rules have come."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.cleaning.prose import is_prose


@dataclass(slots=True)
class PageLines:
    """Lines with the kind of each: None for body, else the name of the rule that says it is none."""

    lines: list[str]
    kinds: list[str | None]

    def open(self, start: int = 0, end: int | None = None) -> list[int]:
        """Lines not yet known as no body."""
        return [index for index in range(start, len(self.lines) if end is None else end) if self.kinds[index] is None]

    def drop(self, indices: Sequence[int] | range, kind: str) -> None:
        """Mark lines, but for those that have a kind already."""
        for index in indices:
            if self.kinds[index] is None:
                self.kinds[index] = kind

    def prose(self) -> list[int]:
        """Lines that read like prose."""
        return [index for index in self.open() if is_prose(self.lines[index])]
