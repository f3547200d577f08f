"""Scores the clean text of whole web pages by the measure of the public article-extraction benchmark (4-word shingles).

    python -m evaluation.score_extraction TRUTH OUTPUT [--json]

TRUTH is a JSON file that maps a page's id to {"articleBody", "url"}. The tables come from a run over the pages; a
page's row is the one whose ``doc_id`` or ``source`` contains its id. Per page, matched, extra and missing shingles are
divided by their sum, so that long articles weigh no more; P and R are means over pages.

Published on all 181 pages, F1: rs_trafilatura 0.970, AutoExtract (service, 2019) 0.970, go_trafilatura 0.960,
trafilatura 2.0 0.958, newspaper4k 0.949, readability_js 0.947, readability-lxml 0.922, justext 0.804.
"""

from __future__ import annotations

import argparse
import json
import re
import statistics
from collections import Counter
from pathlib import Path

from evaluation.documents import Row, table_rows
from evaluation.tally import f1

SHINGLE = 4
"""Words in a shingle."""

_WORD = re.compile(r"\w+")


def score(truth: Path, output: Path) -> dict[str, float]:
    """Number of pages, mean precision and recall, their F1, the share of pages whose words are all right, token F1."""
    documents = table_rows(output, "documents")
    pages = json.loads(truth.read_text("utf-8"))
    texts = [(page["articleBody"], _text_of(key, documents)) for key, page in pages.items()]
    counts = [_shared(shingles(want), shingles(have)) for want, have in texts]
    p = _mean([hit / (hit + extra) for hit, extra, _ in counts if hit + extra])
    r = _mean([hit / (hit + missing) for hit, _, missing in counts if hit + missing])
    exact = _mean([float(_WORD.findall(want) == _WORD.findall(have)) for want, have in texts])
    tokens = _mean([token_f1(want, have) for want, have in texts])
    return {"pages": len(pages), "p": p, "r": r, "f1": f1(p, r), "exact": exact, "tokens": tokens}


def token_f1(want: str, have: str) -> float:
    """F1 of the words of a text, each as often as it occurs, in any order."""
    wanted, found = Counter(_WORD.findall(want)), Counter(_WORD.findall(have))
    return 2 * (wanted & found).total() / ((wanted.total() + found.total()) or 1)


def shingles(text: str) -> Counter[tuple[str, ...]]:
    """Every run of four words, with how often it occurs; all the words where they are fewer."""
    words = _WORD.findall(text)
    runs = max(1, len(words) - SHINGLE + 1)
    return Counter(tuple(words[i : i + SHINGLE]) for i in range(runs) if words[i:])


def _text_of(key: str, documents: list[Row]) -> str:
    """The clean text of a page; empty where it has none."""
    rows = (row for row in documents if key in row["doc_id"] or key in row["source"])
    row = next(rows, None)
    return (row and row["text"]) or ""


def _shared(want: Counter[tuple[str, ...]], have: Counter[tuple[str, ...]]) -> tuple[int, int, int]:
    """Shingles that are matched, extra and missing."""
    return (want & have).total(), (have - want).total(), (want - have).total()


def _mean(values: list[float]) -> float:
    return statistics.mean(values or [0.0])


def main() -> None:
    """Print the figures in one line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("truth", type=Path, help="JSON file of the article bodies")
    parser.add_argument("output", type=Path, help="folder of published tables")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON, to the last digit")
    arguments = parser.parse_args()
    figures = score(arguments.truth, arguments.output)
    line = "  ".join(
        f"{name} {value:.3f}" if isinstance(value, float) else f"{name} {value}" for name, value in figures.items()
    )
    print(json.dumps(figures) if arguments.json else line)


if __name__ == "__main__":
    main()
