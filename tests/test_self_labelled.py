"""What the model teaches itself: where it is sure, and where it does not contradict silver annotation."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import cast

import numpy as np
import pytest

from pipeline.encoder import Encoding, Model
from pipeline.heads import layout
from pipeline.labels import ENTITY_TAGS, ROLE_TAGS
from tests.marked import encoded
from training.annotated import Annotated
from training.examples import UNKNOWN, Prepared, Targets
from training.self_labelled import EVERY, LONGEST, cross_check, label, read_unlabelled

MARKED = "<source1>Ann</source> <cue1>said</cue> <content1>no</content>."


class Teacher:
    """Says of every text what was put into its mouth."""

    def __init__(self, encoding: Encoding) -> None:
        self._encoding = encoding

    def encode(self, text: str) -> Encoding:  # noqa: ARG002  it knows one text
        return self._encoding


def prepared(text: str, encoding: Encoding) -> Prepared:
    """A document of which nothing is known."""
    words = len(encoding)
    free = np.ones((words, len(ENTITY_TAGS)), dtype=bool), np.ones((words, len(ROLE_TAGS)), dtype=bool)
    return Prepared(Annotated("made", text), encoding.pieces, Targets(np.full(words, UNKNOWN), *free))


@pytest.fixture
def said() -> tuple[str, Encoding]:
    return encoded(MARKED)


def allowed(mask: np.ndarray, tags: tuple[str, ...]) -> list[set[str]]:
    return [{tags[n] for n in np.flatnonzero(row)} for row in mask]


def test_what_the_model_is_sure_of_is_taught(said: tuple[str, Encoding]) -> None:
    text, encoding = said
    encoding.rows[:, layout().sentence] = [9, -9, 0, -9]
    found = label(prepared(text, encoding), cast("Model", Teacher(encoding))).targets
    assert allowed(found.role, ROLE_TAGS) == [{"B-source"}, {"B-cue"}, {"B-content"}, {"O"}]
    assert found.sentence.tolist() == [1, 0, UNKNOWN, 0]


def test_what_it_is_not_sure_of_may_be_anything(said: tuple[str, Encoding]) -> None:
    text, encoding = said
    encoding.rows[2, layout().role] = 0
    found = label(prepared(text, encoding), cast("Model", Teacher(encoding))).targets
    assert allowed(found.role, ROLE_TAGS)[2] == set(ROLE_TAGS)
    assert allowed(found.entity, ENTITY_TAGS)[0] == set(ENTITY_TAGS)  # nothing was said of entities


def test_silver_that_the_model_contradicts_is_not_taught(said: tuple[str, Encoding]) -> None:
    text, encoding = said
    person, nothing = ENTITY_TAGS.index("B-PERSON"), ENTITY_TAGS.index("O")
    encoding.rows[:, layout().entity][:, nothing] = 9
    encoding.rows[0, layout().entity][person] = 20
    silver = prepared(text, encoding)
    silver.targets.entity[:] = False
    silver.targets.entity[:2, person] = True  # "Ann", which the model sees too, and "said", which it does not
    silver.targets.entity[2:, nothing] = True
    found = cross_check(silver, cast("Model", Teacher(encoding))).targets
    assert allowed(found.entity, ENTITY_TAGS) == [{"B-PERSON"}, set(ENTITY_TAGS), {"O"}, {"O"}]


def test_unlabelled_documents_are_read_in_part(tmp_path: Path) -> None:
    file = tmp_path / "made.jsonl.gz"
    paragraph = "x" * 999
    with gzip.open(file, "wt", encoding="utf-8") as out:
        for number in range(EVERY + 1):
            out.write(json.dumps({"id": str(number), "text": "\n".join([paragraph] * 9)}) + "\n")
    documents = list(read_unlabelled(file))
    assert [document.name for document in documents] == ["0", str(EVERY)]
    assert documents[0].text == "\n".join([paragraph] * (LONGEST // 1000))
    assert documents[0].attributions is None
