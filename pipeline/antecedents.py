"""Whom the model takes a source for: the probabilities of the entity mentions it may refer to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc

from pipeline.annotation import Extent, Mention, register_extensions
from pipeline.decoding import WordSpan, link_probabilities
from pipeline.encoder import Encoding, Model, shipped_model

REACH = 400
"""How many words before (and a tenth of it behind) a source its antecedent may stand."""
LEAST = 0.005
"""Less likely antecedents are let go: no rule would believe them."""

Referents = tuple[tuple[Extent, float], ...]
"""Mentions that a source may refer to, each with its probability."""


@dataclass(frozen=True, slots=True)
class Antecedent:
    """A name that a source may stand for."""

    name: str
    label: str
    probability: float


@dataclass(frozen=True, slots=True)
class Antecedents:
    """The names that a source may stand for, and how likely it is that it stands for none of them."""

    candidates: tuple[Antecedent, ...]

    def best(self, labels: AbstractSet[str], names: AbstractSet[str] | None = None) -> Antecedent | None:
        """The likeliest candidate of some entity types and, if given, of some names."""
        fitting = [c for c in self.candidates if c.label in labels and (names is None or c.name in names)]
        return max(fitting, key=lambda candidate: candidate.probability, default=None)


def no_antecedents() -> Antecedents:
    """Nothing that a source could stand for."""
    return Antecedents(())


def join_by_name(referents: Referents, mentions: Mapping[Extent, Mention]) -> Antecedents:
    """The names that a source may stand for; ``mentions`` gives each mention by where it stands."""
    shares: dict[tuple[str, str], float] = defaultdict(float)
    for extent, probability in referents:
        if mention := mentions.get(extent):
            shares[mention.name, mention.label] += probability
    return Antecedents(tuple(Antecedent(name, label, share) for (name, label), share in shares.items()))


def find_referents(encoding: Encoding, source: Extent, mentions: Sequence[Extent]) -> Referents:
    """The mentions near a source, but not in it, that it may refer to."""
    span = _word_span(encoding, source)
    outside = [extent for extent in mentions if extent[1] <= source[0] or extent[0] >= source[1]]
    near = [(extent, words) for extent in outside if _in_reach(span, words := _word_span(encoding, extent))]
    probabilities = link_probabilities(encoding, "antecedent", [span], [words for _, words in near])[0, 1:].tolist()
    likely = zip(near, probabilities, strict=True)
    return tuple((extent, probability) for (extent, _), probability in likely if probability >= LEAST)


def _word_span(encoding: Encoding, extent: Extent) -> WordSpan:
    pieces = encoding.pieces
    first = int(np.searchsorted(pieces.ends, extent[0], side="right"))
    stop = int(np.searchsorted(pieces.starts, extent[1], side="left"))
    return WordSpan(first, max(stop, first + 1), "", 1.0)


def _in_reach(source: WordSpan, mention: WordSpan) -> bool:
    return -REACH <= mention.first - source.first <= REACH // 10


class AntecedentFinder:
    """Sets ``doc._.referents``: for each source of a quote, by its extent, the entities that it may refer to."""

    def __init__(self, model: Model) -> None:
        self.model = model

    def __call__(self, doc: Doc) -> Doc:
        """Find what the sources of a document may refer to."""
        sources = {quote.source for quote in doc._.quotes if quote.source is not None}
        mentions = [(ent.start_char, ent.end_char) for ent in doc.ents]
        if sources:
            encoding = self.model.encoding_of(doc)
            doc._.referents = {source: find_referents(encoding, source, mentions) for source in sorted(sources)}
        return doc


@Language.factory("saidby_antecedents", requires=["doc._.quotes", "doc.ents"], assigns=["doc._.referents"])
def make_antecedents(nlp: Language, name: str) -> AntecedentFinder:  # noqa: ARG001  spaCy hands them over
    """The component, with the shipped model."""
    register_extensions()
    return AntecedentFinder(shipped_model())
