"""The plain data that stages hand to one another, and the spaCy attributes that hold it.

Every offset is in characters (Unicode code points) of the document's text, half-open. A stage reads these attributes,
computes with pure functions, and writes new ones; nothing here knows how they came about.

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

from dataclasses import dataclass
from typing import Literal

from spacy.tokens import Doc, Span

Extent = tuple[int, int]
"""Start and end of a stretch of text, in characters, half-open."""

Kind = Literal["direct", "indirect", "mixed"]
QuoteClass = Literal["speech", "other"]
MentionForm = Literal["name", "nominal", "pronoun"]

_TEXT = "saidby_text"

UNKNOWN_SPEAKER = "?"
"""The speaker of a statement whose source the text does not name."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A named entity with its fullest name in the document, for stages that need no spaCy."""

    start: int
    end: int
    label: str
    name: str


@dataclass(frozen=True, slots=True)
class Fragment:
    """One unbroken piece of a quote's content; it never crosses a paragraph end."""

    start: int
    end: int
    continued: bool = False
    """True for sentences that go on reporting without a cue of their own."""


@dataclass(frozen=True, slots=True)
class Quote:
    """One attributed statement: what was said, the words that signal it, and who said it."""

    fragments: tuple[Fragment, ...]
    kind: Kind
    quote_class: QuoteClass = "speech"
    negated: bool = False
    cue: Extent | None = None
    source: Extent | None = None
    speaker: str = UNKNOWN_SPEAKER
    speaker_id: str | None = None
    speaker_role: str | None = None
    speaker_country: str | None = None
    organisation: str | None = None
    members: tuple[str, ...] = ()
    via: str | None = None
    resolved_by: str | None = None
    score: float = 1.0

    @property
    def start(self) -> int:
        """First character of the first piece."""
        return min(fragment.start for fragment in self.fragments)

    @property
    def end(self) -> int:
        """End of the last piece."""
        return max(fragment.end for fragment in self.fragments)


@dataclass(frozen=True, slots=True)
class TreatyMention:
    """A place where a treaty comes up, by name, noun phrase or pronoun."""

    start: int
    end: int
    form: MentionForm
    instrument: str
    act: str | None = None
    act_date: str | None = None
    score: float = 1.0


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
