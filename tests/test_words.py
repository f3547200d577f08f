"""Words and wordpieces: every character of a text is kept, and every word is read."""

from __future__ import annotations

import numpy as np
import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st
from tokenizers import Tokenizer

from pipeline.encoder import SHIPPED
from pipeline.wordpieces import BREAKS, SHAPES, cut, load_tokenizer, shape_of
from pipeline.words import WordTokenizer

NLP = spacy.blank("en")
TOKENIZER = WordTokenizer(NLP.vocab)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("U.S.-led", ["U", ".", "S", ".", "-", "led"]),  # "U.S." can be an entity of its own
        ("Russia's", ["Russia", "'", "s"]),
        ("one\n\ntwo", ["one", "\n\n", "two"]),  # white space that is no single space is a token, as in spaCy
        ("a  b", ["a", "  ", "b"]),
        (" a", [" ", "a"]),
        ("", []),
    ],
)
def test_words(text: str, words: list[str]) -> None:
    assert [token.text for token in TOKENIZER(text)] == words


@given(st.text())
def test_a_doc_has_the_text_it_was_made_from(text: str) -> None:
    assert TOKENIZER(text).text == text


@pytest.mark.parametrize(
    ("word", "shape"),
    [
        ("treaty", "lower"),
        ("Lavrov", "title"),
        ("I", "title"),
        ("BRICS", "upper"),
        ("McCain", "mixed"),
        ("2001", "digit"),
        ("5G", "digit"),
        ("“", "mark"),
        ("条", "mixed"),
    ],
)
def test_case_shapes(word: str, shape: str) -> None:
    assert SHAPES[shape_of(word)] == shape


@pytest.fixture(scope="module")
def wordpieces() -> Tokenizer:
    return load_tokenizer(SHIPPED / "tokenizer.json")


def test_breaks_before_words(wordpieces: Tokenizer) -> None:
    pieces = cut('He said, "yes".\n\nThen', wordpieces)
    breaks = [BREAKS[number] for number in pieces.breaks[pieces.first]]
    words = ["He", "said", ",", '"', "yes", '"', ".", "Then"]
    expected = ["paragraph", "space", "glued", "space", "glued", "glued", "glued", "paragraph"]
    assert list(zip(words, breaks, strict=True)) == list(zip(words, expected, strict=True))


@given(st.text())
def test_every_word_has_a_piece(wordpieces: Tokenizer, text: str) -> None:
    pieces = cut(text, wordpieces)
    assert len(pieces) == len(pieces.starts) == len(pieces.opens_paragraph)
    assert (np.diff(np.append(pieces.first, len(pieces.ids))) > 0).all()
    assert all(text[a:b].strip() for a, b in zip(pieces.starts, pieces.ends, strict=True))


def test_a_long_text_is_read_to_its_end(wordpieces: Tokenizer) -> None:
    pieces = cut("treaty " * 1000, wordpieces)
    assert set(pieces.ids.tolist()) == {wordpieces.token_to_id("treaty")}
