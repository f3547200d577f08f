"""Pages dumped to text whose article is known, to learn from: as they are, and with other articles put into them.

There are few web pages whose article is known, but what stands around an article and the article itself can be parted
and put together anew: each page is given the articles of others, dumped the same way, and plain texts, with the new
headline where the old one stood.
"""

from __future__ import annotations

import difflib
import gzip
import json
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.flattened import dumps, flatten
from pipeline.cleaning import clean
from pipeline.cleaning.cleaner import flat_lines
from pipeline.cleaning.decoding import decode
from pipeline.cleaning.document import Line
from pipeline.cleaning.headline import same, stems
from pipeline.cleaning.prose import mark_other_scripts

OTHER_ARTICLES, OTHER_TEXTS = 2, 3
"""How many articles of other pages, and how many plain texts, are put into each page."""

_WORD = re.compile(r"\w+")
_CERTAIN_WORDS = 6
"""Words from which a line that stands in the article is taken for it, and not for a menu entry that is a word of it."""
_STRAY_LINES, _STRAY_SHARE = 15, 0.1
"""A matching line this far from the rest, with at most this share of the words, stands elsewhere on the page."""
_LONGEST_HEADLINE = 40
"""Words."""
_SAME_HEADLINE = 0.7
"""Share of words in common from which a line is the headline in other words, or cut off."""
_SHORTEST_TEXT = 250
"""Characters."""

_SHORTENED, _SHORT, _LISTED, _PARTED = 0.4, 6, 0.15, 0.6
"""Share of the texts that are cut to a few paragraphs, how many at most; that get a list; whose links are lines."""

Text = tuple[str, list[str]]
"""Headline and paragraphs."""


@dataclass(frozen=True, slots=True)
class DumpedPage:
    """A page dumped to text, and where its article stands."""

    keys: tuple[str, ...]
    """The pages that it was made of."""
    way: str
    """How it was dumped."""
    title: str
    body: str
    lines: list[str]
    span: tuple[int, int] | None
    """First and last line of the article; None where the dump has lost it."""


def dumped_pages(corpus: Path) -> list[DumpedPage]:
    """Every page of the extraction corpus in every dump, as cleaning sees it: without lines in other scripts."""
    truth = json.loads(corpus.joinpath("ground-truth.json").read_text("utf-8"))
    made = []
    for key, page in truth.items():
        raw = gzip.decompress(corpus.joinpath("html", f"{key}.html.gz").read_bytes())
        title, markup = clean(raw).title or "", decode(raw).text or ""
        for way, dump in dumps().items():
            lines = mark_other_scripts([Line(line) for line in flat_lines(flatten(markup, dump, key))])
            kept = [line.text for line in lines if line.kind is None]
            body = page["articleBody"]
            made.append(DumpedPage((key,), way, title, body, kept, _span(kept, body)))
    return made


