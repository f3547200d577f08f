"""Which colour each speaker has: the same everywhere in the report, and another than those who speak beside them."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable

COLOURS = 8
"""So many colours the style sheet names, 1 to 8; 0 is the grey of those who are not named."""

_TOP = ""
"""The first in the overview, as if they stood together in one more document."""


def colours(spoken: Iterable[tuple[str, str]], unnamed: str) -> dict[str, int]:
    """A colour for each speaker, from pairs of a document and a speaker in it, one for each quote.

    A speaker's first choice follows from the key alone, so that it mostly survives a larger corpus. Who speaks more
    chooses first; who comes later takes the next colour that nobody in the same documents has, or, where all are
    taken, the one that clashes least. No two of those who speak most have the same.
    """
    quotes: Counter[str] = Counter()
    documents: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for document, speaker in spoken:
        quotes[speaker] += 1
        documents[speaker][document] = None
    chosen = {unnamed: 0}
    taken: defaultdict[str, set[int]] = defaultdict(set)
    named = sorted(quotes.keys() - {unnamed}, key=lambda key: (-quotes[key], key))
    for rank, speaker in enumerate(named):
        beside = [taken[document] for document in documents[speaker]]
        first = [taken[_TOP]] * (len(beside) + 1) if rank < COLOURS else []
        chosen[speaker] = _choice(speaker, beside + first)
        for others in beside + first:
            others.add(chosen[speaker])
    return chosen


def _choice(speaker: str, taken: list[set[int]]) -> int:
    """The colour that clashes in the fewest documents; of several, the first from the speaker's own on."""
    own = int.from_bytes(hashlib.sha256(speaker.encode()).digest()[:4]) % COLOURS
    ring = [(own + step) % COLOURS + 1 for step in range(COLOURS)]
    return min(ring, key=lambda colour: sum(colour in others for others in taken))
