"""What a person sees of a run in the terminal."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict

import pyarrow as pa
import pyarrow.compute as pc

from pipeline.actors import Change, Changes
from pipeline.batch.manifest import Manifest
from pipeline.batch.planning import Counts, Plan
from pipeline.batch.run import Outcome

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
        lines += _problem_lines(outcome.run.table("documents", ["doc_id", "status", "reason"]))
    if outcome.changes is None:
        return "\n".join([*lines, f"nothing has changed: {outcome.run.output} stays as it is"])
    files = ", ".join(f"{name}.parquet" for name in rows)
    return "\n".join([*lines, f"published to {outcome.run.output}: {files}"])


def account(outcome: Outcome) -> str:
    """A run as JSON: its manifest without the list of files, where it is, and whether it was published anew."""
    told = outcome.manifest.model_dump(mode="json", exclude={"files"})
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


def _problem_lines(documents: pa.Table) -> Iterable[str]:
    """A line for each document without rows in the other tables, up to a number that fits the screen."""
    problems = documents.filter(pc.not_equal(documents["status"], "ok")).to_pylist()
    for row in problems[:_SHOWN_DOCUMENTS]:
        yield f"{row['status']}: {row['doc_id']}: {row['reason']}"
    more = len(problems) - _SHOWN_DOCUMENTS
    if more > 0:
        yield f"and {more:,} more; the column `reason` of the documents has them"
