"""Who speaks: one table for the rules, in plain words. Names in [brackets] are entities: [Sergei Lavrov/PERSON]."""

from __future__ import annotations

import re

import pytest

from pipeline.annotation import Fragment, Mention, Quote
from pipeline.antecedents import Antecedent, Antecedents
from pipeline.speakers import RULES, Document, Resolution, Source, resolve, resolve_speakers
from pipeline.speakers.details import spoken_for
from pipeline.speakers.gender import find_genders
from pipeline.titles import Title, title_words

ENTITY = re.compile(r"\[([^/\]]+)/(\w+)\]")
LAVROV = Resolution("Sergei Lavrov", "PERSON")
MINISTRY = Resolution("Foreign Ministry", "ORG")
TITLES = tuple(
    Title(name, text, 0, title_words(text))
    for name, text in (
        ("Ann Lee", "Chilean Trade Minister"),
        ("Xi Jinping", "Chinese President"),
        ("Wang Yi", "Chinese State Councilor"),
        ("Vladimir Putin", "Russian President"),
    )
)
SIDES = Resolution("two sides", "source")
SENIOR = Resolution("senior administration official", "source")


def unmarked(marked: str) -> tuple[str, tuple[Mention, ...]]:
    """A text written with its entities in brackets."""
    text, mentions, at = "", [], 0
    for match in ENTITY.finditer(marked):
        text += marked[at : match.start()]
        mentions.append(Mention(len(text), len(text) + len(match[1]), match[2], match[1]))
        text += match[1]
        at = match.end()
    return text + marked[at:], tuple(mentions)


def source(marked: str, *, before: tuple[Resolution, ...] = (), likely: tuple[Antecedent, ...] = ()) -> Source:
    """A source that is the whole document."""
    text, mentions = unmarked(marked)
    document = Document(text, mentions, TITLES)
    return Source(text, 0, mentions, before, document=document, ask=lambda: Antecedents(likely))


WANG_LIKELY = (Antecedent("Wang Yi", "PERSON", 0.9), Antecedent("China", "GPE", 0.05))
NOBODY_LIKELY = (Antecedent("Wang Yi", "PERSON", 0.2), Antecedent("China", "GPE", 0.1))


