"""What a person may choose about the inputs. Defaults are written here and nowhere else."""

from __future__ import annotations

from dataclasses import dataclass, fields


@dataclass(frozen=True, slots=True)
class Columns:
    """Names of the columns (or JSON fields) of a record, by what they hold. The first that is not empty counts.

    Capital letters make no difference.
    """

    id: tuple[str, ...] = ("id",)
    url: tuple[str, ...] = ("url",)
    text: tuple[str, ...] = ("text", "content", "body", "html")
    title: tuple[str, ...] = ("title",)
    date: tuple[str, ...] = ("date", "published")
    publisher: tuple[str, ...] = ("publisher", "source")
    author: tuple[str, ...] = ("author",)

    @classmethod
    def named(cls, **names: str | None) -> Columns:
        """The default columns but for those a person named: ``Columns.named(text="article", id=None)``."""
        return cls(**{role: (name,) for role, name in names.items() if name is not None})

    def has(self, name: str) -> bool:
        """Whether a column of this name is used at all."""
        return folded(name) in {folded(used) for role in fields(self) for used in getattr(self, role.name)}


@dataclass(frozen=True, slots=True)
class InputOptions:
    """Choices about how inputs are read."""

    columns: Columns = Columns()
    records_on_stdin: bool = False
    """Standard input holds JSON lines, not one document."""
    max_bytes: int = 64 * 1024 * 1024
    """A larger document (unpacked), line or row is refused; it bounds the memory that reading takes."""
    max_ratio: int = 200
    """Gzip that unpacks to more than ``max_bytes``, and to so many times its size, is refused as without end."""


def folded(name: str) -> str:
    """The name of a column as names are compared."""
    return name.strip().casefold()
