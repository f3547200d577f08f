"""Hand-made encodings: a text marked with what the model should say of it, as the rows it would give."""

from __future__ import annotations

import re

import numpy as np

from pipeline.confidence import Calibration
from pipeline.encoder import Chain, Encoding, Parameters
from pipeline.heads import DISTANCE_BUCKETS, LINK_KINDS, LINK_WIDTH, layout
from pipeline.labels import ENTITY_TAGS, ROLE_TAGS, legal_starts, legal_transitions
from pipeline.wordpieces import Wordpieces
from pipeline.words import WORD

SURE = 12.0
TAG = re.compile(r"<(/?)(source|cue|content|continued)(\d*)([!~-]?)>")
"""``<cue1>``: the cue of quote 1; ``<cue1!>`` is negated, ``<cue1->`` is no speech; ``<content0>`` has no anchor;
``<source1~>`` is all but tagged."""


def chain(tags: tuple[str, ...]) -> Chain:
    """No preference but what BIO demands."""
    transitions = np.where(legal_transitions(tags), 0.0, -1e4).astype(np.float32)
    return Chain(transitions, np.where(legal_starts(tags), 0.0, -1e4).astype(np.float32))


def unmarked(marked: str) -> tuple[str, list[tuple[str, int, str, int, int]]]:
    """The text, and its spans as (role, quote, flag, start, end)."""
    text, at = "", 0
    spans: list[tuple[str, int, str, int, int]] = []
    opened: list[tuple[str, int, str, int]] = []
    for match in TAG.finditer(marked):
        text += marked[at : match.start()]
        at = match.end()
        if match[1]:
            role, quote, flag, start = opened.pop()
            spans.append((role, quote, flag, start, len(text)))
        else:
            opened.append((match[2], int(match[3] or 0), match[4], len(text)))
    return text + marked[at:], spans


def encoded(marked: str) -> tuple[str, Encoding]:
    """The text and the encoding of a model that is sure of every mark."""
    text, spans = unmarked(marked)
    words = list(WORD.finditer(text))
    rows = np.zeros((len(words), layout().width), dtype=np.float32)
    roles = rows[:, layout().role]
    roles[:, ROLE_TAGS.index("O")] = SURE
    anchors_of_quotes = {quote for role, quote, *_ in spans if role == "cue"}
    for role, quote, flag, start, end in spans:
        inside = [number for number, word in enumerate(words) if word.start() < end and word.end() > start]
        sure = SURE - 0.2 if flag == "~" else SURE
        roles[inside] = 0
        roles[inside, ROLE_TAGS.index("O")] = SURE if flag == "~" else 0
        roles[inside, ROLE_TAGS.index(f"I-{role}")] = sure
        roles[inside[0], ROLE_TAGS.index(f"I-{role}")] = 0
        roles[inside[0], ROLE_TAGS.index(f"B-{role}")] = sure
        rows[inside, layout().cue.start] = SURE if flag == "-" else -SURE
        rows[inside, layout().cue.start + 1] = SURE if flag == "!" else -SURE
        if quote:
            _link(rows, inside, role, quote, is_anchor=role == "cue" or quote not in anchors_of_quotes)
    before = layout().cue.stop
    return text, Encoding(_wordpieces(text, words), rows[:, :before], rows[:, before:], _parameters())


def _link(rows: np.ndarray, words: list[int], role: str, quote: int, *, is_anchor: bool) -> None:
    """Let contents choose their anchor and cues their source: one dimension a quote."""
    anchor, source = LINK_KINDS.index("anchor"), LINK_KINDS.index("source")
    chosen = {"content": [], "cue": [layout().chosen[anchor]], "source": [layout().chosen[source]], "continued": []}[
        role
    ]
    if role == "source" and is_anchor:
        chosen = [*chosen, layout().chosen[anchor]]
    choosing = {"content": [layout().choosing[anchor]], "cue": [layout().choosing[source]]}.get(role, [])
    for columns in (*chosen, *choosing):
        rows[words, columns.start + quote] = SURE


def _parameters() -> Parameters:
    nothing = np.zeros((len(LINK_KINDS), LINK_WIDTH), dtype=np.float32)
    near = np.zeros((len(LINK_KINDS), DISTANCE_BUCKETS), dtype=np.float32)
    return Parameters(chain(ENTITY_TAGS), chain(ROLE_TAGS), near, nothing, Calibration())


def _wordpieces(text: str, words: list[re.Match[str]]) -> Wordpieces:
    """One piece a word."""
    numbers = np.arange(len(words))
    gaps = [text[a:b] for a, b in zip([0, *(w.end() for w in words)], [w.start() for w in words], strict=False)]
    return Wordpieces(
        ids=numbers,
        shapes=numbers * 0,
        breaks=numbers * 0,
        first=numbers,
        starts=np.array([word.start() for word in words], dtype=np.int64),
        ends=np.array([word.end() for word in words], dtype=np.int64),
        opens_paragraph=np.array([not number or "\n" in gap for number, gap in enumerate(gaps)], dtype=bool),
    )
