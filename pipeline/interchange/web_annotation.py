"""Annotations after the W3C's Web Annotation Data Model (2017), as JSON-LD.

A quote is one annotation: its body says who speaks and what kind of quote it is, its targets are its pieces, its cue
and its source. Entities and mentions of a treaty are annotations too. What a target is a part of stands under a term of
our own, ``saidby:part``, which other programs may pass over.

Positions count code points, as the model asks, of the clean text that was published: that text is the source of every
target, and the page it was taken from its scope.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import quote, unquote

from pipeline.interchange.marked import Extent, InterchangeError, Marked, Statement, extent_of
from pipeline.schema import Row

Json = dict[str, Any]

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
TERMS = "urn:saidby:terms#"
_CONTEXTS = [CONTEXT, {"saidby": TERMS}]
_AROUND = 32
"""Characters before and behind a stretch that help to find it again."""
_TEXT = "urn:saidby:text:"
_PART = "saidby:part"
_DOCUMENTS = "saidby:documents"
_CONTENT, _CONTINUED, _CUE, _SOURCE = "content", "continued", "cue", "source"


def annotate(rows: Mapping[str, Sequence[Row]]) -> Iterator[Json]:
    """The annotations of a published document: of its quotes, its entities, and the mentions of a treaty in it."""
    (document,) = rows["documents"]
    for row in rows["quotes"]:
        yield _annotation(document, f"quote:{row['quote_id']}", _said(row), list(_targets(document, row)))
    for row in rows["entities"]:
        bodies = [_body("tagging", row["label"]), *([_body("identifying", row["name"])] if row["name"] else [])]
        yield _annotation(document, f"entity:{row['start']}", bodies, [_target(document, "entity", *_extent(row))])
    for row in rows["treaty_mentions"]:
        bodies = [_body("identifying", row["instrument"]), _body("tagging", row["form"])]
        yield _annotation(document, f"treaty:{row['start']}", bodies, [_target(document, "treaty", *_extent(row))])


def collection(documents: Iterable[Mapping[str, Sequence[Row]]]) -> Iterator[str]:
    """The parts of a file with the annotations of some published documents as one collection, on one page."""
    yield f'{{"@context": {json.dumps(_CONTEXTS)}, "id": "urn:saidby:annotations", "type": "AnnotationCollection",\n'
    yield '"label": "Quotes, entities and mentions of a treaty, found by saidby",\n'
    yield '"first": {"id": "urn:saidby:annotations:1", "type": "AnnotationPage", "startIndex": 0, "items": ['
    doc_ids, count = [], 0
    for rows in documents:
        doc_ids.append(rows["documents"][0]["doc_id"])
        for annotation in annotate(rows):
            yield (",\n" if count else "\n") + json.dumps(annotation, ensure_ascii=False)
            count += 1
    # Without the list, a document of which every annotation was removed would look like one never exported.
    yield f'\n]}},\n"total": {count}, "{_DOCUMENTS}": {json.dumps(doc_ids, ensure_ascii=False)}}}\n'


def _annotation(document: Row, name: str, bodies: Sequence[Json], targets: Sequence[Json]) -> Json:
    return {
        "id": f"urn:saidby:annotation:{_name(document['doc_id'])}:{name}",
        "type": "Annotation",
        "motivation": "identifying",
        "body": bodies,
        "target": targets,
    }


def _said(row: Row) -> list[Json]:
    """The bodies of a quote: who speaks, and what kind of quote it is."""
    tags = [row["kind"], *(["negated"] if row["negated"] else [])]
    return [
        _body("identifying", row["speaker"]),
        _body("classifying", row["class"]),
        *(_body("tagging", tag) for tag in tags),
    ]


def _body(purpose: str, value: str) -> Json:
    return {"type": "TextualBody", "purpose": purpose, "value": value, "format": "text/plain"}


def _targets(document: Row, row: Row) -> Iterator[Json]:
    for piece in row["fragments"]:
        yield _target(document, _CONTINUED if piece["continued"] else _CONTENT, piece["start"], piece["end"])
    for part in (_CUE, _SOURCE):
        if extent := extent_of(row, part):
            yield _target(document, part, *extent)


def _target(document: Row, part: str, start: int, end: int) -> Json:
    text = document["text"]
    selectors = [
        {"type": "TextPositionSelector", "start": start, "end": end},
        {
            "type": "TextQuoteSelector",
            "exact": text[start:end],
            "prefix": text[max(0, start - _AROUND) : start],
            "suffix": text[end : end + _AROUND],
        },
    ]
    page = {"scope": document["source"]} if "://" in document["source"] else {}
    source = f"{_TEXT}{_name(document['doc_id'])}"
    return {"type": "SpecificResource", _PART: part, "source": source, "selector": selectors, **page}


def _extent(row: Row) -> Extent:
    return row["start"], row["end"]


def _name(doc_id: str) -> str:
    """A doc_id as part of an IRI."""
    return quote(doc_id, safe="")


def read(whole: Json) -> dict[str, list[Json]]:
    """The annotations of a collection by document, also of documents that have none left.

    Raises :class:`InterchangeError` where an annotation is none of ours.
    """
    try:
        found: dict[str, list[Json]] = {doc_id: [] for doc_id in whole.get(_DOCUMENTS, ())}
        for annotation in whole["first"]["items"]:
            source = _listed(annotation["target"])[0]["source"]
            found.setdefault(unquote(source.removeprefix(_TEXT)), []).append(annotation)
    except (KeyError, TypeError, AttributeError, IndexError) as error:
        raise InterchangeError(f"it is no collection of our annotations ({type(error).__name__}: {error})") from error
    return found


def marked(doc_id: str, found: Iterable[Json], text: str) -> Marked:
    """The document that annotations describe. Raises :class:`InterchangeError` where one does not fit the text."""
    try:
        return _marked(doc_id, found, text)
    except (KeyError, TypeError, AttributeError, IndexError) as error:
        raise InterchangeError(f"{doc_id}: an annotation is none of ours ({type(error).__name__}: {error})") from error


def _marked(doc_id: str, found: Iterable[Json], text: str) -> Marked:
    statements, entities = [], []
    for annotation in found:
        places = [(target[_PART], _place(doc_id, text, target)) for target in _listed(annotation["target"])]
        values = _values(annotation)
        if places[0][0] == "entity":
            entities.append((*places[0][1], values["tagging"][0]))
        elif any(part in (_CONTENT, _CONTINUED) for part, _ in places):
            statements.append(_statement(places, values))
    return Marked(doc_id, text, tuple(sorted(statements, key=lambda one: one.start)), tuple(sorted(entities)))


def _statement(places: Sequence[tuple[str, Extent]], values: Mapping[str, Sequence[str]]) -> Statement:
    parts: dict[str, list[Extent]] = {}
    for part, extent in places:
        parts.setdefault(part, []).append(extent)
    content, continued = (tuple(sorted(parts.get(part, ()))) for part in (_CONTENT, _CONTINUED))
    return Statement(
        pieces=content or continued,
        continued=continued if content else (),
        cue=next(iter(parts.get(_CUE, ())), None),
        source=next(iter(parts.get(_SOURCE, ())), None),
        speaker=next(iter(values["identifying"]), None),
        quote_class=next(iter(values["classifying"]), None),
        negated="negated" in values["tagging"],
    )


def _values(annotation: Json) -> defaultdict[str, list[str]]:
    """What the bodies of an annotation say, by their purpose."""
    found = defaultdict(list)
    for body in _listed(annotation.get("body")):
        found[body.get("purpose", "")].append(body["value"])
    return found


def _place(doc_id: str, text: str, target: Json) -> Extent:
    """Where a target stands, which both of its selectors have to say."""
    by_type = {selector["type"]: selector for selector in _listed(target["selector"])}
    position, words = by_type["TextPositionSelector"], by_type["TextQuoteSelector"]["exact"]
    start, end = position["start"], position["end"]
    if text[start:end] != words:
        raise InterchangeError(f'{doc_id}: "{words}" does not stand at {start}-{end} of the published text')
    return start, end


def _listed(value: Any) -> list[Json]:  # noqa: ANN401  JSON-LD writes a list of one without its brackets
    return value if isinstance(value, list) else [] if value is None else [value]
