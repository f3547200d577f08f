"""From scores to decisions: the best tag sequence, its spans, and the probabilities of links. Pure arithmetic."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from pipeline.encoder import Chain, Encoding, Floats
from pipeline.heads import LINK_KINDS, distance_buckets, layout

Ints = npt.NDArray[np.int64]

TABLE_WORDS = 1 << 18
"""Places for words in the table in which paragraphs are decoded side by side, each padded to the longest."""
LINKS_AT_ONCE = 1 << 21
"""Links that are scored at once."""


@dataclass(frozen=True, slots=True)
class WordSpan:
    """A labelled run of words, half-open, with the probability the model gives to its tags."""

    first: int
    stop: int
    label: str
    score: float


@dataclass(frozen=True, slots=True)
class Tagging:
    """The best tag of each word, with the probability that the chain as a whole gives to it. Shapes (words,)."""

    tags: Ints
    probabilities: Floats


def best_tagging(emissions: Floats, opens_paragraph: npt.NDArray[np.bool_], chain: Chain) -> Tagging:
    """The best tags by Viterbi, their probabilities by forward-backward; each paragraph is a chain of its own.

    ``emissions`` has the shape (words, tags). Paragraphs are decoded side by side, padded to the longest, for one loop
    over words instead of one for each.
    """
    if not len(emissions):
        return Tagging(np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.float32))
    bounds = np.flatnonzero(opens_paragraph)
    lengths = np.diff([*bounds, len(emissions)])
    by_length = np.argsort(-lengths, kind="stable")  # so that those still running are the first rows at every step
    place = np.empty_like(by_length)
    place[by_length] = np.arange(len(bounds))
    rows = np.repeat(place, lengths)
    columns = np.arange(len(emissions)) - np.repeat(bounds, lengths)
    tags = np.empty(len(emissions), dtype=np.int64)
    probabilities = np.empty(len(emissions), dtype=np.float32)
    for first, stop in _stretches(lengths[by_length]):
        own = (rows >= first) & (rows < stop)
        at = rows[own] - first, columns[own]
        padded = np.zeros((stop - first, int(lengths[by_length[first]]), emissions.shape[1]), dtype=np.float32)
        padded[at] = emissions[own]
        running = np.searchsorted(-lengths[by_length[first:stop]], -np.arange(padded.shape[1]), side="left")
        tags[own] = _viterbi(padded, running, chain)[at]
        probabilities[own] = _marginals(padded, running, chain)[(*at, tags[own])]
    return Tagging(tags, probabilities)


def _stretches(lengths: Ints) -> Iterator[tuple[int, int]]:
    """Runs of chains, the longest first, that fit the table side by side. Those of an ordinary document are one."""
    first = 0
    while first < len(lengths):
        stop = first + max(1, TABLE_WORDS // int(lengths[first]))
        yield first, min(stop, len(lengths))
        first = stop


def _marginals(emissions: Floats, running: Ints, chain: Chain) -> Floats:
    """The probability of each tag at each word, shapes as the emissions. Scaled forward-backward (Rabiner 1989).

    ``running[word]`` says how many chains, the longest first, have a word of that number.
    """
    size = emissions.shape[1]
    step = np.exp(chain.transitions)
    local = np.exp(emissions - emissions.max(2, keepdims=True))
    forward, backward = local.copy(), np.ones_like(local)
    forward[:, 0] = _scaled(local[:, 0] * np.exp(chain.starts - chain.starts.max()))
    for word in range(1, size):
        n = running[word]
        forward[:n, word] = _scaled((forward[:n, word - 1] @ step) * local[:n, word])
    for word in range(size - 2, -1, -1):
        n = running[word + 1]
        backward[:n, word] = _scaled((local[:n, word + 1] * backward[:n, word + 1]) @ step.T)
    return _scaled(forward * backward)


def _scaled(weights: Floats) -> Floats:
    """Weights made to sum to one along the last axis."""
    shares: Floats = weights / np.maximum(weights.sum(-1, keepdims=True), np.float32(1e-30))
    return shares


def _viterbi(emissions: Floats, running: Ints, chain: Chain) -> Ints:
    """Best paths of several chains, shapes (chains, words, tags) -> (chains, words); ``running`` as for marginals."""
    count, size, tags = emissions.shape
    back = np.zeros((size, count, tags), dtype=np.int64)
    best = emissions[:, 0] + chain.starts
    for word in range(1, size):
        n = running[word]
        scores = best[:n, None, :] + chain.transitions.T
        back[word, :n] = scores.argmax(2)
        best[:n] = scores.max(2) + emissions[:n, word]
    path = np.zeros((count, size), dtype=np.int64)
    last = best.argmax(1)
    for word in range(size - 1, -1, -1):
        n = running[word]
        path[:n, word] = last[:n]
        last[:n] = back[word, np.arange(n), last[:n]]
    return path


def tag_spans(tagging: Tagging, names: tuple[str, ...]) -> list[WordSpan]:
    """The spans of a tagging. A span's score is the geometric mean of the probabilities of its words' tags."""
    tags = tagging.tags
    logs = np.log(np.maximum(tagging.probabilities, np.float32(1e-30)))
    spans: list[WordSpan] = []
    word = 0
    while word < len(tags):
        stop = word + 1
        if (name := names[tags[word]]) != "O":
            inside = names.index(f"I-{name[2:]}")
            while stop < len(tags) and tags[stop] == inside:
                stop += 1
            spans.append(WordSpan(word, stop, name[2:], math.exp(float(logs[word:stop].mean()))))
        word = stop
    return spans


def span_rows(encoding: Encoding, spans: list[WordSpan], columns: slice) -> Floats:
    """The mean of the outputs at a span's first and last word, shape (spans, columns)."""
    first = [span.first for span in spans]
    last = [span.stop - 1 for span in spans]
    part = encoding.columns(columns)
    middle: Floats = (part[first] + part[last]) / np.float32(2)
    return middle


def in_turns(choosers: Sequence[WordSpan], candidates: Sequence[WordSpan]) -> Iterator[list[WordSpan]]:
    """The choosers, so many at a time that their links to all candidates can be scored at once; mostly all of them."""
    size = max(1, LINKS_AT_ONCE // (1 + len(candidates)))
    yield from (list(choosers[start : start + size]) for start in range(0, len(choosers), size))


def link_probabilities(
    encoding: Encoding,
    kind: str,
    choosers: list[WordSpan],
    candidates: list[WordSpan],
    allowed: npt.NDArray[np.bool_] | None = None,
) -> Floats:
    """How likely each chooser links to each candidate, shape (choosers, 1 + candidates); column 0 is "to none".

    ``allowed``, of the shape (choosers, candidates), rules candidates out.
    """
    number = LINK_KINDS.index(kind)
    if not choosers:
        return np.zeros((0, 1 + len(candidates)), dtype=np.float32)
    rows = span_rows(encoding, choosers, layout().choosing[number])
    scores = rows @ encoding.parameters.link_nothing[number][:, None]
    if candidates:
        starts = np.array([span.first for span in choosers]), np.array([span.first for span in candidates])
        near = encoding.parameters.link_distance[number][distance_buckets(*starts)]
        columns = span_rows(encoding, candidates, layout().chosen[number])
        links = rows @ columns.T + near
        if allowed is not None:
            links = np.where(allowed, links, -np.inf)
        scores = np.concatenate([scores, links], axis=1)
    probabilities: Floats = np.exp(scores - np.logaddexp.reduce(scores, axis=1, keepdims=True))
    return probabilities
