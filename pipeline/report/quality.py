"""What was dropped, failed, repaired or is uncertain."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass

from pipeline.annotation import UNKNOWN_SPEAKER
from pipeline.report.records import Entry, Records
from pipeline.report.wording import plain
from pipeline.schema import Row

UNCERTAIN_PERCENT = 50
"""A quote whose score is below this is called uncertain: it is rather wrong than right."""
SHOWN = 100
"""So many documents with a problem are listed; the view of documents has them all."""
_SHOWN_UNCERTAIN = 20
_SHOWN_EXAMPLES = 3
_BINS = 10


@dataclass(frozen=True, slots=True)
class Dropped:
    """A kind of thing that cleaning left out."""

    kind: str
    documents: int
    characters: int
    examples: list[str]


@dataclass(frozen=True, slots=True)
class Quality:
    """The view of what to be careful with."""

    statuses: list[tuple[str, int]]
    """Documents by status, `ok` among them, the most frequent first."""
    problems: list[Row]
    """Documents whose status is not `ok`, at most :data:`SHOWN`."""
    more_problems: int
    repaired: list[Row]
    """Documents that are `ok` after something was repaired, at most :data:`SHOWN`."""
    more_repaired: int
    dropped: list[Dropped]
    scores: list[int]
    """Quotes by score, in tenths."""
    uncertain: int
    least_certain: list[Entry]
    unnamed: int


def quality(records: Records) -> Quality:
    """What to be careful with in a run."""
    problems = [row for row in records.documents if row["status"] != "ok"]
    repaired = [row for row in records.documents if row["status"] == "ok" and row["reason"]]
    uncertain = [entry for entry in records.entries if percent(entry.row["score"]) < UNCERTAIN_PERCENT]
    statuses = Counter(row["status"] for row in records.documents)
    tenths = Counter(min(int(entry.row["score"] * _BINS), _BINS - 1) for entry in records.entries)
    return Quality(
        statuses=sorted(statuses.items(), key=lambda item: (-item[1], item[0])),
        problems=problems[:SHOWN],
        more_problems=max(0, len(problems) - SHOWN),
        repaired=repaired[:SHOWN],
        more_repaired=max(0, len(repaired) - SHOWN),
        dropped=_dropped(records.documents),
        scores=[tenths[tenth] for tenth in range(_BINS)],
        uncertain=len(uncertain),
        least_certain=sorted(uncertain, key=lambda entry: float(entry.row["score"]))[:_SHOWN_UNCERTAIN],
        unnamed=sum(entry.speaker.key == UNKNOWN_SPEAKER for entry in records.entries),
    )


def percent(score: float) -> int:
    """A probability in whole per cent, rounded down, so that what is below a bound stays below it.

    >>> percent(0.4999), percent(0.8999999761581421)  # the second is 0.9 as the tables hold it, in 32 bits
    (49, 90)
    """
    return int(round(score * 100, 4))


def _dropped(documents: list[Row]) -> list[Dropped]:
    """What cleaning left out, by kind, the most characters first."""
    found: defaultdict[str, list[Row]] = defaultdict(list)
    for document in documents:
        for dropped in document["dropped"]:
            found[dropped["kind"]].append(dropped)
    kinds = [
        Dropped(
            plain(kind),
            len(items),
            sum(item["characters"] for item in items),
            list(dict.fromkeys(item["example"] for item in items))[:_SHOWN_EXAMPLES],
        )
        for kind, items in found.items()
    ]
    return sorted(kinds, key=lambda kind: (-kind.characters, kind.kind))
