"""What a person sees of a run in the terminal."""

from __future__ import annotations

from collections.abc import Iterable

import pyarrow as pa

from pipeline.actors import Change, Changes
from pipeline.run import Outcome

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
_SHOWN_DOCUMENTS = 10
_SHOWN_SPEAKERS = 5
_SHOWN_CHANGES = 3


def summary(outcome: Outcome) -> str:
    """A run in a few lines: documents by status, rows, the most quoted, what went wrong, where the tables are."""
    lines = [_documents_line(outcome)]
    lines += [f"  {_count(outcome.rows[table], noun)}" for table, noun in _COUNTED.items()]
    lines += _speaker_lines(outcome.run.table("actors"))
    lines += _change_lines(outcome.changes)
    lines += _problem_lines(outcome.run.table("documents"))
    files = ", ".join(f"{name}.parquet" for name in outcome.rows)
    return "\n".join([*lines, f"published to {outcome.run.output}: {files}"])


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun if number == 1 else _PLURALS.get(noun, noun + 's')}"


def _documents_line(outcome: Outcome) -> str:
    statuses = ", ".join(f"{number:,} {status}" for status, number in sorted(outcome.statuses.items()))
    return _count(outcome.rows["documents"], "document") + (f" ({statuses})" if statuses else "")


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
    rows = documents.select(["doc_id", "status", "reason"]).to_pylist()
    problems = [row for row in rows if row["status"] != "ok"]
    for row in problems[:_SHOWN_DOCUMENTS]:
        yield f"{row['status']}: {row['doc_id']}: {row['reason']}"
    more = len(problems) - _SHOWN_DOCUMENTS
    if more > 0:
        yield f"and {more:,} more; the column `reason` of the documents has them"
