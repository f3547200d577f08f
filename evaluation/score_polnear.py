"""Scores the published quotes against the annotation of the PolNeAR corpus (brat standoff).

    python -m evaluation.score_polnear SPLIT OUTPUT [--json]     # SPLIT holds text/*.txt and attributions/*.ann

The tables come from a run over SPLIT/text. Fragments marked ``continued`` are left out: PolNeAR has no such class.
Where several people annotated an article, the first file by name is the gold. Figures, each P, R, F1:

  source, cue, content   exact span, each fragment a span of its own (the unit of CofeNet, COLING 2022)
  *_overlap              any common token
  *_token                tokens
  relation               rows matched one to one with gold attributions: content token Jaccard >= 0.5, and the
                         sources share a token (or neither has one)
  relation_strict        source, cue and the whole content the same

Published on the test split, exact spans, source/cue/content: CofeNet (BERT-base) 83.2/75.3/72.9,
BERT-CRF 82.2/74.9/71.0, DistilBERT 77.5/71.6/62.5, CRF 50.6/53.4/28.6, CoreNLP 13.9/-/17.5. Pairs of people on eight
documents: 78.3/72.4/70.8.
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Iterator
from pathlib import Path

from evaluation.alignment import Alignment, Ids, stem, union
from evaluation.documents import Row, table_rows
from evaluation.quotes import pair_off
from evaluation.tally import Figures, ScoreCard, score_table

ROLES = ("source", "cue", "content")

_SPAN_LINE = re.compile(r"(T\d+)\t\w[\w-]* ([\d; ]+)(?:\t|$)")
_EVENT_LINE = re.compile(r"E\d+\t(.*)")

Extents = list[tuple[int, int]]
Attribution = dict[str, list[Ids]]
"""The pieces of each role of one attribution, as gold tokens."""


def score(split: Path, output: Path) -> dict[str, Figures]:
    """The figures by name."""
    documents = {stem(row["doc_id"]): row for row in reversed(table_rows(output, "documents"))}
    quotes = table_rows(output, "quotes")
    card = ScoreCard()
    for text, annotation in _articles(split):
        document = documents.get(text.stem)
        alignment = Alignment.of(text.read_text("utf-8"), (document and document["text"]) or "")
        gold = [_as_tokens(alignment, event) for event in read_events(annotation)]
        rows = [row for row in quotes if document and row["doc_id"] == document["doc_id"]]
        _score_article(card, gold, [_claimed(alignment, row) for row in rows])
    return card.figures()


def read_events(file: Path) -> list[dict[str, Extents]]:
    """The attributions of a standoff file: for each role, its pieces as character offsets."""
    spans: dict[str, Extents] = {}
    events = []
    for line in file.read_text("utf-8").splitlines():
        if match := _SPAN_LINE.match(line):
            spans[match[1]] = [_extent(piece) for piece in match[2].split(";")]
        elif match := _EVENT_LINE.match(line):
            events.append(_event(match[1], spans))
    return events


def _extent(piece: str) -> tuple[int, int]:
    start, end = piece.split()
    return int(start), int(end)


def _event(arguments: str, spans: dict[str, Extents]) -> dict[str, Extents]:
    """An event line's arguments ("Source:T1 Cue:T2 Content:T3 Content2:T4") by role."""
    event: dict[str, Extents] = {role: [] for role in ROLES}
    for argument in arguments.split():
        role, _, key = argument.partition(":")
        role = role.rstrip("0123456789").lower()
        if role in event:
            event[role] += spans.get(key, [])
    return event


def _articles(split: Path) -> Iterator[tuple[Path, Path]]:
    """Each text that somebody annotated, with its first annotation."""
    annotations = sorted((split / "attributions").glob("*.ann"))
    for text in sorted((split / "text").glob("*.txt")):
        mine = (file for file in annotations if file.name.startswith(f"{text.stem}_"))
        if annotation := next(mine, None):
            yield text, annotation


def _as_tokens(alignment: Alignment, event: dict[str, Extents]) -> Attribution:
    return {role: [alignment.here(start, end) for start, end in pieces] for role, pieces in event.items()}


def _claimed(alignment: Alignment, row: Row) -> Attribution:
    """What a row of ``quotes`` claims."""
    pieces = [piece for piece in row["fragments"] if not piece.get("continued", False)]
    claimed = {
        role: [alignment.there(row[f"{role}_start"], row[f"{role}_end"])] if row[f"{role}_start"] is not None else []
        for role in ("source", "cue")
    }
    return {**claimed, "content": [alignment.there(piece["start"], piece["end"]) for piece in pieces]}


def _score_article(card: ScoreCard, gold: list[Attribution], predicted: list[Attribution]) -> None:
    for role in ROLES:
        _score_role(card, role, _spans(gold, role), _spans(predicted, role))
    _score_relations(card, gold, predicted)


def _spans(attributions: list[Attribution], role: str) -> set[frozenset[int]]:
    """The distinct spans of a role that hold any token."""
    return {frozenset(ids) for attribution in attributions for ids in attribution[role] if ids}


def _score_role(card: ScoreCard, role: str, gold: set[frozenset[int]], predicted: set[frozenset[int]]) -> None:
    gold_tokens, predicted_tokens = union(map(set, gold)), union(map(set, predicted))
    card[role].add(len(gold & predicted), len(predicted), len(gold))
    card[f"{role}_token"].add(len(gold_tokens & predicted_tokens), len(predicted_tokens), len(gold_tokens))
    found = sum(bool(span & predicted_tokens) for span in gold)
    right = sum(bool(span & gold_tokens) for span in predicted)
    card[f"{role}_overlap"].add(min(found, right), len(predicted), len(gold))


def _score_relations(card: ScoreCard, gold: list[Attribution], predicted: list[Attribution]) -> None:
    matched = pair_off([union(one["content"]) for one in gold], [union(one["content"]) for one in predicted])
    pairs = [(gold[i], predicted[j]) for i, j in matched]
    card["relation"].add(sum(_sources_meet(a, b) for a, b in pairs), len(predicted), len(gold))
    strict = sum(all(union(a[role]) == union(b[role]) for role in ROLES) for a, b in pairs)
    card["relation_strict"].add(strict, len(predicted), len(gold))


def _sources_meet(gold: Attribution, predicted: Attribution) -> bool:
    """True where the sources share a token, or neither has one."""
    wanted, found = union(gold["source"]), union(predicted["source"])
    return bool(wanted & found) or not (wanted or found)


def main() -> None:
    """Print the score table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("split", type=Path, help="folder of the corpus split")
    parser.add_argument("output", type=Path, help="folder of published tables")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON, to the last digit")
    arguments = parser.parse_args()
    figures = score(arguments.split, arguments.output)
    print(json.dumps(figures) if arguments.json else score_table(figures))


if __name__ == "__main__":
    main()
