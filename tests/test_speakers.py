"""Who speaks: one table for the rules, in plain words. Names in [brackets] are entities: [Sergei Lavrov/PERSON]."""

from __future__ import annotations

import re

import pytest

from pipeline.annotation import Fragment, Mention, Quote
from pipeline.antecedents import Antecedent, Antecedents
from pipeline.speakers import RULES, Resolution, Source, resolve, resolve_speakers
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


def source(marked: str, *, before: tuple[Resolution, ...] = (), likely: tuple[Antecedent, ...] = ()) -> Source:
    """A source written with its entities in brackets."""
    text, mentions, at = "", [], 0
    for match in ENTITY.finditer(marked):
        text += marked[at : match.start()]
        mentions.append(Mention(len(text), len(text) + len(match[1]), match[2], match[1]))
        text += match[1]
        at = match.end()
    return Source(text + marked[at:], 0, tuple(mentions), before, TITLES, Antecedents(likely))


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
        ("he", (LAVROV,), WANG_LIKELY, "Sergei Lavrov", "personal_pronoun"),  # the last speaker, before the model
        ("She", (MINISTRY,), WANG_LIKELY, "Wang Yi", "personal_pronoun"),  # nobody spoke yet: the model
        ("he", (MINISTRY,), (), "?", "unnamed"),  # a ministry is no "he"
        ("they", (LAVROV, SIDES), (), "two sides", "group_pronoun"),
        ("it", (), (Antecedent("Kremlin", "ORG", 0.8),), "Kremlin", "thing_pronoun"),
        ("it", (LAVROV, MINISTRY), (), "Foreign Ministry", "thing_pronoun"),
        ("we", (LAVROV,), WANG_LIKELY, "?", "first_person"),
        ("the [Kremlin/ORG]", (), WANG_LIKELY, "Kremlin", "named_body"),
        ("the foreign minister", (), WANG_LIKELY, "Wang Yi", "definite_description"),
        ("the foreign minister", (), NOBODY_LIKELY, "foreign minister", "description"),  # unsure: no guess
        ("the trade minister", (), WANG_LIKELY, "Ann Lee", "titled_person"),  # the text's own word beats the model
        ("The Russian president", (), (), "Vladimir Putin", "titled_person"),
        ("the president", (), (Antecedent("Xi Jinping", "PERSON", 0.3),), "Xi Jinping", "titled_person"),  # likelier
        ("the president", (), (), "Vladimir Putin", "titled_person"),  # of two, the last
        ("the presidents of [Russia/GPE] and [China/GPE]", (), (), "presidents of Russia and China", "description"),
        ("the two ministers", (), WANG_LIKELY, "two ministers", "description"),  # a group is not one person
        ("a [Chinese/NORP] foreign ministry spokesperson", (), WANG_LIKELY, "Chinese foreign ministry spokesperson",
        "description"), ("officials", (LAVROV,), (), "officials", "description"),
    ],
)  # fmt: skip
def test_rules(
    marked: str, before: tuple[Resolution, ...], likely: tuple[Antecedent, ...], speaker: str, rule: str
) -> None:
    found = resolve(source(marked, before=before, likely=likely))
    assert (found.speaker, found.rule) == (speaker, rule)


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
