"""Lines that are no body wherever they stand: each rule looks at one line alone, and its name is the kind recorded.

The rules see the form of a line first (its marks, its length, that it is no sentence) and words second, and only words
that any news page uses.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from pipeline.cleaning.dates import find_date, has_time, without_dates
from pipeline.cleaning.line_form import ends_sentence, words
from pipeline.cleaning.words import patterns, word_list

Rule = Callable[[str], bool]

_SHARE_CORE = word_list("furniture", "share_core")
_SHARE = _SHARE_CORE | word_list("furniture", "share_more")

_WORD = re.compile(r"\w+(?:['’]\w+)?")


def _whole(key: str) -> re.Pattern[str]:
    return re.compile(patterns("furniture", key), re.IGNORECASE)


_BUTTON = re.compile(
    rf"[\[<【](?=[^\]>】]{{2,60}}[\]>】]\W*$)[^\]>】]*\b(?:{patterns('furniture', 'button')})\b", re.IGNORECASE
)
_PROMOTION = re.compile(rf"\b(?:{patterns('furniture', 'promotion')})\b", re.IGNORECASE)
_CONTACT = re.compile(rf"\b(?:{patterns('furniture', 'contact')})\b", re.IGNORECASE)
# A mail address, a name on a social network.
_HANDLE = re.compile(r"[\w.+-]+@[\w-]+\.\w|(?<!\w)@\w|\btwitter\.com\b")
# A post of a social network, as it is quoted in an article.
_POST = re.compile(r"\(@\w|\bt\.co/|\bpic\.twitter")
_PLAYER, _ADVERTISEMENT, _COOKIE = _whole("player"), _whole("advertisement"), _whole("cookie_notice")
_SUBSCRIPTION, _READ_MORE, _LINK_LIST = _whole("subscription"), _whole("read_more"), _whole("link_list")
_PAGE_END, _LEGAL = _whole("page_end"), _whole("legal")
_TIME_CODE = re.compile(r"-?\d{1,2}:\d\d(?::\d\d)?(?:\s*/\s*-?\d{1,2}:\d\d(?::\d\d)?)?")

_COPYRIGHT = re.compile(
    r"\W{0,3}(?:copyright|©|\(c\))\W{0,3}(?:copyright|©|\(c\)|by\b|\d{4}|all rights)"
    r"|.*\ball rights reserved\b|©\s*\w",
    re.IGNORECASE,
)

# [Photo/Agency], (File photo), (Image credit: Name): what the bracket says. A film studio's "Pictures" is none.
_CREDIT = re.compile(
    r"(?:[\w. ]{0,25}\s)?(?:photos?|images?|picture|pic|credit(?=\s*:))\b(?: credit)?\s*"
    r"(?:[:/|,©-].*|by .*|courtesy.*|from .*|via .*)?",
    re.IGNORECASE,
)
# [Agency/First Last]
_CREDIT_OF_AGENCY = re.compile(r"[A-Z][\w. ]{1,25}/\s?[A-Z][^\[\]()]{0,40}")
# A credit ends its line; the bracket of a sentence stands before the full stop.
_LAST_BRACKET = re.compile(r"[\[(（【]\s*([^\[\]()（）【】]{3,90}?)\s*[\])）】]$")
_CAPTION_LABEL = re.compile(rf"\W?(?:{patterns('furniture', 'caption_label')})", re.IGNORECASE)
_CREDITS_WITH_SLASH = (
    re.compile(r"(?:.*[.!?”\"]|(?:\S+ ){7,}?\S+ )\s?/\s?[A-Z][\w.]*(?: [A-Z][\w.]*){0,3}"),  # "… in 2021. /Agency"
    re.compile(
        r".*\b[A-Z]{2,}(?: [A-Z]{2,})*/[A-Z][a-z][\w-]*(?: [A-Z][\w.-]+){0,3}(?:/\w+)*"
    ),  # "… REUTERS/First Last"
    re.compile(r"©\s*[^\d/]{2,60}/[^\d/]{2,60}"),  # "© Agency / First Last"
)

_UPDATED = re.compile(
    r"(?:.{0,60}?[|·•)(\[-]\s*)??(?:date(?: of publication)?\s*:|(?:(?:first |last )?"
    r"(?:updated?|published|posted|modified|created|issued|release time|publish(?:ing)? time)"
    r"(?: (?:on|at))?\s*[:|]?))\s",
    re.IGNORECASE,
)
_BYLINE_LABEL = re.compile(
    r"\W?(?:source|author|editors?|web editor|reporter|writer|text|story|edited|compiled|translated|written|reported"
    r"|reporting|by-?line|correspondent)\b(?: by\b|\s*[:：|])",
    re.IGNORECASE,
)
_CONTRIBUTED = re.compile(r"\bcontributed(?: reporting)? to th(?:is|e) (?:report|story|article)\W*$", re.IGNORECASE)
_BY = re.compile(r"by:?\s+(?=[A-Z\u00c0-\u024f])", re.IGNORECASE)
_NAME_PART = re.compile(r"[^\W\d_][\w'’.-]*|[|&,/@·•()-]+|\d{1,4}|[\d:]+")
_SMALL_NAME_WORDS = word_list("furniture", "name_words")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+")

_CRUMB_MARK = re.compile(r"\s*[>»›→]+\s*|\s*::\s*")
_CRUMB_SLASH = re.compile(r"\s+[/|\\]\s+")
_DATE_WORDS = word_list("furniture", "date_words")

_LONGEST = 1000
"""Characters of the longest line that may be none of the body; notices about rights are that long."""

_PROMOTION_WORDS = 60

_LONG = 400
"""Characters from which a line is too long for a button, a heading or a list of names."""

_FEW_WORDS = 5
"""How many words a date line may have besides date and time: a place, an agency, a name."""


def widget(line: str) -> bool:
    """A button in brackets: ``[Suggest to a Friend]``."""
    return _BUTTON.match(line) is not None


def share(line: str) -> bool:
    """A row of share buttons: "Share - WeChat", "Facebook Twitter Email"."""
    if ends_sentence(line):
        return False
    row = [word.lower() for word in _WORD.findall(line)]
    return 0 < len(row) <= 14 and _SHARE.issuperset(row) and not _SHARE_CORE.isdisjoint(row)


def player(line: str) -> bool:
    """What a video or audio player shows."""
    return (_TIME_CODE.fullmatch(line) or _PLAYER.fullmatch(line)) is not None


def advertisement(line: str) -> bool:
    """The mark of an advertisement."""
    return _ADVERTISEMENT.fullmatch(line) is not None


def caption(line: str) -> bool:
    """A photo's caption, known by its credit or label."""
    length = len(_WORD.findall(line))
    if length > 80:
        return False
    bracket = _LAST_BRACKET.search(line) if line.endswith(("]", ")", "】", "）")) else None
    if bracket and any(credit.fullmatch(bracket[1]) for credit in (_CREDIT, _CREDIT_OF_AGENCY)):
        return True
    return _CAPTION_LABEL.match(line) is not None or (
        length > 2 and "/" in line and any(credit.fullmatch(line) for credit in _CREDITS_WITH_SLASH)
    )


