"""Tells what became of the actors of the run before: joined, parted or renamed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pipeline.schema import Row

Change = tuple[tuple[str, ...], tuple[str, ...]]
"""The names that actors had in the run before, and the names of what they are now."""


@dataclass(frozen=True, slots=True)
class Changes:
    """What differs between the actors of two runs, the most quoted first. Who is merely new or gone is no change."""

    joined: tuple[Change, ...] = ()
    parted: tuple[Change, ...] = ()
    renamed: tuple[Change, ...] = ()


def changes(former: Iterable[Row], actors: Iterable[Row]) -> Changes:
    """What became of the actors of a former run: a pure function of the rows of both tables."""
    then, now = _by_importance(former), _by_importance(actors)
    is_now, was_then = _followed(then, now), _followed(now, then)
    alone = {before[0]: one for one, before in was_then.items() if len(before) == 1 and is_now[before[0]] == [one]}
    names = [(then[before]["name"], now[one]["name"]) for before, one in alone.items()]
    return Changes(
        joined=tuple((_names(before, then), _names([one], now)) for one, before in was_then.items() if len(before) > 1),
        parted=tuple((_names([one], then), _names(after, now)) for one, after in is_now.items() if len(after) > 1),
        renamed=tuple(((before,), (after,)) for before, after in names if before != after),
    )


def _by_importance(actors: Iterable[Row]) -> dict[str, Row]:
    ordered = sorted(actors, key=lambda actor: (-actor["quotes"], -actor["mentions"], actor["actor_id"]))
    return {actor["actor_id"]: actor for actor in ordered}


def _followed(actors: Mapping[str, Row], others: Mapping[str, Row]) -> dict[str, list[str]]:
    """The actors among the others that have an identity of an actor, for each who has any."""
    owner = {identity: other for other, row in others.items() for identity in row["entity_ids"]}
    found: defaultdict[str, list[str]] = defaultdict(list)
    for actor, row in actors.items():
        for identity in row["entity_ids"]:
            if identity in owner and owner[identity] not in found[actor]:
                found[actor].append(owner[identity])
    return dict(found)


def _names(actors: Iterable[str], rows: Mapping[str, Row]) -> tuple[str, ...]:
    return tuple(sorted(rows[actor]["name"] for actor in actors))
