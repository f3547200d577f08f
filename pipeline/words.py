"""Splits text into words: the unit in which the model decides.

A word is a run of letters and digits or one other visible character. spaCy's own English tokenizer keeps "U.S.-led"
or "Sept." whole; splitting at every mark lets a span begin and end wherever the annotation guidelines allow, with no
span lost to the grid. The model's wordpieces are cut inside these words.
"""

from __future__ import annotations

import re

from spacy.tokens import Doc
from spacy.vocab import Vocab

WORD = re.compile(r"\w+|[^\w\s]")
_TOKEN = re.compile(r"\w+|[^\w\s]| (?=\S)|\s+")


class WordTokenizer:
    """A spaCy tokenizer over :data:`WORD`; ``doc.text == text`` for every text.

    White space other than one space between two words becomes a token of its own, as in spaCy's tokenizer.
    """

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        """Split a text into words."""
        words: list[str] = []
        spaces: list[bool] = []
        for match in _TOKEN.finditer(text):
            token = match.group()
            if token == " " and words and not words[-1].isspace():
                spaces[-1] = True
            else:
                words.append(token)
                spaces.append(False)
        return Doc(self.vocab, words=words, spaces=spaces)

    def to_bytes(self, **_: object) -> bytes:
        """Nothing to save: the tokenizer has no state."""
        return b""

    def from_bytes(self, _: bytes, **__: object) -> WordTokenizer:
        """Nothing to load."""
        return self

    def to_disk(self, *_: object, **__: object) -> None:
        """Nothing to save."""

    def from_disk(self, *_: object, **__: object) -> WordTokenizer:
        """Nothing to load."""
        return self
