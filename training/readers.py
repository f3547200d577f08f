"""Reads each corpus into :class:`Annotated` documents. One function for a corpus or format; none writes anything."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterator, Mapping
from itertools import groupby
from pathlib import Path
from typing import Any

from evaluation.build import build
from evaluation.detokenising import spaces
from pipeline.labels import ENTITY_TYPES
from training.annotated import Annotated, Attribution, Entity, Extent

NER_BLOCK = 8
"""Sentences of an entity corpus that are read as one text: it gives the encoder windows of a useful length."""

PLACES = frozenset({"GPE", "LOC", "FAC"})
UD_NONCOMMERCIAL = ("essay", "fiction", "letter", "podcast", "reddit", "whow")

_BRAT_SPAN = re.compile(r"^(T\d+)\t(\w+) ([\d; ]+)")
_BRAT_EVENT = re.compile(r"^E\d+\t(.*)")
_SENTENCE_END = re.compile(r"[.?!][\"”’')\]]*\s+(?=[\"“‘'(\[]?[A-Z0-9])")


def read_gold(folder: Path) -> Iterator[Annotated]:
    """Documents annotated by the project's guidelines, in every layer."""
    for file in sorted(folder.glob("*.json")):
        if not file.name.endswith(".meta.json"):
            yield _gold_document(json.loads(file.read_text("utf-8")))


def read_written(folder: Path) -> Iterator[Annotated]:
    """Documents marked up as the guidelines say, straight from their two files."""
    for file in sorted(folder.glob("*.quotes.xml")):
        yield _gold_document(build(file))


def _gold_document(gold: Mapping[str, Any]) -> Annotated:
    return Annotated(
        name=gold["name"],
        text=gold["text"],
        sentences=tuple((a, b) for a, b in gold["sentences"]),
        entities=tuple(Entity(e["start"], e["end"], frozenset(e["labels"])) for e in gold["entities"]),
        entity_types=frozenset(ENTITY_TYPES),
        attributions=tuple(_gold_attribution(quote) for quote in gold["quotes"]),
    )


def _gold_attribution(quote: Mapping[str, Any]) -> Attribution:
    return Attribution(
        content=tuple((a, b) for a, b in quote["fragments"]),
        continued=tuple((a, b) for a, b in quote["continued"]),
        cue=(tuple(quote["cue"]),) if quote["cue"] else (),
        source=(tuple(quote["source"]),) if quote["source"] else (),
        speaker=tuple(quote["speaker"]),
        other=quote["class"] == "other",
        negated=quote["negated"],
    )


def read_polnear(split: Path) -> Iterator[Annotated]:
    """PolNeAR (brat standoff). Where several people annotated an article, the first file by name counts."""
    for file in sorted((split / "text").glob("*.txt")):
        pattern = re.sub(r"([\[\]*?])", r"[\1]", file.stem) + "_*.ann"
        annotations = sorted((split / "attributions").glob(pattern))
        if annotations:
            text = file.read_text("utf-8")
            attributions = tuple(_brat_attributions(annotations[0].read_text("utf-8").splitlines()))
            yield Annotated(
                name=file.stem,
                text=text,
                attributions=attributions,
                maybe_continued=tuple(_tails(text, attributions)),
            )


def _brat_attributions(lines: list[str]) -> Iterator[Attribution]:
    spans: dict[str, list[Extent]] = {}
    for line in lines:
        if match := _BRAT_SPAN.match(line):
            pieces = [piece.split() for piece in match[3].split(";")]
            spans[match[1]] = [(int(a), int(b)) for a, b in pieces]
        elif match := _BRAT_EVENT.match(line):
            roles: dict[str, list[Extent]] = {"source": [], "cue": [], "content": []}
            for pair in match[1].split():
                role, _, key = pair.partition(":")
                roles.setdefault(re.sub(r"\d+$", "", role).lower(), []).extend(spans.get(key, []))
            yield Attribution(tuple(roles["content"]), cue=tuple(roles["cue"]), source=tuple(roles["source"]))


