"""Sentence boundaries, from the encoder's judgement of each word. A paragraph always opens a sentence."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from spacy.language import Language
from spacy.tokens import Doc

from pipeline.encoder import Encoding, Model, shipped_model
from pipeline.heads import layout


def opens_sentence(encoding: Encoding) -> npt.NDArray[np.bool_]:
    """Whether a word is the first of its sentence, shape (words,)."""
    mask: npt.NDArray[np.bool_] = encoding.pieces.opens_paragraph | (encoding.rows[:, layout().sentence] > 0)
    return mask


def sentence_starts(encoding: Encoding) -> set[int]:
    """The first characters of the sentences."""
    return set(encoding.pieces.starts[opens_sentence(encoding)].tolist())


class SentenceSplitter:
    """Sets ``token.is_sent_start``; white space between sentences belongs to the one before it."""

    def __init__(self, model: Model) -> None:
        self.model = model

    def __call__(self, doc: Doc) -> Doc:
        """Split a document into sentences."""
        set_sentence_starts(doc, sorted(sentence_starts(self.model.encoding_of(doc))))
        return doc


def set_sentence_starts(doc: Doc, starts: Sequence[int]) -> None:
    """Store with a document where its sentences start, in characters and in order."""
    first = doc.to_array(["IDX"]).astype(np.int64)
    opens = np.full((len(doc), 1), -1, dtype=np.int64)
    # A foreign tokenizer may hide a sentence start inside a token ("end.Next"): its token opens the sentence.
    opens[np.searchsorted(first, starts, side="right") - 1] = 1
    opens[:1] = 1
    doc.from_array(["SENT_START"], opens.view(np.uint64))  # type: ignore[arg-type]  # thinc's alias is too narrow


@Language.factory("saidby_sentences", assigns=["token.is_sent_start", "doc.sents"])
def make_sentences(nlp: Language, name: str) -> SentenceSplitter:  # noqa: ARG001  spaCy hands them over
    """The component, with the shipped model."""
    return SentenceSplitter(shipped_model())
