"""What is done with a treaty where it is mentioned, and when: "signed … on July 16, 2001", "its 20th anniversary"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.annotation import Extent

_REACH = 120
"""How far from the mention, in characters, its act and date may stand."""


@dataclass(frozen=True, slots=True)
class _Act:
    name: str
    before: re.Pattern[str]
    after: re.Pattern[str]


# Between a verb and the treaty stand only small words and the words for parts of it: "upheld the spirit of the …".
_TO_OBJECT = (
    r"(?:\s+(?:of|for|on|to|up|by|with|under|in|the|this|that|their|its|our|an?|both|said|very|five|years?|another|"
    r"validity|term|signing|conclusion|letter|spirit|principles|provisions|words|articles?|every|\d+)\b){0,9}"
    r"[\s\"'\u201c\u2018(]*$"
)
_AFTER_TREATY = r"^[\"'\u201d\u2019)]*(?:,[^,.;]{1,40},)?"
_AUXILIARY = (
    r"(?:\s+(?:has|have|had|is|was|were|be|been|being|will|would|shall|should|must|may|can|could|to|also|now|then|"
    r"never|ever|not|already|formally|officially|automatically|first|duly|soon|successfully|which|that)\b|\s*,){0,6}\s+"
)
_ORDINAL = r"(?:\d+(?:st|nd|rd|th)|[\w-]+)"
_COUNT = (
    r"(?:\d+|an?|one|two|three|four|five|six|seven|eight|nine|ten|fifteen|twenty(?:-\w+)?|thirty|some|several|many|few)"
)
_YEAR = r"(?:1[5-9]|20)\d\d"
_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December|"
    r"Jan\.|Feb\.|Aug\.|Sept?\.|Oct\.|Nov\.|Dec\.)"
)
_DATE = re.compile(
    rf"\b(?:{_MONTH}\s+\d\d?(?:st|nd|rd|th)?\b(?:,?\s+{_YEAR})?|"  # July 16, 2001
    rf"\d\d?(?:st|nd|rd|th)?(?:\s+of)?\s+{_MONTH}(?:,?\s+{_YEAR})?|"  # 16 July 2001
    rf"{_MONTH}(?:,?\s+(?:of\s+)?{_YEAR})|"  # July 2001
    rf"(?i:in|since|by|until|till|from)\s+(?P<year>{_YEAR})|"  # in 2001
    rf"(?i:(?:earlier\s+|later\s+)?(?:this|last|next|the\s+same|that)\s+(?:year|month|week|summer|autumn|spring|winter)|"
    rf"{_COUNT}\s+(?:years?|decades?|months?|weeks?|days?)\s+(?:ago|earlier)|today|yesterday|tomorrow)|"
    r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)\b"
)
_DATELINE = re.compile(r"\s*\([^)]{2,40}\)\s*[-\u2010-\u2015]+")
_CLAUSE_END = re.compile(r"[;:]|,\s+(?:and|but|while|which|against)\b")


def _act(name: str, before: str, after: str) -> _Act:
    return _Act(
        name,
        re.compile(rf"\b(?:{before}){_TO_OBJECT}", re.IGNORECASE),
        re.compile(rf"{_AFTER_TREATY}(?:{after})", re.IGNORECASE),
    )


_ACTS = (
    _act(  # first: "the anniversary of the signing of the treaty" is no signing
        "anniversary",
        r"anniversary|jubilee|birthday",
        rf"['\u2019]s?\s+{_ORDINAL}(?:\s+\w+)?\s+anniversary|{_AUXILIARY}turn(?:s|ed|ing)?\s+{_COUNT}\b|"
        rf"{_AUXILIARY}(?:mark|celebrate)[sd]?\s+(?:its|the)\s+{_ORDINAL}\s+(?:anniversary|birthday)",
    ),
    _act(  # before "sign": of "signed and ratified" the later step is the news
        "ratify",
        r"ratif\w+",
        rf"{_AUXILIARY}(?:signed\s+and\s+)?(?:ratified|approved\s+by\s+(?:\w+\s+){{0,2}}(?:parliaments?|duma|congress))",
    ),
    _act(
        "enter_into_force",
        r"entry\s+into\s+force|put(?:ting)?\s+into\s+(?:force|effect)|coming\s+into\s+(?:force|effect)",
        rf"(?:['\u2019]s)?{_AUXILIARY}(?:enter(?:s|ed|ing)?|c[oa]mes?|entry)\s+into\s+(?:force|effect)",
    ),
    _act("renew", r"renew\w*", rf"{_AUXILIARY}renewed|['\u2019]s\s+renewal"),
    _act(
        "extend",
        r"exten(?:d\w*|sions?)|prolong\w*",
        rf"{_AUXILIARY}(?:extended|prolonged)|['\u2019]s\s+(?:extension|prolongation)",
    ),
    _act(
        "terminate",
        r"terminat\w+|withdr[ae]w\w*(?:\s+from)?|pull\w*\s+out\s+of|scrap\w*|abandon\w*|cancel\w*|expiry|quit\w*",
        rf"{_AUXILIARY}(?:terminated|scrapped|cancelled|expires?|expired|lapses?|lapsed|run(?:s|ning)?\s+out)|"
        r"['\u2019]s\s+(?:expiry|termination)",
    ),
    _act("violate", r"violat\w+|breach\w*|contraven\w+|betray\w*", rf"{_AUXILIARY}(?:violated|breached|betrayed)"),
    _act(
        "uphold",
        r"uphold\w*|upheld|honou?r\w*|observ\w+|implement\w*|abid\w+\s+by|adher\w+\s+to|follow\w*|fulfil\w*|"
        r"in\s+(?:line|accordance|keeping)\s+with|(?:guided|based)\s+(?:by|on)",
        rf"{_AUXILIARY}(?:upheld|observed|implemented|honou?red|fulfilled)",
    ),
    _act(
        "criticize",
        r"attack\w*|critici[sz]\w+|condemn\w*|denounc\w+|dismiss\w*|reject\w*",
        rf"{_AUXILIARY}(?:attacked|critici[sz]ed|condemned|denounced|dismissed|rejected)",
    ),
    _act(
        "praise",
        r"prais\w+|hail\w*|laud\w*|extol\w*|applaud\w*|spo?[eo]ke?\w*\s+highly\s+of|tribute\s+to",
        # What it has done, or is called: "has laid a solid foundation", "a historic document", "as a cornerstone".
        rf"{_AUXILIARY}(?:la(?:id|ys)|provid\w+|serv\w+)\b[^,.;]{{0,40}}\b(?:foundation|basis|guarantee|momentum)|"
        rf"{_AUXILIARY}(?:praised|hailed|stood\s+the\s+test)|"
        rf"{_AUXILIARY}(?:as\s+)?(?:an?|the)\s+[\"\u201c]?(?:historic|landmark|milestone|cornerstone|model|solid)",
    ),
    _act(
        "sign",
        r"sign(?:ed|s|ing)?|conclud\w+|conclusion|ink(?:ed|ing)?|signature|put\s+\w+\s+names?\s+to|seal(?:ed|ing)?|"
        r"signed\s+[^,.;]{1,40},",
        rf"{_AUXILIARY}(?:[^,.;]{{0,30}}?\s)?(?:signed|concluded|inked|sealed)\b|['\u2019]s\s+(?:signing|signature)",
    ),
)


def read_act(text: str, mention: Extent, bounds: Extent) -> tuple[str | None, str | None]:
    """What is done with the treaty mentioned at an extent, and the date that the text gives it, as it stands there.

    Only the words within `bounds` are read: the sentence, without what belongs to another mention in it. The words
    before win over those behind, since the verb or noun that governs the mention stands there.
    """
    start, end = mention
    before = text[max(bounds[0], start - _REACH) : start]
    after = text[end : min(bounds[1], end + _REACH)]
    by_side = ((act, side, place) for side, place in (("before", before), ("after", after)) for act in _ACTS)
    for act, side, place in by_side:
        regex = act.before if side == "before" else act.after
        if regex.search(place):
            return act.name, _date_of(act, before, after)
    return None, None


def _date_of(act: _Act, before: str, after: str) -> str | None:
    """The date in the clause of the treaty: for its signing first behind it, for all else first before it."""
    clause_before = _CLAUSE_END.split(before)[-1]
    clause_after = _CLAUSE_END.split(after)[0]
    sides = (clause_after, clause_before) if act.name == "sign" else (clause_before, clause_after)
    dates = (match for side in sides for match in _DATE.finditer(side) if not _DATELINE.match(side, match.end()))
    found = next(dates, None)
    return (found["year"] or found.group()) if found else None