def _tails(text: str, attributions: tuple[Attribution, ...]) -> Iterator[Extent]:
    """Whole sentences from the end of an attribution's sentence to the next annotation or the paragraph's end.

    PolNeAR does not mark sentences that go on reporting without a cue; these are the places where they could stand.
    """
    spans = sorted(span for a in attributions for span in (*a.content, *a.cue, *a.source))
    for (_, end), following in zip(spans, [*spans[1:], (len(text), len(text))], strict=False):
        line_end = text.find("\n", end)
        limit = min(following[0], line_end if line_end >= 0 else len(text))
        if (stop := _SENTENCE_END.search(text, max(end - 2, 0), limit)) and stop.end() < limit:
            yield (stop.end(), limit)


def read_entities(file: Path, covered: dict[str, list[str]]) -> Iterator[Annotated]:
    """An entity corpus of one tokenised sentence a line; ``covered`` says which types it annotates, and how."""
    types = frozenset(covered["gold"]) | frozenset(covered["heuristic"])
    guessed = frozenset(covered["heuristic"])
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        sentences = [json.loads(line) for line in lines]
    for number in range(0, len(sentences), NER_BLOCK):
        text = ""
        entities: list[Entity] = []
        for sentence in sentences[number : number + NER_BLOCK]:
            text += " " if text else ""
            starts, joined = _detokenise(sentence["tokens"])
            entities += _bio_entities(sentence, [start + len(text) for start in starts], guessed)
            text += joined
        yield Annotated(f"{file.stem}-{number}", text, entities=tuple(entities), entity_types=types)


def _detokenise(tokens: list[str]) -> tuple[list[int], str]:
    """Join tokens into ordinary text; the starts of the tokens in it, and the text."""
    tokens = [{"``": '"', "''": '"'}.get(token, token) for token in tokens]
    starts, text = [], ""
    for space, token in zip(spaces(tokens), tokens, strict=True):
        text += space if text else ""
        starts.append(len(text))
        text += token
    return starts, text


def _bio_entities(sentence: dict[str, Any], starts: list[int], guessed: frozenset[str]) -> Iterator[Entity]:
    """The entities of one sentence. A place whose finer type was guessed may be of any of the three place types."""
    open_type, begin, end = None, 0, 0
    for token, tag, start in [*zip(sentence["tokens"], sentence["tags"], starts, strict=True), ("", "O", 0)]:
        if open_type and not tag.startswith("I-"):
            yield Entity(begin, end, _possible_types(open_type, guessed))
            open_type = None
        if tag == "?":
            yield Entity(start, start + len(token), frozenset())
        elif tag != "O":
            begin = begin if open_type else start
            open_type = open_type or tag[2:]
            end = start + len(token)


def _possible_types(name: str, guessed: frozenset[str]) -> frozenset[str]:
    return PLACES if name in PLACES & guessed else frozenset({name})


def read_ud(file: Path) -> Iterator[Annotated]:
    """Sentence boundaries of a Universal Dependencies treebank, document by document, open genres only."""
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        sentences = [list(group) for blank, group in groupby(lines, key=lambda line: line == "\n") if not blank]
    for name, group in groupby(_with_document(sentences), key=lambda pair: pair[0]):
        if not any(f"_{genre}_" in name for genre in UD_NONCOMMERCIAL):
            yield _ud_document(name, [lines for _, lines in group])


def _with_document(sentences: list[list[str]]) -> Iterator[tuple[str, list[str]]]:
    name = ""
    for lines in sentences:
        name = next((line.split("=")[1].strip() for line in lines if line.startswith("# newdoc id")), name)
        yield name, lines


def _ud_document(name: str, sentences: list[list[str]]) -> Annotated:
    text, extents, glue = "", [], True
    for lines in sentences:
        body = next(line[len("# text = ") :].strip() for line in lines if line.startswith("# text = "))
        if text and any(line.startswith("# newpar") for line in lines):
            text += "\n\n"
        elif not glue:
            text += " "
        extents.append((len(text), len(text) + len(body)))
        text += body
        glue = "SpaceAfter=No" in lines[-1]
    return Annotated(name, text, sentences=tuple(extents))
