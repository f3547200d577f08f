"""Scores sentence starts on a Universal Dependencies treebank, beside spaCy's rule sentencizer.

    python -m evaluation.score_ud FILE.conllu[.gz] [--all-genres] [--json]

Each document is read as raw text, its paragraphs (``# newpar``) parted by a blank line. A sentence start is the first
visible character of a sentence. Those that open a paragraph count too; the sentencizer reads each paragraph alone, so
that it cannot miss them. GUM's genres under a non-commercial licence are left out, by document id (``GUM_<genre>_``).
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import groupby, islice
from pathlib import Path

import spacy

from evaluation.documents import GoldError
from evaluation.tally import Figures, ScoreCard, score_table
from pipeline.encoder import Model, shipped_model
from pipeline.sentences import sentence_starts

NONCOMMERCIAL = frozenset({"essay", "fiction", "letter", "podcast", "reddit", "whow"})
"""Genres of GUM whose licence excludes commercial use."""

_COMMENT = re.compile(r"# (newdoc|newpar|text)\b(?!_)[^=]*(?:=(.*))?")
_GENRE = re.compile(r"GUM_([a-z]+)_")
_SURFACE_TOKEN = re.compile(r"(?:\d+-)?(\d+)\t")

Splitter = Callable[[str], set[int]]
"""Gives the first characters of a text's sentences."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a treebank and what it says of its surroundings."""

    text: str
    document: str | None
    """The id of the document that it opens."""
    opens_paragraph: bool
    glued: bool
    """Whether no space stands behind it."""


@dataclass(slots=True)
class TreebankDocument:
    """A document of a treebank as raw text, with the first character of each sentence."""

    name: str
    text: str = ""
    starts: set[int] = field(default_factory=set)
    _glued: bool = True

    def add(self, sentence: Sentence) -> None:
        """Append a sentence."""
        if self.text and sentence.opens_paragraph:
            self.text += "\n\n"
        elif not self._glued:
            self.text += " "
        self.starts.add(len(self.text))
        self.text += sentence.text
        self._glued = sentence.glued


def score(file: Path, model: Model, *, all_genres: bool = False) -> dict[str, Figures]:
    """The figures of the model's sentence starts and of the sentencizer's."""
    splitters: dict[str, Splitter] = {
        "model": lambda text: sentence_starts(model.encode(text)),
        "sentencizer": rule_splitter(),
    }
    documents = [document for document in read_treebank(file) if all_genres or not _is_noncommercial(document.name)]
    card = ScoreCard()
    for name, split in splitters.items():
        for document in documents:
            found = split(document.text)
            card[name].add(len(found & document.starts), len(found), len(document.starts))
    return card.figures()


def rule_splitter() -> Splitter:
    """The ``sentencizer`` of spaCy behind its English tokenizer, paragraph by paragraph."""
    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")

    def split(text: str) -> set[int]:
        starts = set()
        for paragraph in re.finditer(r"[^\n]+", text):
            for sentence in nlp(paragraph.group()).sents:
                visible = (paragraph.start() + token.idx for token in sentence if not token.is_space)
                starts |= set(islice(visible, 1))
        return starts

    return split


def read_treebank(file: Path) -> list[TreebankDocument]:
    """The documents of a CoNLL-U file. Raises :class:`GoldError` where it is missing or holds no sentences."""
    documents: list[TreebankDocument] = []
    for sentence in _sentences(file):
        if sentence.document is not None or not documents:
            documents.append(TreebankDocument(sentence.document or ""))
        documents[-1].add(sentence)
    if not documents:
        raise GoldError(f"{file} holds no sentences; name a CoNLL-U file of a Universal Dependencies treebank")
    return documents


def _sentences(file: Path) -> Iterator[Sentence]:
    if not file.is_file():
        raise GoldError(f"{file} is missing; name a CoNLL-U file of a Universal Dependencies treebank")
    with gzip.open(file, "rt", encoding="utf-8") if file.suffix == ".gz" else file.open(encoding="utf-8") as lines:
        for blank, block in groupby(lines, key=str.isspace):
            if not blank:
                yield _sentence(list(block))


def _sentence(lines: list[str]) -> Sentence:
    facts = {match[1]: (match[2] or "").strip() for line in lines if (match := _COMMENT.match(line))}
    if "text" not in facts:
        raise GoldError(f"a sentence has no line '# text = ...': {lines[0].strip()!r}; every UD treebank has them")
    return Sentence(facts["text"], facts.get("newdoc"), "newpar" in facts, _is_glued(lines))


def _is_glued(lines: list[str]) -> bool:
    """Whether the last token says that no space follows; of a contraction ("3-4 can't") its first line says so."""
    last: dict[int, str] = {}
    for line in lines:
        if match := _SURFACE_TOKEN.match(line):
            last.setdefault(int(match[1]), line)
    return bool(last) and "SpaceAfter=No" in last[max(last)]


def _is_noncommercial(name: str) -> bool:
    genre = _GENRE.match(name)
    return genre is not None and genre[1] in NONCOMMERCIAL


def main() -> None:
    """Print the score table of a treebank file."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path, help="CoNLL-U file, plain or gzipped")
    parser.add_argument("--all-genres", action="store_true", help="read GUM's non-commercial genres too")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON, to the last digit")
    arguments = parser.parse_args()
    figures = score(arguments.file, shipped_model(), all_genres=arguments.all_genres)
    print(json.dumps(figures) if arguments.json else score_table(figures))


if __name__ == "__main__":
    main()
