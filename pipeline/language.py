"""Puts the spaCy pipeline together: ``pipeline.load()``."""

from __future__ import annotations

from pathlib import Path

import spacy
from spacy.language import Language

from pipeline.words import WordTokenizer

READERS = ("saidby_sentences", "saidby_entities", "saidby_quotes", "saidby_antecedents")
"""The components that ask the model. What they find is plain data, and can be kept (:mod:`pipeline.readings`)."""
RULES = ("saidby_names", "saidby_speakers", "saidby_treaty")
"""The components that work on what was found."""
COMPONENTS = READERS + RULES
"""In the order in which each one needs what those before it leave."""


def load(*, entity_model: str | None = None, instruments: Path | None = None) -> Language:
    """The whole pipeline over English text, ready to call.

    ``entity_model`` names an installed spaCy pipeline whose entities replace ours; ``instruments`` is a file of further
    treaties to look for. Raises :class:`SaidbyError` where the named pipeline cannot be loaded.
    """
    import pipeline.antecedents
    import pipeline.entities
    import pipeline.foreign_entities
    import pipeline.quotes
    import pipeline.sentences
    import pipeline.speakers
    import pipeline.treaty  # noqa: F401  (each registers its factory)

    nlp = spacy.blank("en")
    nlp.tokenizer = WordTokenizer(nlp.vocab)
    for name in COMPONENTS:
        if name == "saidby_entities" and entity_model is not None:
            nlp.add_pipe("saidby_foreign_entities", name, config={"model": entity_model})
        elif name == "saidby_treaty":
            nlp.add_pipe(name, config={"instruments": str(instruments) if instruments else None})
        else:
            nlp.add_pipe(name)
    return nlp
