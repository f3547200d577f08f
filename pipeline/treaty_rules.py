"""Decides which instrument a reference means, if any: an ordered tuple of rules, each with the reason for its place.

A rule sees one reference and what was decided before it. It answers with a :class:`Verdict`, or with None to leave the
decision to the next. Names come first, because anaphors ("the treaty", "this document") are linked to the latest
mention before them; one of another treaty takes "the treaty" with it until ours is named again.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from pipeline.instruments import Instrument
from pipeline.treaty_names import SENTENCE_REACH, Reference
from pipeline.treaty_story import Story, Verdict, gives_the_year, names_the_parties

_DOCUMENT_REACH = {"document": 8}
_PAPER_REACH = 4
"""For how many sentences a word that may mean any paper still means the treaty; "document" is the least ambiguous."""

_AHEAD_REACH = 3
"""In how many sentences the name must follow an anaphor that comes before it."""

_OTHER = Verdict(None)

# What may stand between a mention and what it is called.
_LINK = re.compile(
    r"[\"'\u2019\u201d)]*,?\s*"
    r"(?:(?:is|was|as|being|remains?|remained|became|becomes|(?:to|will)\s+be|"  # the pact is a …, described it as a …
    r"ha[sd]\s+(?:\w+\s+)?be(?:en|come))\s+)?"  # has always been a …
    r"(?:not\s+(?:only|just)\s+|truly\s+|indeed\s+|also\s+|still\s+)?(?:an?|the)\s+[\"'\u2018\u201c(]*",
    re.IGNORECASE,
)
# Nobody extends or celebrates a treaty that is not there yet: its name must follow.
_GOVERNED = re.compile(
    r"\b(?:anniversary\s+of|(?:extend|renew|prolong)\w*|(?:extension|renewal|prolongation)\s+of)\s+"
    r"(?:the|an?|their|its|this)\s+[\"'\u201c]?$",
    re.IGNORECASE,
)
_LOOKING_BACK = re.compile(r"\b(?:ago|back\s+(?:then|in)|at\s+that\s+time|put\s+\w+\s+names?\s+to)\b", re.IGNORECASE)


def decide(reference: Reference, story: Story) -> Verdict | None:
    """The verdict of the first rule that gives one; None if the phrase may mean anything and changes nothing."""
    return _first(RULES, reference, story)


Rule = Callable[[Reference, Story], Verdict | None]


def _first(rules: tuple[Rule, ...], reference: Reference, story: Story) -> Verdict | None:
    verdicts = (rule(reference, story) for rule in rules)
    return next((verdict for verdict in verdicts if verdict), None)


def _next_name(reference: Reference, story: Story) -> str | None:
    """The instrument whose name follows shortly, where no other treaty's comes before it."""
    for later in story.references_after(reference):
        if later.sentence > reference.sentence + _AHEAD_REACH or later.start > reference.end + SENTENCE_REACH * 2:
            return None
        if later.names or (later.foreign and later.noun == "treaty"):
            verdict = _first(_NAME_RULES, later, story)
            return verdict.instrument if verdict else None
    return None


def _abbreviation(reference: Reference, story: Story) -> Verdict | None:
    if reference.stands_for is None:
        return None
    found = next((verdict for name, verdict in story.decided if name.start == reference.stands_for), _OTHER)
    return Verdict(found.instrument, "name", found.score)


def _no_instrument(reference: Reference, _: Story) -> Verdict | None:
    return _OTHER if reference.noun == "other" else None


def _contradicted(reference: Reference, story: Story) -> Verdict | None:
    return None if any(story.possible(reference)) else _OTHER


def _own_name(reference: Reference, story: Story) -> Verdict | None:
    own = (Verdict(one.id, name.form) for one, name in story.bearing(reference, "nothing"))
    return next(own, None)


def _name_with_parties(reference: Reference, story: Story) -> Verdict | None:
    for one, name in story.bearing(reference, "parties", "antecedent"):
        if names_the_parties(reference, one):
            return Verdict(one.id, name.form)
    return None


