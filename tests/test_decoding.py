"""Decoding finds the best legal tag sequence, and nothing it says depends on other paragraphs."""

from __future__ import annotations

from itertools import pairwise, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from pipeline.decoding import Tagging, best_tagging, tag_spans
from pipeline.encoder import Chain
from pipeline.heads import DISTANCE_BUCKETS, distance_buckets, layout
from pipeline.labels import ENTITY_TAGS, ROLE_TAGS, bio, legal_starts, legal_transitions

TAGS = bio(("cue", "content"))
OUT_OF_REACH = -1e4


def bio_chain(transitions: np.ndarray, starts: np.ndarray) -> Chain:
    return Chain(
        np.where(legal_transitions(TAGS), transitions, OUT_OF_REACH).astype(np.float32),
        np.where(legal_starts(TAGS), starts, OUT_OF_REACH).astype(np.float32),
    )


def path_scores(emissions: np.ndarray, chain: Chain) -> dict[tuple[int, ...], float]:
    """The score of every path."""

    def score(path: tuple[int, ...]) -> float:
        steps = sum(chain.transitions[a, b] for a, b in pairwise(path))
        return float(chain.starts[path[0]] + steps + sum(emissions[i, tag] for i, tag in enumerate(path)))

    return {path: score(path) for path in product(range(len(TAGS)), repeat=len(emissions))}


scores = st.floats(-5, 5, width=32)


@settings(max_examples=30)
@given(
    arrays(np.float32, st.tuples(st.integers(1, 5), st.just(len(TAGS))), elements=scores),
    arrays(np.float32, (len(TAGS), len(TAGS)), elements=scores),
    arrays(np.float32, len(TAGS), elements=scores),
)
def test_viterbi_is_as_good_as_trying_every_path(
    emissions: np.ndarray, transitions: np.ndarray, starts: np.ndarray
) -> None:
    chain = bio_chain(transitions, starts)
    opens = np.zeros(len(emissions), dtype=bool)
    opens[0] = True
    path = best_tagging(emissions, opens, chain).tags
    steps = sum(chain.transitions[a, b] for a, b in pairwise(path))
    found = chain.starts[path[0]] + steps + emissions[np.arange(len(path)), path].sum()
    assert found == pytest.approx(max(path_scores(emissions, chain).values()), abs=1e-3)


def test_probabilities_are_shares_of_all_paths() -> None:
    draw = np.random.default_rng(3)
    chain = bio_chain(draw.normal(size=(len(TAGS),) * 2), draw.normal(size=len(TAGS)))
    emissions = draw.normal(size=(4, len(TAGS))).astype(np.float32)
    tagging = best_tagging(emissions, np.array([True, False, False, False]), chain)
    weights = {path: np.exp(score) for path, score in path_scores(emissions, chain).items()}
    for word, (tag, probability) in enumerate(zip(tagging.tags, tagging.probabilities, strict=True)):
        share = sum(weight for path, weight in weights.items() if path[word] == tag) / sum(weights.values())
        assert probability == pytest.approx(share, abs=1e-4)


@given(st.lists(st.integers(1, 6), min_size=1, max_size=5), st.integers(0, 10_000))
def test_a_paragraph_is_tagged_as_if_it_stood_alone(lengths: list[int], seed: int) -> None:
    draw = np.random.default_rng(seed)
    chain = bio_chain(draw.normal(size=(len(TAGS),) * 2), draw.normal(size=len(TAGS)))
    emissions = draw.normal(size=(sum(lengths), len(TAGS))).astype(np.float32)
    bounds = [0, *np.cumsum(lengths)]
    opens = np.isin(np.arange(sum(lengths)), bounds)
    together = best_tagging(emissions, opens, chain).tags
    apart = [best_tagging(emissions[a:b], opens[a:b], chain).tags for a, b in pairwise(bounds)]
    assert together.tolist() == np.concatenate(apart).tolist()


def test_no_words_no_tags() -> None:
    chain = bio_chain(np.zeros((len(TAGS),) * 2), np.zeros(len(TAGS)))
    assert best_tagging(np.zeros((0, len(TAGS)), np.float32), np.zeros(0, bool), chain).tags.tolist() == []


@pytest.mark.parametrize(
    ("tags", "spans"),
    [
        (["O", "O"], []),
        (["B-cue", "I-cue", "O", "B-content"], [(0, 2, "cue"), (3, 4, "content")]),
        (["B-cue", "B-cue"], [(0, 1, "cue"), (1, 2, "cue")]),
        (["B-cue", "B-content", "I-content"], [(0, 1, "cue"), (1, 3, "content")]),
    ],
)
def test_spans_of_tags(tags: list[str], spans: list[tuple[int, int, str]]) -> None:
    numbers = np.array([TAGS.index(tag) for tag in tags])
    found = tag_spans(Tagging(numbers, np.full(len(tags), 0.9, np.float32)), TAGS)
    assert [(span.first, span.stop, span.label) for span in found] == spans
    assert all(span.score == pytest.approx(0.9) for span in found)


@pytest.mark.parametrize("tags", [ENTITY_TAGS, ROLE_TAGS])
def test_inside_tags_only_follow_their_own_type(tags: tuple[str, ...]) -> None:
    legal = legal_transitions(tags)
    for inside in (tag for tag in tags if tag.startswith("I-")):
        before = {tags[row] for row in np.flatnonzero(legal[:, tags.index(inside)])}
        assert before == {f"B-{inside[2:]}", inside}


def test_heads_fill_an_output_row_without_overlap() -> None:
    form = layout()
    slices = [slice(form.sentence, form.sentence + 1), form.entity, form.role, form.cue, *form.choosing, *form.chosen]
    columns = [column for part in slices for column in range(part.start, part.stop)]
    assert sorted(columns) == list(range(form.width))


def test_distances_near_are_told_apart_and_far_ones_joined() -> None:
    buckets = distance_buckets(np.array([0]), np.arange(-2000, 2001))[0]
    assert 0 == buckets.min() < buckets.max() == DISTANCE_BUCKETS - 1
    assert len({int(b) for b in buckets[2000 - 3 : 2000 + 4]}) == 7
    assert (np.diff(buckets) >= 0).all()
