"""Finds the same statement in several documents: wire copy, a sentence that many outlets quote.

Two quotes are nearly the same if they have 85 % of their words in common, in the same order, and agree in every number
and every "not". Quotes are taken from the longest to the shortest; each goes to the statement whose longest quote it is
most like, or opens one of its own. So every quote of a statement is nearly the same as the one that is shown, and no
chain of small changes leads from one statement to another.

The work grows with the number of quotes, not with its square: a quote is compared only with the few statements that
have most runs of four words in common with it, and runs that stand in many statements are not looked at.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

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
    found: defaultdict[Words, list[Row]] = defaultdict(list)
    for quote in tables["quotes"].select(_COLUMNS).to_pylist():
        if len(words := _words(quote["content"])) >= SHORTEST:
            found[words].append(quote)
    names = {identity: actor for actor in actors for identity in actor["entity_ids"]}
    dates = document_dates(tables["documents"])
    rows = (_row([quote for words in alike for quote in found[words]], names, dates) for alike in group(found))
    return sorted((row for row in rows if row["documents"] > 1), key=lambda row: row["statement_id"])


def group(contents: Iterable[Words]) -> list[list[Words]]:
    """The contents, those together that are nearly the same; the longest of each group first."""
    groups: list[list[Words]] = []
    places: defaultdict[Words, list[int]] = defaultdict(list)
    for words in sorted(set(contents), key=lambda words: (-len(words), words)):
        number = _most_alike(words, groups, places)
        if number is not None:
            groups[number].append(words)
            continue
        for run in _runs(words):
            places[run].append(len(groups))
        groups.append([words])
    return groups


def _most_alike(words: Words, groups: Sequence[list[Words]], places: Mapping[Words, list[int]]) -> int | None:
    """The number of the group whose longest content is most like these words, and alike enough."""
    near = (places.get(run, []) for run in _runs(words))
    shared = Counter(number for found in near if len(found) <= FORMULA for number in found)
    numbers = sorted(shared, key=lambda number: (-shared[number], number))[:COMPARED]
    choices = {number: groups[number][0] for number in numbers if _decisive(groups[number][0]) == _decisive(words)}
    best = process.extractOne(words, choices, scorer=Indel.normalized_similarity, score_cutoff=ALIKE)
    return None if best is None else best[2]


def _words(content: str) -> Words:
    return tuple(_WORD.findall(content.casefold().replace("’", "'")))


def _runs(words: Words) -> set[Words]:
    """Every few words in a row."""
    return {words[start : start + IN_A_ROW] for start in range(len(words) - IN_A_ROW + 1)}


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