def copyright_notice(line: str) -> bool:
    """A copyright notice."""
    return _COPYRIGHT.match(line) is not None


def legal(line: str) -> bool:
    """Licence numbers and terms of reuse."""
    return _LEGAL.fullmatch(line) is not None


def cookie_notice(line: str) -> bool:
    """A banner about cookies, privacy or scripts."""
    return _COOKIE.fullmatch(line) is not None


def subscription(line: str) -> bool:
    """A call to subscribe, sign up or follow."""
    return len(words(line)) <= 30 and _SUBSCRIPTION.fullmatch(line) is not None


def breadcrumb(line: str) -> bool:
    """The way through the site: "Home > News > World"."""
    if len(line) > 200 or ends_sentence(line):
        return False
    strong = [part for part in _CRUMB_MARK.split(line.strip(" >»›")) if part]
    weak = _CRUMB_SLASH.split(line)
    if len(strong) > 1:
        return all(len(words(part)) <= 4 for part in strong[:-1])
    short = all(len(words(part)) <= 4 and part[:1].isupper() for part in weak)
    return short and (len(weak) > 2 or (len(weak) == 2 and weak[0].lower() in ("home", "main", "news")))


def updated(line: str) -> bool:
    """When the page was published or changed, with its label."""
    if len(words(line)) > 24 or ends_sentence(line) or _UPDATED.match(line) is None:
        return False
    # A live report has subheadings such as "Update at 2:25 p.m.: Black box found".
    return _words_beside_date(line) <= _FEW_WORDS and (
        find_date(line) is not None or has_time(line) or line.endswith(" ago")
    )


