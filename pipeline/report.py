"""What a person sees of a run in the terminal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import pyarrow as pa

from pipeline.annotation import UNKNOWN_SPEAKER
from pipeline.run import Outcome

_COUNTED = {"sentences": "sentence", "entities": "named entity", "quotes": "quote", "treaty_mentions": "treaty mention"}
_PLURALS = {"named entity": "named entities"}
_SHOWN_DOCUMENTS = 10
_SHOWN_SPEAKERS = 5


def summary(outcome: Outcome) -> str:
    """A run in a few lines: documents by status, rows, the most quoted, what went wrong, where the tables are."""
    lines = [_documents_line(outcome)]
    lines += [f"  {_count(outcome.rows[table], noun)}" for table, noun in _COUNTED.items()]
    lines += _speaker_lines(outcome.run.table("quotes"))
    lines += _problem_lines(outcome.run.table("documents"))
    files = ", ".join(f"{name}.parquet" for name in outcome.rows)
    return "\n".join([*lines, f"published to {outcome.run.output}: {files}"])


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun if number == 1 else _PLURALS.get(noun, noun + 's')}"


def _documents_line(outcome: Outcome) -> str:
    statuses = ", ".join(f"{number:,} {status}" for status, number in sorted(outcome.statuses.items()))
    return _count(outcome.rows["documents"], "document") + (f" ({statuses})" if statuses else "")


def _speaker_lines(quotes: pa.Table) -> Iterable[str]:
    """The most quoted speakers. Those the text does not name are many people, so they are left out."""
    counts = Counter(name for name in quotes["speaker"].to_pylist() if name != UNKNOWN_SPEAKER)
    if counts:
        most = sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:_SHOWN_SPEAKERS]
        yield "most quoted: " + ", ".join(f"{name} ({number})" for name, number in most)


def _problem_lines(documents: pa.Table) -> Iterable[str]:
    """A line for each document without rows in the other tables, up to a number that fits the screen."""
    rows = documents.select(["doc_id", "status", "reason"]).to_pylist()
    problems = [row for row in rows if row["status"] != "ok"]
    for row in problems[:_SHOWN_DOCUMENTS]:
        yield f"{row['status']}: {row['doc_id']}: {row['reason']}"
    more = len(problems) - _SHOWN_DOCUMENTS
    if more > 0:
        yield f"and {more:,} more; the column `reason` of the documents has them"
