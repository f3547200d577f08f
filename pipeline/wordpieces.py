"""Turns text into what the encoder reads: words, their wordpieces, and three facts the uncased vocabulary loses.

The vocabulary knows neither capitals nor white space, yet "Polish" is no "polish", and a straight quotation mark
opens or closes by the space beside it. So each wordpiece also carries the case shape of its word and the kind of
break before it.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt
from tokenizers import Tokenizer

from pipeline.words import WORD

Ints = npt.NDArray[np.int64]

SHAPES: Final = ("lower", "title", "upper", "mixed", "digit", "mark")
BREAKS: Final = ("inside", "glued", "space", "paragraph")
"""What stands before a piece: the same word, a word without space, a space, or a paragraph end."""

AT_ONCE = 10_000
"""Words that are cut at once: each is cut by itself, but what the tokenizer says of it is large."""


@dataclass(frozen=True, slots=True)
class Wordpieces:
    """A document as the encoder reads it, without the frame of special pieces."""

    ids: Ints
    """Vocabulary number of each piece, shape (pieces,); likewise ``shapes`` and ``breaks``."""
    shapes: Ints
    breaks: Ints
    first: Ints
    """Number of each word's first piece, shape (words,)."""
    starts: Ints
    """First character of each word, shape (words,); ``ends`` likewise, half-open."""
    ends: Ints
    opens_paragraph: npt.NDArray[np.bool_]
    """Whether a word is the first of its paragraph, shape (words,)."""

    def __len__(self) -> int:
        """Number of words."""
        return len(self.first)

    def paragraph_numbers(self) -> Ints:
        """The number of each word's paragraph, shape (words,)."""
        return np.cumsum(self.opens_paragraph)

    def piece_offset(self, word: int) -> int:
        """The number of a word's first piece; for the word past the end, the number of all pieces."""
        return int(self.first[word]) if word < len(self.first) else len(self.ids)


def load_tokenizer(file: Path) -> Tokenizer:
    """The tokenizer of a file, reading texts of any length: as stored, it may cut off or pad what it is given."""
    tokenizer = Tokenizer.from_file(str(file))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def shape_of(word: str) -> int:
    """The case shape of a word, as a number into :data:`SHAPES`."""
    if word[0].isdigit():
        name = "digit"
    elif not word[0].isalpha():
        name = "mark"
    elif word.islower():
        name = "lower"
    elif word.isupper() and len(word) > 1:
        name = "upper"
    elif word[0].isupper() and (len(word) == 1 or word[1:].islower()):
        name = "title"
    else:
        name = "mixed"
    return SHAPES.index(name)


def _break_before(gap: str) -> int:
    """The kind of break that the white space before a word makes, as a number into :data:`BREAKS`."""
    if not gap:
        return BREAKS.index("glued")
    return BREAKS.index("paragraph" if "\n" in gap else "space")


def cut(text: str, tokenizer: Tokenizer) -> Wordpieces:
    """Cut a text into words and wordpieces. A line end is a paragraph end; cleaned text has no other line ends.

    A word that the vocabulary normalises to nothing (a lone accent, say) becomes one unknown piece, so every word
    has one.
    """
    extents = np.fromiter((place for match in WORD.finditer(text) for place in match.span()), np.int64).reshape(-1, 2)
    starts, ends = extents[:, 0].copy(), extents[:, 1].copy()
    bounds = [slice(at, at + AT_ONCE) for at in range(0, len(starts), AT_ONCE)] or [slice(0)]
    groups = [_cut_words(text, starts[some], ends[some], tokenizer) for some in bounds]
    ids, counts, shapes = (np.concatenate(parts) for parts in zip(*groups, strict=True))
    gaps = (text[a:b] for a, b in zip([0, *ends], starts, strict=False))
    word_breaks = np.fromiter(map(_break_before, gaps), np.int64)
    word_breaks[:1] = BREAKS.index("paragraph")
    first = np.cumsum(counts) - counts
    breaks = np.full(len(ids), BREAKS.index("inside"), dtype=np.int64)
    breaks[first] = word_breaks
    return Wordpieces(
        ids=ids,
        shapes=np.repeat(shapes, counts),
        breaks=breaks,
        first=first,
        starts=starts,
        ends=ends,
        opens_paragraph=word_breaks == BREAKS.index("paragraph"),
    )


def _cut_words(text: str, starts: Ints, ends: Ints, tokenizer: Tokenizer) -> tuple[Ints, Ints, Ints]:
    """The pieces of some words, how many each has, and the shape of each."""
    words = [text[start:end] for start, end in zip(starts.tolist(), ends.tolist(), strict=True)]
    unknown: int = tokenizer.token_to_id("[UNK]")  # type: ignore[assignment]  # every BERT vocabulary has it
    encoded = tokenizer.encode(words, is_pretokenized=True, add_special_tokens=False)
    ids_of: list[list[int]] = [[] for _ in words]
    for piece, word in zip(encoded.ids, encoded.word_ids, strict=True):
        if word is not None:
            ids_of[word].append(piece)
    ids_of = [ids or [unknown] for ids in ids_of]
    return (
        np.array([piece for ids in ids_of for piece in ids], dtype=np.int64),
        np.array([len(ids) for ids in ids_of], dtype=np.int64),
        np.array([shape_of(word) for word in words], dtype=np.int64),
    )
