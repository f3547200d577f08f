"""Scores the actors: are the speakers of several documents joined who are one, and kept apart who are not?

    python -m evaluation.identity GOLD OUTPUT [GOLD OUTPUT ...]

Each OUTPUT was published from the documents of the GOLD before it. The actors are made anew over all of them together,
and compared with ``gold/identity.toml``, where a person says who is who. An item is a row of ``quotes`` that is matched
with a gold quote (token Jaccard >= 0.5), has the right speaker, and whose speaker the file lists.

B-cubed: P is the mean share of an item's actor that is of its own identity, R the mean share of its identity that is in
its own actor. ``quotes`` counts every row; ``speakers`` counts a speaker once a document, so that nobody who speaks
often outweighs the rest. ``strangers`` are speakers whom the file does not list and who share an actor with one whom it
lists: no figure counts them, and each should be looked at.
"""

from __future__ import annotations

import argparse
import statistics
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NotRequired, TypedDict, cast

import pyarrow as pa
import pyarrow.parquet as pq

from evaluation.documents import GoldError, comparisons
from evaluation.quotes import Page
from evaluation.tally import f1
from pipeline.actors import actor_rows
from pipeline.actors.sightings import is_actor
from pipeline.aliases import Aliases
from pipeline.schema import TABLES

IDENTITIES = Path(__file__).with_name("gold") / "identity.toml"

Run = tuple[Path, Path]
"""A folder of gold documents, and the folder of tables published from them."""


@dataclass(frozen=True, slots=True)
class Item:
    """A statement rightly attributed: its document, the speaker's first form in the gold, and the actor it went to."""

    document: str
    speaker: str
    actor: str


class Entry(TypedDict):
    """A person or body: the name, and the other first forms under which the gold has it."""

    name: str
    also: NotRequired[list[str]]


def entries(path: Path) -> list[Entry]:
    """The entries of a file of identities."""
    return cast(list[Entry], tomllib.loads(path.read_text("utf-8"))["actor"])


def identities(path: Path = IDENTITIES) -> dict[str, str]:
    """The name of the identity that each first form of a speaker belongs to."""
    return {form: entry["name"] for entry in entries(path) for form in [entry["name"], *entry.get("also", [])]}


def items(runs: Sequence[Run]) -> list[Item]:
    """The statements that are attributed to the right speaker, in the order of the gold documents."""
    actors = _actors([output for _, output in runs])
    return [
        Item(page.gold["name"], statement.quote["speaker"][0], actors.get(identity, identity))
        for page in _pages(runs)
        for statement, claim in ((page.required[i], page.claims[j]) for i, j in page.matched)
        if claim.speaker in statement.names and (identity := str(claim.row["speaker_id"] or ""))
    ]


def _pages(runs: Iterable[Run]) -> Iterator[Page]:
    for gold, output in runs:
        for compared in comparisons(gold, output, ["quotes"]):
            yield Page.of(compared.alignment, compared.gold, compared.rows["quotes"])


def _actors(outputs: Sequence[Path]) -> dict[str, str]:
    """The actor of each identity over several runs together; who is no actor stands for himself."""
    tables = {name: pa.concat_tables(_table(output, name) for output in outputs) for name in TABLES}
    return {identity: row["actor_id"] for row in actor_rows(tables, Aliases()) for identity in row["entity_ids"]}


def _table(output: Path, name: str) -> pa.Table:
    file = output / f"{name}.parquet"
    if not file.exists():
        raise GoldError(f"{file} is missing; make it with: saidby run INPUT --output {output}")
    return pq.read_table(file, schema=TABLES[name].schema)


def b_cubed(pairs: Sequence[tuple[str, str]]) -> tuple[float, float, float]:
    """P, R and F1 over items, each given as its identity and its actor; all 1 where there are none."""
    if not pairs:
        return 1.0, 1.0, 1.0
    both = Counter(pairs)
    of_identity, of_actor = (Counter(column) for column in zip(*pairs, strict=True))
    p = statistics.fmean(both[pair] / of_actor[pair[1]] for pair in pairs)
    r = statistics.fmean(both[pair] / of_identity[pair[0]] for pair in pairs)
    return p, r, f1(p, r)


def strangers(found: Iterable[Item], known: Mapping[str, str]) -> list[tuple[str, str]]:
    """Speakers whom the file does not list, with the actor of a listed one that they went to."""
    found = list(found)
    listed = {item.actor for item in found if item.speaker in known and is_actor(item.actor)}
    return sorted({(item.speaker, item.actor) for item in found if item.speaker not in known and item.actor in listed})


def report(found: Sequence[Item], known: Mapping[str, str]) -> str:
    """The figures as a table for a person, with the strangers below."""
    listed = [item for item in found if item.speaker in known]
    speakers = {(item.document, known[item.speaker], item.actor) for item in listed}
    lines = [f"{'':10}{'P':>7}{'R':>7}{'F1':>7}{'items':>8}"]
    for name, pairs in (
        ("quotes", [(known[item.speaker], item.actor) for item in listed]),
        ("speakers", [(identity, actor) for _, identity, actor in sorted(speakers)]),
    ):
        p, r, f = b_cubed(pairs)
        lines.append(f"{name:10}{p:7.3f}{r:7.3f}{f:7.3f}{len(pairs):8}")
    lines += [f"{'stranger':10}{speaker!r} is {actor}" for speaker, actor in strangers(found, known)]
    return "\n".join(lines)


def main() -> None:
    """Print the figures of the actors over one run or several."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", type=Path, nargs="+", metavar="GOLD OUTPUT", help="folders, in pairs")
    folders = parser.parse_args().folders
    if len(folders) % 2:
        parser.error("each folder of gold documents needs the folder of tables published from it")
    print(report(items(list(zip(folders[::2], folders[1::2], strict=True))), identities()))


if __name__ == "__main__":
    main()
