"""Puts the page together: templates that escape whatever they are given, and a policy that runs our script alone."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

import pyarrow as pa
from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup

from pipeline.annotation import UNKNOWN_SPEAKER
from pipeline.report.charts import bars
from pipeline.report.colours import colours
from pipeline.report.overview import overview
from pipeline.report.payload import MAX_BYTES, payload
from pipeline.report.quality import UNCERTAIN_PERCENT, percent, quality
from pipeline.report.records import read_records
from pipeline.report.wording import counted, day, plain

SCRIPTS = (
    *("types.js", "data.js", "wording.js", "dom.js", "matching.js", "order.js", "segments.js"),
    *("listing.js", "quotes.js", "documents.js", "reader.js", "routes.js", "main.js"),
)
"""The parts of the page's script, each resting on those before it alone."""
STYLES = ("page.css", "tables.css", "lists.css", "document.css")

_LONGEST = 300


def page(tables: Mapping[str, pa.Table], max_bytes: int = MAX_BYTES) -> str:
    """The report of a run's tables as one HTML page."""
    records = read_records(tables)
    chosen = colours(((entry.row["doc_id"], entry.speaker.key) for entry in records.entries), UNKNOWN_SPEAKER)
    script, style = _script(), _style()
    template = _templates().get_template("page.html")
    return template.render(
        policy=_policy(script, style),
        script=Markup(script),  # noqa: S704 - our own file
        style=Markup(style),  # noqa: S704 - our own file
        overview=overview(records),
        quality=quality(records),
        payload=payload(records, chosen, max_bytes),
        colours=chosen,
        documents=len(records.documents),
        quotes=len(records.entries),
        uncertain=UNCERTAIN_PERCENT / 100,
    )


def _policy(script: str, style: str) -> str:
    """A content security policy: nothing is fetched, this script alone runs, and no string becomes script or HTML."""
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src '{_digest(script)}'",
            f"style-src '{_digest(style)}'",
            "img-src data:",
            "base-uri 'none'",
            "form-action 'none'",
            "require-trusted-types-for 'script'",
            "trusted-types 'none'",
        )
    )


def _digest(text: str) -> str:
    return f"sha256-{b64encode(hashlib.sha256(text.encode()).digest()).decode('ascii')}"


@cache
def _asset(name: str) -> str:
    return (files("pipeline.report") / "assets" / name).read_text("utf-8")


@cache
def _script() -> str:
    parts = "\n".join(_asset(name) for name in SCRIPTS)
    return f'(() => {{\n"use strict";\n{parts}}})();\n'


@cache
def _style() -> str:
    return "\n".join(_asset(name) for name in STYLES)


@cache
def _templates() -> Environment:
    """The templates. What they are given is text unless it is Markup, and a name they do not know is an error."""
    templates = Environment(
        loader=FunctionLoader(lambda name: (files("pipeline.report") / "templates" / name).read_text("utf-8")),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    templates.filters |= {"counted": counted, "day": day, "plain": plain, "percent": percent, "clip": _clip}
    templates.globals |= {"bars": bars}
    return templates


def _clip(text: str | None) -> str:
    """A text, cut where it would be too long for a table; the view of its document has all of it."""
    text = text or ""
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
