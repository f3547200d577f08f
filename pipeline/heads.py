"""How the encoder's one output row a word divides into heads, and the arithmetic of links.

Order of a row: sentence start (1), entity tags, role tags, class and negation of a cue (2), then for each kind of
link the choosing and the chosen projection.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Final

import numpy as np
import numpy.typing as npt

from pipeline.labels import ENTITY_TAGS, ROLE_TAGS

LINK_KINDS: Final = ("anchor", "source", "antecedent")
"""A content chooses its cue (or source), a cue its source, a source the entity mention that names the speaker."""
LINK_WIDTH: Final = 64
DISTANCE_BUCKETS: Final = 24


@dataclass(frozen=True, slots=True)
class Layout:
    """The columns of each head in an output row."""

    sentence: int
    entity: slice
    role: slice
    cue: slice
    """Logits that a cue's statement is of class other, and that it is negated."""
    choosing: tuple[slice, ...]
    chosen: tuple[slice, ...]
    width: int


@cache
def layout() -> Layout:
    """The one layout that training writes and decoding reads."""
    entity = slice(1, 1 + len(ENTITY_TAGS))
    role = slice(entity.stop, entity.stop + len(ROLE_TAGS))
    cue = slice(role.stop, role.stop + 2)
    links = [cue.stop + number * LINK_WIDTH for number in range(2 * len(LINK_KINDS) + 1)]
    parts = [slice(a, b) for a, b in pairwise(links)]
    return Layout(0, entity, role, cue, tuple(parts[0::2]), tuple(parts[1::2]), links[-1])


def distance_buckets(choosers: npt.NDArray[np.int64], candidates: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Bucket numbers of the distances, in words, from choosers to candidates, shape (choosers, candidates).

    Twelve buckets to each side: exact up to 3 words, then two for each doubling, the last for all beyond.
    """
    distance = candidates[None, :] - choosers[:, None]
    size = np.abs(distance)
    steps = np.where(size <= 3, size, 2 + np.floor(2 * np.log2(np.maximum(size, 3) / 2))).astype(np.int64)
    half = DISTANCE_BUCKETS // 2
    steps = np.minimum(steps, half - 1)
    buckets: npt.NDArray[np.int64] = np.where(distance < 0, half - 1 - steps, half + steps)
    return buckets
