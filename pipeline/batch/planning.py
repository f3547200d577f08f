"""What a run must do: a pure function of the corpus as it is and of what was done before.

A document is known by its ``doc_id`` and its :class:`~pipeline.batch.bundles.Version`. Of one that did not change, rows
are kept as far as the recipes of their stages are the same; where only the rules changed, they run again over what the
model had found.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from pipeline.batch.bundles import Bundle, Take, Version
from pipeline.batch.manifest import Recipes
from pipeline.batch.outcome import Counts
from pipeline.corpus import Entry

DOCUMENTS_PER_SHARD = 256
"""A run has so many shards that each holds, on average, at most this and more than half of it: a power of two, so that
growing splits each in two."""

SHOWN = 5
"""So many documents of a kind are named."""


class Found(NamedTuple):
    """A document whose rows exist, and where."""

    version: Version
    bundle: Bundle


@dataclass(frozen=True, slots=True)
class Former:
    """What was published before: nothing, for the first run."""

    recipes: Recipes | None = None
    shards: tuple[Bundle, ...] = ()
    documents: Mapping[str, Found] = field(default_factory=dict)
    intact: bool = True
    """False where a file is damaged: the rest is good, but must not be published again."""


@dataclass(frozen=True, slots=True)
class Shard:
    """One shard of the run to come."""

    number: int
    kept: tuple[Take, ...]
    """Documents whose rows are there already."""
    again: tuple[Take, ...]
    """Documents of which only the rules run again."""
    read: tuple[Entry, ...]
    """Documents to read from their bytes."""
    known: tuple[Take, ...]
    """What the model found in former versions of documents to read: if the text is the same, it holds."""
    linked: Bundle | None = None
    """The former shard that holds just what this one must."""


@dataclass(frozen=True, slots=True)
class Plan:
    """All that a run must do."""

    shards: tuple[Shard, ...]
    counts: Counts
    examples: Mapping[str, tuple[str, ...]]
    """The first documents of each kind, by the name of the count."""
    nothing: bool
    """Whether the published run is what this one would come to."""


def shard_count(documents: int) -> int:
    """The number of shards of a corpus: a power of two, and a function of its size alone."""
    count = 1
    while count * DOCUMENTS_PER_SHARD < documents:
        count *= 2
    return count


def shard_of(doc_id: str, shards: int) -> int:
    """The shard of a document; others do not move it while their number stays the same."""
    return int.from_bytes(hashlib.sha256(doc_id.encode("utf-8", "surrogatepass")).digest()[:8], "big") % shards


def plan(entries: Sequence[Entry], judge: Judge, *, readings: bool) -> Plan:
    """What must be done with each document; ``readings``: whether what the model finds is to be kept with the run."""
    former, kinds = judge.former, dict[str, list[str]]()
    count = shard_count(len(entries))
    members: list[list[Entry]] = [[] for _ in range(count)]
    for entry in entries:
        members[shard_of(entry.doc_id, count)].append(entry)
    judged = [_shard(number, shard, judge, kinds) for number, shard in enumerate(members)]
    present = {entry.doc_id for entry in entries}
    kinds["removed"] = [doc_id for doc_id in former.documents if doc_id not in present]
    shards = _link(judged, members, former, readings=readings) if judge.same_rows else tuple(judged)
    whole = former.intact and len(former.shards) == count and all(shard.linked for shard in shards)
    counts = Counts(**{kind: len(doc_ids) for kind, doc_ids in kinds.items()})
    examples = {kind: tuple(doc_ids[:SHOWN]) for kind, doc_ids in kinds.items() if doc_ids and kind != "kept"}
    return Plan(shards, counts, examples, nothing=whole and "derived" in judge.same)


class Judge:
    """Says of each document what must happen to it.

    ``finished`` are the documents of an interrupted run of the same recipes.
    """

    def __init__(self, former: Former, finished: Mapping[str, Found], recipes: Recipes) -> None:
        self.former, self.finished = former, finished
        self.same = recipes.shared(former.recipes)
        self.same_model = "reading" in self.same
        self.same_reading = {"reading", "cleaning"} <= self.same
        self.same_rows = {"reading", "cleaning", "rules"} <= self.same

    def must_read(self, doc_id: str, source: str, sha256: str) -> bool:
        """Whether the bytes of a document are needed."""
        return self.judge(Entry(doc_id, source, sha256, None, 0, None))[1] is None

    def judge(self, entry: Entry) -> tuple[str, Bundle | None]:
        """What happens to a document, and the bundle of its rows if it need not be read."""
        version = Version(entry.source, entry.sha256, entry.problem)
        done, before = self.finished.get(entry.doc_id), self.former.documents.get(entry.doc_id)
        if done and done.version == version:
            return "resumed", done.bundle
        if before is None:
            return "new", None
        if before.version != version:
            return "edited", None
        if self.same_rows:
            return "kept", before.bundle
        if self.same_reading and "readings" in before.bundle.files:
            return "again", before.bundle
        return "outdated", None


def _shard(number: int, entries: Sequence[Entry], judge: Judge, kinds: dict[str, list[str]]) -> Shard:
    """What must be done for the documents of a shard; each is noted in ``kinds``."""
    kept, again, known = _Takes(), _Takes(), _Takes()
    read = []
    for entry in entries:
        kind, bundle = judge.judge(entry)
        kinds.setdefault(kind, []).append(entry.doc_id)
        if bundle is not None:
            (again if kind == "again" else kept).add(bundle, entry.doc_id)
            continue
        read.append(entry)
        before = judge.former.documents.get(entry.doc_id)
        if before and judge.same_model and "readings" in before.bundle.files:
            known.add(before.bundle, entry.doc_id)
    return Shard(number, kept.takes(), again.takes(), tuple(read), known.takes())


class _Takes:
    """Gathers documents by the bundle that they are in."""

    def __init__(self) -> None:
        self._found: dict[int, tuple[Bundle, list[str]]] = {}

    def add(self, bundle: Bundle, doc_id: str) -> None:
        self._found.setdefault(id(bundle), (bundle, []))[1].append(doc_id)

    def takes(self) -> tuple[Take, ...]:
        return tuple(Take(bundle, tuple(doc_ids)) for bundle, doc_ids in self._found.values())


def _link(
    shards: Sequence[Shard], members: Sequence[Sequence[Entry]], former: Former, *, readings: bool
) -> tuple[Shard, ...]:
    """The shards, with the former one where it holds just the same documents."""
    if len(former.shards) != len(shards):
        return tuple(shards)
    held = Counter(id(found.bundle) for found in former.documents.values())

    def linked(shard: Shard) -> Shard:
        bundle, size = former.shards[shard.number], len(members[shard.number])
        kept = sum(len(take.doc_ids) for take in shard.kept if take.bundle is bundle)
        whole = kept == size == held[id(bundle)] and ("readings" in bundle.files) == readings
        return replace(shard, linked=bundle) if whole and bundle.files else shard

    return tuple(map(linked, shards))