@pytest.mark.parametrize(
    ("marked", "before", "likely", "speaker", "rule"),
    [
        ("[Russian/NORP] Foreign Minister [Sergei Lavrov/PERSON]", (), (), "Sergei Lavrov", "named_person"),
        ("[Peskov/PERSON], [Putin/PERSON]'s spokesman", (), (), "Peskov", "named_person"),
        ("[Putin/PERSON]’s spokesman [Dmitry Peskov/PERSON]", (), (), "Dmitry Peskov", "named_person"),
        ("[Putin/PERSON]'s spokesman", (), (), "Putin's spokesman", "description"),
        ("[Houthi/PERSON] spokesman [Yahya Saree/PERSON]", (), (), "Yahya Saree", "named_person"),
        ("businessman and [Trump/PERSON] loyalist [Ann Lee/PERSON]", (), (), "Ann Lee", "named_person"),
        ("Another former [Trump/PERSON] adviser, [Ann Lee/PERSON]", (), (), "Ann Lee", "named_person"),
        ("[Ann Lee/PERSON], a lawyer representing [Bob Ray/PERSON]", (), (), "Ann Lee", "named_person"),
        ("a [Trump/PERSON] adviser", (), (), "Trump adviser", "description"),
        ("a spokesman for [Lavrov/PERSON]", (), (), "spokesman for Lavrov", "description"),
        ("[Obama/PERSON] and [Xi/PERSON]", (), (), "Obama and Xi", "coordinated"),
        ("[China/GPE], [Russia/GPE] and [Iran/GPE]", (), (), "China, Russia and Iran", "coordinated"),
        ("[Russian/NORP] President [Putin/PERSON] and President [Xi/PERSON]", (), (), "Putin and Xi", "coordinated"),
        ("[Ann Lee/PERSON], who met [Xi/PERSON]", (), (), "Ann Lee", "named_person"),  # no "and", no group
        ("he", (LAVROV,), WANG_LIKELY, "Sergei Lavrov", "last_speaker"),  # before the model
        ("She", (MINISTRY,), WANG_LIKELY, "Wang Yi", "likely_person"),  # nobody spoke yet: the model
        ("he", (MINISTRY,), (), "?", "unnamed"),  # a ministry is no "he"
        ("they", (LAVROV, SIDES), (), "two sides", "last_group"),
        ("it", (), (Antecedent("Kremlin", "ORG", 0.8),), "Kremlin", "likely_thing"),
        ("it", (LAVROV, MINISTRY), (), "Foreign Ministry", "likely_thing"),
        ("we", (LAVROV,), WANG_LIKELY, "?", "first_person"),
        ("the [Kremlin/ORG]", (), WANG_LIKELY, "Kremlin", "named_body"),
        ("the foreign minister", (), WANG_LIKELY, "Wang Yi", "likely_officeholder"),
        ("the foreign minister", (), NOBODY_LIKELY, "foreign minister", "description"),  # unsure: no guess
        ("the trade minister", (), WANG_LIKELY, "Ann Lee", "titled_person"),  # the text's own word beats the model
        ("The Russian president", (), (), "Vladimir Putin", "titled_person"),
        ("the president", (), (Antecedent("Xi Jinping", "PERSON", 0.3),), "Xi Jinping", "titled_person"),  # likelier
        ("the president", (), (), "Vladimir Putin", "titled_person"),  # of two, the last
        ("the presidents of [Russia/GPE] and [China/GPE]", (), (), "presidents of Russia and China", "description"),
        ("the two ministers", (), WANG_LIKELY, "two ministers", "description"),  # a group is not one person
        ("a [Chinese/NORP] foreign ministry spokesperson", (), WANG_LIKELY, "Chinese foreign ministry spokesperson",
        "description"), ("officials", (LAVROV,), (), "officials", "description"),
        ("[Lavrov/PERSON] and other senior officials", (), (), "Lavrov and other senior officials",
        "person_and_others"),
        ("the [Putin/PERSON] administration", (), (), "Putin administration", "description"),
        ("[Ann Lee/PERSON], the mayor, and [Bob Ray/PERSON], her deputy", (), (), "Ann Lee and Bob Ray", "coordinated"),
        ("the Russian President and the Malaysian Prime Minister", (), (),
        "Vladimir Putin and Malaysian Prime Minister", "joint_offices"),
        ("[Egypt/GPE]'s [Suez Canal Authority/ORG]", (), (), "Suez Canal Authority", "named_body"),
        ("the [Syrian Democratic Forces/ORG] (SDF)", (), (), "Syrian Democratic Forces", "named_body"),
        ("[Acme/ORG], a real estate firm", (), (), "Acme", "named_body"),
        ("news site [Acme/ORG]", (), (), "Acme", "body_in_apposition"),
        ("One of the main exile groups, the [World Congress/ORG]", (), (), "World Congress", "body_in_apposition"),
        ("officials from the [White House/ORG]", (), (), "officials from the White House", "description"),
        ("the official", (SENIOR,), WANG_LIKELY, "senior administration official", "fuller_source"),
        ("he", (LAVROV, SENIOR), (), "senior administration official", "last_speaker"),  # "the official said ... He"
        ("the report", (), WANG_LIKELY, "report", "fuller_document"),  # a document is its own source
        ("They all", (SIDES,), (), "two sides", "last_group"),
    ],
)  # fmt: skip
def test_rules(
    marked: str, before: tuple[Resolution, ...], likely: tuple[Antecedent, ...], speaker: str, rule: str
) -> None:
    found = resolve(source(marked, before=before, likely=likely))
    assert (found.speaker, found.rule) == (speaker, rule)


