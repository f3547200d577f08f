"""What the rules for treaty mentions may look at: the text, its states, and every decision made before."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from pipeline.annotation import Extent, MentionForm
from pipeline.instruments import Instrument, Needs
from pipeline.treaty_lexicon import Lexicon, Name
from pipeline.treaty_names import SENTENCE_REACH, Reference


@dataclass(frozen=True, slots=True)
class Verdict:
    """The instrument that a reference means; None for one that is not looked for, or may not be."""

    instrument: str | None
    form: MentionForm = "nominal"
    score: float = 1.0


@dataclass(frozen=True, slots=True)
class StateHit:
    """A place where a text speaks of a state; weak if by its capital or leader, which may be no more than that."""

    start: int
    state: str
    weak: bool


@dataclass
class Story:
    """A text with its references, and what was decided on those before the present one."""

    text: str
    sentences: Sequence[Extent]
    lexicon: Lexicon
    references: Sequence[Reference]
    states: Sequence[StateHit]
    decided: list[tuple[Reference, Verdict]] = field(default_factory=list)

    def latest_treaty(self) -> tuple[Reference, Verdict] | None:
        """The last decision on a treaty, ours or not."""
        treaties = (one for one in reversed(self.decided) if one[0].noun == "treaty" or one[1].instrument)
        return next(treaties, None)

    def is_known(self, instrument: str) -> bool:
        """Whether the instrument came up before."""
        return any(verdict.instrument == instrument for _, verdict in self.decided)

    def sentence(self, reference: Reference) -> str:
        """The text of the sentence of a reference, or of an endless one what stands near."""
        start, end = self.sentences[reference.sentence]
        return self.text[max(start, reference.start - SENTENCE_REACH) : min(end, reference.end + SENTENCE_REACH)]

    def sentence_before(self, reference: Reference) -> str:
        """The same, up to the reference."""
        start, _ = self.sentences[reference.sentence]
        return self.text[max(start, reference.start - SENTENCE_REACH) : reference.start]

    def references_after(self, reference: Reference) -> Iterator[Reference]:
        """The references that follow, in order."""
        after = bisect_right(self.references, reference.start, key=lambda one: one.start)
        return (self.references[i] for i in range(after, len(self.references)))

    def possible(self, reference: Reference) -> Iterator[Instrument]:
        """The instruments that nothing in the phrase contradicts."""
        return (one for one in self.lexicon.instruments.values() if is_compatible(reference, one))

    def fits(self, reference: Reference, instrument: str) -> bool:
        """Whether nothing in the phrase contradicts this instrument."""
        return is_compatible(reference, self.lexicon.instruments[instrument])

    def bearing(self, reference: Reference, *needs: Needs) -> Iterator[tuple[Instrument, Name]]:
        """The possible instruments that the phrase names in a way that needs one of these."""
        for one in self.possible(reference):
            yield from ((one, name) for name in reference.names if name.instrument == one.id and name.needs in needs)

    def has_parties_beside(self, reference: Reference, instrument: Instrument) -> bool:
        """Whether the sentence speaks of all parties and of no other state."""
        here, parties = self._states_beside(reference), set(instrument.parties)
        return bool(parties) and parties <= {hit.state for hit in here} and not _thirds(here, parties)

    def is_about_parties(self, reference: Reference, instrument: Instrument) -> bool:
        """Whether the sentence, or else the document, is about the parties, and about no third state more than them.

        A title that several treaties have is nobody's without this.
        """
        if self.has_parties_beside(reference, instrument):
            return True
        here, parties = self._states_beside(reference), set(instrument.parties)
        named = parties & {hit.state for hit in here}
        # "In Astana he praised the treaty": without a party beside it, even a place tells whose it is.
        rivals = _thirds(here, parties) if named else [hit.state for hit in here]
        if rivals and named != parties:
            return False
        counts = [sum(hit.state == party for hit in self.states) for party in parties]
        thirds = _thirds(self.states, parties)
        most = max((thirds.count(third) for third in set(thirds)), default=1)
        return min(counts, default=1) >= most + bool(rivals)

    def _states_beside(self, reference: Reference) -> list[StateHit]:
        start, end = self.sentences[reference.sentence]
        return [hit for hit in self.states if start <= hit.start < end]


def is_compatible(reference: Reference, instrument: Instrument) -> bool:
    """Whether nothing in the phrase contradicts the instrument: neither states, nor year, nor subject."""
    return (
        not reference.foreign
        and reference.states <= set(instrument.parties)
        and (reference.year is None or instrument.signed is None or gives_the_year(reference, instrument))
    )


def names_the_parties(reference: Reference, instrument: Instrument) -> bool:
    """Whether the phrase has all parties in it."""
    return bool(instrument.parties) and reference.states >= set(instrument.parties)


def gives_the_year(reference: Reference, instrument: Instrument) -> bool:
    """Whether the phrase gives the year of signature."""
    return instrument.signed is not None and reference.year == instrument.signed.year


def _thirds(hits: Iterable[StateHit], parties: set[str]) -> list[str]:
    return [hit.state for hit in hits if hit.state not in parties and not hit.weak]
