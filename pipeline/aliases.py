"""A user's file of actors to join or to keep apart by hand. It wins over whatever the corpus suggests.

::

    [[join]]                      # these are one actor, and this is its name
    name = "Sergei Lavrov"
    ids = ["person:lavrov", "person:sergei-viktorovich-lavrov"]

    [[join]]                      # by names: every identity that bears one of them, whatever its type
    names = ["AP", "Associated Press"]

    [[apart]]                     # no two of these are one actor
    names = ["Wang", "Wang Yi"]

An entry takes ``ids`` (of ``actors.entity_ids``), ``names`` or both; the ``name`` of a join counts as one of its names.
"""

from __future__ import annotations

import re
from collections import defaultdict
from itertools import combinations
from pathlib import Path
from typing import Annotated, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, model_validator

from pipeline.errors import SaidbyError
from pipeline.identity import entity_id
from pipeline.user_files import load_toml

_ENTITY_ID = re.compile(r"(?:person|org|gpe|norp):\S+")


def _entity_id(text: str) -> str:
    if not _ENTITY_ID.fullmatch(text):
        raise ValueError(f'"{text}" is no identity of a person, body or country; they look like "person:sergey-lavrov"')
    return text


def _name(text: str) -> str:
    if not re.search(r"\w", text):
        raise ValueError(f'"{text}" is no name')
    return text


EntityId = Annotated[str, AfterValidator(_entity_id)]
Name = Annotated[str, AfterValidator(_name)]


class AliasError(SaidbyError, ValueError):
    """A file of aliases that cannot be used. The message names the file and the entry."""


class _Data(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class _Entry(_Data):
    ids: tuple[EntityId, ...] = ()
    names: tuple[Name, ...] = ()

    def elements(self) -> tuple[str, ...]:
        """What the entry lists: identities as they are, names as identities without a type (":sergei-lavrov")."""
        return tuple(dict.fromkeys([*self.ids, *(entity_id(name, "") for name in self.names)]))


class Join(_Entry):
    """Identities that are one actor, and the name it is to have."""

    name: Name | None = None

    def elements(self) -> tuple[str, ...]:
        """What the entry lists, the name among it."""
        own = () if self.name is None else (entity_id(self.name, ""),)
        return tuple(dict.fromkeys([*super().elements(), *own]))

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not self.ids and not self.names:
            raise ValueError("it joins nothing; give it ids or names")
        if self.name is None and len(self.elements()) < 2:
            raise ValueError("it lists one identity only, and gives it no name")
        return self


class Apart(_Entry):
    """Identities of which no two are one actor."""

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if len(self.elements()) < 2:
            raise ValueError("it has to list two at least")
        for one, other in combinations(self.elements(), 2):
            if means(one, other):
                raise ValueError(f'"{_shown(one)}" and "{_shown(other)}" are the same')
        return self


class Aliases(_Data):
    """Everything a file of aliases says, checked. Without entries nothing is done by hand."""

    join: tuple[Join, ...] = ()
    apart: tuple[Apart, ...] = ()

    @model_validator(mode="after")
    def _nothing_is_joined_twice(self) -> Self:
        seen: dict[str, list[tuple[int, str]]] = defaultdict(list)
        for number, entry in enumerate(self.join, start=1):
            for element in entry.elements():
                for earlier, theirs in seen[slug(element)]:
                    if earlier != number and means(element, theirs):
                        raise ValueError(f'join {number}: "{_shown(element)}" is in join {earlier} already')
                seen[slug(element)].append((number, element))
        return self

    @model_validator(mode="after")
    def _nothing_is_joined_and_kept_apart(self) -> Self:
        for one, join in enumerate(self.join, start=1):
            for other, apart in enumerate(self.apart, start=1):
                both = [_shown(it) for it in apart.elements() if any(means(it, theirs) for theirs in join.elements())]
                if len(both) > 1:
                    raise ValueError(f'apart {other}: "{both[0]}" and "{both[1]}" are joined in join {one}')
        return self


def means(element: str, identity: str) -> bool:
    """Whether an element of an entry means an identity, or another element: a name means every type.

    >>> means(":wang-yi", "person:wang-yi"), means("org:wang-yi", "person:wang-yi")
    (True, False)
    """
    return element == identity or (":" in {element[0], identity[0]} and slug(element) == slug(identity))


def load_aliases(path: Path) -> Aliases:
    """The aliases of a user's file.

    Raises :class:`AliasError` if the file cannot be read, is not TOML, holds an unknown key, or contradicts itself.
    """
    return load_toml(path, Aliases, AliasError, "a file of aliases")


def _shown(element: str) -> str:
    return element.removeprefix(":")


def slug(identity: str) -> str:
    """The name in an identity or element, without its type."""
    return identity.partition(":")[2]
