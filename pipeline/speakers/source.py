"""What a source is to the rules: its words, the entities in it, and what the document says around it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from pipeline.annotation import UNKNOWN_SPEAKER, Extent, Mention
from pipeline.antecedents import Antecedents, no_antecedents
from pipeline.speakers.gender import Gender
from pipeline.titles import Title, is_titled

PERSON_PRONOUNS = frozenset({"he", "she", "his", "her", "him"})
RELATIVE_PRONOUNS = frozenset({"who", "which", "that"})
FIRST_PERSON = frozenset({"i", "we", "you", "my", "our"})
GROUP_PRONOUNS = frozenset({"they", "their", "them", "both", "all"})
THING_PRONOUNS = frozenset({"it", "its", "this"})
PRONOUNS = PERSON_PRONOUNS | RELATIVE_PRONOUNS | FIRST_PERSON | GROUP_PRONOUNS | THING_PRONOUNS

BODIES = frozenset({"ORG", "GPE", "NORP", "LOC", "FAC", "WORK_OF_ART", "LAW", "EVENT", "PRODUCT"})

PLURAL = re.compile(
    r"\b(?:two|both|three|four|five|six|sides|parties|leaders|presidents|ministers|officials|members|\w+men)\b",
    re.IGNORECASE,
)
_DEFINITE = re.compile(r"^(?:the|his|her|its|their|this|that|president|minister)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Resolution:
    """Who a source is, how that was decided, and how sure it is (0 to 1)."""

    speaker: str
    label: str
    """PERSON, an entity type, "group", or "source" for one known by description only."""
    rule: str = ""
    score: float = 1.0

    @property
    def may_be_person(self) -> bool:
        """Whether "he" or "she" could mean it: a person's name, or a description of one ("the spokesman")."""
        described = self.label == "source" and is_titled(self.speaker) and not PLURAL.search(self.speaker)
        return self.label == "PERSON" or described


@dataclass(frozen=True, slots=True)
class Document:
    """What the whole document tells about its speakers."""

    text: str = ""
    mentions: tuple[Mention, ...] = ()
    titles: tuple[Title, ...] = ()
    """The offices that it gives to persons, in order."""
    genders: dict[str, Gender] = field(default_factory=dict)
    """What forms of address tell of persons, by name."""
    said: tuple[Extent, ...] = ()
    """The stretches that somebody says."""

    def is_said(self, position: int) -> bool:
        """Whether a character stands in somebody's statement."""
        return any(start <= position < end for start, end in self.said)


@dataclass(frozen=True, slots=True)
class Source:
    """A source with what may help to resolve it."""

    text: str
    start: int
    inside: tuple[Mention, ...] = ()
    """The entities that the source contains."""
    before: tuple[Resolution, ...] = ()
    """The speakers of the quotes before it, the last one last."""
    spoken: int = 0
    """Where the last of those sources ends, in characters of the document."""
    document: Document = field(default_factory=Document)
    ask: Callable[[], Antecedents] = no_antecedents
    """Whom the model takes the source for; asked only by rules that need it, as it costs time."""

    @property
    def antecedents(self) -> Antecedents:
        """Whom the model takes the source for."""
        return self.ask()

    @property
    def word(self) -> str:
        """The source in small letters, without the "all" or "both" that a pronoun may carry."""
        first, *rest = self.text.lower().split() or [""]
        return first if rest in (["all"], ["both"]) else self.text.lower()

    @property
    def lead(self) -> str:
        """The text before it in its paragraph."""
        return self.document.text[: self.start].rsplit("\n", 1)[-1]

    @property
    def is_definite(self) -> bool:
        """Whether it points at one known already: "the minister", not "a minister", "the two ministers"."""
        return _DEFINITE.match(self.text) is not None and not PLURAL.search(self.text)

    def after(self, mention: Mention) -> str:
        """The rest of the source behind an entity in it."""
        return self.text[mention.end - self.start :]

    def word_before(self, mention: Mention) -> str:
        """The word right before an entity in it."""
        words = self.text[: mention.start - self.start].split()
        return words[-1] if words else ""


def unknown(score: float) -> Resolution:
    """The resolution of a source that the text does not name."""
    return Resolution(UNKNOWN_SPEAKER, "source", score=score)


Rule = Callable[[Source], Resolution | None]


def mentions_in(mentions: Sequence[Mention], start: int, end: int) -> tuple[Mention, ...]:
    """The mentions that lie wholly in a stretch of characters."""
    return tuple(mention for mention in mentions if start <= mention.start and mention.end <= end)
