"""Tasks of Prodigy: a text, its tokens, spans on them, and relations between tokens.

A relation leads from the last token of one span to the last of another. What is said of a quote stands with its first
span, under keys of our own; a span that was drawn anew has none, and its quote keeps what was published.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from typing import Any

from pipeline.interchange.marked import Extent, InterchangeError, Marked
from pipeline.interchange.regions import Link, Region, marked, regions_of
from pipeline.schema import Row
from pipeline.words import WORD

Json = dict[str, Any]

_PLACE = ("start", "end", "token_start", "token_end", "label")
_OWN = ("speaker", "quote_class", "negated")


def task(rows: Mapping[str, Sequence[Row]]) -> Json:
    """A published document as a task."""
    (document,) = rows["documents"]
    text = document["text"]
    words = [match.span() for match in WORD.finditer(text)]
    regions, links = regions_of(rows)
    spans = {region.id: _span(region, words) for region in regions}
    known = ("doc_id", "title", "date", "publisher")
    return {
        "text": text,
        "tokens": [
            {"text": text[start:end], "start": start, "end": end, "id": number, "ws": text[end : end + 1].isspace()}
            for number, (start, end) in enumerate(words)
        ],
        "spans": sorted(spans.values(), key=lambda span: (span["start"], span["end"])),
        "relations": [_relation(spans[link.head], spans[link.child], link.label) for link in links],
        "meta": {name: str(document[name]) for name in known if document[name] is not None},
    }


def _span(region: Region, words: Sequence[Extent]) -> Json:
    first = bisect_right(words, region.start, key=lambda word: word[0]) - 1
    last = bisect_left(words, region.end, key=lambda word: word[0]) - 1
    place = {"start": region.start, "end": region.end, "token_start": first, "token_end": last, "label": region.label}
    return place | {key: value for key in _OWN if (value := getattr(region, key)) is not None}


def _relation(head: Json, child: Json, label: str) -> Json:
    return {
        "head": head["token_end"],
        "child": child["token_end"],
        "label": label,
        "head_span": {key: head[key] for key in _PLACE},
        "child_span": {key: child[key] for key in _PLACE},
    }


def read_task(task: Json) -> Marked | None:
    """The document of a saved task; None if it was not accepted. Raises :class:`InterchangeError`."""
    if task.get("answer", "accept") != "accept":
        return None
    try:
        regions = {_key(span): _region(span) for span in task.get("spans", ())}
        by_last_token = {span.get("token_end"): _key(span) for span in task.get("spans", ())}
        links = [
            Link(_end(relation, "head", by_last_token), _end(relation, "child", by_last_token), relation["label"])
            for relation in task.get("relations", ())
        ]
        return marked(task["meta"]["doc_id"], task["text"], regions.values(), links)
    except (KeyError, TypeError, AttributeError) as error:
        raise InterchangeError(f"a task is none of ours ({type(error).__name__}: {error})") from error


def _region(span: Json) -> Region:
    own = {key: span.get(key) for key in _OWN}
    return Region(_key(span), span["label"], span["start"], span["end"], **own)


def _end(relation: Json, end: str, by_last_token: Mapping[int | None, str]) -> str:
    """The span at an end of a relation; one that names none but a token means the span that ends there."""
    span = relation.get(f"{end}_span")
    return _key(span) if span else by_last_token.get(relation[end], "")


def _key(span: Json) -> str:
    return f"{span['label']}:{span['start']}-{span['end']}"
