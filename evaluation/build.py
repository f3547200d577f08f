"""Turns the marked-up gold files into JSON with character offsets, and refuses what does not fit together.

    python -m evaluation.build FOLDER      # FOLDER/NAME.quotes.xml + NAME.entities.xml -> NAME.json and input/NAME.txt

``gold/GUIDELINES.md`` says what each tag means.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from dataclasses import dataclass
from pathlib import Path

from evaluation.documents import GoldDocument, GoldEntity, GoldError, GoldMention, GoldQuote

LABELS = frozenset(
    {"PERSON", "NORP", "FAC", "ORG", "GPE", "LOC", "PRODUCT", "EVENT", "WORK_OF_ART", "LAW", "LANGUAGE"}
    | {"DATE", "TIME", "PERCENT", "MONEY", "QUANTITY", "ORDINAL", "CARDINAL"}
)

_TAG = re.compile(r"<(/?)(q|cue|src|cont|t|opt|e)((?:\s+\w+=\"[^\"]*\")*)\s*>")
_ATTRIBUTE = re.compile(r"(\w+)=\"([^\"]*)\"")
_STRAY_MARKUP = re.compile(r"<[/a-z].{0,40}")
_LINE_END = re.compile(r"(?<!\n)\n(?!\n)")


@dataclass(frozen=True, slots=True)
class Marked:
    """A tagged stretch of text."""

    tag: str
    start: int
    end: int
    attributes: dict[str, str]

    @property
    def extent(self) -> list[int]:
        """Start and end, as the JSON files have them."""
        return [self.start, self.end]


def parse(marked_up: str) -> tuple[str, list[Marked]]:
    """The text without its tags, and the tagged stretches without white space at their ends. Tags may cross."""
    text, at = "", 0
    spans: list[Marked] = []
    unclosed: list[Marked] = []
    for match in _TAG.finditer(marked_up):
        text += marked_up[at : match.start()]
        at = match.end()
        if match[1]:
            spans.append(_closed(match, unclosed, len(text)))
        else:
            unclosed.append(Marked(match[2], len(text), len(text), dict(_ATTRIBUTE.findall(match[3]))))
    if unclosed:
        raise GoldError(f"never closed: {unclosed}")
    text += marked_up[at:]
    return text, [_trimmed(text, span) for span in sorted(spans, key=lambda span: (span.start, -span.end))]


def _closed(match: re.Match[str], unclosed: list[Marked], end: int) -> Marked:
    """The stretch that an end tag closes: the latest open one of its kind, taken off ``unclosed``."""
    for number in range(len(unclosed) - 1, -1, -1):
        if unclosed[number].tag == match[2]:
            opened = unclosed.pop(number)
            return Marked(opened.tag, opened.start, end, opened.attributes)
    raise GoldError(f"</{match[2]}> closes nothing near {match.string[max(0, match.start() - 60) : match.end()]!r}")


def _trimmed(text: str, span: Marked) -> Marked:
    start, end = trim(text, span.start, span.end)
    return Marked(span.tag, start, end, span.attributes)


def trim(text: str, start: int, end: int) -> tuple[int, int]:
    """The stretch without white space at its ends."""
    inner = text[start:end]
    stripped_left = start + len(inner) - len(inner.lstrip())
    return stripped_left, max(stripped_left, start + len(inner.rstrip()))


def build(quotes_file: Path) -> GoldDocument:
    """One gold document from its two marked-up files. Raises :class:`GoldError` where they do not fit together."""
    name = quotes_file.name.removesuffix(".quotes.xml")
    text, spans = _parse_file(quotes_file)
    lined, entity_spans = _parse_file(quotes_file.with_name(f"{name}.entities.xml"))
    if stray := _STRAY_MARKUP.search(text):
        raise GoldError(f"stray markup {stray[0]!r}")
    _check_same(_LINE_END.sub(" ", lined), text)
    return {
        "name": name,
        "text": text,
        "optional": [span.extent for span in spans if span.tag == "opt"],
        "sentences": _sentences(lined),
        "entities": [_entity(text, span) for span in entity_spans if span.tag == "e"],
        "quotes": _quotes(spans),
        "treaty_mentions": [_mention(text, span) for span in spans if span.tag == "t"],
    }


def _parse_file(file: Path) -> tuple[str, list[Marked]]:
    if not file.exists():
        raise GoldError(f"{file.name} is missing")
    return parse(file.read_text("utf-8").strip())


def _check_same(from_entities: str, from_quotes: str) -> None:
    """Both files must hold the same text."""
    if from_entities == from_quotes:
        return
    pairs = enumerate(zip(from_entities, from_quotes, strict=False))
    at = next((i for i, (a, b) in pairs if a != b), min(len(from_entities), len(from_quotes)))
    around = slice(max(0, at - 50), at + 50)
    raise GoldError(f"the texts differ at {at}: entities {from_entities[around]!r}, quotes {from_quotes[around]!r}")


def _sentences(lined: str) -> list[list[int]]:
    """Each line that is not blank, as offsets."""
    extents, at = [], 0
    for line in lined.split("\n"):
        if line.strip():
            extents.append(list(trim(lined, at, at + len(line))))
        at += len(line) + 1
    return extents


def _entity(text: str, span: Marked) -> GoldEntity:
    labels = span.attributes["t"].split("|")
    if unknown := set(labels) - LABELS:
        raise GoldError(f"no entity type is called {', '.join(sorted(unknown))}")
    if span.start == span.end:
        raise GoldError(f"an empty entity at {span.start}")
    return {"start": span.start, "end": span.end, "labels": labels, "text": text[span.start : span.end]}


def _mention(text: str, span: Marked) -> GoldMention:
    form = _choice(span, "form", ("name", "nominal", "pronoun"))
    return {"start": span.start, "end": span.end, "form": form, "text": text[span.start : span.end]}


def _quotes(spans: list[Marked]) -> list[GoldQuote]:
    """The quotes, each put together from all tags with its number."""
    quotes: dict[str, GoldQuote] = {}
    for span in spans:
        if span.tag == "q" and span.attributes["id"] not in quotes:
            quotes[span.attributes["id"]] = _opened(span)
        elif span.tag == "q":
            quotes[span.attributes["id"]]["fragments"].append(span.extent)
    for span in spans:
        if span.tag in {"cue", "src", "cont"}:
            _attach(span, quotes)
    return list(quotes.values())


def _opened(span: Marked) -> GoldQuote:
    """A quote from its first piece, which carries the attributes."""
    if "speaker" not in span.attributes:
        raise GoldError(f"quote {span.attributes['id']} has no speaker on its first piece")
    quote: GoldQuote = {
        "id": span.attributes["id"],
        "fragments": [span.extent],
        "continued": [],
        "cue": None,
        "source": None,
        "speaker": span.attributes["speaker"].split("|"),
        "kind": _choice(span, "kind", ("direct", "indirect", "mixed")),
        "class": _choice(span, "class", ("speech", "other")),
        "negated": span.attributes.get("neg") == "1",
    }
    return {**quote, "via": span.attributes["via"]} if "via" in span.attributes else quote


def _choice(span: Marked, attribute: str, allowed: tuple[str, ...]) -> str:
    """An attribute's value; the first allowed one is meant where a quote leaves its class out."""
    value = span.attributes.get(attribute, "speech" if attribute == "class" else None)
    if value not in allowed:
        raise GoldError(f"<{span.tag}> at {span.start}: {attribute} is {value!r}, not one of {', '.join(allowed)}")
    return value