def _name_again(reference: Reference, story: Story) -> Verdict | None:
    for one, name in story.bearing(reference, "parties"):
        named = [verdict.instrument for other, verdict in story.decided if other.names or verdict.instrument]
        if named and named[-1] == one.id:
            return Verdict(one.id, name.form, 0.95)
    return None


def _name_in_story_of_parties(reference: Reference, story: Story) -> Verdict | None:
    for one, name in story.bearing(reference, "parties"):
        if story.is_about_parties(reference, one):
            return Verdict(one.id, name.form, 0.9)
    return None


def _name_with_year(reference: Reference, story: Story) -> Verdict | None:
    mentioned = {hit.state for hit in story.states}
    for one, name in story.bearing(reference, "parties", "antecedent"):
        if gives_the_year(reference, one) and set(one.parties) <= mentioned:
            return Verdict(one.id, name.form, 0.9)
    return None


def _loose_name_beside_parties(reference: Reference, story: Story) -> Verdict | None:
    for one, name in story.bearing(reference, "antecedent"):
        if story.has_parties_beside(reference, one):
            return Verdict(one.id, name.form, 0.85)
    return None


def _loose_name_after_name(reference: Reference, story: Story) -> Verdict | None:
    latest = story.latest_treaty()
    for one, name in story.bearing(reference, "antecedent"):
        if latest and latest[1].instrument == one.id and reference.determiner != "indefinite":
            return Verdict(one.id, name.form, 0.85)
    return None


def _loose_name_before_name(reference: Reference, story: Story) -> Verdict | None:
    for one, name in story.bearing(reference, "antecedent"):
        if _next_name(reference, story) == one.id:
            return Verdict(one.id, name.form, 0.8)
    return None


def _name_of_another(reference: Reference, _: Story) -> Verdict | None:
    return _OTHER if reference.names else None


def _noun_with_parties(reference: Reference, story: Story) -> Verdict | None:
    if reference.noun != "treaty" or reference.vague:
        return None
    for one in story.possible(reference):
        if names_the_parties(reference, one) and _is_the_one(reference, one, story):
            return Verdict(one.id, "nominal", 0.9)
    return None


def _is_the_one(reference: Reference, instrument: Instrument, story: Story) -> bool:
    """Of all that the parties have concluded, "the China-Russia treaty" is this; "a pact", "the accord" need more."""
    if gives_the_year(reference, instrument):
        return True
    if reference.determiner != "indefinite" and (reference.head == "treaty" or story.is_known(instrument.id)):
        return True
    return _next_name(reference, story) == instrument.id


def _noun_with_one_party(reference: Reference, story: Story) -> Verdict | None:
    if reference.head != "treaty" or reference.vague or reference.determiner != "definite" or not reference.states:
        return None
    for one in story.possible(reference):
        if story.has_parties_beside(reference, one):
            return Verdict(one.id, "nominal", 0.8)
    return None


def _noun_with_year(reference: Reference, story: Story) -> Verdict | None:
    if reference.vague:
        return None
    for one in story.possible(reference):
        if gives_the_year(reference, one) and _comes_up(reference, one, story):
            return Verdict(one.id, "nominal", 0.9)
    return None


def _comes_up(reference: Reference, instrument: Instrument, story: Story) -> bool:
    """Whether the text speaks of the instrument: named before or soon, or a treaty in a story of its parties."""
    if story.is_known(instrument.id) or _next_name(reference, story) == instrument.id:
        return True
    return reference.noun == "treaty" and bool(instrument.parties) and story.is_about_parties(reference, instrument)


def _described_otherwise(reference: Reference, story: Story) -> Verdict | None:
    by_parties = any(names_the_parties(reference, one) for one in story.possible(reference))
    return _OTHER if by_parties or reference.year else None


def _what_it_is_called(reference: Reference, story: Story) -> Verdict | None:
    if not story.decided:
        return None
    mention, verdict = story.decided[-1]
    if verdict.instrument and _LINK.fullmatch(story.text, mention.end, reference.start):
        return Verdict(verdict.instrument, "nominal", 0.85)
    return None


