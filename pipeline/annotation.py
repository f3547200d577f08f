"""The plain data that stages hand to one another; where it stands on a spaCy Doc, :mod:`pipeline.attributes` says.

Every offset is in characters (Unicode code points) of the document's text, half-open. Nothing here knows how it came
about, and who only reads tables need not wait for spaCy.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Extent = tuple[int, int]
"""Start and end of a stretch of text, in characters, half-open."""

Kind = Literal["direct", "indirect", "mixed"]
QuoteClass = Literal["speech", "other"]
MentionForm = Literal["name", "nominal", "pronoun"]

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
