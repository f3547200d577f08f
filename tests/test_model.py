"""The shipped model at work in the spaCy pipeline: what holds for any text, and a few plain cases."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language

import pipeline
from pipeline import decoding, encoder, wordpieces
from pipeline.encoder import SHIPPED, Model, ModelError, shipped_model
from pipeline.language import COMPONENTS

pytestmark = pytest.mark.model

STORY = (
    "MOSCOW, March 3 -- Foreign Minister Ivan Petrov met his guest on Friday.\n\n"
    'Petrov said, "We will sign the agreement in May." He added that trade had doubled since 2019.'
)


@pytest.fixture(scope="module")
def nlp() -> Language:
    return pipeline.load()


def test_sentences_do_not_end_at_abbreviations(nlp: Language) -> None:
    doc = nlp("Mr. Petrov met the U.S. envoy on Jan. 5. They talked for two hours.")
    assert [sent.text.strip() for sent in doc.sents] == [
        "Mr. Petrov met the U.S. envoy on Jan. 5.",
        "They talked for two hours.",
    ]


def test_names_and_places(nlp: Language) -> None:
    found = {(ent.text, ent.label_, ent._.name) for ent in nlp(STORY).ents}
    assert ("Ivan Petrov", "PERSON", "Ivan Petrov") in found
    assert ("Petrov", "PERSON", "Ivan Petrov") in found
    assert ("MOSCOW", "GPE", "MOSCOW") in found
    assert ("2019", "DATE", "2019") in found


def test_who_said_what(nlp: Language) -> None:
    doc = nlp(STORY)
    said = [(q.speaker, q.kind, " ".join(doc.text[p.start : p.end] for p in q.fragments)) for q in doc._.quotes]
    assert said == [
        ("Ivan Petrov", "direct", '"We will sign the agreement in May."'),
        ("Ivan Petrov", "indirect", "that trade had doubled since 2019"),
    ]
    assert [span._.quote for span in doc.spans["quotes"]] == list(doc._.quotes)


@pytest.mark.parametrize("name", COMPONENTS)
def test_each_component_works_alone(name: str) -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe(name)
    assert nlp(STORY).text == STORY


def test_a_foreign_tokenizer_changes_no_offsets(nlp: Language) -> None:
    foreign = spacy.blank("en")
    for name in COMPONENTS:
        foreign.add_pipe(name)
    doc = foreign(STORY)
    assert [(q.fragments, q.speaker) for q in doc._.quotes] == [(q.fragments, q.speaker) for q in nlp(STORY)._.quotes]


def test_rows_do_not_depend_on_what_else_was_read(nlp: Language) -> None:
    alone = nlp(STORY)._.quotes
    nlp("Another text of another length came first, with nothing said in it.")
    assert nlp(STORY)._.quotes == alone


def test_a_long_text_is_read_in_pieces_and_the_encoding_is_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "\n\n".join(f"{STORY} It was number {number}." for number in range(12))
    whole = shipped_model().encode(text)
    monkeypatch.setattr(encoder, "HELD_WORDS", 10)
    monkeypatch.setattr(wordpieces, "AT_ONCE", 7)
    pieces = shipped_model().encode(text)
    assert isinstance(pieces.links, np.memmap)
    for name in ("ids", "shapes", "breaks", "first", "starts", "ends", "opens_paragraph"):
        assert np.array_equal(getattr(pieces.pieces, name), getattr(whole.pieces, name))
    assert np.array_equal(pieces.rows, whole.rows)
    assert np.array_equal(pieces.links, whole.links)


def test_a_text_of_very_many_parts_is_decided_in_turns(nlp: Language, monkeypatch: pytest.MonkeyPatch) -> None:
    text = "\n\n".join(f"{STORY} It was number {number}." for number in range(12))
    whole = nlp(text)._.quotes
    monkeypatch.setattr(decoding, "TABLE_WORDS", 100)
    monkeypatch.setattr(decoding, "LINKS_AT_ONCE", 50)
    turns = nlp(text)._.quotes
    assert [replace(quote, score=0) for quote in turns] == [replace(quote, score=0) for quote in whole]
    assert [quote.score for quote in turns] == pytest.approx([quote.score for quote in whole], abs=1e-5)


@settings(max_examples=25)
@given(st.text(max_size=300))
def test_any_text_is_read(nlp: Language, text: str) -> None:
    doc = nlp(text)
    assert doc.text == text
    for quote in doc._.quotes:
        assert all(text[piece.start : piece.end].strip() for piece in quote.fragments)


def test_a_model_folder_without_its_files_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"has no encoder\.onnx"):
        Model(tmp_path)


def test_a_model_of_another_shape_is_refused(tmp_path: Path) -> None:
    for file in SHIPPED.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    (tmp_path / "decoder.json").write_text('{"width": 3}')
    with pytest.raises(ModelError, match="3 outputs"):
        Model(tmp_path)


def test_the_shipped_model_is_small() -> None:
    assert sum(file.stat().st_size for file in SHIPPED.iterdir()) < 25e6


def test_the_model_is_loaded_once() -> None:
    assert shipped_model() is shipped_model()
