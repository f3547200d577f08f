"""Labels text by the model itself: raw text that nobody annotated, and silver annotation to be cross-checked.

Self-training (Scudder 1965; with noise on the student, Xie et al. 2020): the weights that a run begins with say what
they see in the clean text, and the run learns to see it with pieces hidden. Only what the model is sure of is taught.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np

from pipeline.decoding import Tagging, best_tagging
from pipeline.encoder import Encoding, Model
from pipeline.heads import layout
from pipeline.labels import ENTITY_TAGS, ROLE_TAGS
from training.annotated import Annotated
from training.examples import UNKNOWN, Mask, Prepared, Targets

SURE = 0.9
"""Probability of a tag from which it is taught."""
SURE_LOGIT = 2.2
"""The same for the start of a sentence, as a logit."""
EVERY = 8
"""One in so many documents of an unlabelled or silver corpus is read: they hold more than a run takes in."""
LONGEST = 4000
"""Characters of a document that are read, whole paragraphs only."""


def read_unlabelled(file: Path) -> Iterator[Annotated]:
    """Some documents of a corpus without annotation, JSON lines with ``id`` and ``text``."""
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            if number % EVERY == 0:
                record = json.loads(line)
                yield Annotated(record["id"], _beginning(record["text"]))


def _beginning(text: str) -> str:
    return text if len(text) <= LONGEST else text[: text.rfind("\n", 0, LONGEST) + 1].rstrip()


def label(prepared: Prepared, model: Model) -> Prepared:
    """The document with what the model is sure of as its targets."""
    encoding = model.encode(prepared.document.text)
    logits = encoding.rows[:, layout().sentence]
    sentence = np.where(np.abs(logits) < SURE_LOGIT, UNKNOWN, logits > 0).astype(np.int64)
    entity, role = _tagging(encoding, "entity"), _tagging(encoding, "role")
    return replace(prepared, targets=Targets(sentence, _sure(entity, ENTITY_TAGS), _sure(role, ROLE_TAGS)))


def _tagging(encoding: Encoding, name: str) -> Tagging:
    emissions = encoding.rows[:, getattr(layout(), name)]
    return best_tagging(emissions, encoding.pieces.opens_paragraph, getattr(encoding.parameters, name))


def _sure(tagging: Tagging, tags: tuple[str, ...]) -> Mask:
    """The tags that each word may bear, shape (words, tags): the model's own where it is sure of it, else any."""
    allowed = np.eye(len(tags), dtype=bool)[tagging.tags]
    allowed[tagging.probabilities < SURE] = True
    return allowed


def cross_check(prepared: Prepared, model: Model) -> Prepared:
    """The document with its entities taught only where the model does not contradict them."""
    tagging = _tagging(model.encode(prepared.document.text), "entity")
    agreed = prepared.targets.entity[np.arange(len(tagging.tags)), tagging.tags]
    entity = prepared.targets.entity | ~agreed[:, None]
    return replace(prepared, targets=replace(prepared.targets, entity=entity))
