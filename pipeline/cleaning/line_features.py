"""What the lines of a page dumped to text look like, as numbers: what each is, and what stands above and below it.

The features look at form, at the kinds that :mod:`.furniture` tells, and at which words recur nearby; few look at words
themselves, and none at who published. :mod:`.article_span` weighs them.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from pipeline.cleaning import furniture
from pipeline.cleaning.headline import stems
from pipeline.cleaning.language import function_share
from pipeline.cleaning.line_form import ends_sentence
from pipeline.cleaning.prose import is_prose
from pipeline.cleaning.words import word_list

Vector = NDArray[np.float64]
Features = dict[str, Vector]
"""One number for each line, by the name of the feature."""

_WINDOWS = (3, 8, 20)
"""Lines over which the share of prose around a place is taken."""

_HEADLINE_LINES = 10
"""Lines within which the headline stands above the body."""

_NEIGHBOURS = 6
"""Lines on either side whose words tell whether a line is one of theirs."""

_KINDS_BELOW = (
    "byline", "caption", "contact", "copyright_notice", "legal", "link_list", "page_end", "promotion", "read_more",
    "share", "subscription", "updated",
)  # fmt: skip
_KINDS_WITHIN = (*_KINDS_BELOW, "breadcrumb", "cookie_notice")

_BUTTON_WORDS = word_list("furniture", "button_words")
_WORD = re.compile(r"\w+")
# Two texts with nothing between them, as a dump without line ends leaves them: "of the yearStorm closes airports".
_SEAM = re.compile(r"[a-z]{2}[.!?]?[A-Z][a-z]")
_POSTED = re.compile(
    r"\b(?:\d+ (?:minute|hour|day|week|month|year)s? ago|reply|flag|report abuse|\d{1,2}:\d\d ?[ap]m)\b", re.IGNORECASE
)
_DATELINE = re.compile(r"[A-Z][^a-z]{2,30}[^\n]{0,40}?(?:--|—|–|-|\)|/)\s")


class Page:
    """The lines of a page, with what is known of each."""

    def __init__(self, lines: Sequence[str]) -> None:
        words = [_WORD.findall(line) for line in lines]
        kinds = [furniture.kind_of(line) for line in lines]
        self.lines = lines
        self.kind = {name: _each(kinds, lambda kind, name=name: kind == name) for name in _KINDS_WITHIN}
        self.known = _each(kinds, lambda kind: kind is not None)
        self.size = _each(words, len)
        self.log_size = np.log1p(self.size) / 3
        self.is_short = _each(words, lambda line: len(line) <= 4)
        self.ends = _each(lines, ends_sentence)
        self.seams = _each(lines, lambda line: min(len(_SEAM.findall(line)), 3) / 3)
        self.looks_prose = _each(lines, is_prose)
        is_cut = _each(lines, lambda line: line.endswith(("…", "...")))
        self.prose = self.looks_prose * (self.seams == 0) * (1 - is_cut) * (1 - self.known)
        self.prose_size = self.size * self.prose
        self.is_label = (self.size >= 3) * (self.size <= 25) * (1 - self.ends) * (1 - self.looks_prose)
        self.is_date = np.maximum(_each(lines, furniture.is_date_line), self.kind["updated"])
        self.function_share = _each(words, lambda line: function_share(line) if line else 0.0)
        self.buttons = _each(words, lambda line: min(sum(word.lower() in _BUTTON_WORDS for word in line), 4) / 4)
        self.posted = _each(lines, lambda line: len(line) < 80 and _POSTED.search(line) is not None)
        self.repeated = _repeated(lines)
        self.stems = [stems(line) for line in lines]

    def prose_share(self, first: int, last: int) -> Vector:
        """Share of prose among the words of the lines ``first`` to ``last`` (half-open), counted from each line."""
        return _around(self.prose_size, first, last) / (_around(self.size, first, last) + 5)

    def log_prose(self, first: int, last: int) -> Vector:
        """Words of prose in these lines, as a logarithm."""
        return np.log1p(_around(self.prose_size, first, last)) / 5

    def prose_stems(self, indices: Iterable[int]) -> frozenset[str]:
        """The words of the prose among some lines."""
        return frozenset().union(*(self.stems[index] for index in indices if self.prose[index]))


def start_features(page: Page) -> Features:
    """What speaks for each line as the first of the body."""
    below = {f"prose_share_below_{size}": page.prose_share(0, size) for size in _WINDOWS}
    below |= {f"log_prose_below_{size}": page.log_prose(0, size) for size in _WINDOWS}
    above = {f"prose_share_above_{size}": page.prose_share(-size, 0) for size in _WINDOWS}
    near = {name: page.kind[name] for name in ("byline", "share", "caption")} | {"date": page.is_date}
    behind = {f"after_{name}": _previous(values) for name, values in _own(page).items()}
    return {
        **below,
        **above,
        **_own(page),
        **behind,
        **{f"{name}_above": np.minimum(_around(values, -5, 0), 1) for name, values in near.items()},
        **_headline_features(page, below["log_prose_below_8"]),
        "breadcrumb_above": np.minimum(_around(page.kind["breadcrumb"], -12, 0), 1),
        "prose_before": _share_before(page.prose_size),
        "is_first_prose": (_share_before(page.prose_size) == 0) * 1.0,
        "position": np.arange(len(page.lines)) / len(page.lines),
        "dateline": _each(page.lines, lambda line: _DATELINE.match(line) is not None),
        "date": page.is_date,
        "function_share": page.function_share,
        "cohesion_below": _cohesion_below(page),
    }


def end_features(page: Page) -> Features:
    """What speaks for each line as the last of the body."""
    below = {f"prose_share_below_{size}": page.prose_share(1, 1 + size) for size in _WINDOWS}
    above = {f"prose_share_above_{size}": page.prose_share(1 - size, 1) for size in _WINDOWS[:2]}
    ahead = {f"before_{name}": _following(values) for name, values in _own(page).items()}
    kinds: Features = {}
    for name in _KINDS_BELOW:
        kinds[f"is_{name}"] = page.kind[name]
        kinds[f"before_{name}"] = _following(page.kind[name])
        kinds[f"{name}_below"] = np.minimum(_around(page.kind[name], 1, 5), 1)
    return {
        **below,
        **above,
        **_own(page),
        **ahead,
        **kinds,
        "log_prose_below_8": page.log_prose(1, 9),
        "log_prose_above_8": page.log_prose(-7, 1),
        "log_prose_above_20": page.log_prose(-19, 1),
        "prose_after": _share_before(page.prose_size[::-1])[::-1],
        "before_repeated": _following(page.repeated),
        "before_prose_but_one": _following(_following(page.prose)),
        "is_last": (np.arange(len(page.lines)) == len(page.lines) - 1) * 1.0,
        "posted_below": np.minimum(_around(page.posted, 1, 8), 3) / 3,
        "cohesion_with_next": _cohesion_with_next(page),
    }


def line_features(page: Page) -> Features:
    """What speaks for each line as one of the body."""
    near, around = page.prose_share(-3, 4), page.prose_share(-10, 11)
    cohesion = _cohesion_around(page)
    marks = {"bullet": "*-•#", "digit": "0123456789", "quotation": '"“‘'}
    return {
        **{f"is_{name}": page.kind[name] for name in _KINDS_WITHIN},
        **{
            f"opens_with_{name}": _each(page.lines, lambda line, m=m: line[:1] in tuple(m)) for name, m in marks.items()
        },
        **{f"closes_with_{mark}": _each(page.lines, lambda line, m=mark: line.endswith(m)) for mark in "…?:"},
        "constant": np.ones(len(page.lines)),
        "prose": page.prose,
        "prose_size": page.prose * page.log_size,
        "doubtful_prose": page.looks_prose * (1 - page.prose),
        "ends": page.ends,
        "ends_size": page.ends * page.log_size,
        "label": page.is_label,
        "short": page.is_short,
        "size": page.log_size,
        "date": page.is_date,
        "posted": page.posted,
        "repeated": page.repeated,
        "function_words": page.function_share * page.log_size,
        "seams": page.seams,
        "buttons": page.buttons * _each(page.lines, lambda line: len(line) < 100),
        "bar": _each(page.lines, lambda line: "|" in line),
        "prose_near": near,
        "prose_around": around,
        "size_in_prose": near * page.log_size,
        "label_outside_prose": (1 - near) * page.is_label,
        "short_outside_prose": (1 - near) * page.is_short,
        "lone_prose": (1 - near) * page.prose * page.log_size,
        "cohesion": cohesion,
        "cohesion_size": cohesion * page.log_size,
        "cohesion_prose": cohesion * page.prose * page.log_size,
    }


def _own(page: Page) -> Features:
    return {
        "prose": page.prose,
        "ends": page.ends,
        "label": page.is_label,
        "short": page.is_short,
        "known": page.known,
        "size": page.log_size,
    }


def _headline_features(page: Page, prose_below: Vector) -> Features:
    """How well the best headline above each line fits what stands below it."""
    fit, repeated_fit = np.zeros(len(page.lines)), np.zeros(len(page.lines))
    candidates = (page.is_label > 0) & (page.size >= 4)
    for index in range(len(page.lines)):
        body = page.prose_stems(range(index, min(len(page.lines), index + 2 * _NEIGHBOURS)))
        for above in np.flatnonzero(candidates[max(0, index - _HEADLINE_LINES) : index]) + max(
            0, index - _HEADLINE_LINES
        ):
            overlap = _overlap(page.stems[above], body)
            fit[index] = max(fit[index], overlap)
            repeated_fit[index] = max(repeated_fit[index], overlap * page.repeated[above])
    return {
        "headline": fit,
        "repeated_headline": repeated_fit,
        "headline_of_prose": fit * prose_below,
        "repeated_headline_of_prose": repeated_fit * prose_below,
        "repeated_line_above": np.minimum(_around(page.repeated, -_HEADLINE_LINES, 0), 1),
    }


def _cohesion_below(page: Page) -> Vector:
    """How many words each of the next paragraphs shares with the one after it, on the mean."""
    prose = np.flatnonzero(page.prose)
    cohesion = np.zeros(len(page.lines))
    for index in range(len(page.lines)):
        first = np.searchsorted(prose, index)
        following = [each for each in prose[first : first + 4] if each < index + 10]
        shared = [_overlap(*sorted((page.stems[a], page.stems[b]), key=len)) for a, b in pairwise(following)]
        cohesion[index] = np.mean(shared) if shared else 0.0
    return cohesion


def _cohesion_around(page: Page) -> Vector:
    """Share of each line's words that stand in the prose around it."""
    last = len(page.lines)
    return np.array(
        [
            _overlap(
                page.stems[index],
                page.prose_stems(
                    other
                    for other in range(max(0, index - _NEIGHBOURS), min(last, index + _NEIGHBOURS + 1))
                    if other != index
                ),
            )
            for index in range(last)
        ]
    )


