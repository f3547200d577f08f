"""What the model can say about a word: the label sets of its heads, and which label may follow which.

Spans are written as BIO tags (Ramshaw and Marcus 1995): ``B-x`` opens a span of type x, ``I-x`` goes on with it,
``O`` is outside. Training and decoding read this one module, so that a model and the code that runs it cannot disagree.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

ENTITY_TYPES: Final = (
    "PERSON", "NORP", "FAC", "ORG", "GPE", "LOC", "PRODUCT", "EVENT", "WORK_OF_ART",
    "LAW", "LANGUAGE", "DATE", "TIME", "PERCENT", "MONEY", "QUANTITY", "ORDINAL", "CARDINAL",
)  # fmt: skip
"""The eighteen types of OntoNotes 5."""

ROLES: Final = ("source", "cue", "content", "continued")
"""Parts of an attributed statement, after PolNeAR (Newell et al. 2018); ``continued`` is what goes on without a cue."""


def bio(types: tuple[str, ...]) -> tuple[str, ...]:
    """The BIO tag set over ``types``: O first, then B and I of each type in turn."""
    return ("O", *(f"{prefix}-{name}" for name in types for prefix in "BI"))


ENTITY_TAGS: Final = bio(ENTITY_TYPES)
ROLE_TAGS: Final = bio(ROLES)


def legal_transitions(tags: tuple[str, ...]) -> npt.NDArray[np.bool_]:
    """Which tag (column) may follow which (row): ``I-x`` only after ``B-x`` or ``I-x``. Shape (tags, tags)."""
    return np.array([[follows(before, after) for after in tags] for before in tags])


def legal_starts(tags: tuple[str, ...]) -> npt.NDArray[np.bool_]:
    """Which tags may open a paragraph: all but ``I-x``. Shape (tags,)."""
    return np.array([not tag.startswith("I-") for tag in tags])


def follows(before: str, after: str) -> bool:
    """Whether the tag ``after`` may stand right behind the tag ``before``."""
    return not after.startswith("I-") or before[2:] == after[2:]