@pytest.mark.parametrize(
    ("before", "pronoun", "spoke", "speaker", "rule"),
    [
        ("Mr [Lee/PERSON] met Ms [Yao/PERSON].", "She", "Lee", "Yao", "likely_person"),  # Mr Lee is no "she"
        ("[Yao/PERSON] then rose. ", "She", "Lavrov", "Yao", "sentence_subject"),  # the newer subject
        ("Near [Yao/PERSON] stood [Lee/PERSON]. ", "He", "Lavrov", "Lavrov", "last_speaker"),  # no subject
        ("[Yao/PERSON] saw [Lee/PERSON]. ", "he", "Lavrov", "Yao", "sentence_subject"),  # the subject, not the object
        ("[Ann Lee/PERSON], 62, sat with [Bo/PERSON]. ", "the 62-year-old", "", "Ann Lee", "person_of_age"),
        ("in a letter to [Acme/ORG], ", "which", "", "Acme", "relative_pronoun"),
        ("It was denied in the final report, ", "which", "", "final report", "relative_pronoun"),
        ("[Xi/PERSON] and [Castro/PERSON] signed a paper in which ", "they", "", "Xi and Castro", "joint_subject"),
        ("The [Ministry of Justice/ORG] was asked. ", "the ministry", "", "Ministry of Justice", "namesake_body"),
        ("A joint statement was signed. ", "the statement", "", "joint statement", "fuller_document"),
    ],
)  # fmt: skip
def test_rules_that_read_what_stands_before(before: str, pronoun: str, spoke: str, speaker: str, rule: str) -> None:
    text, mentions = unmarked(before)
    document = Document(text + pronoun, mentions, (), find_genders(text, mentions))
    likely = tuple(Antecedent(mention.name, mention.label, 0.4) for mention in mentions if mention.label == "PERSON")
    earlier = (Resolution(spoke, "PERSON"),) if spoke else ()
    found = resolve(Source(pronoun, len(text), (), earlier, 0, document, lambda: Antecedents(likely)))
    assert (found.speaker, found.rule) == (speaker, rule)


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("Kremlin spokesman", "Kremlin"),
        ("a Chinese foreign ministry spokesperson", "Chinese foreign ministry"),
        ("Putin’s press secretary", "Putin"),
        ("the agency's chief spokeswoman", "agency"),
        ("a spokeswoman for the UN refugee agency, UNHCR", "UN refugee agency"),
        ("spokesman", None),
        ("the spokesman", None),
        ("Foreign Minister", None),
    ],
)
def test_a_spokesperson_speaks_for_a_body(text: str, body: str | None) -> None:
    assert spoken_for(text) == body


def test_office_and_country_come_from_the_text() -> None:
    text, mentions = unmarked("[Lee Lin/PERSON], the Malaysian trade minister, said no. [Moscow/GPE] said yes.")
    said = [m.start() for m in re.finditer("said", text)]
    quotes = [
        Quote(fragments=(Fragment(at + 5, at + 8),), kind="indirect", source=(mention.start, mention.end))
        for at, mention in zip(said, mentions, strict=True)
    ]
    minister, capital = resolve_speakers(text, quotes, mentions, lambda _: Antecedents(()))
    assert (minister.speaker_role, minister.speaker_country) == ("Malaysian trade minister", "MY")
    assert (capital.speaker, capital.speaker_country) == ("Moscow", "RU")


def test_the_last_rule_always_answers() -> None:
    assert RULES[-1](source("")) is not None


def test_a_quote_without_source_has_no_speaker() -> None:
    quote = Quote(fragments=(Fragment(0, 4),), kind="indirect")
    (found,) = resolve_speakers("Text", [quote], [], lambda _: Antecedents(()))
    assert (found.speaker, found.speaker_id, found.resolved_by) == ("?", None, "no_source")


def test_a_group_has_its_members() -> None:
    text = "Xi and Putin agreed to meet."
    mentions = [Mention(0, 2, "PERSON", "Xi Jinping"), Mention(7, 12, "PERSON", "Vladimir Putin")]
    quote = Quote(fragments=(Fragment(20, 27),), kind="indirect", source=(0, 12))
    (found,) = resolve_speakers(text, [quote], mentions, lambda _: Antecedents(()))
    assert found.members == ("Xi Jinping", "Vladimir Putin")
    assert found.speaker == "Xi Jinping and Vladimir Putin"