def _governed_before_name(reference: Reference, story: Story) -> Verdict | None:
    if story.latest_treaty() or not _GOVERNED.search(story.sentence_before(reference)):
        return None
    ahead = _next_name(reference, story)
    return Verdict(ahead, "nominal", 0.8) if ahead and story.fits(reference, ahead) else None


def _remembered(reference: Reference, story: Story) -> Verdict | None:
    latest = story.latest_treaty()
    described = reference.end - reference.start > len(reference.head) and not reference.vague
    if reference.determiner != "indefinite" or not described or not latest or not latest[1].instrument:
        return None
    return Verdict(latest[1].instrument, "nominal", 0.7) if _LOOKING_BACK.search(story.sentence(reference)) else None


def _introduced(reference: Reference, _: Story) -> Verdict | None:
    return _OTHER if reference.determiner == "indefinite" else None


def _the_treaty(reference: Reference, story: Story) -> Verdict | None:
    latest = story.latest_treaty()
    if reference.noun != "treaty" or reference.determiner != "definite" or reference.vague or not latest:
        return None
    instrument = latest[1].instrument
    return Verdict(instrument, "nominal", 0.9) if instrument and story.fits(reference, instrument) else _OTHER


def _the_document(reference: Reference, story: Story) -> Verdict | None:
    if reference.noun != "paper" or reference.determiner != "definite" or reference.vague or not story.decided:
        return None
    mention, verdict = story.decided[-1]
    near = reference.sentence - mention.sentence <= _DOCUMENT_REACH.get(reference.head, _PAPER_REACH)
    if verdict.instrument and near and not _stands_beside_paper(mention, story):
        return Verdict(verdict.instrument, "nominal", 0.75)
    return None


def _stands_beside_paper(mention: Reference, story: Story) -> bool:
    """Of "a joint statement on the anniversary of the treaty", "the document" is the statement."""
    return any(other.sentence == mention.sentence and not verdict.instrument for other, verdict in story.decided)


_NAME_RULES: tuple[Rule, ...] = (
    _contradicted,
    _own_name,
    _name_with_parties,
    _name_in_story_of_parties,
    _name_with_year,
)
"""The rules that need no decision made before; by these a name that comes later can be judged ahead of its turn."""

RULES: tuple[Rule, ...] = (
    _abbreviation,  # first: it says nothing by itself and takes what its name was found to be
    _no_instrument,  # before anything that looks at words around: a joint statement stays one
    _contradicted,  # before all names: "China-Kazakhstan Treaty of …" bears our title and is not ours
    _own_name,  # a name that nothing else has needs no more
    _name_with_parties,  # "Sino-Russian Treaty of …": sure by itself
    _name_again,  # before the story is weighed: once known, the title is enough
    _name_in_story_of_parties,  # a full title, where the parties stand near or carry the document
    _name_with_year,  # "the 2001 friendship treaty": the year makes up for parties that stand far away
    _loose_name_beside_parties,  # "Beijing and Moscow will extend the friendship treaty"
    _loose_name_after_name,  # "the friendship treaty", "the 20-year-old treaty" as another word for ours
    _loose_name_before_name,  # the same in a lead, where the name comes a sentence later
    _name_of_another,  # closes the names: what has one and fits nothing is another treaty
    _noun_with_parties,  # "the Russian-Chinese treaty": a description that is nearly a name
    _noun_with_one_party,  # "Russia values its treaty with China"
    _noun_with_year,  # "the 2001 treaty", "the document signed in July 2001"
    _described_otherwise,  # what the three before refused has parties or a year, and is no mere anaphor
    _what_it_is_called,  # before indefinites are taken as new: "hailed the treaty as a landmark document"
    _governed_before_name,  # "the anniversary of a treaty that …", the name in the next sentence
    _remembered,  # "a decade ago our presidents signed a landmark document"
    _introduced,  # every other indefinite brings up something new
    _the_treaty,  # an anaphor of the latest treaty, whichever that is
    _the_document,  # last and most careful: it may be any paper
)
