"""Who published an article, and who wrote it, as far as the document says."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from pipeline.cleaning.characters import fold
from pipeline.cleaning.dates import without_dates
from pipeline.cleaning.document import Line
from pipeline.cleaning.words import word_list

_OUTLETS = {name.casefold(): name for name in word_list("outlets", "names")}
_OUTLET_WORDS = word_list("outlets", "words")
_COMPANY_WORDS = word_list("outlets", "company_words")

_NAME = r"(?P<name>[^\W\d_][^.©|()\[\]\n]*?)"
_NAME_END = r"\s*(?:[.,;|(\[]|\ball rights\b|\d{4}|$)"
_YEARS = r"(?:\s*[,-–—]?\s*(?:19|20)\d\d\b|\s*[-–—,.](?=\s))*"

# First what states ownership outright: the name after a copyright mark may be that of a web designer.
_OWNERS = (
    re.compile(
        rf"\b(?:belongs? to|is the property of|(?:is|are) owned by)\s+(?:the\s+)?{_NAME}{_NAME_END}", re.IGNORECASE
    ),
    re.compile(
        rf"(?:©|\(c\)|\bcopyright\b)(?:\s|©|\(c\)|\bcopyright\b|:)*(?:by\s+)?{_YEARS}[\s,.:-]*(?:by\s+|the\s+)?{_NAME}{_NAME_END}",
        re.IGNORECASE,
    ),
)
_NO_OWNER = re.compile(r"^(?:all rights|this |no part|reserved|notice|policy|and\b|law)", re.IGNORECASE)

_SOURCE_LABEL = re.compile(
    r"\b(?:source|agency|publisher)\s*[:：]\s*(?P<name>[^|:：\d\[\]()]+?)\s*(?:[|(\[\d]|\b(?:editor|updated|published|author|time|date)\b|$)",
    re.IGNORECASE,
)
_AUTHOR = re.compile(
    r"^\W*(?:written\s+)?by\s*[:：]?\s+(?P<name>[^|•·:\d]+?)\s*(?:[|•·:,]|\s(?:published|updated|posted)\b|\s[-–—]\s|\d|$)",
    re.IGNORECASE,
)
_LABELS = re.compile(
    r"\b(?:last\s+)?(?:updated?|published|posted|modified|created|edited|date|time|gmt|utc|est|edt|bst|cst|msk|ist|on|at|by)\b",
    re.IGNORECASE,
)

# BEIJING, March 19 (Xinhua) -- ; MOSCOW, March 20. /TASS/. ; WASHINGTON (AP) —
_DATELINE_AGENCY = re.compile(
    r"^[^a-z]{3,30}[^()/\n]{0,40}?[(/](?P<name>[A-Z][\w .]{1,28})[)/]\.?\s*(?:-|–|—|\.|[A-Z])"
)
_DATELINE_BARE_AGENCY = re.compile(r"^\((?P<name>[A-Z][\w .]{1,28})\)\s*[-–—]")
_DATELINE_SMALL = re.compile(r"^[A-Z][^().]{2,40}\((?P<name>[^()]{2,28})\)\s*[-–—]")

# "CGTN - Most Read", "Reuters: World News", "Politics | The Guardian": the outlet is one side of the mark.
_FEED_MARK = re.compile(r"\s+[-–—|»•]+\s+|\s*[|:]\s+")


def is_outlet(name: str) -> bool:
    """True if a name is plainly that of an agency, a paper or a body, and not of a person.

    >>> is_outlet("The Guardian"), is_outlet("Daily Planet"), is_outlet("Jane Doe")
    (True, True, False)
    """
    return is_known_outlet(name) or not _OUTLET_WORDS.isdisjoint(name.casefold().split())


def is_known_outlet(name: str) -> bool:
    """True if a name is that of a well-known agency, paper or broadcaster and nothing else."""
    return name.casefold().removeprefix("the ") in _OUTLETS or name.casefold() in _OUTLETS


def outlet_name(name: str) -> str:
    """The plain name of an outlet: no feed title, no form of company.

    >>> outlet_name("Daily Planet Information Co (DPIC)"), outlet_name("CGTN - Most Read")
    ('Daily Planet', 'CGTN')
    """
    sides = [side for side in _FEED_MARK.split(fold(name)) if side]
    known = [side for side in sides if side.casefold() in _OUTLETS]
    plain = known[0] if known else next(iter(sides), "")
    words = re.sub(r"\(.*?\)", "", plain).strip(" .,;").split()
    while len(words) > 1 and words[-1].strip(".,").casefold() in _COMPANY_WORDS:
        words.pop()
    return " ".join(words).strip(" .,;")


def copyright_owner(text: str) -> str | None:
    """The owner a copyright notice names.

    >>> copyright_owner("© 2021 The Daily Planet, Inc. All rights reserved.")
    'Daily Planet'
    """
    for pattern in _OWNERS:
        for found in pattern.finditer(text):
            name = outlet_name(found["name"])
            if 1 < len(name) <= 60 and len(name.split()) <= 7 and not _NO_OWNER.match(name):
                return name
    return None


def publisher_of(dropped: Sequence[Line], opening: str) -> str | None:
    """The publisher of a text page, from the lines around its body and from its first paragraph."""
    rules = (
        # The owner of the page published it, whatever agency wrote the copy.
        _first(copyright_owner(piece.text) for piece in dropped if piece.kind == "copyright_notice"),
        _first(_byline_outlet(piece.text) for piece in dropped if piece.kind in ("byline", "updated", "date_line")),
        # Last: a paper prints agency copy too.
        _dateline_agency(opening),
    )
    return _first(rules)


def author_of(dropped: Sequence[Line]) -> str | None:
    """The person a byline names."""
    names = (_AUTHOR.match(piece.text) for piece in dropped if piece.kind == "byline")
    return _first(found["name"] for found in names if found and not is_outlet(found["name"]))


def _byline_outlet(line: str) -> str | None:
    labelled = _SOURCE_LABEL.search(line)
    if labelled:
        return outlet_name(labelled["name"]) or None
    rest = _LABELS.sub(" ", without_dates(line))
    names = (fold(part).strip(" .,:;()[]") for part in re.split(r"[|•·()\[\]]|\s[-–—]\s|,", rest))
    return _first(_known(name) for name in names)


def _known(name: str) -> str | None:
    if not name or not is_outlet(name):
        return None
    return _OUTLETS.get(name.casefold(), name)


def _dateline_agency(opening: str) -> str | None:
    found = _DATELINE_AGENCY.match(opening[:120]) or _DATELINE_BARE_AGENCY.match(opening[:60])
    if found:
        return _OUTLETS.get(found["name"].casefold(), found["name"])
    # A dateline in small letters, "Tehran (Agency) -", might be any bracket: only a known agency counts.
    small = _DATELINE_SMALL.match(opening[:80])
    return _OUTLETS.get(small["name"].casefold()) if small else None


def _first(names: Iterable[str | None]) -> str | None:
    return next((name for name in names if name), None)
