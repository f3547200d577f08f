"""Lays a published text beside its gold text, token by token.

A cleaner that keeps a line more or less than the gold is then charged for that line once, and not again for every span
behind it.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import chain

TOKEN = re.compile(r"\w+|[^\w\s]")
DETERMINERS = frozenset({"the", "a", "an", "this", "that", "these", "those", "its", "their", "his", "her"})

_ENDINGS = re.compile(r"(\.(txt|html?|md|gz))+$")

Ids = set[int]
"""Numbers of gold tokens. A published token that the gold lacks has a negative number of its own."""


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens of a text and where each starts and ends."""

    words: list[str]
    starts: list[int]
    ends: list[int]

    def inside(self, start: int, end: int) -> range:
        """Numbers of the tokens that lie wholly between two offsets."""
        return range(bisect_left(self.starts, start), bisect_right(self.ends, end))


def tokens(text: str) -> Tokens:
    """The words and marks of a text."""
    found = list(TOKEN.finditer(text))
    return Tokens(
        [match.group() for match in found], [match.start() for match in found], [match.end() for match in found]
    )


def align(gold: list[str], published: list[str]) -> dict[int, int]:
    """Number of each published token that has a gold partner -> number of the partner."""
    blocks = SequenceMatcher(None, published, gold, autojunk=False).get_matching_blocks()
    return {block.a + k: block.b + k for block in blocks for k in range(block.size)}


@dataclass(frozen=True, slots=True)
class Alignment:
    """A gold text and the published one, with spans of both as numbers of gold tokens."""

    gold: Tokens
    published: Tokens
    partner: dict[int, int]
    free: frozenset[int]
    """Tokens that count neither for nor against anybody."""

    @classmethod
    def of(cls, gold_text: str, published_text: str, optional: Iterable[Iterable[int]] = ()) -> Alignment:
        """Align two texts; ``optional`` are stretches of the gold text that do not count."""
        gold, published = tokens(gold_text), tokens(published_text)
        free = frozenset(chain.from_iterable(gold.inside(start, end) for start, end in optional))
        return cls(gold, published, align(gold.words, published.words), free)

    def here(self, start: int, end: int) -> Ids:
        """A span of the gold text."""
        return set(self.gold.inside(start, end)) - self.free

    def there(self, start: int, end: int) -> Ids:
        """A span of the published text."""
        return set(self.there_in_order(start, end))

    def there_in_order(self, start: int, end: int) -> list[int]:
        """A span of the published text, in the order of that text."""
        ids = (self.partner.get(i, -1 - i) for i in self.published.inside(start, end))
        return [i for i in ids if i not in self.free]

    def whole(self) -> tuple[Ids, Ids]:
        """All tokens of the gold text and all of the published text."""
        published = {self.partner.get(i, -1 - i) for i in range(len(self.published.words))}
        return set(range(len(self.gold.words))) - self.free, published - self.free

    def bare(self, ids: Ids) -> tuple[int, ...]:
        """The tokens in order, without the determiners that lead them."""
        ordered = sorted(ids)
        while ordered and ordered[0] >= 0 and self.gold.words[ordered[0]].lower() in DETERMINERS:
            ordered = ordered[1:]
        return tuple(ordered)


def union(parts: Iterable[Ids]) -> Ids:
    """All tokens of several spans."""
    return set(chain.from_iterable(parts))


def stem(address: object) -> str:
    """The last part of an address without its endings.

    >>> stem("a/b/NAME.html.gz")
    'NAME'
    """
    return _ENDINGS.sub("", str(address).replace("\\", "/").rsplit("/", 1)[-1])


def normal(name: object) -> str:
    """A name as it is compared: case, marks and determiners do not count; what is no text is the empty name.

    >>> normal("The Foreign Ministry's")
    'foreign ministry s'
    """
    if not isinstance(name, str):
        return ""
    return " ".join(word for word in re.findall(r"\w+", name.casefold()) if word not in DETERMINERS)
