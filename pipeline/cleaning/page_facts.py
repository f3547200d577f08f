"""What the head of a web page says of its article: title, date, publisher, author."""

from __future__ import annotations

import datetime
import json
import re
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from htmldate import find_date as find_page_date

from pipeline.cleaning.characters import decode_entities, fold, repair
from pipeline.cleaning.dates import find_date
from pipeline.cleaning.document import Dated
from pipeline.cleaning.headline import same
from pipeline.cleaning.markup import Tree
from pipeline.cleaning.publisher import is_outlet, outlet_name

_LAST_DATE = "2100-01-01"
"""Upper bound of a page's date. Without one, htmldate takes today's, and a page would be read differently each day."""

_TITLE_MARK = re.compile(r"\s+[-–—|»•·]\s+|\s*[|]\s*")
_DATE_IN_URL = re.compile(r"/((?:19|20)\d\d/\d{1,2}/\d{1,2})(?:/|$)")
_DATE_PROPERTIES = (
    "article:published_time",
    "og:published_time",
    "datepublished",
    "date",
    "pubdate",
    "publishdate",
    "dc.date",
    "dc.date.issued",
    "dcterms.created",
    "sailthru.date",
)


@dataclass(frozen=True, slots=True)
class PageFacts:
    """A page's own account of itself, as its makers wrote it for machines."""

    tree: Tree
    tags: Mapping[str, str]
    """The ``meta`` tags, by lower-case name; the first of each."""
    linked: Mapping[str, object]
    """The JSON-LD description of the article."""
    page_title: str | None
    """The ``title`` element."""


def read(tree: Tree) -> PageFacts:
    """Collect what a page says of itself."""
    return PageFacts(tree, _meta_tags(tree), _linked_data(tree), _text(next(tree.iter("title"), None)))


def title_of(page: PageFacts) -> str | None:
    """The headline, without the name of the site."""
    headings = [text for element in page.tree.iter("h1") if (text := _text(element))]
    tags = page.tags
    stated = _name(page.linked.get("headline")) or tags.get("og:title") or tags.get("twitter:title") or page.page_title
    if stated is None:
        return headings[0] if headings else None
    # The heading on the page has no name of the site behind it.
    on_page = next((heading for heading in headings if stated.startswith(heading) or same(heading, stated)), None)
    return on_page or _without_site(stated, tags.get("og:site_name", ""))


def date_of(page: PageFacts) -> Dated | None:
    """The date of publication."""
    for rule in _DATE_RULES:
        date = rule(page)
        if date is not None:
            return Dated(date, rule.__name__)
    return None


def publisher_of(page: PageFacts) -> str | None:
    """The outlet: stated outright, or known by its name behind the title."""
    stated = _name(page.linked.get("publisher")) or page.tags.get("og:site_name") or page.tags.get("application-name")
    if stated:
        return outlet_name(stated).lstrip("@") or None
    parts = _TITLE_MARK.split(page.page_title or "")
    return outlet_name(parts[-1]) if len(parts) > 1 and is_outlet(parts[-1]) else None


def author_of(page: PageFacts) -> str | None:
    """The person who wrote the article."""
    stated = _name(page.linked.get("author")) or page.tags.get("author") or page.tags.get("article:author") or ""
    author = re.sub(r"^by\s+", "", stated, flags=re.IGNORECASE)
    anonymous = not author or "://" in author or is_outlet(author) or author == _name(page.linked.get("publisher"))
    return None if anonymous else author


def json_ld(page: PageFacts) -> datetime.date | None:
    """The date in the JSON-LD description."""
    value = page.linked.get("datePublished")
    return find_date(value) if isinstance(value, str) else None


def meta_tag(page: PageFacts) -> datetime.date | None:
    """The date in a ``meta`` tag."""
    return next((date for name in _DATE_PROPERTIES if (date := find_date(page.tags.get(name, "")))), None)


def url(page: PageFacts) -> datetime.date | None:
    """The date in the address the page gives as its own."""
    links = [element.get("href") or "" for element in page.tree.iter("link") if element.get("rel") == "canonical"]
    found = (_DATE_IN_URL.search(address) for address in (*links, page.tags.get("og:url", "")))
    return next((date for match in found if match and (date := find_date(match[1]))), None)


def htmldate(page: PageFacts) -> datetime.date | None:
    """The date that the htmldate library finds in the markup."""
    found = find_page_date(page.tree, extensive_search=False, original_date=True, max_date=_LAST_DATE)
    return datetime.date.fromisoformat(found) if found else None


_DATE_RULES: tuple[Callable[[PageFacts], datetime.date | None], ...] = (
    json_ld,  # first: it is written for machines and names the date of the article itself
    meta_tag,
    url,  # before htmldate, which may take the date of the page's template for the article's
    htmldate,  # last: it also looks at what readers see, where other dates stand too
)


def _without_site(title: str, site: str) -> str:
    parts = _TITLE_MARK.split(title)
    if len(parts) > 1 and (same(parts[-1], site) or is_outlet(parts[-1])):
        return title[: title.rindex(parts[-1])].rstrip(" -–—|»•·")
    return title


def _meta_tags(tree: Tree) -> dict[str, str]:
    tags: dict[str, str] = {}
    for element in tree.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop")
        content = fold(repair(element.get("content") or ""))
        if name and content:
            tags.setdefault(name.lower(), content)
    return tags


def _linked_data(tree: Tree) -> Mapping[str, object]:
    """The JSON-LD description of the article, the first that has a headline or a date."""
    for script in tree.iter("script"):
        if script.get("type") == "application/ld+json":
            for item in _items(_parse_json(script.text or "")):
                if "datePublished" in item or "headline" in item:
                    return item
    return {}


def _parse_json(text: str) -> object:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _items(data: object) -> Iterator[Mapping[str, object]]:
    pending = deque([data])
    while pending:
        item = pending.popleft()
        if isinstance(item, list):
            pending += item
        elif isinstance(item, dict):
            yield item
            pending.append(item.get("@graph"))


def _name(value: object) -> str | None:
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, dict):
        value = value.get("name")
    return fold(repair(decode_entities(value))) or None if isinstance(value, str) else None


def _text(element: Tree | None) -> str | None:
    return fold(repair("".join(element.itertext()))) or None if element is not None else None
