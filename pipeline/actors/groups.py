"""Identities in groups that grow together, joined and held apart first of all as a user's aliases say."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from pipeline.aliases import Aliases, means, slug

_JOINED = -1
"""Number of the entry that keeps apart what two joins list: what is two actors by hand stays two."""


class Groups:
    """Identities, each in a group of its own at first, then as the entries of the aliases join them."""

    def __init__(self, identities: Iterable[str], aliases: Aliases) -> None:
        self._group = {identity: [identity] for identity in identities}
        self._apart: defaultdict[str, dict[int, int]] = defaultdict(dict)
        self._names: dict[str, str | None] = {}
        self._namesakes: defaultdict[str, list[str]] = defaultdict(list)
        for identity in self._group:
            self._namesakes[slug(identity)].append(identity)
        self._keep_apart(aliases)
        self._join_by_hand(aliases)

    def of(self, identity: str) -> list[str]:
        """The identities in one group with this one. The first stands for the group."""
        return self._group[identity]

    def by_hand(self, identity: str) -> bool:
        """Whether the aliases join this identity: no rule moves it elsewhere."""
        return identity in self._names

    def name(self, identity: str) -> str | None:
        """The name that the aliases give to the group of an identity."""
        return next((name for one in self._group[identity] if (name := self._names.get(one))), None)

    def may_join(self, one: str, other: str) -> bool:
        """Whether nothing in the group of the one is kept apart from anything in the group of the other."""
        first, second = (self._apart[self._group[identity][0]] for identity in (one, other))
        return all(first[entry] == second[entry] for entry in first.keys() & second.keys())

    def join(self, one: str, other: str) -> None:
        """Make one group of two, if they may be joined."""
        first, second = self._group[one], self._group[other]
        if first is second or not self.may_join(one, other):
            return
        self._apart[first[0]] |= self._apart[second[0]]
        first += second
        for identity in second:
            self._group[identity] = first

    def everyone(self) -> list[list[str]]:
        """Every group once, sorted."""
        return sorted(sorted(group) for identity, group in self._group.items() if group[0] == identity)

    def _keep_apart(self, aliases: Aliases) -> None:
        """Note for each identity which entries keep it apart from others, and as which of their elements."""
        for entry, apart in enumerate(aliases.apart):
            for number, element in enumerate(apart.elements()):
                for identity in self._meant(element):
                    self._apart[identity][entry] = number

    def _join_by_hand(self, aliases: Aliases) -> None:
        for number, entry in enumerate(aliases.join):
            found = [identity for element in entry.elements() for identity in self._meant(element)]
            for identity in found:
                self._names[identity] = entry.name
                self.join(found[0], identity)
            if found:
                self._apart[found[0]][_JOINED] = number

    def _meant(self, element: str) -> list[str]:
        """The identities that an element of an entry means."""
        return [identity for identity in self._namesakes[slug(element)] if means(element, identity)]
