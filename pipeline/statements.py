"""Finds the same statement in several documents: wire copy, a sentence that many outlets quote.

Two quotes are nearly the same if they have 85 % of their words in common, in the same order, and agree in every number
and every "not". Quotes are taken from the longest to the shortest; each goes to the statement whose longest quote it is
most like, or opens one of its own. So every quote of a statement is nearly the same as the one that is shown, and no
chain of small changes leads from one statement to another.

The work grows with the number of quotes, not with its square: a quote is compared only with the few statements that
have most runs of four words in common with it, and runs that stand in many statements are not looked at. Nor is memory
spent on the runs that stand in one quote only, which are nearly all of them.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

import numpy as np
import pyarrow as pa
from rapidfuzz import process
from rapidfuzz.distance import Indel

from pipeline.actors import document_dates
from pipeline.annotation import UNKNOWN_SPEAKER
from pipeline.schema import Row

SHORTEST = 8
"""Words of a quote. Shorter ones are alike by chance: "that the talks had been useful"."""
ALIKE = 0.85
"""Share of the words of two quotes that both have, in the same order."""
IN_A_ROW = 4
"""Words in a row that quotes have in common if they may be alike: one of eight words may differ, anywhere."""
FORMULA = 50
"""A run of words that stands in more statements than this says nothing about any of them."""
COMPARED = 10
"""Statements that a quote is compared with: of all that share runs of words with it, those that share most."""

Words = tuple[str, ...]

_WORD = re.compile(r"\w+(?:['’]\w+)?")
_NEGATIONS = frozenset({"no", "not", "never", "nor", "none", "nothing", "nobody", "without", "cannot"})
_COLUMNS = ("doc_id", "quote_id", "content", "speaker", "speaker_id")


def statement_rows(tables: Mapping[str, pa.Table], actors: Iterable[Row]) -> list[Row]:
    """A row for each statement that several documents report: a pure function of documents, quotes and actors."""
    quotes = tables["quotes"].select(_COLUMNS)
    found = _places_of_contents(quotes["content"])
    places = [[place for words in alike for place in found[words]] for alike in group(found)]
    names = {identity: actor for actor in actors for identity in actor["entity_ids"]}
    dates = document_dates(tables["documents"])
    rows = (_row(alike, names, dates) for alike in _taken(quotes, [alike for alike in places if len(alike) > 1]))
    return sorted((row for row in rows if row["documents"] > 1), key=lambda row: row["statement_id"])


def _places_of_contents(contents: pa.ChunkedArray) -> dict[Words, list[int]]:
    """The rows of each content that is long enough. A word is one object however often it is said."""
    found: defaultdict[Words, list[int]] = defaultdict(list)
    vocabulary: dict[str, str] = {}
    texts = (text for chunk in contents.chunks for text in chunk.to_pylist())
    for place, text in enumerate(texts):
        if len(words := _words(text)) >= SHORTEST:
            found[tuple(vocabulary.setdefault(word, word) for word in words)].append(place)
    return dict(found)


def _taken(quotes: pa.Table, places: Iterable[list[int]]) -> Iterator[list[Row]]:
    """The quotes of each statement."""
    rows = list(places)
    taken = quotes.take(pa.array([place for alike in rows for place in alike], pa.int64()))
    start = 0
    for alike in rows:
        yield taken.slice(start, len(alike)).to_pylist()
        start += len(alike)


def group(contents: Iterable[Words]) -> list[list[Words]]:
    """The contents, those together that are nearly the same; the longest of each group first."""
    groups: list[list[Words]] = []
    places: defaultdict[int, list[int]] = defaultdict(list)
    ordered = sorted(set(contents), key=lambda words: (-len(words), words))
    for words, runs in zip(ordered, _shared_runs(ordered), strict=True):
        number = _most_alike(words, runs, groups, places)
        if number is not None:
            groups[number].append(words)
            continue
        for run in runs:
            places[run].append(len(groups))
        groups.append([words])
    return groups


def _most_alike(
    words: Words, runs: Iterable[int], groups: Sequence[list[Words]], places: Mapping[int, list[int]]
) -> int | None:
    """The number of the group whose longest content is most like these words, and alike enough."""
    near = (places.get(run, []) for run in runs)
    shared = Counter(number for found in near if len(found) <= FORMULA for number in found)
    numbers = sorted(shared, key=lambda number: (-shared[number], number))[:COMPARED]
    choices = {number: groups[number][0] for number in numbers if _decisive(groups[number][0]) == _decisive(words)}
    best = process.extractOne(words, choices, scorer=Indel.normalized_similarity, score_cutoff=ALIKE)
    return None if best is None else best[2]


def _words(content: str) -> Words:
    return tuple(_WORD.findall(content.casefold().replace("’", "'")))


def _shared_runs(contents: Sequence[Words]) -> Iterator[set[int]]:
    """For each content the numbers of its runs, every few words in a row, but for those that stand nowhere else."""
    numbers: dict[str, int] = {}
    words = (numbers.setdefault(word, len(numbers)) for content in contents for word in content)
    runs = np.fromiter(words, np.int64)
    # Numbered anew after each word more, so that they stay small: a pair of numbers is then exact in one of 64 bits.
    following = runs
    for _ in range(IN_A_ROW - 1):
        following = following[1:]
        runs = np.unique(runs[:-1] * (len(numbers) + 1) + following, return_inverse=True)[1]
    counts = np.bincount(runs)
    start = 0
    for content in contents:
        own = runs[start : start + max(0, len(content) - IN_A_ROW + 1)]
        yield set(own[counts[own] > 1].tolist())
        start += len(content)


def _decisive(words: Words) -> list[str]:
    """The words of which not one may differ: numbers, and whatever denies."""
    return [word for word in words if word in _NEGATIONS or word.endswith("n't") or any(map(str.isdigit, word))]


def _row(quotes: Sequence[Row], actors: Mapping[str, Row], dates: Mapping[str, date]) -> Row:
    content = min((quote["content"] for quote in quotes), key=lambda text: (-len(_words(text)), -len(text), text))
    documents = {quote["doc_id"] for quote in quotes}
    keys = sorted((quote["doc_id"], quote["quote_id"]) for quote in quotes)
    return {
        "statement_id": hashlib.sha256(" ".join(_words(content)).encode()).hexdigest()[:16],
        "occurrences": [{"doc_id": doc_id, "quote_id": quote_id} for doc_id, quote_id in keys],
        "content": content,
        **_speaker(quotes, actors),
        "documents": len(documents),
        "first_date": min((dates[doc_id] for doc_id in documents if doc_id in dates), default=None),
    }


def _speaker(quotes: Sequence[Row], actors: Mapping[str, Row]) -> Row:
    """Who said it, if all who say agree: the actor, or a group or unnamed source in the same words."""
    named = {(quote["speaker_id"], quote["speaker"]) for quote in quotes if quote["speaker"] != UNKNOWN_SPEAKER}
    speakers = {
        (actors[one]["name"], actors[one]["actor_id"]) if one in actors else (name, None) for one, name in named
    }
    name, actor_id = speakers.pop() if len(speakers) == 1 else (None, None)
    return {"speaker": name, "actor_id": actor_id}
