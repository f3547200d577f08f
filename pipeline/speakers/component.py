"""The spaCy component that fills in the speakers of a document's quotes."""

from __future__ import annotations

from dataclasses import replace

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.annotation import Extent, Mention
from pipeline.antecedents import Antecedents, join_by_name
from pipeline.attributes import register_extensions, text_of
from pipeline.confidence import Calibration
from pipeline.encoder import shipped_parameters
from pipeline.identity import bare_name
from pipeline.quotes import set_quotes
from pipeline.relays import add_outlets
from pipeline.speakers.resolution import resolve_speakers


class SpeakerResolver:
    """Fills in the speakers of ``doc._.quotes``, and the outlets that passed statements on."""

    def __init__(self, calibration: Calibration) -> None:
        self.calibration = calibration

    def __call__(self, doc: Doc) -> Doc:
        """Resolve the speakers of a document."""
        if not doc._.quotes:
            return doc
        mentions = [Mention(e.start_char, e.end_char, e.label_, e._.name or bare_name(e.text)) for e in doc.ents]
        by_extent = {(mention.start, mention.end): mention for mention in mentions}

        def antecedents(source: Extent) -> Antecedents:
            return join_by_name(doc._.referents.get(source, ()), by_extent)

        resolved = resolve_speakers(text_of(doc), doc._.quotes, mentions, antecedents)
        quotes = [replace(quote, score=self.calibration.probability(quote.score)) for quote in resolved]
        sentences = [(sent.start_char, sent.end_char) for sent in doc.sents]
        set_quotes(doc, add_outlets(text_of(doc), quotes, sentences, mentions))
        return doc


@Language.factory("saidby_speakers", requires=["doc._.quotes", "doc.ents", "doc.sents"], assigns=["doc._.quotes"])
def make_speakers(nlp: Language, name: str) -> SpeakerResolver:  # noqa: ARG001  spaCy hands them over
    """The component, with the calibration of the shipped model; without ``saidby_antecedents`` it knows no pronouns."""
    register_extensions()
    return SpeakerResolver(shipped_parameters().quote_score)
