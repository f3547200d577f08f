"""Entities by any spaCy pipeline that the user names, in place of our own."""

from __future__ import annotations

import spacy
from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import filter_spans

from pipeline.errors import SaidbyError


class ForeignEntities:
    """Runs another pipeline over the text and copies its entities by their characters."""

    def __init__(self, model: str) -> None:
        try:
            self._nlp = spacy.load(model)
        except OSError as error:
            raise SaidbyError(
                f"no spaCy pipeline {model!r} is installed; try: python -m spacy download {model}"
            ) from error

    def __call__(self, doc: Doc) -> Doc:
        """Set ``doc.ents`` to what the other pipeline finds."""
        found = [
            doc.char_span(ent.start_char, ent.end_char, label=ent.label_, alignment_mode="expand")
            for ent in self._nlp(doc.text).ents
        ]
        doc.set_ents(filter_spans([span for span in found if span is not None]))
        return doc


@Language.factory("saidby_foreign_entities", assigns=["doc.ents"])
def make_foreign_entities(nlp: Language, name: str, model: str) -> ForeignEntities:  # noqa: ARG001  spaCy hands them over
    """The component over the installed spaCy pipeline ``model``."""
    return ForeignEntities(model)