def byline(line: str) -> bool:
    """Who wrote, edited or reported."""
    length = len(words(line))
    label = _BYLINE_LABEL.match(line)
    if _CONTRIBUTED.search(line):
        return length <= 60
    if label and line[: label.end()].lower().endswith("by"):
        return length <= 40
    # "Reporter: Will you sign?" is a turn of an interview.
    if label:
        return length <= 14 and not ends_sentence(line)
    by = _BY.match(line)
    return by is not None and length <= 14 and not line.endswith(".") and _is_names(line[by.end() :])


def promotion(line: str) -> bool:
    """A paragraph that sells the newsletter or the paper."""
    if len(words(line)) > _PROMOTION_WORDS or line[0] in '"“‘':
        return False
    return len({word.lower() for word in _PROMOTION.findall(line)}) > 1


def contact(line: str) -> bool:
    """Where to reach the writer or the newsroom."""
    # The marks first: the words before them are long to look for.
    if not ("@" in line or "twitter" in line) or _HANDLE.search(line) is None:
        return False
    if _POST.search(line) or len(words(line)) > _PROMOTION_WORDS:
        return False
    return _CONTACT.search(line) is not None


def read_more(line: str) -> bool:
    """A link to one other article."""
    return len(words(line)) <= 30 and _READ_MORE.fullmatch(line) is not None


def link_list(line: str) -> bool:
    """The heading of a list of links."""
    return len(words(line)) <= 20 and _LINK_LIST.fullmatch(line) is not None


def page_end(line: str) -> bool:
    """The heading of what follows an article: comments, site map."""
    return len(words(line)) <= 16 and _PAGE_END.fullmatch(line) is not None


def address(line: str) -> bool:
    """A bare web or mail address."""
    return _ADDRESS.fullmatch(line) is not None


def ornament(line: str) -> bool:
    """Marks without a letter or digit, but for the stars that part the sections of a text."""
    return not any(character.isalnum() for character in line) and "*" not in line and "…" not in line


RULES: tuple[Rule, ...] = (
    widget,  # first: its brackets say all, whatever words stand in them
    share,
    player,
    advertisement,
    caption,  # before copyright_notice: "© Agency / Name" is the credit of a photo
    copyright_notice,
    legal,
    cookie_notice,
    breadcrumb,  # before the lists of links: "Home > Most Read" is a way, not a heading
    updated,  # before byline: "Agency | Updated: …" gives the date too
    byline,  # before read_more: "Source: …" has the form of a labelled link
    link_list,
    page_end,
    subscription,
    promotion,
    contact,
    read_more,
    address,
    ornament,
)


_RULES_OF_LONG_LINES: tuple[Rule, ...] = (caption, copyright_notice, legal, cookie_notice)
"""The others know short lines alone."""


def kind_of(line: str) -> str | None:
    """Name of the first rule that knows a line as no body; None if it may be body.

    >>> kind_of("Share - WeChat"), kind_of("Home / World / Europe"), kind_of("Share prices rose.")
    ('share', 'breadcrumb', None)
    """
    if len(line) > _LONGEST:
        return None
    rules = RULES if len(line) <= _LONG else _RULES_OF_LONG_LINES
    return next((rule.__name__ for rule in rules if rule(line)), None)


def is_date_line(line: str) -> bool:
    """True if a line is little more than a date: "City, March 20, 2021 | 09:19"."""
    if len(words(line)) > 20 or ends_sentence(line) or not (find_date(line) or has_time(line)):
        return False
    return _words_beside_date(line) <= _FEW_WORDS


def _words_beside_date(line: str) -> int:
    return sum(word.lower() not in _DATE_WORDS and not word.isdecimal() for word in _WORD.findall(without_dates(line)))


def _is_names(text: str) -> bool:
    parts = _NAME_PART.findall(text)
    return all(part in _SMALL_NAME_WORDS or not part[0].islower() for part in parts)
