"""What a person sees of a run in the terminal."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from itertools import islice
from typing import TYPE_CHECKING

from pipeline.batch.manifest import Manifest
from pipeline.batch.outcome import Counts, Outcome
from pipeline.published import Run

if TYPE_CHECKING:
    import pyarrow as pa

    from pipeline.actors import Change, Changes
    from pipeline.batch.planning import Plan
    from pipeline.schema import Row

_COUNTED = {
    "sentences": "sentence",
    "entities": "named entity",
    "quotes": "quote",
    "treaty_mentions": "treaty mention",
    "actors": "person, body or country",
    "statements": "statement that several documents report",
}
_PLURALS = {
    "named entity": "named entities",
    "person, body or country": "persons, bodies and countries",
    "statement that several documents report": "statements that several documents report",
}
_KINDS = {
    "new": "new: to be read",
    "edited": "edited: to be read",
    "removed": "removed: their rows go",
    "outdated": "as they were, but the settings, the model or the version are not: to be read again",
    "again": "as they were, but the rules are not: rules run again, the encoder does not",
    "resumed": "finished by a run that was interrupted: taken up",
    "kept": "as they were: kept",
}
_SHOWN_DOCUMENTS = 10
_SHOWN_SPEAKERS = 5
_SHOWN_CHANGES = 3


def summary(outcome: Outcome) -> str:
    """A run in a few lines: documents by status, rows, the most quoted, what went wrong, where the tables are."""
    rows = outcome.manifest.rows
    lines = [_documents_line(outcome.manifest), *_done_lines(outcome.counts)]
    lines += [f"  {_count(rows[table], noun)}" for table, noun in _COUNTED.items()]
    if outcome.changes is not None:
        lines += _speaker_lines(outcome.run.table("actors", ["name", "quotes"]))
        lines += _change_lines(outcome.changes)
    if outcome.manifest.documents.keys() - {"ok"}:
        lines += _problem_lines(outcome)
    if outcome.changes is None:
        return "\n".join([*lines, f"nothing has changed: {outcome.run.output} stays as it is"])
    files = ", ".join(f"{name}.parquet" for name in rows)
    return "\n".join([*lines, f"published to {outcome.run.output}: {files}"])


def account(outcome: Outcome) -> str:
    """A run as JSON: its manifest without the list of files, where it is, and whether it was published anew."""
    told = asdict(outcome.manifest)
    del told["files"]
    facts = {"run": str(outcome.run.path), "published": outcome.changes is not None}
    return json.dumps(facts | told | {"done": asdict(outcome.counts)}, indent=1)


def plan_lines(plan: Plan) -> Iterable[str]:
    """What a run would do: documents by what must be done with them and why, a few of each by name."""
    for kind, number in asdict(plan.counts).items():
        if number:
            yield f"{number:>9,} {_KINDS[kind]}"
            names = plan.examples.get(kind, ())
            yield from (f"{'':>10} {name}" for name in names)
            if names and number > len(names):
                yield f"{'':>10} and {number - len(names):,} more"
    if plan.nothing:
        yield "nothing to do: the published tables are what a run would come to"
    else:
        linked = sum(shard.linked is not None for shard in plan.shards)
        yield f"{linked:,} of {_count(len(plan.shards), 'shard')} would be linked as they are, the rest written anew"


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun if number == 1 else _PLURALS.get(noun, noun + 's')}"


def _documents_line(manifest: Manifest) -> str:
    statuses = ", ".join(f"{number:,} {status}" for status, number in sorted(manifest.documents.items()))
    return _count(manifest.rows["documents"], "document") + (f" ({statuses})" if statuses else "")


def _done_lines(counts: Counts) -> Iterable[str]:
    """What was done with the documents, unless all are new."""
    told = [f"{number:,} {kind}" for kind, number in asdict(counts).items() if number]
    if counts != Counts(new=counts.new):
        yield "since the last run: " + ", ".join(told)


def _speaker_lines(actors: pa.Table) -> Iterable[str]:
    """The most quoted actors. Groups and unnamed sources are none of them."""
    counts = zip(actors["name"].to_pylist(), actors["quotes"].to_pylist(), strict=True)
    most = sorted(((name, number) for name, number in counts if number), key=lambda item: (-item[1], item[0]))
    if most:
        yield "most quoted: " + ", ".join(f"{name} ({number})" for name, number in most[:_SHOWN_SPEAKERS])


def _change_lines(changes: Changes) -> Iterable[str]:
    """What became of the actors of the run before, a line for each kind of change."""
    for verb, found in (("joined", changes.joined), ("parted", changes.parted), ("renamed", changes.renamed)):
        if found:
            more = f"; and {len(found) - _SHOWN_CHANGES:,} more" if len(found) > _SHOWN_CHANGES else ""
            yield f"{verb} since the last run: " + "; ".join(map(_change, found[:_SHOWN_CHANGES])) + more


def _change(change: Change) -> str:
    before, after = (" + ".join(names) for names in change)
    return f"{before} → {after}"


def _problem_lines(outcome: Outcome) -> Iterable[str]:
    """A line for each document without rows in the other tables, up to a number that fits the screen."""
    for row in islice(_problems(outcome.run), _SHOWN_DOCUMENTS):
        yield f"{row['status']}: {row['doc_id']}: {row['reason']}"
    more = sum(number for status, number in outcome.manifest.documents.items() if status != "ok") - _SHOWN_DOCUMENTS
    if more > 0:
        yield f"and {more:,} more; the column `reason` of the documents has them"


def _problems(run: Run) -> Iterator[Row]:
    """The documents without rows in the other tables, read no further than they are asked for."""
    # Not by way of Arrow's datasets: they load pandas, which takes longer than to see that nothing changed.
    from pyarrow.parquet import ParquetFile

    table = run.find("documents")
    for file in sorted(table.iterdir()) if table.is_dir() else [table]:
        for batch in ParquetFile(file).iter_batches(columns=["doc_id", "status", "reason"]):
            yield from (row for row in batch.to_pylist() if row["status"] != "ok")
