"""Whom the model takes a source for: the probabilities of the entity mentions it may refer to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc

from pipeline.annotation import Extent, Mention
from pipeline.attributes import register_extensions
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


def find_referents(encoding: Encoding, sources: Sequence[Extent], mentions: Sequence[Extent]) -> list[Referents]:
    """For each source, the mentions near it, but not in it, that it may refer to."""
    choosers, places = _word_spans(encoding, sources), _word_spans(encoding, mentions)
    candidates = list(zip(mentions, places, strict=True))
    return [_likely(encoding, source, chooser, candidates) for source, chooser in zip(sources, choosers, strict=True)]


def _likely(
    encoding: Encoding, source: Extent, chooser: WordSpan, candidates: Sequence[tuple[Extent, WordSpan]]
) -> Referents:
    near = [
        (extent, words)
        for extent, words in candidates
        if -REACH <= words.first - chooser.first <= REACH // 10 and _apart(source, extent)
    ]
    probabilities = link_probabilities(encoding, "antecedent", [chooser], [words for _, words in near])[0, 1:].tolist()
    likely = zip(near, probabilities, strict=True)
    return tuple((extent, probability) for (extent, _), probability in likely if probability >= LEAST)


def _apart(source: Extent, mention: Extent) -> bool:
    return mention[1] <= source[0] or mention[0] >= source[1]


def _word_spans(encoding: Encoding, extents: Sequence[Extent]) -> list[WordSpan]:
    """The words of stretches of text."""
    pieces = encoding.pieces
    bounds = np.array(extents, dtype=np.int64).reshape(-1, 2)
    first = np.searchsorted(pieces.ends, bounds[:, 0], side="right").tolist()
    stop = np.searchsorted(pieces.starts, bounds[:, 1], side="left").tolist()
    return [WordSpan(a, max(b, a + 1), "", 1.0) for a, b in zip(first, stop, strict=True)]


class AntecedentFinder:
    """Sets ``doc._.referents``: for each source of a quote, by its extent, the entities that it may refer to."""

    def __init__(self, model: Model) -> None:
        self.model = model

    def __call__(self, doc: Doc) -> Doc:
        """Find what the sources of a document may refer to."""
        sources = sorted({quote.source for quote in doc._.quotes if quote.source is not None})
        mentions = [(ent.start_char, ent.end_char) for ent in doc.ents]
        if sources:
            found = find_referents(self.model.encoding_of(doc), sources, mentions)
            doc._.referents = dict(zip(sources, found, strict=True))
        self.model.forget(doc)  # this component is the last to ask
        return doc


@Language.factory("saidby_antecedents", requires=["doc._.quotes", "doc.ents"], assigns=["doc._.referents"])
def make_antecedents(nlp: Language, name: str) -> AntecedentFinder:  # noqa: ARG001  spaCy hands them over
    """The component, with the shipped model."""
    register_extensions()
    return AntecedentFinder(shipped_model())
