"""Scores entities on a Universal NER file: exact spans of persons, organisations and places.

    python -m evaluation.score_uner FILE.jsonl[.gz] [--json]

A line is a sentence: ``tokens``, and their ``tags`` (BIO). Eight sentences are joined into a text, as the model reads
texts and not sentences. GPE, LOC and FAC are one type, ``PLACE``; other types are left out on both sides. A span is
right where its first and last character and its type are; nothing is forgiven, a leading determiner neither.
"""

from __future__ import annotations

import argparse
import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import takewhile
from pathlib import Path

from evaluation.detokenising import spaces
from evaluation.documents import GoldError
from evaluation.tally import Figures, ScoreCard, score_table
from pipeline.encoder import Model, shipped_model
from pipeline.entities import find_entities
from pipeline.mentions import mended

TYPES = {"PERSON": "PERSON", "ORG": "ORG", "GPE": "PLACE", "LOC": "PLACE", "FAC": "PLACE"}
"""The types that count, and what each counts as."""
BLOCK = 8
"""Sentences in a text."""

TypedSpan = tuple[int, int, str]
"""First character, character past the end, type."""


@dataclass(slots=True)
class Block:
    """Sentences as one text, with the entities of the types that count."""

    text: str = ""
    entities: set[TypedSpan] = field(default_factory=set)

    def add(self, tokens: list[str], tags: list[str]) -> None:
        """Append a sentence."""
        starts = []
        for space, token in zip(spaces(tokens), tokens, strict=True):
            self.text += space if self.text else ""
            starts.append(len(self.text))
            self.text += token
        for first, last, name in tagged_spans(tags):
            if name in TYPES:
                self.entities.add((starts[first], starts[last] + len(tokens[last]), TYPES[name]))


def score(file: Path, model: Model) -> dict[str, Figures]:
    """The figures of each type, and of all together."""
    card = ScoreCard()
    for block in read_blocks(file):
        found = _found(block.text, model)
        for name in dict.fromkeys(TYPES.values()):
            wanted_here, found_here = _of_type(block.entities, name), _of_type(found, name)
            card[name].add(len(wanted_here & found_here), len(found_here), len(wanted_here))
        card["all"].add(len(block.entities & found), len(found), len(block.entities))
    return card.figures()


def _found(text: str, model: Model) -> set[TypedSpan]:
    """The model's entities of the types that count."""
    mentions = mended(text, find_entities(model.encode(text)))
    return {(m.start, m.end, TYPES[m.label]) for m in mentions if m.label in TYPES}


def _of_type(spans: set[TypedSpan], name: str) -> set[TypedSpan]:
    return {span for span in spans if span[2] == name}


def read_blocks(file: Path) -> list[Block]:
    """The texts of a file. Raises :class:`GoldError` where it is missing."""
    if not file.is_file():
        raise GoldError(f"{file} is missing; name a file of one tokenised sentence a line, as JSON")
    with gzip.open(file, "rt", encoding="utf-8") if file.suffix == ".gz" else file.open(encoding="utf-8") as lines:
        sentences = [json.loads(line) for line in lines]
    blocks = []
    for start in range(0, len(sentences), BLOCK):
        block = Block()
        for sentence in sentences[start : start + BLOCK]:
            block.add(sentence["tokens"], sentence["tags"])
        blocks.append(block)
    return blocks


def tagged_spans(tags: list[str]) -> Iterator[tuple[int, int, str]]:
    """First token, last token and type of each span of a BIO tagging."""
    opens = [number for number, tag in enumerate(tags) if tag.startswith("B-")]
    for first in opens:
        inside = takewhile(lambda tag: tag.startswith("I-"), tags[first + 1 :])
        yield first, first + len(list(inside)), tags[first].removeprefix("B-")


def main() -> None:
    """Print the score table of a file."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path, help="JSON lines, plain or gzipped")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON, to the last digit")
    arguments = parser.parse_args()
    figures = score(arguments.file, shipped_model())
    print(json.dumps(figures) if arguments.json else score_table(figures))


if __name__ == "__main__":
    main()
