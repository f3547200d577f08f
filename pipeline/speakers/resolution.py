"""The order of the rules, and their way through the quotes of a document."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from pipeline.annotation import Extent, Mention, Quote
from pipeline.antecedents import Antecedents
from pipeline.speakers import bodies, persons
from pipeline.speakers.details import describe
from pipeline.speakers.gender import find_genders
from pipeline.speakers.source import Document, Resolution, Rule, Source, mentions_in, unknown
from pipeline.titles import find_titles

RULES: tuple[Rule, ...] = (
    persons.coordinated,  # before named_person, which would take the first of two
    persons.joint_offices,  # likewise
    persons.person_and_others,  # likewise
    persons.named_person,  # a name in the source beats all that could be inferred
    persons.question_label,  # before description, which would make a name of the letter
    persons.first_person,  # before the other pronouns: no antecedent in the text is right
    bodies.relative_pronoun,  # what stands next to it decides, whoever spoke before
    persons.sentence_subject,  # before last_speaker: the newer of two persons
    persons.last_speaker,
    persons.likely_person,  # after last_speaker: the model's guess is right less often
    persons.person_of_age,
    persons.joint_subject,  # before last_group: two who are named next to the pronoun
    bodies.last_group,
    bodies.likely_thing,
    bodies.named_body,  # before the guesses: "the Kremlin" names itself
    bodies.body_in_apposition,  # likewise
    persons.titled_person,  # before likely_officeholder: the text's own word for it beats the model's guess
    bodies.fuller_source,  # before the guesses: one who spoke already, by a fuller description
    bodies.fuller_document,
    bodies.namesake_body,
    persons.likely_officeholder,
    bodies.likely_body,
    bodies.description,
    bodies.unnamed,  # last: it always answers
)


def resolve(source: Source) -> Resolution:
    """Who a source is, by the first rule that can say."""
    for rule in RULES:
        if resolution := rule(source):
            return replace(resolution, rule=rule.__name__)
    raise AssertionError("the last rule always answers")


def resolve_speakers(
    text: str, quotes: Sequence[Quote], mentions: Sequence[Mention], antecedents: Callable[[Extent], Antecedents]
) -> list[Quote]:
    """The quotes with their speakers. ``antecedents`` gives, for a source's extent, whom the model takes it for."""
    said = tuple((piece.start, piece.end) for quote in quotes for piece in quote.fragments)
    document = Document(text, tuple(mentions), find_titles(text, mentions), find_genders(text, mentions), said)
    known: dict[Extent, Resolution] = {}
    found = []
    for quote in quotes:
        if quote.source is None:
            found.append(describe(quote, replace(unknown(1.0), rule="no_source"), document))
            continue
        if quote.source not in known:
            known[quote.source] = resolve(_source(quote.source, known, document, antecedents))
        found.append(describe(quote, known[quote.source], document))
    return found


def _source(
    extent: Extent,
    known: dict[Extent, Resolution],
    document: Document,
    antecedents: Callable[[Extent], Antecedents],
) -> Source:
    start, end = extent
    return Source(
        text=document.text[start:end],
        start=start,
        inside=mentions_in(document.mentions, start, end),
        before=tuple(known.values()),
        spoken=max((stop for _, stop in known if stop <= start), default=0),
        document=document,
        ask=partial(antecedents, extent),
    )