def _attach(span: Marked, quotes: dict[str, GoldQuote]) -> None:
    """Give a cue, a source or a continuation to the quote it names."""
    quote = quotes.get(span.attributes.get("q", ""))
    if quote is None:
        raise GoldError(f"<{span.tag}> at {span.start} belongs to no quote: {span.attributes}")
    if span.tag == "cont":
        quote["continued"].append(span.extent)
    elif span.tag == "cue":
        quote["cue"] = span.extent
    else:
        quote["source"] = span.extent


def write(gold: GoldDocument, folder: Path) -> None:
    """Write a gold document, and its text alone as input for a run with ``--as-is``."""
    meta = folder / f"{gold['name']}.meta.json"
    if meta.exists():
        gold["meta"] = json.loads(meta.read_text("utf-8"))
    (folder / "input").mkdir(exist_ok=True)
    (folder / "input" / f"{gold['name']}.txt").write_text(gold["text"] + "\n", "utf-8")
    (folder / f"{gold['name']}.json").write_text(json.dumps(gold, ensure_ascii=False, indent=1) + "\n", "utf-8")


def main() -> int:
    """Build every gold document of a folder; 1 where one was refused."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    folder: Path = parser.parse_args().folder
    refused = 0
    for file in sorted(folder.glob("*.quotes.xml")):
        try:
            gold = build(file)
        except GoldError as error:
            print(f"{file.name}: {error}", file=sys.stderr)
            refused = 1
        else:
            write(gold, folder)
            counts = (
                f"{len(gold['sentences'])} sentences, {len(gold['entities'])} entities, {len(gold['quotes'])} quotes"
            )
            print(f"{gold['name']}: {counts}")
    return refused


if __name__ == "__main__":
    sys.exit(main())
