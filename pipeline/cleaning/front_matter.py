"""The fields at the top of a file: YAML front matter between ``---`` lines, or labelled lines."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import yaml

from pipeline.cleaning.characters import fold
from pipeline.cleaning.dates import find_date
from pipeline.cleaning.document import Dated
from pipeline.cleaning.publisher import is_outlet, outlet_name

Fields = Mapping[str, tuple[str, ...]]

_FRONT_MATTER = re.compile(
    r"\s*---[^\S\n]*\n(?P<fields>.*?)(?:^|\n)(?:---|\.\.\.)[^\S\n]*(?:\n|$)(?P<body>.*)", re.DOTALL
)
_LONGEST = 50_000
"""Characters of the longest front matter."""

_FIELD = re.compile(r"^([A-Za-z_][\w -]*?):\s*(.*)$", re.MULTILINE)

_TITLE_KEYS = ("title", "headline")
_DATE_KEYS = (
    "date",
    "published",
    "pubdate",
    "publish_date",
    "published_at",
    "date_published",
    "datepublished",
    "created",
    "updated",
)
_PUBLISHER_KEYS = ("publisher", "source", "site", "site_name", "sitename", "outlet", "agency")
_AUTHOR_KEYS = ("author", "authors", "byline", "by")
_OTHER_KEYS = ("url", "link", "category", "language")

_LABELLED = re.compile(
    rf"(?P<key>{'|'.join((*_TITLE_KEYS, *_DATE_KEYS, *_PUBLISHER_KEYS, *_AUTHOR_KEYS, *_OTHER_KEYS))})"
    r"\s*:\s*(?P<value>\S.*)",
    re.IGNORECASE,
)
# "date 2021-03-20 Talks on trade open": the form in which some crawlers write date and title on one line.
_DATE_AND_TITLE = re.compile(
    r"(?P<label>(?:date|published)\s*:?\s*(?:19|20)\d\d[-/.]\d{1,2}[-/.]\d{1,2}(?:[T ]\d\d:\d\d\S*)?)"
    r"\s+(?P<title>\S.*)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Stated:
    """What the head of a file says of the document."""

    title: str | None = None
    dated: Dated | None = None
    publisher: str | None = None
    author: str | None = None
    labels: tuple[str, ...] = field(default=())
    """The lines, or parts of lines, that said it."""


def split(text: str) -> tuple[Fields, str] | None:
    r"""The fields of the front matter and the body below it; None if the text has no front matter.

    >>> split("---\ntitle: A: B\n---\nBody")
    ({'title': ('A: B',)}, 'Body')
    """
    found = _FRONT_MATTER.match(text)
    if found is None or len(found["fields"]) > _LONGEST or _FIELD.search(found["fields"]) is None:
        return None
    return _fields(found["fields"]), found["body"]


def stated(fields: Fields) -> Stated:
    """What front matter says. An author that is also a category is the name of the feed, hence an outlet."""
    author = _get(fields, _AUTHOR_KEYS)
    feed = author is not None and (
        author in fields.get("categories", ()) or is_outlet(author) or is_outlet(outlet_name(author))
    )
    publisher = _get(fields, _PUBLISHER_KEYS) or (author if feed else None)
    date = find_date(_get(fields, _DATE_KEYS) or "")
    return Stated(
        title=_get(fields, _TITLE_KEYS),
        dated=Dated(date, "front_matter") if date else None,
        publisher=outlet_name(publisher) if publisher and "://" not in publisher else None,
        author=None if feed else author,
    )


def read_header(lines: Sequence[str]) -> tuple[Stated, list[str]]:
    """What labelled lines at the top of a text say ("Title: …", "Date: …"), and the lines that remain."""
    if lines and (combined := _DATE_AND_TITLE.fullmatch(lines[0])):
        date = find_date(combined["label"])
        return Stated(combined["title"], Dated(date, "header") if date else None, labels=(combined["label"],)), list(
            lines[1:]
        )
    labelled = []
    for line in lines:
        found = _LABELLED.fullmatch(line)
        if found is None:
            break
        labelled.append(found)
    # One such line alone may be a byline ("Source: …") or the first turn of a talk.
    if len(labelled) < 2:
        return Stated(), list(lines)
    known = stated({found["key"].lower(): (found["value"],) for found in reversed(labelled)})
    dated = Dated(known.dated.date, "header") if known.dated else None
    labels = tuple(found[0] for found in labelled if found["key"].lower() not in _TITLE_KEYS)
    return Stated(known.title, dated, known.publisher, known.author, labels), list(lines[len(labelled) :])


def _fields(text: str) -> dict[str, tuple[str, ...]]:
    try:
        # The base loader reads every value as a string: a title of "2021" stays one.
        loaded = yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506
    except (yaml.YAMLError, ValueError, RecursionError):
        loaded = None
    if not isinstance(loaded, dict):
        # Titles with a colon and no quotation marks are no valid YAML, and common.
        loaded = {key: value.strip().strip("'\"") for key, value in _FIELD.findall(text)}
    return {str(key).lower(): _values(value) for key, value in loaded.items()}


def _values(value: object) -> tuple[str, ...]:
    values = value if isinstance(value, list) else [value]
    return tuple(text for each in values if isinstance(each, str) and (text := fold(each)))


def _get(fields: Fields, keys: Sequence[str]) -> str | None:
    return next((fields[key][0] for key in keys if fields.get(key)), None)
