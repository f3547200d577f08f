"""Times several readers of the same texts beside one another."""

from __future__ import annotations

import time
from collections.abc import Callable, Hashable, Mapping
from typing import TypeVar

from benchmarks.texts import count_words

ROUNDS = 3
_WARM_UP = 4

Key = TypeVar("Key", bound=Hashable)
Reader = Callable[[list[str]], None]
"""Reads texts to the end and keeps nothing."""


def words_per_second(readers: Mapping[Key, Reader], texts: list[str]) -> dict[Key, float]:
    """The best of three rounds for each reader. They take turns, so that what slows the machine slows them alike."""
    for read in readers.values():
        read(texts[:_WARM_UP])
    rounds = [{key: _seconds(read, texts) for key, read in readers.items()} for _ in range(ROUNDS)]
    words = count_words(texts)
    return {key: words / min(seconds[key] for seconds in rounds) for key in readers}


def _seconds(read: Reader, texts: list[str]) -> float:
    began = time.perf_counter()
    read(texts)
    return time.perf_counter() - began
