"""Tasks of Label Studio with our annotation as a prediction, the configuration of its project, and its export.

Offsets leave in code points, as Label Studio counts since 2021. Older versions count UTF-16 code units; on the way back
the words that each region repeats tell which it was.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any
from xml.etree import ElementTree

import pipeline
from pipeline.interchange.marked import InterchangeError, Marked
from pipeline.interchange.regions import CONTENT, LABELS, LINKS, PARTS, Link, Region, marked, regions_of
from pipeline.schema import Row

Json = dict[str, Any]

_COLOURS = dict(zip(PARTS, ("#1f77b4", "#9ecae1", "#d62728", "#2ca02c"), strict=True))
_NEGATED = "negated"
_SAID = {"textarea": "text", "choices": "choices"}
"""By type, where a result holds what was said of its region. The program repeats the region's words under ``text``."""


def configuration() -> str:
    """The labelling configuration of a project for our tasks, as XML."""
    view = ElementTree.Element("View")
    ElementTree.SubElement(view, "Header", value="$title")
    labels = ElementTree.SubElement(view, "Labels", name="label", toName="text")
    for label in LABELS:
        ElementTree.SubElement(labels, "Label", value=label, background=_COLOURS.get(label, "#8c8c8c"))
    links = ElementTree.SubElement(view, "Relations")
    for label in LINKS:
        ElementTree.SubElement(links, "Relation", value=label)
    of_quotes: dict[str, Any] = {
        "toName": "text",
        "perRegion": "true",
        "whenTagName": "label",
        "whenLabelValue": CONTENT,
    }
    ElementTree.SubElement(view, "TextArea", name="speaker", maxSubmissions="1", editable="true", **of_quotes)
    for name, choice, values in (("class", "single", ("speech", "other")), (_NEGATED, "multiple", (_NEGATED,))):
        choices = ElementTree.SubElement(view, "Choices", name=name, choice=choice, **of_quotes)
        for value in values:
            ElementTree.SubElement(choices, "Choice", value=value)
    ElementTree.SubElement(view, "Text", name="text", value="$text", granularity="word")
    ElementTree.indent(view)
    return ElementTree.tostring(view, encoding="unicode") + "\n"


def task(rows: Mapping[str, Sequence[Row]]) -> Json:
    """A published document as a task."""
    (document,) = rows["documents"]
    regions, links = regions_of(rows)
    results = [result for region in regions for result in _results(document["text"], region)]
    relations = [
        {"type": "relation", "from_id": link.head, "to_id": link.child, "direction": "right", "labels": [link.label]}
        for link in links
    ]
    data = {name: document[name] or "" for name in ("doc_id", "title", "publisher", "text")}
    prediction = {"model_version": f"saidby {pipeline.__version__}", "result": results + relations}
    return {"data": data | {"date": str(document["date"] or "")}, "predictions": [prediction]}


def _results(text: str, region: Region) -> Iterator[Json]:
    place = {"start": region.start, "end": region.end}
    words = text[region.start : region.end]
    common = {"id": region.id, "to_name": "text", "origin": "prediction"}
    score = {} if region.score is None else {"score": round(region.score, 4)}
    value = {**place, "text": words, "labels": [region.label]}
    yield {**common, "from_name": "label", "type": "labels", "value": value, **score}
    if region.speaker is not None:
        value = {**place, "text": [region.speaker]}
        yield {**common, "from_name": "speaker", "type": "textarea", "value": value}
    if region.quote_class is not None:
        value = {**place, "choices": [region.quote_class]}
        yield {**common, "from_name": "class", "type": "choices", "value": value}
    if region.negated:
        yield {**common, "from_name": _NEGATED, "type": "choices", "value": {**place, "choices": [_NEGATED]}}


def read_task(task: Json) -> Marked | None:
    """The document of an exported task; None if nobody annotated it.

    The newest annotation that was not cancelled counts, else a prediction. Raises :class:`InterchangeError`.
    """
    try:
        doc_id, text = task["data"]["doc_id"], task["data"]["text"]
        annotations = [one for one in task.get("annotations", ()) if not one.get("was_cancelled")]
        predictions = [one for one in task.get("predictions", ()) if isinstance(one, dict)]
        newest = sorted(annotations or predictions[-1:], key=lambda one: one.get("updated_at", ""))[-1:]
        return _read(doc_id, text, newest[0]["result"]) if newest else None
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise InterchangeError(
            f"a task is none of ours, or not of Label Studio's JSON export ({type(error).__name__}: {error})"
        ) from error


def _read(doc_id: str, text: str, results: Sequence[Json]) -> Marked:
    said: dict[str, dict[str, list[str]]] = {}
    for result in results:
        if (key := _SAID.get(result["type"])) is not None:
            said.setdefault(result["id"], {})[result["from_name"]] = result["value"][key]
    labelled = [result for result in results if result["type"] == "labels"]
    offset = _offsets(text, [result["value"] for result in labelled])
    regions = [_region(result, said.get(result["id"], {}), offset) for result in labelled]
    links = [
        Link(result["from_id"], result["to_id"], next(iter(result.get("labels") or ()), ""))
        for result in results
        if result["type"] == "relation"
    ]
    return marked(doc_id, text, regions, links)


def _region(result: Json, said: Mapping[str, Sequence[str]], offset: Callable[[int], int]) -> Region:
    value = result["value"]
    return Region(
        result["id"],
        value["labels"][0],
        offset(value["start"]),
        offset(value["end"]),
        speaker=next(iter(reversed(said.get("speaker", ()))), None),
        quote_class=next(iter(said.get("class", ())), None),
        # Where nothing is ticked nothing is exported; that a class was chosen shows that the question was asked.
        negated=_NEGATED in said.get(_NEGATED, ()) if said else None,
    )


def _offsets(text: str, values: Sequence[Json]) -> Callable[[int], int]:
    """What makes an offset one in code points: the words of the regions tell how the program counted."""
    units = [at for at, character in enumerate(text) for _ in range(1 + (character > "\uffff"))] + [len(text)]
    for offset in (int, lambda unit: units[unit]):
        if all(
            text[offset(one["start"]) : offset(one["end"])] == one.get("text", "") for one in values if "text" in one
        ):
            return offset
    raise ValueError("the words of its regions do not stand where the regions are")