def plain_texts(files: Sequence[Path], draw: random.Random, number: int) -> list[Text]:
    """Some of the texts in packed JSON lines with ``title`` and ``text``, the same number from each file."""
    found = []
    for file in files:
        records = gzip.decompress(file.read_bytes()).decode("utf-8").splitlines()
        for line in draw.sample(records, min(len(records), number // len(files))):
            record = json.loads(line)
            paragraphs = [" ".join(part.split()) for part in record["text"].split("\n\n") if part.strip()]
            if paragraphs and same(paragraphs[0], record["title"]):
                del paragraphs[0]
            if sum(map(len, paragraphs)) > _SHORTEST_TEXT:
                found.append((record["title"], paragraphs))
    return found


def recombined(pages: Sequence[DumpedPage], texts: Sequence[Text], draw: random.Random) -> Iterator[DumpedPage]:
    """Each page with other articles in the place of its own."""
    whole = [page for page in pages if page.span]
    for page in whole:
        others = [other for other in whole if other.way == page.way and other.keys != page.keys]
        for other in draw.sample(others, min(len(others), OTHER_ARTICLES)):
            first, last = other.span or (0, 0)
            yield _with_article(page, other.title, other.lines[first : last + 1], other.keys)
        for title, paragraphs in draw.choices(texts, k=OTHER_TEXTS) if texts else ():
            yield _with_article(page, title, _as_dumped(paragraphs, page.way, draw), ())


def _with_article(page: DumpedPage, title: str, body: list[str], keys: tuple[str, ...]) -> DumpedPage:
    first, last = page.span or (0, 0)
    above, below = (_retitled(part, page.title, title) for part in (page.lines[:first], page.lines[last + 1 :]))
    return replace(
        page,
        keys=page.keys + keys,
        title=title,
        body="\n".join(body),
        lines=[*above, *body, *below],
        span=(first, first + len(body) - 1),
    )


def _retitled(lines: Sequence[str], old: str, new: str) -> list[str]:
    return [new if old and _is_headline(line, old) else line for line in lines]


def _is_headline(line: str, title: str) -> bool:
    if same(line, title):
        return True
    own, known = stems(line), stems(title)
    is_short = len(_WORD.findall(line)) <= _LONGEST_HEADLINE
    return is_short and bool(own) and len(own & known) >= _SAME_HEADLINE * len(own | known)


def _as_dumped(paragraphs: list[str], way: str, draw: random.Random) -> list[str]:
    """Paragraphs as the article of a page may stand in a dump: short, with a list, with its links in lines apart."""
    if draw.random() < _SHORTENED:
        paragraphs = paragraphs[: draw.randint(1, _SHORT)]
    if len(paragraphs) > 3 and draw.random() < _LISTED:
        place = draw.randrange(1, len(paragraphs))
        items = paragraphs[place : place + draw.randint(2, 5)]
        listed = ["* " + " ".join(item.split()[: draw.randint(4, 14)]) for item in items]
        paragraphs = [*paragraphs[:place], *listed, *paragraphs[place + len(items) :]]
    if way == "text_nodes" and draw.random() < _PARTED:
        return [part for paragraph in paragraphs for part in _parted(paragraph, draw)]
    return paragraphs


def _parted(paragraph: str, draw: random.Random) -> list[str]:
    words = paragraph.split()
    links = round(len(words) * draw.random() * 0.03)
    cuts = sorted(draw.sample(range(1, len(words)), min(len(words) - 1, 2 * links)))
    bounds = [0, *cuts, len(words)]
    return [" ".join(words[first:end]) for first, end in pairwise(bounds)]


def _span(lines: Sequence[str], body: str) -> tuple[int, int] | None:
    """First and last line of which half the words match the article in runs of three and more."""
    words = [(word, index) for index, line in enumerate(lines) for word in _WORD.findall(line)]
    matcher = difflib.SequenceMatcher(None, [word for word, _ in words], _WORD.findall(body), autojunk=False)
    sizes, hits = np.zeros(len(lines)), np.zeros(len(lines))
    for _, index in words:
        sizes[index] += 1
    for block in matcher.get_matching_blocks():
        for _, index in words[block.a : block.a + block.size]:
            hits[index] += 1.0 if block.size > 2 else 0.5
    matching = (hits * 2 >= sizes) & (sizes > 0)
    certain = [int(index) for index in np.flatnonzero(matching & (sizes >= _CERTAIN_WORDS))]
    certain = _without_strays(certain, sizes)
    if not certain:
        return None
    first, last = certain[0], certain[-1]
    while first > 0 and matching[first - 1]:
        first -= 1
    while last < len(lines) - 1 and matching[last + 1]:
        last += 1
    return first, last


def _without_strays(indices: list[int], sizes: NDArray[np.float64]) -> list[int]:
    few = _STRAY_SHARE * sizes[indices].sum() if indices else 0.0
    while len(indices) > 1 and indices[1] - indices[0] > _STRAY_LINES and sizes[indices[0]] < few:
        indices = indices[1:]
    while len(indices) > 1 and indices[-1] - indices[-2] > _STRAY_LINES and sizes[indices[-1]] < few:
        indices = indices[:-1]
    return indices
