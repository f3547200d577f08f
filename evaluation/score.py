"""Scores the published tables against gold documents.

    python -m evaluation.score GOLD OUTPUT [--json] [--verbose]

GOLD holds NAME.json files made by ``evaluation.build``. OUTPUT holds the five tables; a gold document belongs to the
row of ``documents`` whose ``doc_id`` (or ``source``), without folder and endings, is NAME.

Figures (each P, R, F1 unless said):
  text        tokens of the clean text
  sentences   sentence starts
  entities    span and type (a leading determiner does not count);  entities_untyped: the span alone
  content     tokens inside reported statements, whoever said them
  attributed  the same tokens, right only if the row's speaker is one of the gold's names for that speaker
  continued   tokens of the stretches that go on without a cue of their own: R over the gold's, attributed rightly;
              P over the tokens of fragments marked ``continued``, right where the gold has content by that speaker
  quotes      rows matched one to one with gold quotes, token Jaccard >= 0.5;  quotes_strict: every content token
              the same
  speaker     accuracy over matched rows;  cue: the cues share a token;  kind: accuracy of direct, indirect and mixed
  class, negated   over every gold quote (also ``other`` and negated ones) matched by Jaccard >= 0.5: accuracy of speech
              against the rest; negated ones found (P, R)
  treaty      mentions by name or noun phrase, by overlap; rows of other instruments and of form pronoun do not count
  title, date, publisher   accuracy where the gold's metadata has them
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from evaluation.alignment import Alignment, Ids, normal
from evaluation.documents import Comparison, GoldDocument, Row, comparisons
from evaluation.quotes import score_quotes
from evaluation.tally import Figures, ScoreCard, f1, score_table

INSTRUMENT = "china-russia-2001"
"""The treaty that the gold documents mark."""

_ANNOTATIONS = ("sentences", "entities", "quotes", "treaty_mentions")

Span = tuple[int, ...]
"""The tokens of an entity, in order."""


def score(gold: Path, output: Path) -> tuple[dict[str, Figures], list[str]]:
    """The figures by name, and a line for each miss and each false alarm."""
    card = ScoreCard()
    for compared in comparisons(gold, output, _ANNOTATIONS):
        _score_document(card, compared)
    return _with_continued(card.figures()), card.notes


def _score_document(card: ScoreCard, compared: Comparison) -> None:
    gold, alignment, rows = compared.gold, compared.alignment, compared.rows
    _score_text(card, alignment)
    _score_sentences(card, alignment, gold, rows["sentences"])
    _score_entities(card, compared)
    score_quotes(card, alignment, gold, rows["quotes"])
    _score_treaty(card, alignment, gold, rows["treaty_mentions"])
    _score_metadata(card, gold, compared.document)


def _score_text(card: ScoreCard, alignment: Alignment) -> None:
    want, kept = alignment.whole()
    card["text"].add(len(kept & want), len(kept), len(want))


def _score_sentences(card: ScoreCard, alignment: Alignment, gold: GoldDocument, rows: list[Row]) -> None:
    wanted = {min(first) for start, end in gold["sentences"] if (first := alignment.here(start, end))}
    found = {ids[0] for row in rows if (ids := alignment.there_in_order(row["start"], row["end"]))}
    card["sentences"].add(len(wanted & found), len(found), len(wanted))


def entity_spans(compared: Comparison) -> tuple[dict[Span, list[str]], dict[Span, str]]:
    """The entities without leading determiners: acceptable types of each gold span, type of each published one."""
    alignment = compared.alignment
    wanted = {alignment.bare(alignment.here(e["start"], e["end"])): e["labels"] for e in compared.gold["entities"]}
    rows = compared.rows["entities"]
    found = {alignment.bare(alignment.there(row["start"], row["end"])): row["label"] for row in rows}
    wanted.pop((), None)
    found.pop((), None)
    return wanted, found


def _score_entities(card: ScoreCard, compared: Comparison) -> None:
    wanted, found = entity_spans(compared)
    typed = {span for span, label in found.items() if label in wanted.get(span, ())}
    card["entities"].add(len(typed), len(found), len(wanted))
    card["entities_untyped"].add(len(wanted.keys() & found.keys()), len(found), len(wanted))
    name, alignment = compared.gold["name"], compared.alignment
    for span in found.keys() - typed:
        card.notes.append(f"{name} entity + {_words(alignment, span)!r} {found[span]}, gold {wanted.get(span)}")
    for span in wanted.keys() - found.keys():
        card.notes.append(f"{name} entity - {_words(alignment, span)!r} {wanted[span]}")


def _words(alignment: Alignment, span: Span) -> str:
    """The span in words; tokens that the gold lacks are shown as a mark."""
    return " ".join(alignment.gold.words[i] if i >= 0 else "¿" for i in span)


def _score_treaty(card: ScoreCard, alignment: Alignment, gold: GoldDocument, rows: list[Row]) -> None:
    mentions = [(m["form"], alignment.here(m["start"], m["end"])) for m in gold["treaty_mentions"]]
    wanted = [ids for form, ids in mentions if form != "pronoun"]
    free = [ids for form, ids in mentions if form == "pronoun"]
    counted = [row for row in rows if row.get("instrument", INSTRUMENT) == INSTRUMENT and row.get("form") != "pronoun"]
    found = [alignment.there(row["start"], row["end"]) for row in counted]
    found = [ids for ids in found if ids and not _any_overlap(ids, free)]
    hits = min(sum(_any_overlap(ids, found) for ids in wanted), sum(_any_overlap(ids, wanted) for ids in found))
    card["treaty"].add(hits, len(found), len(wanted))


def _any_overlap(ids: Ids, others: list[Ids]) -> bool:
    return any(ids & other for other in others)


def _score_metadata(card: ScoreCard, gold: GoldDocument, document: Row | None) -> None:
    meta = gold.get("meta", {})
    for name in ("title", "date", "publisher"):
        if (wanted := meta.get(name)) and (document is None or name in document):
            have = str(document[name])[: 10 if name == "date" else None] if document else ""
            card[name].add_answer(right=normal(have) == normal(wanted))


def _with_continued(figures: dict[str, Figures]) -> dict[str, Figures]:
    """Put together ``continued``: its P comes from the marked fragments, its R from the gold's stretches."""
    precision = figures.pop("continued_p")["p"]
    gold = figures["continued"]["gold"]
    recall = figures["continued"]["hit"] / gold if gold else 1.0
    figures["continued"] |= {"p": precision, "r": recall, "f1": f1(precision, recall)}
    return figures


def main() -> None:
    """Print the score table of a folder of tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path, help="folder of gold documents")
    parser.add_argument("output", type=Path, help="folder of published tables")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON, to the last digit")
    parser.add_argument("--verbose", action="store_true", help="list each miss and each false alarm on standard error")
    arguments = parser.parse_args()
    figures, notes = score(arguments.gold, arguments.output)
    if arguments.verbose:
        print("\n".join(notes), file=sys.stderr)
    print(json.dumps(figures) if arguments.json else score_table(figures))


if __name__ == "__main__":
    main()