def _cohesion_with_next(page: Page) -> Vector:
    """Share of the words of the next paragraph that stand in the last ones."""
    prose = [int(index) for index in np.flatnonzero(page.prose)]
    cohesion = np.zeros(len(page.lines))
    for index in range(len(page.lines)):
        after = bisect_right(prose, index)
        if 0 < after < len(prose):
            cohesion[index] = _overlap(
                page.stems[prose[after]], page.prose_stems(prose[max(0, after - _NEIGHBOURS) : after])
            )
    return cohesion


def _overlap(words: frozenset[str], others: frozenset[str]) -> float:
    return len(words & others) / len(words) if words else 0.0


def _repeated(lines: Sequence[str]) -> Vector:
    """1 for lines of a headline's length that stand on the page again: the headline does, in lists and menus."""
    plain = [" ".join(_WORD.findall(line.lower())) for line in lines]
    counts = Counter(plain)
    return _each(plain, lambda line: counts[line] > 1 and 4 <= len(line.split()) <= 25)


def _each(items: Sequence[object], measure: Callable[..., float]) -> Vector:
    return np.array([measure(item) for item in items], dtype=np.float64)


def _around(values: Vector, first: int, last: int) -> Vector:
    """Sum over the lines ``first`` to ``last`` (half-open), counted from each line."""
    sums = np.concatenate(([0.0], np.cumsum(values)))
    places = np.arange(len(values))
    return sums[np.clip(places + last, 0, len(values))] - sums[np.clip(places + first, 0, len(values))]


def _share_before(values: Vector) -> Vector:
    return (np.cumsum(values) - values) / (values.sum() or 1.0)


def _previous(values: Vector) -> Vector:
    return np.concatenate(([0.0], values[:-1]))


def _following(values: Vector) -> Vector:
    return np.concatenate((values[1:], [0.0]))
