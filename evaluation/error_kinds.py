"""Counts errors by kind: what a user will meet in the tables, and how often.

    python -m evaluation.error_kinds GOLD OUTPUT

Every statement of the gold that must be found is one of:
  right          a row has exactly its words, and one of its speaker's names
  too short      the speaker is right, and words at an edge are missing
  too long       the speaker is right, and words were added; both edges may be wrong
  wrong speaker  a row is much the same (Jaccard of the words >= 0.5), by somebody else
  cut otherwise  no row is much the same, but half of its words or more stand in rows
  missed         neither

and every row that answers to none of them:
  no statement   none of its words is part of a statement
  in another     half of its words or more are part of one
  partly         less than half are

Last, how often a speaker is right by the rule that found it (``resolved_by``), over the rows that are much the same.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from evaluation.alignment import Ids, union
from evaluation.documents import comparisons
from evaluation.quotes import Page

_STATEMENTS = ("right", "too short", "too long", "wrong speaker", "cut otherwise", "missed")
_ROWS = ("no statement", "in another", "partly")


@dataclass(frozen=True)
class ErrorKinds:
    """How many statements, how many further rows, and by rule how many speakers are right and wrong."""

    statements: Counter[str] = field(default_factory=Counter)
    rows: Counter[str] = field(default_factory=Counter)
    speakers: Counter[tuple[str, bool]] = field(default_factory=Counter)


def error_kinds(gold: Path, output: Path) -> ErrorKinds:
    """The errors of published tables, by kind."""
    found = ErrorKinds()
    for compared in comparisons(gold, output, ("quotes",)):
        page = Page.of(compared.alignment, compared.gold, compared.rows["quotes"])
        found.statements.update(_kinds_of_statements(page))
        found.rows.update(_kinds_of_rows(page))
        found.speakers.update(_speakers(page))
    return found


def _kinds_of_statements(page: Page) -> Iterator[str]:
    rows = dict(page.matched)
    claimed = union(page.claimed)
    for number, statement in enumerate(page.required):
        if number in rows:
            right = page.claims[rows[number]].speaker in statement.names
            yield _edges(statement.ids, page.claimed[rows[number]]) if right else "wrong speaker"
        else:
            yield "cut otherwise" if len(statement.ids & claimed) * 2 >= len(statement.ids) else "missed"


def _edges(wanted: Ids, found: Ids) -> str:
    if wanted == found:
        return "right"
    return "too long" if found - wanted else "too short"


def _kinds_of_rows(page: Page) -> Iterator[str]:
    used = {row for _, row in page.matched}
    for row in page.counted:
        if row not in used:
            ids = page.claimed[row]
            common = len(ids & page.content)
            yield "no statement" if not common else "in another" if common * 2 >= len(ids) else "partly"


def _speakers(page: Page) -> Iterator[tuple[str, bool]]:
    for number, row in page.matched:
        claim = page.claims[row]
        yield str(claim.row["resolved_by"]), claim.speaker in page.required[number].names


def table(found: ErrorKinds) -> str:
    """The counts as lines of text."""
    lines = [f"{found.statements.total()} statements in the gold"]
    lines += [f"  {kind:<22}{found.statements[kind]:>5}" for kind in _STATEMENTS]
    lines += [f"{found.rows.total()} further rows"]
    lines += [f"  {kind:<22}{found.rows[kind]:>5}" for kind in _ROWS]
    lines += ["speakers by rule           right  wrong"]
    rules = sorted({rule for rule, _ in found.speakers}, key=lambda rule: (-found.speakers[rule, True], rule))
    lines += [f"  {rule:<22}{found.speakers[rule, True]:>8}{found.speakers[rule, False]:>7}" for rule in rules]
    return "\n".join(lines)


def main() -> None:
    """Print the errors of published tables by kind."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path, help="folder of gold documents")
    parser.add_argument("output", type=Path, help="folder of published tables")
    arguments = parser.parse_args()
    print(table(error_kinds(arguments.gold, arguments.output)))


if __name__ == "__main__":
    main()
