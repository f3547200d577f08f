"""Finds the mentions of treaties in a text: names, and the phrases and pronouns that stand for them.

The phrases that might be mentions are found by :mod:`pipeline.treaty_names`, which of them are is decided by
:mod:`pipeline.treaty_rules`, and what is done with the treaty is read by :mod:`pipeline.treaty_acts`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.annotation import Extent, TreatyMention
from pipeline.attributes import text_of
from pipeline.instruments import InstrumentSet, load_instruments
from pipeline.treaty_acts import read_act
from pipeline.treaty_lexicon import Lexicon, compile_lexicon
from pipeline.treaty_names import Reference, find_references
from pipeline.treaty_rules import decide
from pipeline.treaty_story import StateHit, Story

_PRONOUN_SCORE = 0.6

# A second verb with the same object: "extend the treaty and adapt it".
_SAME_OBJECT = re.compile(r"\s+and\s+\w+\s+(?P<it>it)\b")
# A sentence that says of "it" what is said of treaties alone.
_TREATY_LIKE = re.compile(
    r"\s*(?P<it>It)\s+(?:(?:was|is|has\s+been|will\s+be)\s+(?:\w+ly\s+)?(?:signed|ratified|extended|renewed|prolonged)|"
    r"entered\s+into\s+force|expires|stipulates|provides\s+(?:for|that)|(?:has|contains|consists\s+of)\s+\d+\s+articles)\b"
)


def find_mentions(text: str, sentences: Sequence[Extent], instruments: InstrumentSet) -> tuple[TreatyMention, ...]:
    """The mentions of all instruments of a set, in order, none overlapping another.

    Offsets are in characters of `text`. `sentences` are its sentences in order; without any, the text is read as one.
    A mention leaves out its determiner: "important treaty" for "this important treaty". The result depends on the
    arguments alone.
    """
    lexicon = compile_lexicon(instruments)
    references = find_references(text, sentences, lexicon)
    if not references:
        return ()
    bounds = sentences or ((0, len(text)),)
    story = Story(text, bounds, lexicon, references, _state_hits(text, lexicon))
    for reference in references:
        if verdict := decide(reference, story):
            story.decided.append((reference, verdict))
    phrases = list(_phrase_mentions(story))
    return tuple(sorted([*phrases, *_pronouns(story)], key=lambda mention: mention.start))


def _state_hits(text: str, lexicon: Lexicon) -> list[StateHit]:
    matches = lexicon.state.finditer(text)
    return [StateHit(match.start(), lexicon.state_meant(match), lexicon.is_weak(match)) for match in matches]


def _phrase_mentions(story: Story) -> Iterator[TreatyMention]:
    decided = [(reference, verdict) for reference, verdict in story.decided if reference.noun != "other"]
    for i, (reference, verdict) in enumerate(decided):
        if verdict.instrument:
            floor, ceiling = story.sentences[reference.sentence]
            floor = max(floor, decided[i - 1][0].end if i else 0)
            # Up to the end of the next, since that may be what the treaty is called: "called the pact a landmark".
            ceiling = min(ceiling, decided[i + 1][0].end if i + 1 < len(decided) else ceiling)
            extent = (reference.start, reference.end)
            act, act_date = read_act(story.text, extent, (min(floor, extent[0]), max(ceiling, extent[1])))
            yield TreatyMention(*extent, verdict.form, verdict.instrument, act, act_date, verdict.score)


def _pronouns(story: Story) -> Iterator[TreatyMention]:
    """The few places where "it" can mean nothing but the treaty just mentioned."""
    for reference, verdict in story.decided:
        if verdict.instrument:
            matches = (find(reference, story) for find in (_same_object, _next_subject))
            for start, end in (match.span("it") for match in matches if match):
                yield TreatyMention(start, end, "pronoun", verdict.instrument, score=_PRONOUN_SCORE)


def _same_object(reference: Reference, story: Story) -> re.Match[str] | None:
    return _SAME_OBJECT.match(story.text, reference.end, story.sentences[reference.sentence][1])


def _next_subject(reference: Reference, story: Story) -> re.Match[str] | None:
    """The "It" behind "The treaty …": the mention opens its sentence and is the only one there."""
    start, end = story.sentences[reference.sentence]
    alone = sum(other.sentence == reference.sentence for other, _ in story.decided) == 1
    if not alone or story.text[start : reference.start].strip().casefold() not in ("", "the", "this", "that"):
        return None
    return _TREATY_LIKE.match(story.text, end)


@Language.factory(
    "saidby_treaty",
    assigns=["doc._.treaty_mentions"],
    requires=["doc.sents"],
    default_config={"instruments": None},
)
def make_treaty(nlp: Language, name: str, instruments: str | None) -> TreatyFinder:  # noqa: ARG001  spaCy hands them over
    """The component that finds treaties; `instruments` is the path of a file of further ones."""
    return TreatyFinder(load_instruments(Path(instruments) if instruments else None))


class TreatyFinder:
    """A spaCy component that writes ``doc._.treaty_mentions``. It changes no token and needs sentences."""

    def __init__(self, instruments: InstrumentSet) -> None:
        self.instruments = instruments

    def __call__(self, doc: Doc) -> Doc:
        """Write the mentions of one document."""
        split = doc.has_annotation("SENT_START")  # alone in a pipeline, it reads the text as one sentence
        sentences = [(sent.start_char, sent.end_char) for sent in doc.sents] if split else []
        doc._.treaty_mentions = find_mentions(text_of(doc), sentences, self.instruments)
        return doc
