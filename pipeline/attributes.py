"""The spaCy attributes that hold the plain data of :mod:`pipeline.annotation`.

A stage reads these attributes, computes with pure functions, and writes new ones.

============================  =========================================================================
``doc.sents``, ``doc.ents``   sentences and entities, as in any spaCy pipeline
``ent._.score``               probability of the entity, 0 to 1
``ent._.name``                the entity's fullest name in the document ("Sergei Lavrov" for "Lavrov")
``ent._.entity_id``           identity of that name and type, the same in every document
``doc._.quotes``              tuple of :class:`Quote`, in order of their first character
``doc.spans["quotes"]``       the same as spans (hull of the pieces); ``span._.quote`` gives the Quote
``doc._.referents``           by the extent of a quote's source, the entities it may refer to: ``(extent, probability)``
``doc._.treaty_mentions``     tuple of :class:`TreatyMention`, in order
============================  =========================================================================
"""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc, Span

from pipeline.annotation import Quote

_TEXT = "saidby_text"


def doc_of(text: str, nlp: Language) -> Doc:
    """A fresh document of a text, which it keeps: spaCy would put it together anew."""
    doc = nlp.make_doc(text)
    doc.user_data[_TEXT] = text
    return doc


def text_of(doc: Doc) -> str:
    """The text of a document. spaCy puts it together anew each time it is asked, and every stage asks."""
    if _TEXT not in doc.user_data:
        doc.user_data[_TEXT] = doc.text
    text: str = doc.user_data[_TEXT]
    return text


def _quote_of(span: Span) -> Quote | None:
    """The Quote that a span of ``doc.spans["quotes"]`` stands for; its span id is the quote's number."""
    number: str = span.id_
    if not number.isdecimal():
        return None
    quotes: tuple[Quote, ...] = span.doc._.quotes
    return quotes[int(number)]


def register_extensions() -> None:
    """Make the attributes above known to spaCy. Safe to call any number of times."""
    if Doc.has_extension("quotes"):
        return
    Doc.set_extension("quotes", default=())
    Doc.set_extension("referents", default={})
    Doc.set_extension("treaty_mentions", default=())
    Span.set_extension("score", default=None)
    Span.set_extension("name", default=None)
    Span.set_extension("entity_id", default=None)
    Span.set_extension("quote", getter=_quote_of)


register_extensions()
