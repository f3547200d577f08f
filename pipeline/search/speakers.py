"""Whom a name means: every identity of every actor who bears it, and speakers who are no actors."""

from __future__ import annotations

from typing import NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from pipeline.aliases import slug
from pipeline.annotation import UNKNOWN_SPEAKER
from pipeline.identity import folded
from pipeline.selection import scan
from pipeline.store import Run


class Actors(NamedTuple):
    """The actors of a run, a row for each of their identities."""

    identities: pa.Array
    rows: pa.Table
    """``actor_id``, ``actor`` and ``actor_country`` of each identity."""


def actors_of(run: Run) -> Actors:
    """The actors of a run by identity."""
    table = scan(run, "actors").to_table(["actor_id", "name", "country", "entity_ids"]).combine_chunks()
    owner = pc.list_parent_indices(table["entity_ids"]).combine_chunks()
    rows = table.select(["actor_id", "name", "country"]).rename_columns(["actor_id", "actor", "actor_country"])
    return Actors(pc.list_flatten(table["entity_ids"]).combine_chunks(), rows.take(owner))


def spoken_by(run: Run, name: str, actors: Actors) -> pc.Expression:
    """The condition on rows of ``quotes`` that their speaker bears a name.

    A name is borne by whoever has its words in a row in their own, whatever the spelling: "lavrov" by Sergey Lavrov.
    An actor's quotes fit under all of the actor's names.
    """
    if name == UNKNOWN_SPEAKER:
        return pc.field("speaker") == name
    wanted = folded(name)
    owners = actors.rows["actor_id"].to_pylist()
    known = list(zip(actors.identities.to_pylist(), owners, actors.rows["actor"].to_pylist(), strict=True))
    meant = {owner for identity, owner, actor in known if _bears(wanted, actor) or _bears(wanted, slug(identity))}
    identities = [identity for identity, owner, _ in known if owner in meant]
    speakers = [speaker for speaker in _speakers(run) if _bears(wanted, speaker)]
    return _one_of("speaker_id", identities) | _one_of("speaker", speakers)


def _bears(wanted: str, name: str) -> bool:
    return f" {wanted} " in f" {folded(name)} "


def _speakers(run: Run) -> set[str]:
    """Every name under which somebody speaks; far fewer than there are quotes."""
    batches = scan(run, "quotes").to_batches(columns=["speaker"])
    return {name for batch in batches for name in pc.unique(batch["speaker"]).to_pylist()}


def _one_of(column: str, values: list[str]) -> pc.Expression:
    return pc.field(column).isin(pa.array(values, pa.string()))
